// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/recipe/step_card.h"

#include "app/studio/document/network_names.h"
#include "app/studio/shell/language.h"
#include "app/studio/shell/message_text.h"
#include "app/studio/shell/theme.h"
#include "app/studio/views/recipe/card_frame.h"
#include "app/studio/views/recipe/scope_picker.h"
#include "app/studio/widgets/line_icon.h"
#include "app/studio/widgets/numbers.h"
#include "app/studio/widgets/param_form.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace espalier::studio {

namespace {

constexpr int kTarget = 24;
constexpr int kMostRemarks = 3; // in a card; all of them in its tip

QToolButton* tool(const QString& name, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setObjectName(name);
    button->setAutoRaise(true);
    button->setFixedSize(kTarget, kTarget);
    button->setIconSize({16, 16});
    return button;
}

QLabel* wrapped(const QString& name, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setObjectName(name);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    return label;
}

void name_tool(QToolButton& button, const QString& name, const QString& keys = {}) {
    button.setAccessibleName(name);
    button.setToolTip(keys.isEmpty() ? name : QStringLiteral("%1 (%2)").arg(name, keys));
}

} // namespace

StepCard::StepCard(Document& document, const Card& card, QWidget* parent)
    : QFrame(parent)
    , document_(document)
    , id_(card.id)
    , technique_(*card.step.technique)
    , fold_(tool(QStringLiteral("fold"), this))
    , title_(wrapped(QStringLiteral("title"), this))
    , family_(new QLabel(this))
    , eye_(tool(QStringLiteral("eye"), this))
    , up_(tool(QStringLiteral("up"), this))
    , down_(tool(QStringLiteral("down"), this))
    , duplicate_(tool(QStringLiteral("duplicate"), this))
    , remove_(tool(QStringLiteral("remove"), this))
    , settings_(wrapped(QStringLiteral("settings"), this))
    , form_(new ParamForm(technique_.info().params, this))
    , scope_button_(new QToolButton(this))
    , scope_(new ScopePicker(this))
    , standing_label_(wrapped(QStringLiteral("standing"), this))
    , remarks_(wrapped(QStringLiteral("remarks"), this))
    , offer_(new QPushButton(this)) {
    setObjectName(QStringLiteral("step-%1").arg(id_));
    setFocusPolicy(Qt::StrongFocus);
    build();
    connect_controls();
    retranslate();
    restyle();
}

void StepCard::build() {
    eye_->setCheckable(true);
    QFont bold = title_->font();
    bold.setBold(true);
    title_->setFont(bold);
    settings_->hide();
    scope_button_->setObjectName(QStringLiteral("scope"));
    scope_button_->setAutoRaise(true);
    scope_button_->setCheckable(true);
    scope_button_->setMinimumHeight(kTarget);
    scope_button_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    scope_button_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    scope_->hide();
    remarks_->hide();
    offer_->setObjectName(QStringLiteral("offer"));
    offer_->setMinimumHeight(kTarget);
    offer_->hide();

    auto* head = new QHBoxLayout;
    head->setSpacing(2);
    head->addWidget(fold_, 0, Qt::AlignTop);
    head->addWidget(title_, 1);
    head->addWidget(eye_, 0, Qt::AlignTop);
    auto* tools = new QHBoxLayout;
    tools->setSpacing(0);
    tools->addSpacing(kTarget + 2);
    tools->addWidget(family_, 1);
    for (QToolButton* button : {up_, down_, duplicate_, remove_}) {
        tools->addWidget(button);
    }
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kCardStrip + 5, 4, 6, 6);
    layout->setSpacing(4);
    layout->addLayout(head);
    layout->addLayout(tools);
    layout->addWidget(settings_);
    layout->addWidget(form_);
    layout->addWidget(scope_button_);
    layout->addWidget(scope_);
    layout->addWidget(standing_label_);
    layout->addWidget(remarks_);
    layout->addWidget(offer_, 0, Qt::AlignLeft);
    form_->setVisible(!form_->empty());
}

