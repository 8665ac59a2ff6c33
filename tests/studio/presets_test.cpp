// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/workspace.h"
#include "app/studio/views/recipe/presets.h"
#include "core/base/files.h"

#include <gtest/gtest.h>

namespace espalier::studio {
namespace {

TEST(Presets, AreReadAndHaveTitles) {
    std::set<QString> titles;
    for (const Preset& preset : presets()) {
        if (!preset.own) {
            EXPECT_FALSE(preset.title.isEmpty());
            titles.insert(preset.title);
        }
    }
    EXPECT_GE(titles.size(), 6U);
}

/// Each works on each kind of network, as far as it goes without data; those that are named after
/// what they save keep their word.
TEST(Presets, FitEveryKindOfNetwork) {
    for (const char* name : {"lenet-5-glyphs", "resnet-20-shapes", "mobilenet-v2-small-shapes"}) {
        const Workspace workspace(load_network(name));
        const Account before = account(workspace.network().graph);
        for (const Preset& preset : presets()) {
            if (preset.own || preset.path.stem() == "lenet-5-three-steps") {
                continue;
            }
            SCOPED_TRACE(preset.path.filename().string() + " on " + name);
            const Recipe recipe = Recipe::read(preset.path);
            const auto standings = workspace.follow(recipe, 1, Job());
            const Graph* after = nullptr;
            for (std::size_t i = 0; i < standings.size(); ++i) {
                EXPECT_NE(standings[i].kind, StepStanding::Kind::Failed)
                    << i << ": " << (standings[i].error ? standings[i].error->message() : "");
                if (standings[i].kind == StepStanding::Kind::Done) {
                    after = &standings[i].outcome->graph;
                }
            }
            ASSERT_NE(after, nullptr);
            if (preset.path.stem() == "structured-half") {
                const double left = static_cast<double>(account(*after).params) /
                                    static_cast<double>(before.params);
                EXPECT_GT(left, 0.35);
                EXPECT_LT(left, 0.65);
            }
        }
    }
}

} // namespace
} // namespace espalier::studio
