// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/dialogs/report_dialog.h"

#include "app/session/report/build.h"
#include "app/studio/dialogs/report_pdf.h"
#include "app/studio/document/document.h"
#include "app/studio/shell/message_text.h"
#include "app/studio/shell/settings.h"
#include "app/studio/shell/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDesktopServices>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

#include <array>

namespace espalier::studio {

namespace {

const std::array<QString, 4>& suffixes() {
    static const std::array<QString, 4> list{QStringLiteral("html"), QStringLiteral("pdf"),
                                             QStringLiteral("md"), QStringLiteral("json")};
    return list;
}

struct Task {
    Workspace workspace;
    Recipe recipe;
    ShapingOptions shaping;
    report::BuildOptions build;
    std::filesystem::path path;
};

/// True; jobs deliver something.
bool write_report(const Task& task, const Job& job) {
    const Shaping shaping = task.workspace.shape(task.recipe, task.shaping, job);
    const report::Report report = report::build(task.workspace, shaping, task.build);
    job.check();
    if (task.path.extension() == ".pdf") {
        write_pdf(report, task.path);
    } else {
        report::write(report, task.path);
    }
    return true;
}

} // namespace

ReportDialog::ReportDialog(const Studio& studio, QWidget* parent)
    : QDialog(parent)
    , studio_(studio) {
    setObjectName(QStringLiteral("report"));
    build();
    set_path(QDir(studio_.settings.last_folder())
                 .filePath(studio_.document.title() + QStringLiteral("-report.html")));
}

void ReportDialog::build() {
    setWindowTitle(tr("Write report"));
    format_ = new QComboBox(this);
    format_->setObjectName(QStringLiteral("report-format"));
    format_->addItems({tr("HTML: one page with everything inside"), tr("PDF: for paper"),
                       tr("Markdown: tables for a repository"), tr("JSON: for programs")});
    latency_ = new QCheckBox(tr("&Measure latency on this machine after every step"), this);
    latency_->setObjectName(QStringLiteral("report-latency"));
    latency_->setChecked(true);
    look_ = new QCheckBox(tr("&Open it afterwards"), this);
    look_->setObjectName(QStringLiteral("report-open"));
    path_ = new QLineEdit(this);
    path_->setObjectName(QStringLiteral("report-path"));
    path_->setMinimumWidth(420);
    auto* browse_button = new QPushButton(tr("&Browse…"), this);
    auto* row = new QHBoxLayout;
    row->addWidget(path_, 1);
    row->addWidget(browse_button);
    auto* form = new QFormLayout;
    form->addRow(tr("&Format:"), format_);
    form->addRow(tr("F&ile:"), row);
    qobject_cast<QLabel*>(form->labelForField(row))->setBuddy(path_);
    form->addRow(QString(), latency_);
    form->addRow(QString(), look_);

    auto* about = new QLabel(this);
    about->setWordWrap(true);
    about->setText(studio_.document.working()->complete()
                       ? tr("The stack is run step by step and measured after each step.")
                       : tr("Steps that wait are run for the report; that may take a while."));
    progress_ = new QProgressBar(this);
    progress_->setRange(0, 0);
    progress_->setTextVisible(false);
    progress_->hide();
    outcome_ = new QLabel(this);
    outcome_->setObjectName(QStringLiteral("report-outcome"));
    outcome_->setWordWrap(true);
    outcome_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    outcome_->hide();
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    write_ = buttons->addButton(tr("&Write"), QDialogButtonBox::ActionRole);
    write_->setObjectName(QStringLiteral("report-write"));
    write_->setDefault(true);
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(10);
    layout->addWidget(about);
    layout->addLayout(form);
    layout->addWidget(progress_);
    layout->addWidget(outcome_);
    layout->addStretch(1);
    layout->addWidget(buttons);
    connect(format_, &QComboBox::currentIndexChanged, this, &ReportDialog::adapt_extension);
    connect(browse_button, &QPushButton::clicked, this, &ReportDialog::browse);
    connect(write_, &QPushButton::clicked, this, &ReportDialog::write);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(&studio_.jobs, &Jobs::finished, this, [this](std::uint64_t id) {
        if (id == job_) {
            set_busy(false); // cancelled ones tell nothing else
        }
    });
}

void ReportDialog::set_path(const QString& path) {
    const auto found = std::find(suffixes().begin(), suffixes().end(), QFileInfo(path).suffix());
    path_->setText(path);
    if (found != suffixes().end()) {
        format_->setCurrentIndex(static_cast<int>(found - suffixes().begin()));
    }
    adapt_extension();
}

void ReportDialog::set_measure_latency(bool measure) {
    latency_->setChecked(measure);
}

void ReportDialog::adapt_extension() {
    if (path_->text().isEmpty()) {
        return;
    }
    const QFileInfo info(path_->text());
    const bool ours =
        std::find(suffixes().begin(), suffixes().end(), info.suffix()) != suffixes().end();
    const QString stem = ours ? info.completeBaseName() : info.fileName();
    const QString suffix = suffixes().at(static_cast<std::size_t>(format_->currentIndex()));
    path_->setText(QDir(info.path()).filePath(stem + QLatin1Char('.') + suffix));
}

void ReportDialog::browse() {
    const QString chosen =
        QFileDialog::getSaveFileName(this, tr("Write report"), path_->text(),
                                     tr("Reports (*.html *.pdf *.md *.json);;All files (*)"));
    if (!chosen.isEmpty()) {
        set_path(chosen);
    }
}

void ReportDialog::set_busy(bool busy) {
    progress_->setVisible(busy);
    write_->setEnabled(!busy);
}

void ReportDialog::write() {
    adapt_extension();
    const Document& document = studio_.document;
    const QString target = QFileInfo(path_->text()).absoluteFilePath();
    Recipe recipe = document.recipe();
    recipe.title = document.title().toStdString();
    Task task{document.workspace(),
              std::move(recipe),
              {.seed = document.seed(), .measure_latency = latency_->isChecked()},
              {document.command_line().toStdString(), document.seed()},
              target.toStdString()};
    set_busy(true);
    outcome_->hide();
    job_ = studio_.jobs.start<bool>(
        tr("Report %1").arg(QFileInfo(target).fileName()),
        [task = std::move(task)](const Job& job) { return write_report(task, job); }, this,
        [this, target](bool) {
            studio_.settings.set_last_folder(QFileInfo(target).absolutePath());
            show_outcome(tr("Written: %1").arg(target), true);
            if (look_->isChecked()) {
                QDesktopServices::openUrl(QUrl::fromLocalFile(target));
            }
        },
        [this](const Error& error) {
            show_outcome(tr("Not written: %1").arg(error_text(error)), false);
        });
}

void ReportDialog::show_outcome(const QString& text, bool good) {
    const Hues hues(palette());
    outcome_->setStyleSheet(
        QStringLiteral("QLabel { color: %1; }").arg((good ? hues.good : hues.bad).name()));
    outcome_->setText(text);
    outcome_->show();
}

QString ReportDialog::outcome() const {
    return outcome_->isHidden() ? QString() : outcome_->text();
}

} // namespace espalier::studio