void StepCard::connect_controls() {
    connect(fold_, &QToolButton::clicked, this, [this] { set_folded(!folded_); });
    connect(eye_, &QToolButton::toggled, this, [this](bool on) {
        if (const Card* card = document_.card(id_); card != nullptr && card->step.enabled != on) {
            document_.set_enabled(id_, on);
        }
    });
    connect(up_, &QToolButton::clicked, this, [this] { document_.move_step(id_, position() - 1); });
    connect(down_, &QToolButton::clicked, this,
            [this] { document_.move_step(id_, position() + 1); });
    connect(duplicate_, &QToolButton::clicked, this, &StepCard::duplicate_asked);
    connect(remove_, &QToolButton::clicked, this, &StepCard::remove_asked);
    connect(form_, &ParamForm::changed, this, &StepCard::take_param);
    const auto suggest = [this] { form_->suggest("teacher", network_names(document_)); };
    connect(&document_, &Document::variants_changed, this, suggest);
    suggest();
    connect(form_, &ParamForm::gesture_ended, this, [this] { document_.end_gesture(); });
    connect(scope_button_, &QToolButton::toggled, this, [this](bool open) {
        scope_->setVisible(open);
        show_scope();
    });
    connect(scope_, &ScopePicker::changed, this, &StepCard::take_scope);
    connect(offer_, &QPushButton::clicked, this, &StepCard::take_offer);
}

int StepCard::position() const {
    const Card* card = document_.card(id_);
    return card == nullptr ? -1 : static_cast<int>(card - document_.stack().data());
}

void StepCard::take_param(const QString& key, const QString& value) {
    Q_EMIT chosen();
    try {
        document_.set_param(id_, key.toStdString(), value.toStdString());
        form_->show_error(key.toStdString(), {});
    } catch (const Error& error) {
        form_->show_error(key.toStdString(), message_text(error.message()));
    }
}

void StepCard::take_scope(const Scope& scope) {
    Q_EMIT chosen();
    document_.set_scope(id_, scope);
}

void StepCard::take_offer() {
    if (!standing_) {
        return;
    }
    switch (standing_->offer) {
    case StandingText::Offer::Run:
        document_.run_steps();
        break;
    case StandingText::Offer::ReadAndRun:
        connect(
            &document_, &Document::data_changed, this, [this] { document_.run_steps(); },
            Qt::SingleShotConnection);
        document_.set_data(QString::fromStdString(document_.network().card->data));
        break;
    case StandingText::Offer::Materialise:
        if (const Technique* technique = find_technique("materialise")) {
            document_.add_step(Step(*technique), position() + 1);
        }
        break;
    case StandingText::Offer::Nothing:
        break;
    }
}

void StepCard::refresh(int number, int count) {
    const Card* card = document_.card(id_);
    if (card == nullptr) {
        return;
    }
    const Step& step = card->step;
    const QString title = technique_text(technique_.info().title);
    title_->setText(QStringLiteral("%1  %2").arg(number).arg(title));
    setAccessibleName(tr("Step %1: %2").arg(number).arg(title));
    eye_->setChecked(step.enabled);
    const QColor text = QApplication::palette().color(QPalette::WindowText);
    eye_->setIcon(line_icon(step.enabled ? LineIcon::Eye : LineIcon::EyeOff, text));
    name_tool(*eye_, step.enabled ? tr("Switch off") : tr("Switch on"), tr("Space"));
    up_->setEnabled(number > 1);
    down_->setEnabled(number < count);
    limit_sliders();
    form_->show_values(step.params);
    settings_->setText(settings_text(step));
    settings_->setVisible(folded_ && !settings_->text().isEmpty());
    show_standing();
    show_scope();
}

void StepCard::limit_sliders() {
    const SnapshotPtr original = document_.original();
    if (!original) {
        return;
    }
    // A budget above what the network has asks for nothing.
    form_->limit_slider("params", static_cast<double>(original->metrics.account.params));
    if (original->metrics.stored_bytes > 0) {
        form_->limit_slider("bytes", static_cast<double>(original->metrics.stored_bytes));
    }
}

