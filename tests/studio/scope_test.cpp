// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/network_file.h"
#include "app/studio/views/recipe/scope_picker.h"

#include <QLineEdit>
#include <QListWidget>
#include <QSignalSpy>
#include <QTest>

#include <gtest/gtest.h>

namespace espalier::studio {
namespace {

std::vector<Node> layers() {
    std::vector<Node> list(4);
    const char* names[] = {"conv1", "conv2", "fc1", "fc2"};
    for (std::size_t i = 0; i < 4; ++i) {
        list[i].name = list[i].origin = names[i];
    }
    return list;
}

/// Whatever the patterns: one check changes one layer.
TEST(Scope, CheckingALayerChangesThatLayerOnly) {
    const std::vector<Scope> scopes = {{},
                                       {{"conv*"}, {}},
                                       {{"conv1"}, {}},
                                       {{"conv*", "fc1"}, {"conv2"}},
                                       {{}, {"fc*"}},
                                       {{"*"}, {"*1"}},
                                       {{"conv1", "fc2"}, {}}};
    const auto list = layers();
    for (std::size_t s = 0; s < scopes.size(); ++s) {
        for (std::size_t chosen = 0; chosen < list.size(); ++chosen) {
            for (const bool on : {true, false}) {
                SCOPED_TRACE(::testing::Message() << s << " " << list[chosen].name << " " << on);
                const Scope after = with_layer(scopes[s], list, list[chosen], on);
                for (std::size_t i = 0; i < list.size(); ++i) {
                    const bool expected = i == chosen ? on : scopes[s].contains(list[i]);
                    EXPECT_EQ(after.contains(list[i]), expected) << list[i].name;
                }
            }
        }
    }
}

TEST(Scope, PatternsGoThroughTextAndBack) {
    EXPECT_EQ(patterns_of(QStringLiteral(" conv*,, fc1 ")),
              (std::vector<std::string>{"conv*", "fc1"}));
    EXPECT_EQ(text_of({"conv*", "fc1"}), QStringLiteral("conv*, fc1"));
    EXPECT_TRUE(patterns_of(QStringLiteral("  ")).empty());
}

TEST(ScopePicker, ShowsLayersAndTellsOfChanges) {
    const Network network = load_network("lenet-5-glyphs");
    ScopePicker picker;
    picker.retranslate();
    picker.show_scope(network.graph, Scope{});
    picker.show();
    auto* list = picker.findChild<QListWidget*>(QStringLiteral("scope-layers"));
    ASSERT_NE(list, nullptr);
    const auto known = layers_to_choose(network.graph);
    ASSERT_EQ(list->count(), static_cast<int>(known.size()));
    Scope told;
    QObject::connect(&picker, &ScopePicker::changed, [&](const Scope& scope) { told = scope; });
    list->item(0)->setCheckState(Qt::Unchecked);
    EXPECT_EQ(told.exclude, std::vector<std::string>{known[0].name});

    auto* include = picker.findChild<QLineEdit*>(QStringLiteral("scope-include"));
    QTest::keyClicks(include, QString::fromStdString(known[1].name));
    QTest::keyClick(include, Qt::Key_Return);
    EXPECT_EQ(told.include, std::vector<std::string>{known[1].name});
    picker.show_scope(network.graph, told);
    EXPECT_EQ(list->item(1)->checkState(), Qt::Checked);
    EXPECT_EQ(list->item(2)->checkState(), Qt::Unchecked);
}

} // namespace
} // namespace espalier::studio
