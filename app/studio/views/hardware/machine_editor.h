// SPDX-License-Identifier: GPL-3.0-or-later
// The chosen machine as a tree of sections or components whose figures can be edited: every edit is
// one step of undo, and the estimates follow at once. What can not be is refused with the section,
// what was found and what is needed.
#pragma once

#include "hwmodel/machine_figures.h"

#include <QString>
#include <QWidget>

#include <map>
#include <vector>

class QAction;
class QLabel;
class QToolButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace espalier::studio {

class Document;

class MachineEditor : public QWidget {
    Q_OBJECT

public:
    explicit MachineEditor(Document& document, QWidget* parent = nullptr);

    /// The machine as it is now.
    void refresh();
    void retranslate();

    /// Sets one figure as if it had been typed; false, with error(), where it is refused.
    bool set(const std::string& section, const std::string& key, const QString& typed);

    /// Why the last edit was refused; empty where it was not.
    [[nodiscard]] QString error() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void build_buttons();
    void build_tree();
    void show_values();
    QTreeWidgetItem* section_item(const std::string& section);
    void typed(QTreeWidgetItem* item);
    void add_store();
    void remove_component();
    void load();
    void save();
    void select_changed();
    /// Runs an edit and shows why it was refused, if it was.
    template <typename Edit>
    bool attempt(const Edit& edit);
    void apply(const std::string& json, const QString& undo_text);
    [[nodiscard]] std::string machine_json() const;
    /// Of the item or the section it lies in; empty where that is no component.
    [[nodiscard]] std::string component_of(const QTreeWidgetItem* item) const;

    Document& document_;
    QLabel* title_;
    QTreeWidget* tree_;
    QLabel* error_;
    QToolButton* load_;
    QToolButton* save_;
    QToolButton* reset_;
    QToolButton* add_;
    QToolButton* remove_;
    std::vector<hw::MachineFigure> figures_;
    std::map<std::string, QTreeWidgetItem*> sections_;
    bool filling_ = false;
};

} // namespace espalier::studio
