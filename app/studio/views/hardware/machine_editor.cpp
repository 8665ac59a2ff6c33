// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/hardware/machine_editor.h"

#include "app/studio/document/document.h"
#include "app/studio/document/text.h"
#include "app/studio/shell/message_text.h"
#include "app/studio/shell/theme.h"
#include "app/studio/views/hardware/machine_labels.h"
#include "app/studio/widgets/save_file.h"
#include "core/base/error.h"
#include "core/base/json.h"

#include <QComboBox>
#include <QEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QTreeWidget>
#include <QUndoStack>
#include <QVBoxLayout>

namespace espalier::studio {

namespace {

enum Column { kName, kValue, kUnit };

constexpr int kFigureRole = Qt::UserRole; ///< place in the list of figures; -1 for a section
constexpr int kChoicesRole = Qt::UserRole + 1;
const std::string kComponent = "component ";

/// Edits values only, and those of a choice by a list.
class FigureDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const override {
        const QModelIndex name = index.siblingAtColumn(kName);
        if (index.column() != kValue || name.data(kFigureRole).toInt() < 0) {
            return nullptr;
        }
        const QStringList choices = name.data(kChoicesRole).toStringList();
        if (choices.isEmpty()) {
            return QStyledItemDelegate::createEditor(parent, option, index);
        }
        auto* box = new QComboBox(parent);
        box->addItems(choices);
        return box;
    }

    void setEditorData(QWidget* editor, const QModelIndex& index) const override {
        if (auto* box = qobject_cast<QComboBox*>(editor)) {
            box->setCurrentText(index.data().toString());
        } else {
            QStyledItemDelegate::setEditorData(editor, index);
        }
    }

    void setModelData(QWidget* editor, QAbstractItemModel* model,
                      const QModelIndex& index) const override {
        if (auto* box = qobject_cast<QComboBox*>(editor)) {
            model->setData(index, box->currentText());
        } else {
            QStyledItemDelegate::setModelData(editor, model, index);
        }
    }
};

QToolButton* make_button(const char* name, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setObjectName(QLatin1String(name));
    button->setMinimumSize(24, 24);
    return button;
}

} // namespace

MachineEditor::MachineEditor(Document& document, QWidget* parent)
    : QWidget(parent)
    , document_(document)
    , title_(new QLabel(this))
    , tree_(new QTreeWidget(this))
    , error_(new QLabel(this))
    , load_(make_button("machine-load", this))
    , save_(make_button("machine-save", this))
    , reset_(make_button("machine-reset", this))
    , add_(make_button("machine-add", this))
    , remove_(make_button("machine-remove", this)) {
    setObjectName(QStringLiteral("machine-editor"));
    title_->setWordWrap(true);
    error_->setObjectName(QStringLiteral("machine-error"));
    error_->setWordWrap(true);
    error_->hide();
    tree_->setObjectName(QStringLiteral("machine-tree"));
    tree_->setColumnCount(3);
    tree_->setItemDelegate(new FigureDelegate(tree_));
    tree_->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed |
                           QAbstractItemView::SelectedClicked | QAbstractItemView::AnyKeyPressed);
    tree_->setAlternatingRowColors(true);
    tree_->setIndentation(10); // trees are deep and the panel is narrow
    tree_->header()->setStretchLastSection(false);
    tree_->header()->setSectionResizeMode(kName, QHeaderView::Stretch);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(title_);
    build_buttons();
    layout->addWidget(tree_, 1);
    layout->addWidget(error_);
    connect(tree_, &QTreeWidget::itemChanged, this, [this](QTreeWidgetItem* item, int column) {
        if (!filling_ && column == kValue) {
            typed(item);
        }
    });
    connect(tree_, &QTreeWidget::currentItemChanged, this, &MachineEditor::select_changed);
}

void MachineEditor::build_buttons() {
    auto* row = new QHBoxLayout;
    for (const bool redo : {false, true}) {
        auto* button = make_button(redo ? "machine-redo" : "machine-undo", this);
        button->setDefaultAction(redo ? document_.undo_stack().createRedoAction(this)
                                      : document_.undo_stack().createUndoAction(this));
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        row->addWidget(button);
    }
    row->addStretch(1);
    auto* second = new QHBoxLayout;
    for (QToolButton* button : {load_, save_, reset_}) {
        second->addWidget(button);
    }
    second->addStretch(1);
    for (QToolButton* button : {add_, remove_}) {
        second->addWidget(button);
    }
    auto* column = static_cast<QVBoxLayout*>(layout());
    column->addLayout(row);
    column->addLayout(second);
    connect(load_, &QToolButton::clicked, this, &MachineEditor::load);
    connect(save_, &QToolButton::clicked, this, &MachineEditor::save);
    connect(reset_, &QToolButton::clicked, this,
            [this] { attempt([this] { document_.reset_machine(); }); });
    connect(add_, &QToolButton::clicked, this, &MachineEditor::add_store);
    connect(remove_, &QToolButton::clicked, this, &MachineEditor::remove_component);
}

