// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/shell/window_layouts.h"

#include <QDockWidget>
#include <QMainWindow>

namespace espalier::studio {

namespace {

constexpr int kClassroomZoom = 150;

} // namespace

WindowLayouts::WindowLayouts(QMainWindow& window, Settings& settings)
    : window_(window)
    , settings_(settings) {}

void WindowLayouts::begin() {
    first_ = window_.saveState();
    const QByteArray kept = settings_.layout(current());
    kept.isEmpty() ? arrange_first(current()) : apply(kept);
}

void WindowLayouts::apply(const QByteArray& state) {
    if (hidden_.isEmpty()) {
        window_.restoreState(state);
    } else {
        hidden_ = state;
    }
}

void WindowLayouts::arrange_first(const QString& name) {
    const bool away = !hidden_.isEmpty();
    show_docks(true);
    window_.restoreState(first_);
    if (name != QStringLiteral("explore")) {
        const auto docks = window_.findChildren<QDockWidget*>();
        for (QDockWidget* dock : docks) {
            const bool jobs = dock->objectName() == QStringLiteral("dock-jobs");
            const bool recipe = dock->objectName() == QStringLiteral("dock-recipe");
            dock->setVisible(recipe || (jobs && name == QStringLiteral("bench")));
        }
    }
    show_docks(!away);
}

void WindowLayouts::choose(const QString& name) {
    if (name == current()) {
        return;
    }
    keep();
    settings_.set_layout_name(name);
    const QByteArray kept = settings_.layout(name);
    kept.isEmpty() ? arrange_first(name) : apply(kept);
    const int usual = name == QStringLiteral("classroom") ? kClassroomZoom : 100;
    settings_.set_zoom(settings_.layout_zoom(name, usual));
}

void WindowLayouts::reset() {
    arrange_first(current());
}

void WindowLayouts::show_docks(bool shown) {
    if (shown == hidden_.isEmpty()) {
        return;
    }
    if (shown) {
        window_.restoreState(hidden_);
        hidden_.clear();
        return;
    }
    hidden_ = window_.saveState();
    const auto docks = window_.findChildren<QDockWidget*>();
    for (QDockWidget* dock : docks) {
        dock->hide();
    }
}

void WindowLayouts::keep() {
    settings_.set_layout(current(), hidden_.isEmpty() ? window_.saveState() : hidden_);
    settings_.set_layout_zoom(current(), settings_.zoom());
}

} // namespace espalier::studio
