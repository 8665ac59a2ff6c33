// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/recipe/card_list.h"

#include "app/studio/views/recipe/original_card.h"
#include "app/studio/views/recipe/step_card.h"

#include <QApplication>
#include <QLabel>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

namespace espalier::studio {

namespace {

constexpr int kGap = 6;
constexpr int kDropLine = 3;

/// Focus goes through `cards` from top to bottom, whatever the order in which they were made.
void order_focus(const std::vector<QWidget*>& cards) {
    QWidget* before = nullptr;
    for (QWidget* card : cards) {
        std::vector<QWidget*> chain{card};
        for (QWidget* next = card->nextInFocusChain(); next != card && card->isAncestorOf(next);
             next = next->nextInFocusChain()) {
            chain.push_back(next);
        }
        for (QWidget* each : chain) {
            if (before != nullptr) {
                QWidget::setTabOrder(before, each);
            }
            before = each;
        }
    }
}

} // namespace

CardList::CardList(Document& document, QWidget* parent)
    : QScrollArea(parent)
    , document_(document)
    , page_(new QWidget(this))
    , layout_(new QVBoxLayout(page_))
    , original_(new OriginalCard(page_))
    , empty_(new QLabel(page_))
    , drop_line_(new QWidget(page_)) {
    setObjectName(QStringLiteral("cards"));
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    setWidget(page_);
    layout_->setContentsMargins(2, 2, 2, 2);
    layout_->setSpacing(kGap);
    layout_->addWidget(original_);
    layout_->addWidget(empty_);
    layout_->addStretch(1);
    empty_->setObjectName(QStringLiteral("recipe-empty"));
    empty_->setWordWrap(true);
    drop_line_->setAutoFillBackground(true);
    drop_line_->setBackgroundRole(QPalette::Highlight);
    drop_line_->hide();
    connect(original_, &OriginalCard::chosen, this, [this] { select(0); });
    connect(original_, &OriginalCard::step_asked, this, [this](int by) { step_from(0, by); });
    connect(qApp, &QApplication::focusChanged, this,
            [this](QWidget* /*before*/, QWidget* now) { follow_focus(now); });
}

CardList::~CardList() {
    // Cards that go give the focus away, and that must not reach those that are gone.
    qApp->disconnect(this);
}

StepCard* CardList::card(std::uint64_t id) const {
    const auto found = std::find_if(cards_.begin(), cards_.end(),
                                    [id](const StepCard* card) { return card->id() == id; });
    return found == cards_.end() ? nullptr : *found;
}

StepCard* CardList::make_card(const Card& card) {
    auto* made = new StepCard(document_, card, page_);
    const std::uint64_t id = card.id;
    connect(made, &StepCard::chosen, this, [this, id] { select(id); });
    connect(made, &StepCard::step_asked, this, [this, id](int by) { step_from(id, by); });
    connect(made, &StepCard::duplicate_asked, this, [this, id] { duplicate(id); });
    connect(made, &StepCard::remove_asked, this, [this, id] { remove(id); });
    connect(made, &StepCard::dragged, this, &CardList::show_drop);
    connect(made, &StepCard::dropped, this, [this, id](const QPoint& at) { drop(id, at); });
    return made;
}

void CardList::refresh() {
    const Stack& stack = document_.stack();
    std::vector<StepCard*> wanted;
    std::size_t fresh = 0;
    for (const Card& each : stack) {
        StepCard* known = card(each.id);
        fresh += known == nullptr ? 1 : 0;
        wanted.push_back(known == nullptr ? make_card(each) : known);
    }
    if (wanted != cards_) {
        for (StepCard* old : cards_) {
            if (std::find(wanted.begin(), wanted.end(), old) == wanted.end()) {
                old->hide();
                old->deleteLater();
            }
        }
        cards_ = wanted;
        arrange();
    }
    original_->refresh(document_.title(), document_.original());
    original_->setVisible(document_.is_open());
    empty_->setVisible(document_.is_open() && cards_.empty());
    int number = 0;
    for (StepCard* each : cards_) {
        each->refresh(++number, static_cast<int>(cards_.size()));
    }
    // A whole recipe at once is read first and edited later.
    if (fresh > 1) {
        for (StepCard* each : cards_) {
            each->set_folded(true);
        }
    }
    if (selected_ != 0 && card(selected_) == nullptr) {
        select(0);
    }
}

void CardList::arrange() {
    std::vector<QWidget*> order{original_};
    for (std::size_t i = 0; i < cards_.size(); ++i) {
        layout_->removeWidget(cards_[i]);
        layout_->insertWidget(static_cast<int>(i) + 1, cards_[i]);
        cards_[i]->show();
        order.push_back(cards_[i]);
    }
    order_focus(order);
}

void CardList::retranslate() {
    empty_->setText(tr("No steps yet. Add one, or take a recipe: each step works on what the one "
                       "above it made."));
    drop_line_->setAccessibleName(tr("Drop here"));
    setAccessibleName(tr("Steps"));
    for (StepCard* each : cards_) {
        each->retranslate();
    }
}

void CardList::restyle() {
    for (StepCard* each : cards_) {
        each->restyle();
    }
}

void CardList::select(std::uint64_t id) {
    if (id == selected_) {
        return;
    }
    selected_ = id;
    original_->set_selected(id == 0);
    for (StepCard* each : cards_) {
        each->set_selected(each->id() == id);
    }
    Q_EMIT selected_changed(id);
}

void CardList::go_to(std::uint64_t id) {
    QWidget* target = id == 0 ? static_cast<QWidget*>(original_) : card(id);
    if (target == nullptr) {
        return;
    }
    layout_->activate();
    select(id);
    target->setFocus(Qt::OtherFocusReason);
    ensureWidgetVisible(target, 0, kGap);
}

void CardList::duplicate(std::uint64_t id) {
    if (const std::uint64_t made = document_.duplicate_step(id); made != 0) {
        refresh();
        go_to(made);
    }
}

void CardList::remove(std::uint64_t id) {
    const Stack& stack = document_.stack();
    const Card* card = document_.card(id);
    if (card == nullptr) {
        return;
    }
    const auto at = static_cast<std::size_t>(card - stack.data());
    const std::uint64_t next = at + 1 < stack.size() ? stack[at + 1].id
                               : at > 0              ? stack[at - 1].id
                                                     : 0;
    document_.remove_step(id);
    refresh();
    go_to(next);
}

void CardList::step_from(std::uint64_t id, int by) {
    int at = 0; // of the original
    for (std::size_t i = 0; i < cards_.size(); ++i) {
        if (cards_[i]->id() == id) {
            at = static_cast<int>(i) + 1;
        }
    }
    const int to = std::clamp(at + by, 0, static_cast<int>(cards_.size()));
    go_to(to == 0 ? 0 : cards_[static_cast<std::size_t>(to) - 1]->id());
}

int CardList::gap_at(const QPoint& global) const {
    const int y = page_->mapFromGlobal(global).y();
    int gap = 0;
    for (const StepCard* each : cards_) {
        gap += y > each->geometry().center().y() ? 1 : 0;
    }
    return gap;
}

void CardList::show_drop(const QPoint& global) {
    const auto gap = static_cast<std::size_t>(gap_at(global));
    const QWidget* above = gap == 0 ? static_cast<QWidget*>(original_) : cards_[gap - 1];
    const int y = above->geometry().bottom() + 1 + (kGap - kDropLine) / 2;
    drop_line_->setGeometry(4, y, page_->width() - 8, kDropLine);
    drop_line_->show();
    drop_line_->raise();
    const QPoint at = page_->mapFromGlobal(global);
    ensureVisible(at.x(), at.y(), 0, 2 * kGap);
}

void CardList::drop(std::uint64_t id, const QPoint& global) {
    drop_line_->hide();
    const int gap = gap_at(global);
    int from = 0;
    for (std::size_t i = 0; i < cards_.size(); ++i) {
        if (cards_[i]->id() == id) {
            from = static_cast<int>(i);
        }
    }
    // The card itself leaves a gap that closes behind it.
    document_.move_step(id, gap > from ? gap - 1 : gap);
}

void CardList::follow_focus(QWidget* now) {
    for (StepCard* each : cards_) {
        if (now != nullptr && each->isAncestorOf(now)) {
            select(each->id());
            if (now->isVisible()) {
                ensureWidgetVisible(now, 0, kGap);
            }
        }
        each->update(); // the focus ring comes and goes
    }
    original_->update();
}

void CardList::resizeEvent(QResizeEvent* event) {
    QScrollArea::resizeEvent(event);
    // Cards wrap their texts to the width there is; they never ask for more.
    page_->setMaximumWidth(viewport()->width());
}

} // namespace espalier::studio
