// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/shell/start_page.h"

#include "app/session/network_file.h"
#include "app/studio/models/lesson.h"
#include "app/studio/shell/language.h"
#include "app/studio/shell/sample_card.h"
#include "app/studio/shell/settings.h"
#include "app/studio/shell/theme.h"
#include "app/studio/widgets/numbers.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/json.h"
#include "core/data/text_set.h"

#include <QComboBox>
#include <QCommandLinkButton>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>
#include <vector>

namespace espalier::studio {

namespace {

constexpr int kSampleColumns = 3;

struct Sample {
    QString name;
    QStringList facts;
    SampleCard::Pictures pictures = SampleCard::Pictures::Digits;
};

SampleCard::Pictures pictures_of(const std::string& data) {
    if (data == "shapes") {
        return SampleCard::Pictures::Shapes;
    }
    if (data == "cifar10") {
        return SampleCard::Pictures::Photographs;
    }
    if (data == "sequences") {
        return SampleCard::Pictures::Orders;
    }
    return is_text_set(data) ? SampleCard::Pictures::Text : SampleCard::Pictures::Digits;
}

/// What a bundled network's card says; the network itself is not read.
Sample sample_of(const std::string& name) {
    Sample sample{QString::fromStdString(name), {}};
    const auto folder = resource_dir() / "networks";
    QStringList quality;
    QStringList size;
    try {
        const ModelCard card = ModelCard::from_json(read_json(folder / (name + ".card.json")));
        if (!card.data.empty()) {
            quality << QString::fromStdString(card.data);
        }
        if (card.top1) {
            quality << StartPage::tr("%1 right").arg(percent_text(*card.top1, 2));
        }
        if (card.perplexity) {
            quality
                << StartPage::tr("perplexity %1").arg(QLocale().toString(*card.perplexity, 'f', 2));
        }
        sample.pictures = pictures_of(card.data);
        if (card.params > 0) {
            size << StartPage::tr("%1 parameters")
                        .arg(short_count_text(static_cast<double>(card.params)));
        }
    } catch (const Error&) {
        // A network without a card is still a sample.
    }
    std::error_code error;
    const auto bytes = std::filesystem::file_size(folder / (name + ".onnx"), error);
    if (!error) {
        size << bytes_text(static_cast<std::int64_t>(bytes));
    }
    for (const QStringList& line : {quality, size}) {
        if (!line.isEmpty()) {
            sample.facts << line.join(QStringLiteral(" · "));
        }
    }
    return sample;
}

void clear(QLayout& layout) {
    while (QLayoutItem* item = layout.takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

QLabel* heading(QWidget* parent, double size) {
    auto* label = new QLabel(parent);
    QFont font = label->font();
    font.setPointSizeF(font.pointSizeF() * size);
    font.setBold(true);
    label->setFont(font);
    label->setWordWrap(true);
    return label;
}

} // namespace

StartPage::StartPage(const Studio& studio, QWidget* parent)
    : View(studio, parent) {
    setObjectName(QStringLiteral("start-page"));
    auto* page = new QWidget;
    heading_ = heading(page, 1.8);
    drop_hint_ = new QLabel(page);
    drop_hint_->setWordWrap(true);
    open_ = new QPushButton(page);
    open_->setObjectName(QStringLiteral("start-open"));
    open_->setMinimumHeight(36);
    samples_heading_ = heading(page, 1.2);
    samples_ = new QGridLayout;
    samples_->setSpacing(10);
    lessons_heading_ = heading(page, 1.2);
    lessons_ = new QGridLayout;
    lessons_->setSpacing(10);
    recent_heading_ = heading(page, 1.2);
    recent_ = new QVBoxLayout;
    language_label_ = new QLabel(page);
    language_ = new QComboBox(page);
    language_->setObjectName(QStringLiteral("language"));
    theme_label_ = new QLabel(page);
    theme_ = new QComboBox(page);
    theme_->setObjectName(QStringLiteral("theme"));
    font_hint_ = new QLabel(page);
    font_hint_->setWordWrap(true);
    for (const QString& code : languages()) {
        language_->addItem(language_name(code), code);
    }
    language_label_->setBuddy(language_);
    theme_label_->setBuddy(theme_);

    auto* open_row = new QHBoxLayout;
    open_row->addWidget(open_);
    open_row->addWidget(drop_hint_, 1);
    auto* choices = new QHBoxLayout;
    for (QWidget* widget :
         {static_cast<QWidget*>(language_label_), static_cast<QWidget*>(language_),
          static_cast<QWidget*>(theme_label_), static_cast<QWidget*>(theme_)}) {
        choices->addWidget(widget);
    }
    choices->addStretch(1);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(40, 30, 40, 20);
    layout->setSpacing(12);
    layout->addWidget(heading_);
    layout->addLayout(open_row);
    layout->addSpacing(10);
    layout->addWidget(samples_heading_);
    layout->addLayout(samples_);
    layout->addSpacing(10);
    layout->addWidget(lessons_heading_);
    layout->addLayout(lessons_);
    layout->addSpacing(10);
    layout->addWidget(recent_heading_);
    layout->addLayout(recent_);
    layout->addStretch(1);
    layout->addLayout(choices);
    layout->addWidget(font_hint_);
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(page);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);

    connect(open_, &QPushButton::clicked, this, &StartPage::open_asked);
    connect(language_, &QComboBox::activated, this, [this](int index) {
        this->studio().settings.set_language(language_->itemData(index).toString());
    });
    connect(theme_, &QComboBox::activated, this,
            [this](int index) { this->studio().settings.set_theme(static_cast<Theme>(index)); });
    connect(&studio.settings, &Settings::recent_files_changed, this, &View::touch);
    connect(&studio.settings, &Settings::lessons_done_changed, this, &View::touch);
}

QString StartPage::title() const {
    return tr("Start");
}

void StartPage::retranslate() {
    heading_->setText(tr("Make a network smaller and see what it costs"));
    open_->setText(tr("Open a network or workspace…"));
    drop_hint_->setText(
        tr("or drop an .onnx, .espz, .espalier or recipe file anywhere in this window"));
    samples_heading_->setText(tr("Samples"));
    lessons_heading_->setText(tr("Lessons"));
    recent_heading_->setText(tr("Recent files"));
    language_label_->setText(tr("&Language"));
    theme_label_->setText(tr("&Theme"));
    language_->setCurrentIndex(language_->findData(studio().settings.language()));
    theme_->clear();
    theme_->addItems({tr("as the system"), tr("light"), tr("dark")});
    theme_->setCurrentIndex(static_cast<int>(studio().settings.theme()));
    font_hint_->setText(tr("No installed font can draw Korean: install the package fonts-nanum."));
    font_hint_->setVisible(!can_draw_korean());
    fill_samples();
}

void StartPage::restyle() {
    fill_samples();
}

void StartPage::fill_samples() {
    clear(*samples_);
    int position = 0;
    // Digits first: with them one begins.
    std::vector<Sample> all;
    for (const std::string& name : bundled_networks()) {
        all.push_back(sample_of(name));
    }
    std::ranges::stable_sort(all, {}, &Sample::pictures);
    for (const Sample& sample : all) {
        auto* button = new SampleCard(sample.name, sample.facts, sample.pictures);
        button->setObjectName(QStringLiteral("sample-") + sample.name);
        connect(button, &SampleCard::clicked, this,
                [this, chosen = sample.name] { Q_EMIT file_chosen(chosen); });
        samples_->addWidget(button, position / kSampleColumns, position % kSampleColumns);
        ++position;
    }
}

void StartPage::fill_lessons() {
    clear(*lessons_);
    const QStringList done = studio().settings.lessons_done();
    int position = 0;
    for (const Lesson& lesson : lessons(studio().settings.language())) {
        const QString id = QString::fromStdString(lesson.id);
        const QString time = tr("%1 min").arg(lesson.minutes);
        auto* card =
            new SampleCard(QStringLiteral("%1  %2").arg(position + 1).arg(lesson.title),
                           {lesson.summary, done.contains(id) ? tr("%1 · ✓ done").arg(time) : time},
                           SampleCard::Pictures::Lesson);
        card->setObjectName(QStringLiteral("lesson-") + id);
        connect(card, &SampleCard::clicked, this, [this, id] { Q_EMIT lesson_chosen(id); });
        lessons_->addWidget(card, position / kSampleColumns, position % kSampleColumns);
        ++position;
    }
    lessons_heading_->setVisible(position > 0);
}

void StartPage::fill_recent() {
    clear(*recent_);
    const QStringList files = studio().settings.recent_files();
    recent_heading_->setVisible(!files.isEmpty());
    for (const QString& path : files) {
        const QFileInfo info(path);
        auto* button = new QCommandLinkButton(info.fileName(), info.absolutePath());
        button->setEnabled(info.exists());
        connect(button, &QCommandLinkButton::clicked, this,
                [this, path] { Q_EMIT file_chosen(path); });
        recent_->addWidget(button);
    }
}

void StartPage::refresh() {
    fill_lessons();
    fill_recent();
}

} // namespace espalier::studio
