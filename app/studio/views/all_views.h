// SPDX-License-Identifier: GPL-3.0-or-later
// The one list of what stands in the middle of the window and around it.
#pragma once

#include "app/studio/views/view.h"

#include <vector>

namespace espalier::studio {

struct ViewEntry {
    const char* id; ///< object name, and key of the layout ("overview")
    View* (*make)(const Studio& studio, QWidget* parent);
};

/// Tabs, in their order; Ctrl+1 shows the first.
[[nodiscard]] const std::vector<ViewEntry>& central_views();

struct DockEntry {
    const char* id;
    Qt::DockWidgetArea area;
    View* (*make)(const Studio& studio, QWidget* parent);
};

[[nodiscard]] const std::vector<DockEntry>& dock_views();

/// A View class as the function the list wants.
template <typename Class>
View* make_view(const Studio& studio, QWidget* parent) {
    return new Class(studio, parent);
}

} // namespace espalier::studio
