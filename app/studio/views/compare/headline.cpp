// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/compare/headline.h"

#include "app/studio/widgets/numbers.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>

#include <algorithm>
#include <optional>

namespace espalier::studio {

namespace {

constexpr int kSpacing = 12;

enum Figure { Accuracy, Stored, Params, Macs, Energy, Latency };

std::optional<double> value(const Metrics& metrics, std::size_t figure) {
    switch (figure) {
    case Accuracy:
        return metrics.accuracy ? std::optional(metrics.accuracy->top1) : std::nullopt;
    case Stored:
        return metrics.stored_bytes >= 0 ? std::optional(static_cast<double>(metrics.stored_bytes))
                                         : std::nullopt;
    case Params:
        return static_cast<double>(metrics.account.nonzeros);
    case Macs:
        return static_cast<double>(metrics.account.macs);
    case Energy:
        return metrics.model ? std::optional(metrics.model->total.energy_pj()) : std::nullopt;
    case Latency:
        return metrics.latency ? std::optional(metrics.latency->p50) : std::nullopt;
    default:
        return std::nullopt;
    }
}

QString value_text(const Metrics& metrics, std::size_t figure) {
    const auto number = value(metrics, figure);
    if (!number) {
        return figure == Energy   ? Headline::tr("not modelled")
               : figure == Stored ? QStringLiteral("…")
                                  : Headline::tr("not measured");
    }
    switch (figure) {
    case Accuracy:
        return percent_text(*number, 2);
    case Stored:
        return bytes_text(metrics.stored_bytes);
    case Energy:
        return metrics.model->relative ? Headline::tr("%1 × a MAC").arg(short_count_text(*number))
                                       : energy_text(*number);
    case Latency:
        return ms_text(*number);
    default:
        return short_count_text(*number);
    }
}

QString change(const Metrics& a, const Metrics& b, std::size_t figure) {
    const auto before = value(a, figure);
    const auto after = value(b, figure);
    const bool same_unit =
        figure != Energy || (a.model && b.model && a.model->relative == b.model->relative);
    if (!before || !after || !same_unit) {
        return {};
    }
    if (figure != Accuracy) {
        return change_text(*before, *after);
    }
    const QString points = points_text(*before, *after);
    return points == QStringLiteral("=") ? points : Headline::tr("%1 points").arg(points);
}

} // namespace

Headline::Headline(QWidget* parent)
    : QWidget(parent)
    , grid_(new QGridLayout(this)) {
    grid_->setContentsMargins(0, 0, 0, 0);
    grid_->setHorizontalSpacing(kSpacing);
    grid_->setVerticalSpacing(2);
    for (std::size_t i = 0; i < sides_.size(); ++i) {
        sides_[i] = new QLabel(i % 2 == 0 ? QStringLiteral("A") : QStringLiteral("B"), this);
        QFont bold = sides_[i]->font();
        bold.setBold(true);
        sides_[i]->setFont(bold);
    }
    for (std::size_t i = 0; i < kFigures; ++i) {
        titles_[i] = new QLabel(this);
        a_[i] = new QLabel(this);
        b_[i] = new QLabel(this);
        a_[i]->setObjectName(QStringLiteral("compare-a-%1").arg(i));
        b_[i]->setObjectName(QStringLiteral("compare-b-%1").arg(i));
        titles_[i]->setForegroundRole(QPalette::PlaceholderText);
        for (QLabel* label : {titles_[i], a_[i], b_[i]}) {
            // The window may be narrower than all of them in one line.
            label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        }
    }
    retranslate();
}

void Headline::arrange() {
    int widest = 1;
    for (const auto* labels : {&titles_, &a_, &b_}) {
        for (const QLabel* label : *labels) {
            widest = std::max(widest, label->sizeHint().width() + kSpacing);
        }
    }
    const int all = static_cast<int>(kFigures);
    const int room = width() - sides_[0]->sizeHint().width();
    const int across = room >= all * widest ? all : all / 2;
    if (across == across_) {
        return;
    }
    across_ = across;
    while (grid_->count() > 0) {
        delete grid_->takeAt(0);
    }
    for (int i = 0; i < all; ++i) {
        const auto at = static_cast<std::size_t>(i);
        const int top = i / across * 3;
        const int column = i % across + 1;
        grid_->addWidget(titles_[at], top, column);
        grid_->addWidget(a_[at], top + 1, column);
        grid_->addWidget(b_[at], top + 2, column);
    }
    for (int column = 1; column <= all; ++column) {
        grid_->setColumnStretch(column, column <= across ? 1 : 0);
    }
    for (std::size_t i = 0; i < sides_.size(); ++i) {
        const int line = static_cast<int>(i) / 2;
        sides_[i]->setVisible(line == 0 || across < all);
        if (line == 0 || across < all) {
            grid_->addWidget(sides_[i], line * 3 + 1 + static_cast<int>(i) % 2, 0);
        }
    }
}

void Headline::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

void Headline::show_sides(const SnapshotPtr& a, const SnapshotPtr& b) {
    for (std::size_t i = 0; i < kFigures; ++i) {
        a_[i]->setText(a ? value_text(a->metrics, i) : QString());
        QString text = b ? value_text(b->metrics, i) : QString();
        const QString moved = a && b ? change(a->metrics, b->metrics, i) : QString();
        if (!moved.isEmpty()) {
            text = tr("%1 (%2)").arg(text, moved);
        }
        b_[i]->setText(text);
        for (QLabel* label : {a_[i], b_[i]}) {
            label->setToolTip(label->text());
            label->setAccessibleName(
                QStringLiteral("%1: %2").arg(titles_[i]->text(), label->text()));
        }
    }
    arrange();
}

void Headline::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void Headline::retranslate() {
    titles_[Accuracy]->setText(tr("Accuracy"));
    titles_[Stored]->setText(tr("Stored"));
    titles_[Params]->setText(tr("Non-zeros"));
    titles_[Macs]->setText(tr("MACs"));
    titles_[Energy]->setText(tr("Energy, modelled"));
    titles_[Latency]->setText(tr("Latency, measured"));
    titles_[Accuracy]->setToolTip(tr("Share of test pictures whose first guess is right; the "
                                     "change is in percentage points."));
    titles_[Stored]->setToolTip(tr("Bytes of the network as an .espz file."));
    titles_[Params]->setToolTip(tr("Trainable values that are not zero."));
    titles_[Macs]->setToolTip(tr("Multiply-accumulate operations for one picture, dense."));
    titles_[Energy]->setToolTip(tr("For one picture on the chosen accelerator."));
    titles_[Latency]->setToolTip(tr("For one picture on this computer, median."));
}

} // namespace espalier::studio
