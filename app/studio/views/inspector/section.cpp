// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/inspector/section.h"

#include <QEvent>
#include <QToolButton>
#include <QVBoxLayout>

namespace espalier::studio {

namespace {

constexpr int kRestMs = 150;

bool same_buffer(const Tensor& a, const Tensor& b) {
    return a.defined() == b.defined() && (!a.defined() || a.shares_buffer_with(b));
}

bool same_weight(const std::optional<LayerWeight>& a, const std::optional<LayerWeight>& b) {
    if (!a || !b) {
        return a.has_value() == b.has_value();
    }
    return a->grid == b->grid && a->parameter.code() == b->parameter.code() &&
           same_buffer(a->parameter.latent(), b->parameter.latent()) &&
           same_buffer(a->parameter.mask(), b->parameter.mask());
}

} // namespace

Section::Section(const QString& id, QWidget* parent)
    : QWidget(parent)
    , fold_(new QToolButton(this))
    , body_(new QWidget(this))
    , layout_(new QVBoxLayout(body_)) {
    setObjectName(id);
    fold_->setObjectName(id + QStringLiteral("-fold"));
    fold_->setCheckable(true);
    fold_->setChecked(true);
    fold_->setAutoRaise(true);
    fold_->setArrowType(Qt::DownArrow);
    fold_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    fold_->setMinimumHeight(24);
    fold_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    layout_->setContentsMargins(0, 0, 0, 0);
    layout_->setSpacing(4);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(2);
    outer->addWidget(fold_);
    outer->addWidget(body_);
    rest_.setSingleShot(true);
    rest_.setInterval(kRestMs);
    connect(&rest_, &QTimer::timeout, this, &Section::present_now);
    connect(fold_, &QToolButton::toggled, this, [this](bool expanded) {
        fold_->setArrowType(expanded ? Qt::DownArrow : Qt::RightArrow);
        body_->setVisible(expanded);
        present_if_expanded();
    });
}

void Section::show_layer(const LayerFocus& focus) {
    const bool same = weights_alone() && presented_ && focus.origin == focus_.origin &&
                      same_weight(focus.before, focus_.before) &&
                      same_weight(focus.after, focus_.after);
    focus_ = focus;
    if (same) {
        return;
    }
    stale_ = true;
    present_if_expanded();
}

void Section::present_if_expanded() {
    rest_.stop();
    if (is_expanded() && stale_ && visibleRegion().isEmpty()) {
        rest_.start();
    } else {
        present_now();
    }
}

void Section::present_now() {
    presented_ = is_expanded();
    if (presented_ && stale_) {
        stale_ = false;
        present();
    }
}

void Section::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        restyle();
    }
}

void Section::set_expanded(bool expanded) {
    fold_->setChecked(expanded);
}

bool Section::is_expanded() const {
    return fold_->isChecked();
}

void Section::set_heading(const QString& heading) {
    fold_->setText(heading);
    fold_->setAccessibleName(heading);
    setAccessibleName(heading);
}

void Section::add(QWidget* widget) {
    layout_->addWidget(widget);
}

} // namespace espalier::studio
