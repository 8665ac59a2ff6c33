// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/studio/support.h"

#include "app/studio/shell/language.h"

#include <QApplication>
#include <QDir>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <gtest/gtest.h>

namespace espalier::studio::testing {

bool wait_until(const std::function<bool()>& done, int ms) {
    return QTest::qWaitFor(done, ms);
}

std::unique_ptr<MainWindow> open_window(const QString& network) {
    auto window = std::make_unique<MainWindow>();
    window->resize(1280, 800);
    window->show();
    window->open(network);
    EXPECT_TRUE(wait_until([&] { return window->studio().document.is_open(); }));
    EXPECT_TRUE(settle(*window));
    return window;
}

bool settle(MainWindow& window) {
    const Document& document = window.studio().document;
    const bool settled = wait_until([&] {
        return !document.is_following() && !window.studio().jobs.busy() && document.working() &&
               document.working()->metrics.stored_bytes >= 0;
    });
    QCoreApplication::processEvents();
    return settled;
}

std::uint64_t add_step(MainWindow& window, const std::string& text) {
    const std::uint64_t id = window.studio().document.add_step(Step::parse(text));
    EXPECT_TRUE(settle(window));
    return id;
}

void keep_picture(QWidget& widget, const QString& name) {
    QDir().mkpath(QStringLiteral("pictures"));
    EXPECT_TRUE(widget.grab().save(QStringLiteral("pictures/%1.png").arg(name)));
}

} // namespace espalier::studio::testing
