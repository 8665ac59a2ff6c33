// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/compare/headline.h"

#include "app/studio/widgets/numbers.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>

#include <optional>

namespace espalier::studio {

namespace {

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
    return figure == Accuracy ? points_text(*before, *after) : change_text(*before, *after);
}

} // namespace

Headline::Headline(QWidget* parent)
    : QWidget(parent) {
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(2);
    const auto side = [&](int row, const QString& name) {
        auto* label = new QLabel(name, this);
        QFont bold = label->font();
        bold.setBold(true);
        label->setFont(bold);
        grid->addWidget(label, row, 0);
    };
    side(1, QStringLiteral("A"));
    side(2, QStringLiteral("B"));
    for (std::size_t i = 0; i < kFigures; ++i) {
        const int column = static_cast<int>(i) + 1;
        titles_[i] = new QLabel(this);
        a_[i] = new QLabel(this);
        b_[i] = new QLabel(this);
        a_[i]->setObjectName(QStringLiteral("compare-a-%1").arg(i));
        b_[i]->setObjectName(QStringLiteral("compare-b-%1").arg(i));
        titles_[i]->setForegroundRole(QPalette::PlaceholderText);
        grid->addWidget(titles_[i], 0, column);
        grid->addWidget(a_[i], 1, column);
        grid->addWidget(b_[i], 2, column);
        grid->setColumnStretch(column, 1);
    }
    retranslate();
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
