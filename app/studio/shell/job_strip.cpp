// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/shell/job_strip.h"

#include "app/studio/document/jobs.h"
#include "app/studio/widgets/numbers.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

namespace espalier::studio {

namespace {

/// Too early a guess of the time left is worse than none.
constexpr double kGuessAfterSeconds = 2;

} // namespace

JobStrip::JobStrip(const Studio& studio, QWidget* parent)
    : QWidget(parent)
    , studio_(studio)
    , text_(new QLabel(this))
    , bar_(new QProgressBar(this))
    , cancel_(new QToolButton(this)) {
    setObjectName(QStringLiteral("job-strip"));
    bar_->setMaximumWidth(180);
    bar_->setTextVisible(false);
    cancel_->setObjectName(QStringLiteral("cancel-job"));
    cancel_->setMinimumSize(24, 24);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(4, 0, 4, 0);
    layout->addWidget(text_, 1);
    layout->addWidget(bar_);
    layout->addWidget(cancel_);
    connect(&studio.jobs, &Jobs::changed, this, &JobStrip::update_texts);
    connect(cancel_, &QToolButton::clicked, this, [this] {
        if (const JobStatus* job = studio_.jobs.running()) {
            studio_.jobs.cancel(job->id);
        }
    });
    update_texts();
}

void JobStrip::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        update_texts();
    }
}

void JobStrip::update_texts() {
    const JobStatus* job = studio_.jobs.running();
    cancel_->setText(tr("Cancel"));
    cancel_->setToolTip(tr("Stop this job; nothing is lost (Esc)"));
    bar_->setVisible(job != nullptr);
    cancel_->setVisible(job != nullptr);
    if (job == nullptr) {
        text_->clear();
        return;
    }
    QString text = job->what.isEmpty() ? job->title : tr("%1: %2").arg(job->title, job->what);
    if (job->total > 0) {
        text += QStringLiteral("  %1 / %2")
                    .arg(count_text(static_cast<std::int64_t>(job->done)),
                         count_text(static_cast<std::int64_t>(job->total)));
        bar_->setRange(0, 1000);
        bar_->setValue(static_cast<int>(1000.0 * static_cast<double>(job->done) /
                                        static_cast<double>(job->total)));
        if (job->seconds > kGuessAfterSeconds && job->done > 0) {
            const double left = job->seconds * static_cast<double>(job->total - job->done) /
                                static_cast<double>(job->done);
            text += QStringLiteral("  ") + tr("%1 left").arg(ms_text(left * 1000));
        }
    } else {
        bar_->setRange(0, 0);
    }
    text_->setText(text);
}

} // namespace espalier::studio
