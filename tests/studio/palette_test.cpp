// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/studio/support.h"

#include "app/session/network_file.h"
#include "app/studio/dialogs/add_step_dialog.h"
#include "app/studio/dialogs/palette_commands.h"
#include "app/studio/dialogs/shortcuts_dialog.h"

#include <QLineEdit>
#include <QTreeWidget>

#include <gtest/gtest.h>

namespace espalier::studio::testing {
namespace {

std::vector<Command> two_commands(std::vector<QString>& ran) {
    Command first;
    first.text = QStringLiteral("가지치기");
    first.english = QStringLiteral("Prune");
    first.run = [&ran] { ran.push_back(QStringLiteral("prune")); };
    Command second;
    second.text = QStringLiteral("양자화");
    second.english = QStringLiteral("Quantise");
    second.run = [&ran] { ran.push_back(QStringLiteral("quantise")); };
    Command third;
    third.text = QStringLiteral("내보내기");
    third.english = QStringLiteral("Export");
    third.enabled = false;
    third.run = [&ran] { ran.push_back(QStringLiteral("export")); };
    return {first, second, third};
}

TEST(CommandPalette, FindsByEitherLanguageAndRunsByKeysAlone) {
    std::vector<QString> ran;
    CommandPalette palette(two_commands(ran), QStringLiteral("find"));
    palette.show();
    auto* line = palette.findChild<QLineEdit*>(QStringLiteral("palette-line"));
    ASSERT_NE(line, nullptr);
    EXPECT_EQ(palette.shown().size(), 3);
    line->setText(QStringLiteral("quant"));
    EXPECT_EQ(palette.shown(), QStringList{QStringLiteral("양자화")});
    line->setText(QStringLiteral("ㅇㅈㅎ"));
    EXPECT_EQ(palette.shown(), QStringList{QStringLiteral("양자화")});
    line->clear();
    QTest::keyClick(line, Qt::Key_Down);
    QTest::keyClick(line, Qt::Key_Return);
    EXPECT_FALSE(palette.isVisible());
    EXPECT_TRUE(ran.empty()); // only once the palette has gone
    QCoreApplication::processEvents();
    EXPECT_EQ(ran, std::vector<QString>{QStringLiteral("quantise")});
}

TEST(CommandPalette, DoesNotRunWhatIsNotPossibleNow) {
    std::vector<QString> ran;
    CommandPalette palette(two_commands(ran), QStringLiteral("find"));
    palette.show();
    auto* line = palette.findChild<QLineEdit*>(QStringLiteral("palette-line"));
    line->setText(QStringLiteral("export"));
    QTest::keyClick(line, Qt::Key_Return);
    QCoreApplication::processEvents();
    EXPECT_TRUE(palette.isVisible());
    EXPECT_TRUE(ran.empty());
    QTest::keyClick(line, Qt::Key_Escape);
    EXPECT_FALSE(palette.isVisible());
}

TEST(CommandPalette, OffersEverythingThereIs) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    const Studio& studio = window->studio();
    const auto has = [](const std::vector<Command>& commands, const QString& english) {
        return std::any_of(commands.begin(), commands.end(), [&](const Command& command) {
            return command.english.contains(english);
        });
    };
    EXPECT_EQ(action_commands(window->actions()).size(), action_table().size());
    const auto techniques = technique_commands(studio, [](const std::string&) {});
    EXPECT_EQ(techniques.size(), all_techniques().size());
    EXPECT_TRUE(has(techniques, QStringLiteral("prune.magnitude")));
    const auto layers = layer_commands(studio);
    EXPECT_EQ(layers.size(), studio.document.original()->graph.nodes.size());
    layers.front().run();
    EXPECT_EQ(studio.selection.layer().toStdString(),
              studio.document.original()->graph.nodes.front().origin);
    EXPECT_EQ(sample_commands([](const QString&) {}).size(), bundled_networks().size());
}

TEST(CommandPalette, OpensFromTheWindowAndAddsAStep) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    window->actions().get("edit.palette").trigger();
    auto* palette = window->findChild<CommandPalette*>();
    ASSERT_NE(palette, nullptr);
    auto* line = palette->findChild<QLineEdit*>(QStringLiteral("palette-line"));
    QTest::keyClicks(line, QStringLiteral("prune.magn"));
    keep_picture(*palette, QStringLiteral("palette"));
    QTest::keyClick(line, Qt::Key_Return);
    ASSERT_TRUE(settle(*window));
    ASSERT_EQ(window->studio().document.stack().size(), 1U);
    EXPECT_EQ(window->studio().document.stack()[0].step.technique->info().id, "prune.magnitude");

    window->actions().get("edit.find").trigger();
    ASSERT_TRUE(wait_until([&] { return window->findChild<CommandPalette*>() != nullptr; }));
    line =
        window->findChild<CommandPalette*>()->findChild<QLineEdit*>(QStringLiteral("palette-line"));
    const std::string last = window->studio().document.original()->graph.nodes.back().name;
    QTest::keyClicks(line, QString::fromStdString(last));
    QTest::keyClick(line, Qt::Key_Return);
    QCoreApplication::processEvents();
    EXPECT_EQ(window->studio().selection.layer().toStdString(), last);
}

TEST(ShortcutsDialog, ListsEveryShortcutOfTheTable) {
    const Actions actions;
    ShortcutsDialog dialog(actions);
    dialog.show();
    auto* tree = dialog.findChild<QTreeWidget*>(QStringLiteral("shortcuts"));
    ASSERT_NE(tree, nullptr);
    for (const ActionSpec& spec : action_table()) {
        const QString keys = QKeySequence::fromString(QLatin1String(spec.shortcut))
                                 .toString(QKeySequence::NativeText);
        if (!keys.isEmpty()) {
            EXPECT_FALSE(tree->findItems(keys, Qt::MatchExactly | Qt::MatchRecursive, 1).isEmpty())
                << spec.id;
        }
    }
    dialog.findChild<QLineEdit*>()->setText(QStringLiteral("undo"));
    keep_picture(dialog, QStringLiteral("shortcuts"));
    const auto found =
        tree->findItems(QStringLiteral("Quit"), Qt::MatchExactly | Qt::MatchRecursive);
    ASSERT_EQ(found.size(), 1);
    EXPECT_TRUE(found.first()->isHidden());
}

TEST(AddStepDialog, FindsATechniqueByKeysAlone) {
    AddStepDialog dialog;
    dialog.show();
    EXPECT_NE(dialog.technique(), nullptr); // Enter right away is an answer
    auto* line = dialog.findChild<QLineEdit*>(QStringLiteral("technique-line"));
    QTest::keyClicks(line, QStringLiteral("quantise.uni"));
    keep_picture(dialog, QStringLiteral("add-step"));
    ASSERT_NE(dialog.technique(), nullptr);
    EXPECT_EQ(dialog.technique()->info().id, "quantise.uniform");
    line->clear();
    const Technique* first = dialog.technique();
    QTest::keyClick(line, Qt::Key_Down);
    EXPECT_NE(dialog.technique(), first);
    line->setText(QStringLiteral("no such thing"));
    EXPECT_EQ(dialog.technique(), nullptr);
    line->setText(QStringLiteral("singular"));
    QTest::keyClick(line, Qt::Key_Return);
    EXPECT_EQ(dialog.result(), static_cast<int>(QDialog::Accepted));
    EXPECT_EQ(dialog.technique()->info().id, "decompose.svd");
}

} // namespace
} // namespace espalier::studio::testing
