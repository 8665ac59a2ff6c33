// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/shell/banner.h"

#include "app/studio/shell/message_text.h"
#include "app/studio/shell/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace espalier::studio {

Banner::Banner(QWidget* parent)
    : QFrame(parent)
    , text_(new QLabel(this))
    , copy_(new QToolButton(this))
    , close_(new QToolButton(this)) {
    setObjectName(QStringLiteral("banner"));
    setFrameShape(QFrame::StyledPanel);
    text_->setWordWrap(true);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    text_->setTextFormat(Qt::PlainText);
    for (QToolButton* button : {copy_, close_}) {
        button->setMinimumSize(24, 24);
        button->setAutoRaise(true);
    }
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(10, 4, 4, 4);
    layout->addWidget(text_, 1);
    layout->addWidget(copy_, 0, Qt::AlignTop);
    layout->addWidget(close_, 0, Qt::AlignTop);
    connect(copy_, &QToolButton::clicked, this,
            [this] { QApplication::clipboard()->setText(text_->text()); });
    connect(close_, &QToolButton::clicked, this, &QWidget::hide);
    retranslate();
    hide();
}

void Banner::show_error(const QString& what, const Error& error) {
    QString text = what + QStringLiteral("\n") + error_text(error);
    const QString advice = advice_text(error);
    if (!advice.isEmpty() && !text.contains(advice)) {
        text += QStringLiteral("\n") + tr("What to do: %1").arg(advice);
    }
    text_->setText(text);
    style(true);
    show();
}

void Banner::show_note(const QString& text) {
    text_->setText(text);
    style(false);
    show();
}

QString Banner::text() const {
    return isVisible() ? text_->text() : QString();
}

void Banner::style(bool error) {
    const Hues hues(QApplication::palette());
    const QColor colour = error ? hues.bad : hues.warning;
    setStyleSheet(QStringLiteral("#banner { border-left: 4px solid %1; }").arg(colour.name()));
}

void Banner::retranslate() {
    copy_->setText(tr("Copy"));
    close_->setText(QStringLiteral("✕"));
    close_->setToolTip(tr("Put this message away"));
    close_->setAccessibleName(close_->toolTip());
}

void Banner::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

} // namespace espalier::studio
