// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/document/document.h"

#include <QScrollArea>

#include <vector>

class QLabel;
class QVBoxLayout;

namespace espalier::studio {

class OriginalCard;
class StepCard;

/// The stack as cards, one below the other: one is selected, and all but the original can be
/// dragged to another place.
class CardList final : public QScrollArea {
    Q_OBJECT

public:
    explicit CardList(Document& document, QWidget* parent = nullptr);
    ~CardList() override;

    /// Cards come, go and move as in the document; those that stay keep their widgets.
    void refresh();
    void retranslate();
    void restyle();

    /// 0: the original.
    [[nodiscard]] std::uint64_t selected() const { return selected_; }

    void select(std::uint64_t id);
    /// Selects a card and makes it seen, with the keyboard on it.
    void go_to(std::uint64_t id);

    /// A second one behind it, which is selected then.
    void duplicate(std::uint64_t id);
    /// The selection goes to the next card, so that several can be removed in a row.
    void remove(std::uint64_t id);

    /// nullptr where there is no such card.
    [[nodiscard]] StepCard* card(std::uint64_t id) const;

    [[nodiscard]] const std::vector<StepCard*>& cards() const { return cards_; }

Q_SIGNALS:
    void selected_changed(std::uint64_t id);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    StepCard* make_card(const Card& card);
    void arrange();
    void step_from(std::uint64_t id, int by);
    [[nodiscard]] int gap_at(const QPoint& global) const;
    void show_drop(const QPoint& global);
    void drop(std::uint64_t id, const QPoint& global);
    void follow_focus(QWidget* now);

    Document& document_;
    std::uint64_t selected_ = 0;
    QWidget* page_;
    QVBoxLayout* layout_;
    OriginalCard* original_;
    QLabel* empty_;
    QWidget* drop_line_;
    std::vector<StepCard*> cards_; ///< in the order of the stack
};

} // namespace espalier::studio
