// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/dialogs/shortcuts_dialog.h"

#include "app/studio/dialogs/fuzzy_match.h"
#include "app/studio/shell/actions.h"

#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <map>

namespace espalier::studio {

ShortcutsDialog::ShortcutsDialog(const Actions& actions, QWidget* parent)
    : QDialog(parent)
    , line_(new QLineEdit(this))
    , tree_(new QTreeWidget(this)) {
    setObjectName(QStringLiteral("shortcuts-dialog"));
    setWindowTitle(tr("Keyboard shortcuts"));
    line_->setObjectName(QStringLiteral("shortcuts-line"));
    line_->setPlaceholderText(tr("Find a shortcut"));
    line_->setAccessibleName(line_->placeholderText());
    line_->setClearButtonEnabled(true);
    tree_->setObjectName(QStringLiteral("shortcuts"));
    tree_->setAccessibleName(windowTitle());
    tree_->setColumnCount(3);
    tree_->setHeaderLabels({tr("Command"), tr("Keys"), tr("What it does")});
    tree_->setRootIsDecorated(false);
    tree_->setAlternatingRowColors(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(line_);
    layout->addWidget(tree_);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(line_, &QLineEdit::textChanged, this, &ShortcutsDialog::filter);
    fill(actions);
    for (int column = 0; column < 2; ++column) {
        tree_->resizeColumnToContents(column);
    }
    resize(std::max(760, fontMetrics().averageCharWidth() * 100), 560);
}

void ShortcutsDialog::fill(const Actions& actions) {
    QFont bold = font();
    bold.setBold(true);
    const auto group = [&](const QString& name) {
        auto* item = new QTreeWidgetItem(tree_, {name});
        item->setFont(0, bold);
        item->setFirstColumnSpanned(true);
        item->setFlags(Qt::ItemIsEnabled);
        return item;
    };
    std::map<MenuId, QTreeWidgetItem*> groups;
    for (std::size_t i = 0; i < actions.all().size(); ++i) {
        QAction& action = *actions.all()[i];
        const QString keys = action.shortcut().toString(QKeySequence::NativeText);
        if (keys.isEmpty()) {
            continue;
        }
        const MenuId menu = action_table()[i].menu;
        if (!groups.contains(menu)) {
            groups[menu] = group(actions.menu_name(menu));
        }
        new QTreeWidgetItem(groups[menu],
                            {action.text().remove(u'&'), keys,
                             QCoreApplication::translate("Actions", action_table()[i].tip)});
    }
    QTreeWidgetItem* stack = group(tr("In the stack of steps"));
    new QTreeWidgetItem(stack, {tr("Select a step"), tr("Up, Down"), tr("Or click it")});
    new QTreeWidgetItem(stack, {tr("Switch on or off"), tr("Space"), tr("The eye of the step")});
    new QTreeWidgetItem(stack, {tr("Fold, unfold"), tr("Left, Right"), tr("Or double-click it")});
    new QTreeWidgetItem(stack, {tr("Remove"), tr("Delete"), tr("Undo brings it back")});
    QTreeWidgetItem* views = group(tr("Views"));
    new QTreeWidgetItem(
        views, {tr("Show a view"), tr("Ctrl+1 to Ctrl+7"), tr("In the order of the tabs")});
    new QTreeWidgetItem(views,
                        {tr("See the original"), tr("B, held"), tr("In every view, until let go")});
    tree_->expandAll();
}

void ShortcutsDialog::filter(const QString& query) {
    for (int g = 0; g < tree_->topLevelItemCount(); ++g) {
        QTreeWidgetItem* group = tree_->topLevelItem(g);
        bool any = false;
        for (int i = 0; i < group->childCount(); ++i) {
            QTreeWidgetItem* item = group->child(i);
            const bool match =
                fuzzy_score(query, item->text(0) + u' ' + item->text(1)).has_value() ||
                item->text(2).contains(query, Qt::CaseInsensitive);
            item->setHidden(!match);
            any = any || match;
        }
        group->setHidden(!any);
    }
}

} // namespace espalier::studio