QString StepCard::settings_text(const Step& step) const {
    QStringList parts;
    for (const ParamSpec& spec : step.params.specs()) {
        if (!step.params.is_set(spec.key) || !is_visible(spec, step.params)) {
            continue;
        }
        QString value = QString::fromStdString(step.params.as_text(spec.key));
        for (const Choice& choice : spec.choices) {
            if (choice.id == step.params.as_text(spec.key)) {
                value = technique_text(choice.label);
            }
        }
        parts << QStringLiteral("%1: %2").arg(technique_text(spec.label), value);
    }
    return parts.join(QStringLiteral(" · "));
}

void StepCard::show_standing() {
    // While the network lags behind the stack the last word stands: no flicker under a slider.
    if (auto now = standing_text(document_, id_, facts_)) {
        standing_ = std::move(now);
    }
    const StandingText shown = standing_.value_or(StandingText{});
    standing_label_->setText(standing_ ? shown.text : QStringLiteral("…"));
    // Only what somebody may want to look up: a label that can be selected is laid out like a
    // document, and this one changes under every slider.
    standing_label_->setTextInteractionFlags(shown.tone == StandingText::Tone::Failed
                                                 ? Qt::TextSelectableByMouse
                                                 : Qt::NoTextInteraction);
    const Hues hues(QApplication::palette());
    QColor colour = QApplication::palette().color(QPalette::WindowText);
    switch (shown.tone) {
    case StandingText::Tone::Plain:
        break;
    case StandingText::Tone::Off:
        colour = hues.muted;
        break;
    case StandingText::Tone::Masked:
    case StandingText::Tone::Waits:
        colour = hues.warning;
        break;
    case StandingText::Tone::Failed:
        colour = hues.bad;
        break;
    }
    QPalette colours = QApplication::palette();
    colours.setColor(QPalette::WindowText, colour);
    standing_label_->setPalette(colours);
    show_remarks(shown.remarks);
    offer_->setVisible(shown.offer != StandingText::Offer::Nothing);
    switch (shown.offer) {
    case StandingText::Offer::Run:
        offer_->setText(tr("Run"));
        break;
    case StandingText::Offer::ReadAndRun:
        offer_->setText(tr("Read data and run"));
        break;
    case StandingText::Offer::Materialise:
        offer_->setText(tr("Remove zero channels"));
        break;
    case StandingText::Offer::Nothing:
        break;
    }
}

void StepCard::show_remarks(const QStringList& remarks) {
    QStringList first = remarks.mid(0, kMostRemarks);
    if (remarks.size() > kMostRemarks) {
        first << tr("%1 more remarks").arg(remarks.size() - kMostRemarks);
    }
    remarks_->setText(first.join(u'\n'));
    remarks_->setToolTip(remarks.size() > kMostRemarks ? remarks.join(u'\n') : QString());
    remarks_->setVisible(!folded_ && !remarks.isEmpty());
}

void StepCard::show_scope() {
    const Card* card = document_.card(id_);
    if (card == nullptr || !document_.original()) {
        return;
    }
    const Scope& scope = card->step.scope;
    QString text = scope.include.empty() ? tr("all layers") : text_of(scope.include);
    if (!scope.exclude.empty()) {
        text = tr("%1, not %2").arg(text, text_of(scope.exclude));
    }
    if (standing_ && standing_->layers) {
        text += tr(" (%1 changed)").arg(count_text(static_cast<std::int64_t>(*standing_->layers)));
    }
    scope_button_->setText(tr("Layers: %1").arg(text));
    scope_button_->setToolTip(tr("Choose the layers this step works on"));
    scope_button_->setIcon(line_icon(scope_button_->isChecked() ? LineIcon::Fold : LineIcon::Unfold,
                                     QApplication::palette().color(QPalette::WindowText)));
    if (scope_->isVisibleTo(this)) {
        scope_->show_scope(document_.original()->graph, scope);
    }
}

