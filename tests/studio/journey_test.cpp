// SPDX-License-Identifier: GPL-3.0-or-later
// The whole way by keyboard, on networks the project did not make: open, step, undo, keep, compare,
// export.
#include "tests/studio/support.h"
#include "tests/support/paths.h"

#include "app/session/network_file.h"
#include "app/studio/dialogs/export_dialog.h"
#include "app/studio/views/view.h"

#include <QApplication>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTimer>

#include <gtest/gtest.h>

#include <functional>

namespace espalier::studio::testing {
namespace {

class StudioJourney : public ::testing::TestWithParam<const char*> {};

/// Calls `act` once a dialog is open and has the focus, however long that takes.
void in_dialog(const std::function<void(QWidget&)>& act) {
    QTimer::singleShot(100, qApp, [act] {
        QWidget* dialog = QApplication::activeModalWidget();
        QWidget* focus = QApplication::focusWidget();
        if (dialog == nullptr || focus == nullptr || !dialog->isAncestorOf(focus)) {
            in_dialog(act);
        } else {
            act(*dialog);
        }
    });
}

/// A key in the window itself, which dialogs that were closed do not always give the focus back to.
void press(MainWindow& window, Qt::Key key, Qt::KeyboardModifiers modifiers) {
    QApplication::setActiveWindow(&window);
    window.setFocus();
    QCoreApplication::processEvents();
    QTest::keyClick(&window, key, modifiers);
}

TEST_P(StudioJourney, FromOpeningToExportByKeyboard) {
    ESPALIER_DATA_OR_SKIP(model, GetParam());
    const auto window = open_window(QString::fromStdString(model.string()));
    Document& document = window->studio().document;

    in_dialog([](QWidget&) {
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("prune small"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    });
    press(*window, Qt::Key_N, Qt::ControlModifier);
    ASSERT_TRUE(wait_until([&] { return document.stack().size() == 1; }));
    ASSERT_TRUE(settle(*window));
    EXPECT_EQ(document.stack()[0].step.technique->info().id, "prune.magnitude");
    const std::int64_t pruned = document.working()->metrics.account.nonzeros;
    EXPECT_LT(pruned, document.original()->metrics.account.nonzeros);

    press(*window, Qt::Key_Z, Qt::ControlModifier);
    ASSERT_TRUE(settle(*window));
    EXPECT_TRUE(document.stack().empty());
    press(*window, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    ASSERT_TRUE(settle(*window));
    EXPECT_EQ(document.working()->metrics.account.nonzeros, pruned);

    press(*window, Qt::Key_D, Qt::ControlModifier);
    EXPECT_EQ(document.variants().size(), 1U);
    press(*window, Qt::Key_4, Qt::ControlModifier);
    auto* tabs = window->findChild<QTabWidget*>(QStringLiteral("views"));
    EXPECT_TRUE(tabs->currentWidget() == window->view(QStringLiteral("compare")));
    keep_picture(*window, QStringLiteral("journey"));

    const QTemporaryDir folder;
    const QString out = folder.filePath(QStringLiteral("out.onnx"));
    QString outcome;
    in_dialog([&](QWidget& modal) {
        auto* dialog = qobject_cast<ExportDialog*>(&modal);
        ASSERT_NE(dialog, nullptr);
        EXPECT_TRUE(wait_until([&] { return dialog->is_planned(); }));
        dialog->set_path(out);
        QTest::keyClick(dialog, Qt::Key_Return);
        EXPECT_TRUE(wait_until([&] { return !dialog->outcome().isEmpty(); }));
        outcome = dialog->outcome();
        QTest::keyClick(dialog, Qt::Key_Escape);
    });
    press(*window, Qt::Key_E, Qt::ControlModifier);
    ASSERT_TRUE(wait_until([&] { return !outcome.isEmpty(); }, 60000));
    const Network written = load_network(out.toStdString());
    EXPECT_EQ(account(written.graph).nonzeros, pruned) << outcome.toStdString();
}

INSTANTIATE_TEST_SUITE_P(Networks, StudioJourney,
                         ::testing::Values("models/cifar/resnet56_cifar10/model.onnx",
                                           "onnx-tests/light/test_light_resnet50/model.onnx"));

} // namespace
} // namespace espalier::studio::testing
