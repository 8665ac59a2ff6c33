// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/lesson/lesson_view.h"

#include "app/studio/document/text.h"
#include "app/studio/shell/settings.h"
#include "app/studio/shell/theme.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace espalier::studio {

namespace {

QLabel* wrapped(const char* name, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setObjectName(QLatin1String(name));
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    return label;
}

QPushButton* button(const char* name, QWidget* parent) {
    auto* made = new QPushButton(parent);
    made->setObjectName(QLatin1String(name));
    made->setMinimumHeight(28);
    return made;
}

/// "prune.magnitude sparsity=0.5" as its parts.
std::pair<std::string, std::string> split_at(const std::string& text, char where) {
    const std::size_t at = text.find(where);
    return at == std::string::npos ? std::pair(text, std::string())
                                   : std::pair(text.substr(0, at), text.substr(at + 1));
}

} // namespace

LessonView::LessonView(const Studio& studio, QWidget* parent)
    : View(studio, parent) {
    auto* page = new QWidget;
    heading_ = wrapped("lesson-heading", page);
    progress_ = wrapped("lesson-progress", page);
    step_title_ = wrapped("lesson-step", page);
    text_ = wrapped("lesson-text", page);
    question_ = new QWidget(page);
    question_text_ = wrapped("lesson-question", question_);
    reveal_ = wrapped("lesson-reveal", question_);
    answers_ = new QButtonGroup(this);
    standing_ = wrapped("lesson-standing", page);
    hint_text_ = wrapped("lesson-hint-text", page);
    hint_ = button("lesson-hint", page);
    show_me_ = button("lesson-show-me", page);
    back_ = button("lesson-back", page);
    next_ = button("lesson-next", page);
    stop_ = button("lesson-stop", page);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse);

    auto* ask = new QVBoxLayout(question_);
    ask->setContentsMargins(0, 0, 0, 0);
    choices_ = new QVBoxLayout;
    ask->addWidget(question_text_);
    ask->addLayout(choices_);
    ask->addWidget(reveal_);
    auto* help = new QHBoxLayout;
    help->addWidget(hint_);
    help->addWidget(show_me_);
    help->addStretch(1);
    auto* foot = new QHBoxLayout;
    foot->addWidget(back_);
    foot->addWidget(next_, 1);
    auto* layout = new QVBoxLayout(page);
    layout->setSpacing(10);
    for (QWidget* each : std::initializer_list<QWidget*>{heading_, progress_, step_title_, text_,
                                                         question_, standing_, hint_text_}) {
        layout->addWidget(each);
    }
    layout->addLayout(help);
    layout->addStretch(1);
    auto* area = new QScrollArea(this);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(page);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(4, 4, 4, 6);
    outer->addWidget(area, 1);
    outer->addLayout(foot);
    outer->addWidget(stop_);
    setMinimumWidth(280);

    connect(hint_, &QPushButton::clicked, this, [this] { hint_text_->show(); });
    connect(show_me_, &QPushButton::clicked, this, &LessonView::show_me);
    connect(back_, &QPushButton::clicked, this, [this] { go_to(position_ - 1); });
    connect(next_, &QPushButton::clicked, this, [this] {
        if (position_ + 1 < lesson_.steps.size()) {
            go_to(position_ + 1);
            return;
        }
        Q_EMIT finished(text(id_));
        stop();
    });
    connect(stop_, &QPushButton::clicked, this, &LessonView::stop);
    connect(answers_, &QButtonGroup::idClicked, this, &LessonView::answer);
    const Document& document = studio.document;
    for (const auto signal : {&Document::opened, &Document::closed, &Document::working_changed,
                              &Document::original_changed, &Document::variants_changed,
                              &Document::accelerator_changed, &Document::data_changed}) {
        connect(&document, signal, this, &View::touch);
        connect(&document, signal, this, &LessonView::work_on, Qt::QueuedConnection);
    }
    connect(&studio.jobs, &Jobs::changed, this, &LessonView::work_on, Qt::QueuedConnection);
    restyle();
}

QString LessonView::title() const {
    return tr("Lesson");
}

void LessonView::read() {
    for (const Lesson& each : lessons(studio().settings.language())) {
        if (each.id == id_) {
            lesson_ = each;
        }
    }
}

void LessonView::start(const std::string& id) {
    id_ = id;
    lesson_ = {};
    answered_.clear();
    reached_.clear();
    to_do_.clear();
    read();
    if (lesson_.steps.empty()) {
        id_.clear();
        touch();
        return;
    }
    if (!on_its_network()) {
        Q_EMIT network_asked(text(lesson_.network));
    }
    go_to(0);
}

void LessonView::stop() {
    id_.clear();
    to_do_.clear();
    Q_EMIT highlight_asked({});
    touch();
}

bool LessonView::on_its_network() const {
    const Document& document = studio().document;
    return document.is_open() && document.network().card &&
           document.network().card->name == lesson_.network;
}

void LessonView::go_to(std::size_t position) {
    position_ = std::min(position, lesson_.steps.size() - 1);
    to_do_.clear();
    hint_text_->hide();
    if (!step().view.empty()) {
        Q_EMIT view_asked(text(step().view));
    }
    Q_EMIT highlight_asked(text(step().highlight));
    show_question();
    touch();
}

bool LessonView::step_done() const {
    if (id_.empty()) {
        return false;
    }
    const bool answered = !step().question || answered_.contains(position_);
    return answered && (!step().goal || reached_.contains(position_));
}