void StepCard::retranslate() {
    const TechniqueInfo& info = technique_.info();
    title_->setToolTip(technique_text(info.summary));
    family_->setText(technique_text(std::string(family_name(info.family))));
    name_tool(*fold_, folded_ ? tr("Show settings") : tr("Hide settings"));
    name_tool(*up_, tr("Move up"), tr("Alt+Up"));
    name_tool(*down_, tr("Move down"), tr("Alt+Down"));
    name_tool(*duplicate_, tr("Duplicate"));
    name_tool(*remove_, tr("Remove"), tr("Delete"));
    form_->retranslate();
    scope_->retranslate();
    facts_ = {};
}

void StepCard::restyle() {
    const QColor text = QApplication::palette().color(QPalette::WindowText);
    up_->setIcon(line_icon(LineIcon::Up, text));
    down_->setIcon(line_icon(LineIcon::Down, text));
    duplicate_->setIcon(line_icon(LineIcon::Duplicate, text));
    remove_->setIcon(line_icon(LineIcon::Remove, text));
    fold_->setIcon(line_icon(folded_ ? LineIcon::Unfold : LineIcon::Fold, text));
    QPalette quiet = QApplication::palette();
    quiet.setColor(QPalette::WindowText, Hues(QApplication::palette()).muted);
    for (QLabel* label : {family_, remarks_, settings_}) {
        label->setPalette(quiet);
    }
}

void StepCard::set_selected(bool selected) {
    if (selected_ != selected) {
        selected_ = selected;
        update();
    }
}

void StepCard::set_folded(bool folded) {
    folded_ = folded;
    form_->setVisible(!folded && !form_->empty());
    settings_->setVisible(folded && !settings_->text().isEmpty());
    scope_button_->setVisible(!folded);
    scope_->setVisible(!folded && scope_button_->isChecked());
    show_standing();
    show_scope();
    retranslate();
    restyle();
}

void StepCard::paintEvent(QPaintEvent* /*event*/) {
    paint_card(*this,
               series_colour(static_cast<int>(technique_.info().family), QApplication::palette()),
               selected_);
}

void StepCard::focusInEvent(QFocusEvent* event) {
    QFrame::focusInEvent(event);
    Q_EMIT chosen();
    update();
}

void StepCard::keyPressEvent(QKeyEvent* event) {
    // Keys that a control inside did not want arrive here too; they were not meant for the card.
    const bool alt = event->modifiers().testFlag(Qt::AltModifier);
    if (!hasFocus()) {
        QFrame::keyPressEvent(event);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Up:
        alt ? up_->click() : Q_EMIT step_asked(-1);
        break;
    case Qt::Key_Down:
        alt ? down_->click() : Q_EMIT step_asked(1);
        break;
    case Qt::Key_Space:
        eye_->click();
        break;
    case Qt::Key_Left:
    case Qt::Key_Right:
        set_folded(event->key() == Qt::Key_Left);
        break;
    case Qt::Key_Delete:
        remove_->click();
        break;
    default:
        QFrame::keyPressEvent(event);
    }
}

void StepCard::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        setFocus(Qt::MouseFocusReason);
        Q_EMIT chosen();
        pressed_at_ = event->pos();
        dragging_ = false;
    }
}

void StepCard::mouseMoveEvent(QMouseEvent* event) {
    if (!event->buttons().testFlag(Qt::LeftButton)) {
        return;
    }
    const int moved = (event->pos() - pressed_at_).manhattanLength();
    if (dragging_ || moved >= QApplication::startDragDistance()) {
        dragging_ = true;
        setCursor(Qt::ClosedHandCursor);
        Q_EMIT dragged(event->globalPosition().toPoint());
    }
}

void StepCard::mouseReleaseEvent(QMouseEvent* event) {
    if (dragging_ && event->button() == Qt::LeftButton) {
        dragging_ = false;
        unsetCursor();
        Q_EMIT dropped(event->globalPosition().toPoint());
    }
}

void StepCard::mouseDoubleClickEvent(QMouseEvent* /*event*/) {
    set_folded(!folded_);
}

} // namespace espalier::studio
