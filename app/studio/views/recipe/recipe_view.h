// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/views/view.h"

#include <cstdint>
#include <filesystem>

class QBoxLayout;
class QMenu;
class QPushButton;
class QToolButton;

namespace espalier::studio {

class CardList;

/// The stack of steps, as a dock: what is applied, in which order, with which settings, and what
/// became of it.
class RecipeView final : public View {
    Q_OBJECT

public:
    explicit RecipeView(const Studio& studio, QWidget* parent = nullptr);

    [[nodiscard]] QString title() const override;

    /// Id of the selected card; 0 while it is the original.
    [[nodiscard]] std::uint64_t selected() const;

    // What the window's actions do; those of the selected step do nothing on the original.
    void toggle_selected();
    void duplicate_selected();
    /// -1: up, 1: down.
    void move_selected(int by);
    void remove_selected();
    /// Asks for a technique and puts it on the stack.
    void open_add_step();
    /// Puts a technique on the stack and shows its card.
    void add_step(const std::string& technique);
    void load_recipe();
    void save_recipe();
    /// Reads a recipe and puts it in the place of the stack; what is wrong with it stands in the
    /// banner.
    void use_recipe(const std::filesystem::path& path);

    [[nodiscard]] CardList& cards() { return *cards_; }

Q_SIGNALS:
    void selected_changed(std::uint64_t id);

protected:
    void refresh() override;
    void retranslate() override;
    void restyle() override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void fill_presets();
    /// Buttons below each other where they do not fit side by side.
    void fold_foot();
    [[nodiscard]] QString recipes_folder() const;

    QToolButton* add_;
    QToolButton* recipes_;
    QMenu* menu_;
    CardList* cards_;
    QPushButton* keep_;
    QPushButton* copy_;
    QBoxLayout* foot_;
};

} // namespace espalier::studio
