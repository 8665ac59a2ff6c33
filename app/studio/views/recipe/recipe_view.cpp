// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/recipe/recipe_view.h"

#include "app/studio/dialogs/add_step_dialog.h"
#include "app/studio/document/document.h"
#include "app/studio/shell/settings.h"
#include "app/studio/views/recipe/card_list.h"
#include "app/studio/views/recipe/presets.h"
#include "app/studio/views/recipe/step_card.h"
#include "app/studio/widgets/line_icon.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace espalier::studio {

namespace {

constexpr int kTarget = 28;

} // namespace

RecipeView::RecipeView(const Studio& studio, QWidget* parent)
    : View(studio, parent)
    , add_(new QToolButton(this))
    , recipes_(new QToolButton(this))
    , menu_(new QMenu(this))
    , cards_(new CardList(studio.document, this))
    , keep_(new QPushButton(this))
    , copy_(new QPushButton(this))
    , foot_(new QHBoxLayout) {
    add_->setObjectName(QStringLiteral("add-step"));
    recipes_->setObjectName(QStringLiteral("recipes"));
    keep_->setObjectName(QStringLiteral("keep-variant"));
    copy_->setObjectName(QStringLiteral("copy-command"));
    recipes_->setPopupMode(QToolButton::InstantPopup);
    recipes_->setMenu(menu_);
    add_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    for (QWidget* each : {static_cast<QWidget*>(add_), static_cast<QWidget*>(recipes_),
                          static_cast<QWidget*>(keep_), static_cast<QWidget*>(copy_)}) {
        each->setMinimumHeight(kTarget);
    }
    auto* head = new QHBoxLayout;
    head->addWidget(add_);
    head->addStretch(1);
    head->addWidget(recipes_);
    for (QPushButton* each : {keep_, copy_}) {
        each->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        foot_->addWidget(each, 1);
    }
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 4, 6, 6);
    layout->addLayout(head);
    layout->addWidget(cards_, 1);
    layout->addLayout(foot_);
    setMinimumWidth(260);

    connect(add_, &QToolButton::clicked, this, &RecipeView::open_add_step);
    connect(menu_, &QMenu::aboutToShow, this, &RecipeView::fill_presets);
    connect(keep_, &QPushButton::clicked, this, [this] { this->studio().document.keep_variant(); });
    connect(copy_, &QPushButton::clicked, this,
            [this] { QApplication::clipboard()->setText(this->studio().document.command_line()); });
    connect(cards_, &CardList::selected_changed, this, &RecipeView::selected_changed);
    const Document& document = studio.document;
    for (const auto signal :
         {&Document::opened, &Document::closed, &Document::stack_changed,
          &Document::working_changed, &Document::original_changed, &Document::data_changed}) {
        connect(&document, signal, this, &View::touch);
    }
    restyle();
}

QString RecipeView::title() const {
    return tr("Recipe");
}

void RecipeView::retranslate() {
    add_->setText(tr("Add step"));
    add_->setToolTip(tr("Put a technique on the stack"));
    recipes_->setText(tr("Recipes"));
    recipes_->setToolTip(tr("Take a ready recipe, or load and save your own"));
    keep_->setText(tr("Keep as variant"));
    keep_->setToolTip(tr("Keep the network as it is now, to compare it later"));
    copy_->setText(tr("Copy as command"));
    copy_->setToolTip(tr("The command line that does what this stack does"));
    cards_->retranslate();
}

void RecipeView::restyle() {
    add_->setIcon(line_icon(LineIcon::Plus, QApplication::palette().color(QPalette::ButtonText)));
    cards_->restyle();
}

void RecipeView::refresh() {
    const bool open = studio().document.is_open();
    for (QWidget* each : {static_cast<QWidget*>(add_), static_cast<QWidget*>(recipes_),
                          static_cast<QWidget*>(keep_), static_cast<QWidget*>(copy_)}) {
        each->setEnabled(open);
    }
    cards_->refresh();
    fold_foot();
}

