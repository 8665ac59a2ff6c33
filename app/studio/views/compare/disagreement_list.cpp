// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/compare/disagreement_list.h"

#include "app/studio/widgets/numbers.h"
#include "core/data/text_dataset.h"

#include <QEvent>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QStackedLayout>
#include <QVBoxLayout>

#include <cstring>

namespace espalier::studio {

namespace {

constexpr std::size_t kMostShown = 120;
constexpr int kThumbnail = 72;

QImage thumbnail(const Image& image) {
    const bool grey = image.channels == 1;
    QImage picture(image.width, image.height,
                   grey ? QImage::Format_Grayscale8 : QImage::Format_RGB888);
    const auto row_bytes = static_cast<std::size_t>(image.width * image.channels);
    for (int row = 0; row < image.height; ++row) {
        std::memcpy(picture.scanLine(row),
                    image.pixels.data() + static_cast<std::size_t>(row) * row_bytes, row_bytes);
    }
    // Small pictures keep their pixels, large ones are smoothed.
    const bool enlarge = image.width < kThumbnail;
    return picture.scaled(kThumbnail, kThumbnail, Qt::KeepAspectRatio,
                          enlarge ? Qt::FastTransformation : Qt::SmoothTransformation);
}

} // namespace

DisagreementList::DisagreementList(QWidget* parent)
    : QWidget(parent)
    , stack_(new QStackedLayout(this))
    , message_(new QLabel)
    , evaluate_(new QPushButton)
    , summary_(new QLabel)
    , list_(new QListWidget) {
    auto* empty = new QWidget(this);
    auto* column = new QVBoxLayout(empty);
    column->addStretch();
    column->addWidget(message_);
    column->addWidget(evaluate_, 0, Qt::AlignHCenter);
    column->addStretch();
    message_->setObjectName(QStringLiteral("compare-pictures-message"));
    message_->setAlignment(Qt::AlignCenter);
    message_->setWordWrap(true);
    evaluate_->setObjectName(QStringLiteral("compare-evaluate"));
    evaluate_->setMinimumHeight(24);
    auto* full = new QWidget(this);
    auto* rows = new QVBoxLayout(full);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->addWidget(summary_);
    rows->addWidget(list_, 1);
    summary_->setObjectName(QStringLiteral("compare-pictures-summary"));
    list_->setObjectName(QStringLiteral("compare-pictures"));
    list_->setViewMode(QListView::IconMode);
    list_->setResizeMode(QListView::Adjust);
    list_->setMovement(QListView::Static);
    list_->setIconSize(QSize(kThumbnail, kThumbnail));
    list_->setUniformItemSizes(true);
    list_->setWordWrap(true);
    list_->setSpacing(6);
    stack_->addWidget(empty);
    stack_->addWidget(full);
    connect(evaluate_, &QPushButton::clicked, this, &DisagreementList::evaluate_asked);
    retranslate();
}

void DisagreementList::say(const QString& text, bool offer) {
    work_.forget();
    shown_a_.reset();
    shown_b_.reset();
    list_->clear();
    message_->setText(text);
    evaluate_->setVisible(offer);
    stack_->setCurrentIndex(0);
    Q_EMIT counted(-1, -1);
}

void DisagreementList::show_sides(const SnapshotPtr& a, const SnapshotPtr& b, const DatasetPtr& set,
                                  bool can_evaluate) {
    if (!a || !b) {
        say({}, false);
        return;
    }
    if (!set) {
        say(tr("Pictures need a data set: choose one beside the network's name."), false);
        return;
    }
    if (!a->metrics.accuracy || !b->metrics.accuracy) {
        say(can_evaluate
                ? tr("Evaluate both to see the pictures that one gets right and the other wrong.")
                : tr("A variant that was kept before it was evaluated has no guesses to compare. "
                     "Take it up, evaluate, and keep it again."),
            can_evaluate);
        return;
    }
    if (text_of(*set) != nullptr) {
        say(tr("A text has no pictures to show."), false);
        return;
    }
    const auto& guesses_a = a->metrics.accuracy->predictions;
    const auto& guesses_b = b->metrics.accuracy->predictions;
    if (guesses_a.size() != set->size() || guesses_b.size() != set->size()) {
        say(tr("The two were measured on other data than what is open now."), can_evaluate);
        return;
    }
    if (shown_a_ == a && shown_b_ == b) {
        return;
    }
    shown_a_ = a;
    shown_b_ = b;
    work_.post<Found>(
        [a, b, set](const Job& job) {
            const auto all = disagreements(*a->metrics.accuracy, *b->metrics.accuracy, *set, job);
            Found found;
            for (const Disagreement& each : all) {
                job.check();
                ++(each.a_is_right ? found.only_a : found.only_b);
                if (found.shown.size() < kMostShown) {
                    found.shown.push_back({each, thumbnail(set->image(each.index))});
                }
            }
            for (const std::string& name : set->class_names()) {
                found.classes << QString::fromStdString(name);
            }
            return found;
        },
        [this](const Found& found) { take(found); });
}

void DisagreementList::take(const Found& found) {
    const auto name = [&](int label) {
        return label >= 0 && label < found.classes.size() ? found.classes[label]
                                                          : QString::number(label);
    };
    list_->clear();
    for (const Thumbnail& each : found.shown) {
        const auto guess = [&](int label) {
            return name(label) +
                   (label == each.what.label ? QStringLiteral(" ✓") : QStringLiteral(" ✗"));
        };
        const QString a = tr("A: %1").arg(guess(each.what.guess_a));
        const QString b = tr("B: %1").arg(guess(each.what.guess_b));
        auto* item =
            new QListWidgetItem(QIcon(QPixmap::fromImage(each.image)),
                                QStringList({name(each.what.label), a, b}).join(u'\n'), list_);
        item->setToolTip(tr("Picture %1 of the test set, truly %2")
                             .arg(count_text(static_cast<std::int64_t>(each.what.index)),
                                  name(each.what.label)) +
                         u'\n' + a + u'\n' + b);
    }
    const int all = found.only_a + found.only_b;
    QString text = tr("Only A is right: %1 · only B is right: %2")
                       .arg(count_text(found.only_a), count_text(found.only_b));
    if (static_cast<std::size_t>(all) > found.shown.size()) {
        text += QStringLiteral(" · ") +
                tr("the first %1 are shown")
                    .arg(count_text(static_cast<std::int64_t>(found.shown.size())));
    }
    summary_->setText(all == 0 ? tr("Both get the same pictures right.") : text);
    stack_->setCurrentIndex(1);
    Q_EMIT counted(found.only_a, found.only_b);
}

void DisagreementList::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        // The next show_sides() writes its texts anew.
        shown_a_.reset();
    }
}

void DisagreementList::retranslate() {
    evaluate_->setText(tr("Evaluate"));
    evaluate_->setToolTip(tr("Measure the original and the working network on the test set"));
    evaluate_->setAccessibleName(evaluate_->text());
    list_->setAccessibleName(tr("Pictures that one network gets right and the other wrong"));
}

} // namespace espalier::studio
