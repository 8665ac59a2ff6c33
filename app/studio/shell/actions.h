// SPDX-License-Identifier: GPL-3.0-or-later
// Everything the user can tell the window to do, in one table: menus, tool bar, command palette and
// the list of shortcuts are made from it.
#pragma once

#include <QAction>
#include <QObject>
#include <QString>

#include <string_view>
#include <vector>

class QMenuBar;

namespace espalier::studio {

/// Menus, in their order.
enum class MenuId { File, Edit, Recipe, Run, View, Help };

struct ActionSpec {
    const char* id; ///< "file.open"
    MenuId menu;
    const char* text;     ///< English, translated in context "Actions"; & marks the mnemonic
    const char* shortcut; ///< portable text, "" for none
    const char* tip;      ///< one sentence
    bool checkable = false;
    bool separator_before = false;
};

/// The table.
[[nodiscard]] const std::vector<ActionSpec>& action_table();

class Actions : public QObject {
    Q_OBJECT

public:
    explicit Actions(QObject* parent = nullptr);

    /// The action of this id, which must be in the table.
    [[nodiscard]] QAction& get(std::string_view id) const;

    [[nodiscard]] const std::vector<QAction*>& all() const { return actions_; }

    /// "Edit", in the language in use.
    [[nodiscard]] QString menu_name(MenuId menu) const;
    /// English text of an action, for finding it whatever the language.
    [[nodiscard]] QString english(const QAction& action) const;

    /// Menus with their actions, in the order of the table.
    void fill(QMenuBar& bar);
    void retranslate();

private:
    std::vector<QAction*> actions_;
    std::vector<QMenu*> menus_;
};

} // namespace espalier::studio
