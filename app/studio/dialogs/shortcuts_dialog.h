// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QLineEdit;
class QTreeWidget;

namespace espalier::studio {

class Actions;

/// Every shortcut there is, by menu, from the table of actions; and the keys of the stack, which
/// are no actions.
class ShortcutsDialog final : public QDialog {
    Q_OBJECT

public:
    explicit ShortcutsDialog(const Actions& actions, QWidget* parent = nullptr);

private:
    void fill(const Actions& actions);
    void filter(const QString& query);

    QLineEdit* line_;
    QTreeWidget* tree_;
};

} // namespace espalier::studio