void RecipeView::fold_foot() {
    const QMargins margins = layout()->contentsMargins();
    const int room = width() - margins.left() - margins.right();
    const int wanted = keep_->sizeHint().width() + copy_->sizeHint().width() + foot_->spacing();
    foot_->setDirection(wanted > room ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

void RecipeView::resizeEvent(QResizeEvent* event) {
    View::resizeEvent(event);
    fold_foot();
}

std::uint64_t RecipeView::selected() const {
    return cards_->selected();
}

void RecipeView::toggle_selected() {
    if (const Card* card = studio().document.card(selected())) {
        studio().document.set_enabled(card->id, !card->step.enabled);
    }
}

void RecipeView::duplicate_selected() {
    cards_->duplicate(selected());
}

void RecipeView::move_selected(int by) {
    const Stack& stack = studio().document.stack();
    if (const Card* card = studio().document.card(selected())) {
        studio().document.move_step(card->id, static_cast<int>(card - stack.data()) + by);
    }
}

void RecipeView::remove_selected() {
    cards_->remove(selected());
}

void RecipeView::open_add_step() {
    if (!studio().document.is_open()) {
        return;
    }
    AddStepDialog dialog(this);
    if (dialog.exec() == QDialog::Accepted && dialog.technique() != nullptr) {
        add_step(dialog.technique()->info().id);
    }
}

void RecipeView::add_step(const std::string& technique) {
    const Technique* found = find_technique(technique);
    if (found == nullptr || !studio().document.is_open()) {
        return;
    }
    const std::uint64_t made = studio().document.add_step(Step(*found));
    cards_->refresh();
    cards_->go_to(made);
}

void RecipeView::fill_presets() {
    menu_->clear();
    bool own = false;
    for (const Preset& preset : presets()) {
        if (preset.own && !own) {
            own = true;
            menu_->addSection(tr("Your recipes"));
        }
        menu_->addAction(preset.title, this, [this, path = preset.path] { use_recipe(path); });
    }
    menu_->addSeparator();
    menu_->addAction(tr("Load recipe…"), this, &RecipeView::load_recipe);
    menu_->addAction(tr("Save recipe…"), this, &RecipeView::save_recipe)
        ->setEnabled(!studio().document.stack().empty());
}

void RecipeView::use_recipe(const std::filesystem::path& path) {
    try {
        const Recipe recipe = Recipe::read(path);
        const QString name =
            QString::fromStdString(recipe.title.empty() ? path.stem().string() : recipe.title);
        studio().document.set_recipe(recipe, tr("load %1").arg(name));
    } catch (const Error& error) {
        Q_EMIT studio().document.failed(tr("The recipe cannot be read"), error);
    }
}

QString RecipeView::recipes_folder() const {
    const QString own = QString::fromStdString(own_recipes_dir().string());
    return QDir(own).exists() ? own : studio().settings.last_folder();
}

void RecipeView::load_recipe() {
    const QString path = QFileDialog::getOpenFileName(this, tr("Load recipe"), recipes_folder(),
                                                      tr("Recipes (*.json);;All files (*)"));
    if (!path.isEmpty()) {
        use_recipe(path.toStdString());
    }
}

void RecipeView::save_recipe() {
    // Here they turn up in the menu of recipes.
    const QString own = QString::fromStdString(own_recipes_dir().string());
    QDir().mkpath(own);
    QString path = QFileDialog::getSaveFileName(
        this, tr("Save recipe"),
        QDir(own).filePath(studio().document.title() + QStringLiteral(".json")),
        tr("Recipes (*.json)"));
    if (path.isEmpty()) {
        return;
    }
    if (QFileInfo(path).suffix().isEmpty()) {
        path += QStringLiteral(".json");
    }
    try {
        Recipe recipe = studio().document.recipe();
        recipe.title = QFileInfo(path).completeBaseName().toStdString();
        recipe.write(path.toStdString());
    } catch (const Error& error) {
        Q_EMIT studio().document.failed(tr("The recipe was not saved"), error);
    }
}

} // namespace espalier::studio
