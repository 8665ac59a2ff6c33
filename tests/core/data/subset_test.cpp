// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/train/small_nets.h"

#include "core/base/error.h"
#include "core/data/subset.h"

#include <gtest/gtest.h>

namespace espalier {
namespace {

TEST(Subset, ASplitSharesAllPicturesOut) {
    const auto set = std::make_shared<test::Stripes>(40, 40, 1, 1); // the label is the index
    const auto [train, held] = split_off(set, 0.25, 3);
    EXPECT_EQ(train->size(), 30U);
    EXPECT_EQ(held->size(), 10U);
    std::vector<int> seen(40);
    for (const DatasetPtr& part : {train, held}) {
        for (std::size_t i = 0; i < part->size(); ++i) {
            ++seen[static_cast<std::size_t>(part->label(i))];
            EXPECT_EQ(part->image(i).pixels,
                      set->image(static_cast<std::size_t>(part->label(i))).pixels);
        }
    }
    EXPECT_EQ(seen, std::vector<int>(40, 1));
    EXPECT_NE(train->fingerprint(), held->fingerprint());
    EXPECT_EQ(split_off(set, 0.25, 3).second->fingerprint(), held->fingerprint());
    EXPECT_NE(split_off(set, 0.25, 4).second->fingerprint(), held->fingerprint());
    EXPECT_THROW(static_cast<void>(split_off(subset(set, {1}), 0.5, 1)), Error);
}

} // namespace
} // namespace espalier
