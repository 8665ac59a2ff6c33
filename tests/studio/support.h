// SPDX-License-Identifier: GPL-3.0-or-later
// What tests of the window share: an application without a screen, and a window with a network.
#pragma once

#include "app/studio/shell/banner.h"
#include "app/studio/shell/main_window.h"

#include <QTest>

#include <functional>
#include <memory>

namespace espalier::studio::testing {

/// Lets events and jobs go on until `done()` or `ms` have passed; returns done().
bool wait_until(const std::function<bool()>& done, int ms = 20000);

/// A window, shown, with `network` (a bundled one or a path) open and its first figures worked out.
[[nodiscard]] std::unique_ptr<MainWindow> open_window(const QString& network);

/// Waits until the working network has followed the stack to the end.
bool settle(MainWindow& window);

/// Adds a step as --step writes it ("prune.magnitude:sparsity=0.5") and settles. Its card's id.
std::uint64_t add_step(MainWindow& window, const std::string& text);

/// Saves a picture of `widget` below the test's working folder, for whoever looks.
void keep_picture(QWidget& widget, const QString& name);

} // namespace espalier::studio::testing