std::string MachineEditor::machine_json() const {
    return hw::to_json(document_.workspace().accelerator()->accelerator).dump(2);
}

void MachineEditor::refresh() {
    const bool known = document_.is_open() && document_.workspace().accelerator().has_value();
    setEnabled(known);
    std::vector<hw::MachineFigure> now;
    std::vector<std::string> components;
    if (known) {
        const hw::Accelerator& machine = document_.workspace().accelerator()->accelerator;
        now = hw::machine_figures(hw::to_json(machine));
        for (const hw::Component& component : machine.components) {
            components.push_back(kComponent + component.name);
        }
        title_->setText(text(machine.title));
    }
    const auto same_figure = [](const hw::MachineFigure& a, const hw::MachineFigure& b) {
        return a.section == b.section && a.key == b.key;
    };
    const bool same =
        std::equal(now.begin(), now.end(), figures_.begin(), figures_.end(), same_figure) &&
        std::all_of(components.begin(), components.end(),
                    [&](const std::string& name) { return sections_.contains(name); }) &&
        !sections_.empty();
    figures_ = std::move(now);
    filling_ = true;
    if (!same) {
        build_tree();
    }
    show_values();
    filling_ = false;
    reset_->setEnabled(document_.is_open() && document_.is_machine_edited());
    select_changed();
}

QTreeWidgetItem* MachineEditor::section_item(const std::string& section) {
    if (const auto found = sections_.find(section); found != sections_.end()) {
        return found->second;
    }
    QTreeWidgetItem* above = nullptr;
    if (section.starts_with(kComponent)) {
        // Components hang below the one they are fed from.
        for (const hw::Component& component :
             document_.workspace().accelerator()->accelerator.components) {
            if (kComponent + component.name == section && !component.parent.empty()) {
                above = section_item(kComponent + component.parent);
            }
        }
    }
    auto* item = above != nullptr ? new QTreeWidgetItem(above) : new QTreeWidgetItem(tree_);
    item->setData(kName, kFigureRole, -1);
    sections_[section] = item;
    return item;
}

void MachineEditor::build_tree() {
    tree_->clear();
    sections_.clear();
    if (figures_.empty()) {
        return;
    }
    for (const hw::Component& component :
         document_.workspace().accelerator()->accelerator.components) {
        section_item(kComponent + component.name);
    }
    for (std::size_t i = 0; i < figures_.size(); ++i) {
        QTreeWidgetItem* section = section_item(figures_[i].section);
        auto* item = new QTreeWidgetItem;
        item->setData(kName, kFigureRole, static_cast<int>(i));
        item->setFlags(item->flags() | Qt::ItemIsEditable);
        item->setTextAlignment(kValue, Qt::AlignRight | Qt::AlignVCenter);
        // Before the components below.
        int place = 0;
        while (place < section->childCount() &&
               section->child(place)->data(kName, kFigureRole).toInt() >= 0) {
            ++place;
        }
        section->insertChild(place, item);
    }
    tree_->expandAll();
}

void MachineEditor::show_values() {
    for (const auto& [section, item] : sections_) {
        item->setText(kName, section_title(section));
        QFont bold = tree_->font();
        bold.setBold(true);
        item->setFont(kName, bold);
        for (int i = 0; i < item->childCount(); ++i) {
            QTreeWidgetItem& child = *item->child(i);
            const int place = child.data(kName, kFigureRole).toInt();
            if (place < 0) {
                continue;
            }
            const hw::MachineFigure& figure = figures_[static_cast<std::size_t>(place)];
            QStringList choices;
            if (figure.kind == hw::FigureKind::YesNo) {
                hw::MachineFigure either = figure;
                for (const char* value : {"true", "false"}) {
                    either.value = value;
                    choices << figure_text(either);
                }
            } else if (figure.kind == hw::FigureKind::Choice) {
                for (const std::string& choice : figure.choices) {
                    choices << text(choice);
                }
            }
            child.setData(kName, kChoicesRole, choices);
            child.setText(kName, figure_title(figure));
            child.setText(kValue, figure_text(figure));
            child.setText(kUnit, text(figure.unit));
            const bool edited = figure.source.starts_with("edited: ");
            QFont font = tree_->font();
            font.setItalic(edited);
            for (const int column : {kName, kValue, kUnit}) {
                child.setToolTip(column, figure_tip(figure));
                child.setFont(column, font);
            }
        }
    }
    tree_->resizeColumnToContents(kValue);
    tree_->resizeColumnToContents(kUnit);
}

