// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/studio/support.h"
#include "tests/support/paths.h"

#include "app/session/workload.h"
#include "app/studio/document/text.h"
#include "app/studio/views/hardware/hardware_view.h"
#include "app/studio/views/hardware/machine_editor.h"
#include "app/studio/views/hardware/machines_dialog.h"
#include "core/base/json.h"

#include <QComboBox>
#include <QPushButton>
#include <QTableWidget>
#include <QTreeWidget>

#include <gtest/gtest.h>

namespace espalier::studio::testing {
namespace {

struct Opened {
    std::unique_ptr<MainWindow> window;
    Document& document;
    MachineEditor& editor;
};

Opened open_editor(const char* machine) {
    auto window = open_window(QStringLiteral("lenet-300-100-glyphs"));
    Document& document = window->studio().document;
    document.set_accelerator(QLatin1String(machine));
    window->show_view(QStringLiteral("hardware"));
    EXPECT_TRUE(settle(*window));
    QWidget& view = *window->view(QStringLiteral("hardware"));
    view.findChild<QPushButton*>(QStringLiteral("hardware-edit"))->click();
    auto* editor = view.findChild<MachineEditor*>(QStringLiteral("machine-editor"));
    EXPECT_TRUE(editor->isVisible());
    return {std::move(window), document, *editor};
}

double energy(const Document& document) {
    return document.original()->metrics.model->total.energy_pj();
}

TEST(StudioMachine, EditsAreFollowedUndoneAndSaved) {
    const Opened at = open_editor("eyeriss");
    Document& document = at.document;
    const double before = energy(document);
    ASSERT_TRUE(at.editor.set("array", "rows", QStringLiteral("6")));
    ASSERT_TRUE(at.editor.set("scratchpads", "weight_words", QStringLiteral("64")));
    ASSERT_TRUE(settle(*at.window));
    EXPECT_TRUE(document.is_machine_edited());
    EXPECT_EQ(document.workspace().accelerator()->accelerator.rows, 6);
    const double after = energy(document);
    EXPECT_NE(after, before);
    EXPECT_EQ(document.working()->metrics.model->total.energy_pj(), after);
    EXPECT_EQ(document.original()->metrics.model->accelerator, "eyeriss-edited");

    // What is saved is what is opened again, and it may be undone there no more.
    const test::TempDir dir;
    WorkspaceFile file = document.workspace_file();
    write_workspace(file, dir / "one.espalier");
    {
        MainWindow other;
        other.open(text((dir / "one.espalier").string()));
        const Document& back = other.studio().document;
        ASSERT_TRUE(wait_until([&] { return back.is_open(); }));
        ASSERT_TRUE(settle(other));
        EXPECT_EQ(back.accelerator(), QStringLiteral("eyeriss"));
        EXPECT_TRUE(back.is_machine_edited());
        EXPECT_EQ(energy(back), after);
    }
    // The command line reads the same description.
    EXPECT_EQ(estimate(document.network().graph, choose_described(file.machine)).total.energy_pj(),
              after);

    document.undo_stack().undo();
    EXPECT_EQ(document.workspace().accelerator()->accelerator.scratchpad_words[0], 224);
    document.undo_stack().undo();
    EXPECT_FALSE(document.is_machine_edited());
    EXPECT_EQ(energy(document), before);
    document.undo_stack().redo();
    EXPECT_EQ(document.workspace().accelerator()->accelerator.rows, 6);
    document.reset_machine();
    EXPECT_EQ(energy(document), before);
    document.undo_stack().undo();
    // Another machine puts the edited one aside, which can be undone as well.
    document.set_accelerator(QStringLiteral("tpu"));
    EXPECT_FALSE(document.is_machine_edited());
    document.undo_stack().undo();
    EXPECT_EQ(document.workspace().accelerator()->accelerator.rows, 6);
    ASSERT_TRUE(settle(*at.window));
}

TEST(StudioMachine, RefusesWhatCanNotBeAndSaysWhy) {
    const Opened at = open_editor("eyeriss");
    const int edits = at.document.undo_stack().count();
    EXPECT_FALSE(at.editor.set("buffer", "shared_bytes", QStringLiteral("2")));
    EXPECT_TRUE(at.editor.error().contains(
        QStringLiteral("buffer: key \"shared_bytes\" is 2, expected 64 to")))
        << at.editor.error().toStdString();
    EXPECT_FALSE(at.editor.set("clock", "mhz", QStringLiteral("fast")));
    EXPECT_TRUE(at.editor.error().contains(QStringLiteral("\"fast\", expected a number")));
    EXPECT_EQ(at.document.undo_stack().count(), edits);
    EXPECT_FALSE(at.document.is_machine_edited());
    // The same value again is no edit.
    EXPECT_TRUE(at.editor.set("clock", "mhz", QStringLiteral("200")));
    EXPECT_TRUE(at.editor.error().isEmpty());
    EXPECT_EQ(at.document.undo_stack().count(), edits);
}

TEST(StudioMachine, ValuesAreTypedInTheTree) {
    const Opened at = open_editor("systolic-16x16");
    auto& tree = *at.editor.findChild<QTreeWidget*>(QStringLiteral("machine-tree"));
    const auto rows = tree.findItems(QStringLiteral("Rows"), Qt::MatchExactly | Qt::MatchRecursive);
    ASSERT_EQ(rows.size(), 1);
    EXPECT_EQ(rows[0]->text(1), QStringLiteral("16"));
    rows[0]->setText(1, QStringLiteral("8"));
    ASSERT_TRUE(wait_until([&] { return at.document.is_machine_edited(); }));
    EXPECT_EQ(at.document.workspace().accelerator()->accelerator.rows, 8);
    ASSERT_TRUE(settle(*at.window));
    EXPECT_EQ(rows[0]->text(1), QStringLiteral("8")); // the tree stays as it was opened
    keep_picture(*at.window, QStringLiteral("machine-editor"));

    // The edited machine stands beside the others.
    MachinesDialog dialog(at.document.original(), QStringLiteral("systolic-16x16"),
                          QStringLiteral("os"));
    dialog.add_edited(*at.document.workspace().accelerator());
    ASSERT_TRUE(wait_until([&] { return dialog.finished(); }, 60000));
    const TableData table = dialog.table();
    const auto in_use = std::find_if(table.rows.begin(), table.rows.end(), [](const auto& row) {
        return row.back().toString() == QStringLiteral("in use");
    });
    ASSERT_NE(in_use, table.rows.end());
    EXPECT_EQ((*in_use)[2].toDouble(), energy(at.document));
    ASSERT_EQ(dialog.bars().size(), 3U); // its dataflows, side by side
}

} // namespace
} // namespace espalier::studio::testing