void LessonView::show_question() {
    const auto old = answers_->buttons();
    for (QAbstractButton* each : old) {
        answers_->removeButton(each);
        delete each;
    }
    question_->setVisible(step().question.has_value());
    if (!step().question) {
        return;
    }
    question_text_->setText(step().question->text);
    int number = 0;
    for (const QString& choice : step().question->choices) {
        auto* radio = new QRadioButton(choice, question_);
        radio->setObjectName(QStringLiteral("lesson-choice-%1").arg(number));
        radio->setMinimumHeight(24);
        answers_->addButton(radio, number++);
        choices_->addWidget(radio);
    }
    const auto known = answered_.find(position_);
    if (known != answered_.end()) {
        answers_->button(known->second)->setChecked(true);
        answer(known->second);
    } else {
        reveal_->clear();
    }
}

void LessonView::answer(int choice) {
    // The first guess counts; afterwards it is known.
    const int kept = answered_.emplace(position_, choice).first->second;
    const LessonQuestion& asked = *step().question;
    const auto buttons = answers_->buttons();
    for (QAbstractButton* each : buttons) {
        each->setEnabled(false);
    }
    const bool right = kept == asked.right;
    reveal_->setText(right ? tr("That is so. %1").arg(asked.why)
                           : tr("It is: %1. %2").arg(asked.choices[asked.right], asked.why));
    touch();
}

void LessonView::show_standing() {
    const bool done = step_done();
    const Hues hues(palette());
    QPalette colours;
    colours.setColor(QPalette::WindowText, done ? hues.good : hues.muted);
    standing_->setPalette(colours);
    QStringList lines;
    if (!on_its_network()) {
        lines << tr("This lesson is about %1, which is not open.").arg(text(lesson_.network));
    } else if (step().goal) {
        lines << step().goal->text(studio().document);
    }
    if (step().question && !answered_.contains(position_)) {
        lines << tr("Guess first.");
    } else if (done) {
        lines << tr("✓ Done");
    }
    standing_->setText(lines.join(u'\n'));
    standing_->setVisible(!lines.isEmpty());
}

void LessonView::refresh() {
    const bool runs = !id_.empty();
    for (QWidget* each : std::initializer_list<QWidget*>{progress_, step_title_, text_, back_,
                                                         next_, stop_, hint_, show_me_}) {
        each->setVisible(runs);
    }
    if (!runs) {
        heading_->setText(tr("No lesson runs. The start page lists them."));
        question_->hide();
        standing_->hide();
        hint_text_->hide();
        return;
    }
    if (on_its_network() && step().goal && step().goal->reached(studio().document)) {
        reached_.insert(position_);
    }
    heading_->setText(lesson_.title);
    progress_->setText(tr("Step %1 of %2").arg(position_ + 1).arg(lesson_.steps.size()));
    step_title_->setText(step().title);
    text_->setText(step().text);
    hint_text_->setText(step().hint);
    hint_->setVisible(!step().hint.isEmpty());
    show_me_->setVisible(!step().solution.empty());
    show_me_->setEnabled(on_its_network() && to_do_.empty() && !reached_.contains(position_));
    show_standing();
    back_->setEnabled(position_ > 0);
    next_->setText(position_ + 1 < lesson_.steps.size() ? tr("Next") : tr("Finish"));
    next_->setEnabled(step_done());
}

void LessonView::show_me() {
    to_do_.assign(step().solution.begin(), step().solution.end());
    work_on();
    touch();
}

void LessonView::work_on() {
    const Document& document = studio().document;
    if (to_do_.empty() || document.is_following() || studio().jobs.busy()) {
        return;
    }
    const std::string command = to_do_.front();
    to_do_.pop_front();
    try {
        perform(command);
    } catch (const Error& error) {
        to_do_.clear();
        Q_EMIT studio().document.failed(tr("Show me"), error);
    }
    touch();
    QMetaObject::invokeMethod(this, &LessonView::work_on, Qt::QueuedConnection);
}

void LessonView::perform(const std::string& command) {
    Document& document = studio().document;
    const auto [verb, rest] = split_at(command, ' ');
    if (verb == "step") {
        document.add_step(Step::parse(rest));
    } else if (verb == "set") {
        const auto [technique, setting] = split_at(rest, ' ');
        const auto [key, value] = split_at(setting, '=');
        const Stack& stack = document.stack();
        const auto found = std::find_if(stack.rbegin(), stack.rend(), [&](const Card& card) {
            return card.step.technique->info().id == technique;
        });
        if (found != stack.rend()) {
            document.set_param(found->id, key, value);
        } else {
            document.add_step(Step::parse(technique + ":" + setting));
        }
        document.end_gesture();
    } else if (verb == "data") {
        document.set_data(text(rest));
    } else if (verb == "accelerator") {
        document.set_accelerator(text(rest));
    } else if (verb == "evaluate") {
        document.evaluate();
    } else if (verb == "keep") {
        document.keep_variant();
    } else {
        throw Error(ErrorCode::BadInput, "found \"" + verb + "\", which nobody can show");
    }
}

void LessonView::retranslate() {
    hint_->setText(tr("Hint"));
    hint_->setToolTip(tr("How to go about it"));
    show_me_->setText(tr("Show me"));
    show_me_->setToolTip(tr("Does what this step asks for"));
    back_->setText(tr("Back"));
    stop_->setText(tr("End the lesson"));
    if (!id_.empty()) {
        read();
        show_question();
    }
}

void LessonView::restyle() {
    QFont large = font();
    large.setBold(true);
    large.setPointSizeF(font().pointSizeF() * 1.25);
    heading_->setFont(large);
    QFont bold = font();
    bold.setBold(true);
    step_title_->setFont(bold);
    QFont body = font();
    body.setPointSizeF(font().pointSizeF() * 1.05);
    for (QLabel* label : {text_, question_text_, reveal_}) {
        label->setFont(body);
    }
    QPalette quiet;
    quiet.setColor(QPalette::WindowText, Hues(palette()).muted);
    progress_->setPalette(quiet);
}

} // namespace espalier::studio