template <typename Edit>
bool MachineEditor::attempt(const Edit& edit) {
    error_->hide();
    error_->clear();
    try {
        edit();
    } catch (const Error& error) {
        error_->setText(error_text(error));
        error_->show();
    }
    refresh(); // what was refused is not shown
    return error_->text().isEmpty();
}

void MachineEditor::apply(const std::string& json, const QString& undo_text) {
    document_.edit_machine(text(json), undo_text);
}

bool MachineEditor::set(const std::string& section, const std::string& key, const QString& typed) {
    return attempt([&] {
        for (const hw::MachineFigure& figure : figures_) {
            if (figure.section == section && figure.key == key) {
                const Json value = parse_json(figure_json(figure, typed), key);
                if (value != parse_json(figure.value, key)) {
                    const Json machine = parse_json(machine_json(), section);
                    const QString what =
                        tr("%1: %2").arg(section_title(section), figure_title(figure));
                    apply(hw::with_figure(machine, section, key, value).dump(2), what);
                }
                return;
            }
        }
        fail(ErrorCode::BadInput, "the machine has no section \"{}\"", section);
    });
}

QString MachineEditor::error() const {
    return error_->text();
}

void MachineEditor::typed(QTreeWidgetItem* item) {
    const int place = item->data(kName, kFigureRole).toInt();
    if (place >= 0) {
        // The delegate is not done with the item yet, which an edit may put away.
        const hw::MachineFigure figure = figures_[static_cast<std::size_t>(place)];
        QMetaObject::invokeMethod(
            this,
            [this, figure, value = item->text(kValue)] { set(figure.section, figure.key, value); },
            Qt::QueuedConnection);
    }
}

std::string MachineEditor::component_of(const QTreeWidgetItem* item) const {
    if (item != nullptr && item->data(kName, kFigureRole).toInt() >= 0) {
        item = item->parent();
    }
    for (const auto& [section, each] : sections_) {
        if (each == item && section.starts_with(kComponent)) {
            return section.substr(kComponent.size());
        }
    }
    return {};
}

void MachineEditor::select_changed() {
    const bool tree = document_.is_open() && document_.workspace().accelerator() &&
                      !document_.workspace().accelerator()->accelerator.components.empty();
    add_->setVisible(tree);
    remove_->setVisible(tree);
    const bool chosen = tree && !component_of(tree_->currentItem()).empty();
    add_->setEnabled(chosen);
    remove_->setEnabled(chosen);
}

void MachineEditor::add_store() {
    attempt([this] {
        const std::string above = component_of(tree_->currentItem());
        apply(hw::with_store(parse_json(machine_json(), above), above).dump(2),
              tr("add a buffer below %1").arg(text(above)));
    });
}

void MachineEditor::remove_component() {
    attempt([this] {
        const std::string name = component_of(tree_->currentItem());
        apply(hw::without_component(parse_json(machine_json(), name), name).dump(2),
              tr("remove %1").arg(text(name)));
    });
}

void MachineEditor::load() {
    const QString path =
        QFileDialog::getOpenFileName(this, tr("Load a machine"), {}, tr("Machines (*.json)"));
    if (!path.isEmpty()) {
        attempt([&] {
            apply(hw::to_json(hw::load_accelerator(path.toStdString())).dump(2),
                  tr("load a machine"));
        });
    }
}

void MachineEditor::save() {
    const hw::Accelerator& machine = document_.workspace().accelerator()->accelerator;
    ask_and_save(this, tr("Save the machine"), text(machine.id), QStringLiteral("json"),
                 [this](const QString& path) {
                     write_file(path, QByteArray::fromStdString(machine_json() + "\n"));
                 });
}

void MachineEditor::retranslate() {
    tree_->setHeaderLabels({tr("Figure"), tr("Value"), tr("Unit")});
    tree_->setAccessibleName(tr("The machine's figures"));
    const auto name = [](QToolButton& button, const QString& text, const QString& tip) {
        button.setText(text);
        button.setToolTip(tip);
    };
    name(*load_, tr("Load…"), tr("Take the machine from a JSON file"));
    name(*save_, tr("Save…"), tr("Save the machine as JSON, as the command line reads it"));
    name(*reset_, tr("Reset"), tr("The machine as it was before any edit"));
    name(*add_, tr("Add buffer"), tr("A buffer between the chosen component and what it feeds"));
    name(*remove_, tr("Remove"), tr("The chosen component; what it feeds is fed from above it"));
    refresh();
}

void MachineEditor::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        QPalette colours = palette();
        colours.setColor(QPalette::WindowText, Hues(palette()).bad);
        error_->setPalette(colours);
    }
}

} // namespace espalier::studio
