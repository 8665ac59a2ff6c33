// SPDX-License-Identifier: GPL-3.0-or-later
// Arrangements of the window by name: for exploring, for a classroom (large letters, nothing beside
// the recipe), for the bench (tables, with the list of jobs). Each remembers what was changed in
// it. Docks are away while there is nothing to show in them.
#pragma once

#include "app/studio/shell/settings.h"

#include <QByteArray>
#include <QString>

#include <vector>

QT_BEGIN_NAMESPACE
class QDockWidget;
class QMainWindow;
QT_END_NAMESPACE

namespace espalier::studio {

class WindowLayouts {
public:
    WindowLayouts(QMainWindow& window, Settings& settings);

    /// Once all docks are there, as they shall be at first: takes up what was kept.
    void begin();
    /// "explore", "classroom" or "bench".
    void choose(const QString& name);

    [[nodiscard]] QString current() const { return settings_.layout_name(); }

    /// As the layout in use was at first.
    void reset();

    /// Puts all docks away, or back as they were.
    void show_docks(bool shown);

    /// Remembers the layout in use for the next run.
    void keep();

private:
    void apply(const QByteArray& state);
    void arrange_first(const QString& name);

    QMainWindow& window_;
    Settings& settings_;
    QByteArray first_;
    QByteArray hidden_; ///< what docks were like before they were put away; else empty
};

} // namespace espalier::studio
