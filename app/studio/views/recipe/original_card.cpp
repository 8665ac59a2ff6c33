// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/recipe/original_card.h"

#include "app/studio/shell/theme.h"
#include "app/studio/views/recipe/card_frame.h"
#include "app/studio/widgets/numbers.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QVBoxLayout>

namespace espalier::studio {

OriginalCard::OriginalCard(QWidget* parent)
    : QFrame(parent)
    , title_(new QLabel(this))
    , facts_(new QLabel(this)) {
    setObjectName(QStringLiteral("step-original"));
    setFocusPolicy(Qt::StrongFocus);
    QFont bold = title_->font();
    bold.setBold(true);
    title_->setFont(bold);
    title_->setObjectName(QStringLiteral("title"));
    facts_->setObjectName(QStringLiteral("facts"));
    for (QLabel* label : {title_, facts_}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
    }
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kCardStrip + 7, 6, 6, 6);
    layout->setSpacing(2);
    layout->addWidget(title_);
    layout->addWidget(facts_);
}

void OriginalCard::refresh(const QString& name, const SnapshotPtr& original) {
    title_->setText(QStringLiteral("0  %1").arg(tr("Original")));
    setAccessibleName(tr("Step %1: %2").arg(0).arg(tr("Original")));
    if (!original) {
        facts_->clear();
        return;
    }
    const Metrics& metrics = original->metrics;
    QString text =
        tr("%1: %2 parameters, %3 MACs")
            .arg(name, count_text(metrics.account.params), count_text(metrics.account.macs));
    if (metrics.file_bytes > 0) {
        text += tr(", file of %1").arg(bytes_text(metrics.file_bytes));
    }
    facts_->setText(text);
    QPalette quiet = QApplication::palette();
    quiet.setColor(QPalette::WindowText, Hues(QApplication::palette()).muted);
    facts_->setPalette(quiet);
}

void OriginalCard::set_selected(bool selected) {
    if (selected_ != selected) {
        selected_ = selected;
        update();
    }
}

void OriginalCard::paintEvent(QPaintEvent* /*event*/) {
    paint_card(*this, Hues(QApplication::palette()).before, selected_);
}

void OriginalCard::focusInEvent(QFocusEvent* event) {
    QFrame::focusInEvent(event);
    Q_EMIT chosen();
}

void OriginalCard::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Down && event->modifiers() == Qt::NoModifier) {
        Q_EMIT step_asked(1);
    } else {
        QFrame::keyPressEvent(event);
    }
}

void OriginalCard::mousePressEvent(QMouseEvent* /*event*/) {
    setFocus(Qt::MouseFocusReason);
    Q_EMIT chosen();
}

} // namespace espalier::studio
