// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/dialogs/export_dialog.h"

#include "app/studio/document/document.h"
#include "app/studio/shell/message_text.h"
#include "app/studio/shell/settings.h"
#include "app/studio/shell/theme.h"
#include "app/studio/widgets/numbers.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

namespace espalier::studio {

namespace {

constexpr std::size_t kMostLosses = 6; ///< listed one by one

QString extension_text(ExportFormat format) {
    return QString::fromStdString(extension_of(format));
}

QLabel* wrapped(QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

} // namespace

ExportDialog::ExportDialog(const Studio& studio, QWidget* parent)
    : QDialog(parent)
    , studio_(studio)
    , network_(studio.document.working())
    , preprocess_(studio.document.network().preprocess) {
    setObjectName(QStringLiteral("export"));
    build();
    set_path(QDir(studio_.settings.last_folder())
                 .filePath(studio_.document.title() + QStringLiteral("-small.onnx")));
    start_planning();
}

ExportDialog::~ExportDialog() = default;

void ExportDialog::build() {
    setWindowTitle(tr("Export network"));
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(10);
    if (!network_->complete()) {
        auto* warning = wrapped(this);
        warning->setObjectName(QStringLiteral("export-incomplete"));
        warning->setText(tr("Some steps wait to be run or failed: they are left out of the network "
                            "below. Run them first (Ctrl+R) to take them in."));
        layout->addWidget(warning);
    }
    choices_[0].format = ExportFormat::Onnx;
    choices_[1].format = ExportFormat::Espz;
    const std::array<QString, 2> titles{tr("&ONNX: for other programs (opset 17)"),
                                        tr("&Compressed (.espz): the smallest file, for Espalier")};
    for (std::size_t i = 0; i < choices_.size(); ++i) {
        Choice& choice = choices_[i];
        choice.button = new QRadioButton(titles[i], this);
        choice.button->setObjectName(QStringLiteral("export-as") + extension_text(choice.format));
        choice.facts = wrapped(this);
        choice.facts->setObjectName(QStringLiteral("export-facts") + extension_text(choice.format));
        choice.facts->setText(tr("working out the size…"));
        choice.facts->setContentsMargins(24, 0, 0, 6);
        layout->addWidget(choice.button);
        layout->addWidget(choice.facts);
        connect(choice.button, &QRadioButton::toggled, this, &ExportDialog::adapt_extension);
    }

    path_ = new QLineEdit(this);
    path_->setObjectName(QStringLiteral("export-path"));
    path_->setMinimumWidth(420);
    auto* path_label = new QLabel(tr("&File:"), this);
    path_label->setBuddy(path_);
    auto* browse_button = new QPushButton(tr("&Browse…"), this);
    auto* row = new QHBoxLayout;
    row->addWidget(path_label);
    row->addWidget(path_, 1);
    row->addWidget(browse_button);
    layout->addLayout(row);

    progress_ = new QProgressBar(this);
    progress_->setRange(0, 0);
    progress_->setTextVisible(false);
    progress_->hide();
    layout->addWidget(progress_);
    result_ = wrapped(this);
    result_->setObjectName(QStringLiteral("export-result"));
    result_->hide();
    layout->addWidget(result_);
    layout->addStretch(1);

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    export_ = buttons->addButton(tr("&Export"), QDialogButtonBox::ActionRole);
    export_->setObjectName(QStringLiteral("export-write"));
    export_->setDefault(true);
    layout->addWidget(buttons);
    choices_[0].button->setChecked(true);
    connect(browse_button, &QPushButton::clicked, this, &ExportDialog::browse);
    connect(export_, &QPushButton::clicked, this, &ExportDialog::write);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(&studio_.jobs, &Jobs::finished, this, [this](std::uint64_t id) {
        if (id == job_) {
            set_busy(false); // cancelled ones tell nothing else
        }
    });
}

void ExportDialog::start_planning() {
    // A thread of its own: the list of jobs may be long.
    planner_ = std::jthread([this, network = network_, preprocess = preprocess_,
                             formats = std::array{choices_[0].format, choices_[1].format}](
                                const std::stop_token& stop) {
        for (std::size_t i = 0; i < formats.size() && !stop.stop_requested(); ++i) {
            ExportPlan plan;
            std::optional<Error> error;
            try {
                plan = plan_export(network->graph, preprocess, formats[i], Job(stop, {}));
            } catch (...) {
                error = as_error(std::current_exception());
            }
            // The dialog waits for this thread before it goes, and drops what is still queued.
            QMetaObject::invokeMethod(
                this, [this, i, plan, error] { take_plan(i, plan, error); }, Qt::QueuedConnection);
        }
    });
}

void ExportDialog::take_plan(std::size_t index, const ExportPlan& plan,
                             const std::optional<Error>& error) {
    Choice& choice = choices_[index];
    choice.planned = true;
    if (error) {
        choice.button->setEnabled(false);
        choice.facts->setText(tr("not possible: %1").arg(QString::fromUtf8(error->what())));
        return;
    }
    const auto bytes = static_cast<std::int64_t>(plan.bytes);
    const std::int64_t before =
        studio_.document.original() ? studio_.document.original()->metrics.file_bytes : 0;
    QString text = bytes_text(bytes);
    if (before > 0) {
        text += tr(" (%1; the file it came from has %2)")
                    .arg(change_text(static_cast<double>(before), static_cast<double>(bytes)),
                         bytes_text(before));
    }
    if (plan.lost.empty()) {
        text += QLatin1Char('\n') + tr("Nothing is lost.");
    }
    for (std::size_t i = 0; i < std::min(plan.lost.size(), kMostLosses); ++i) {
        text += QStringLiteral("\n• ") + tr("Lost: %1").arg(message_text(plan.lost[i]));
    }
    if (plan.lost.size() > kMostLosses) {
        text += QStringLiteral("\n• ") +
                tr("and %n more", "", static_cast<int>(plan.lost.size() - kMostLosses));
    }
    choice.facts->setText(text);
}

bool ExportDialog::is_planned() const {
    return choices_[0].planned && choices_[1].planned;
}

ExportFormat ExportDialog::format() const {
    return choices_[1].button->isChecked() ? ExportFormat::Espz : ExportFormat::Onnx;
}

void ExportDialog::set_format(ExportFormat format) {
    choices_[format == ExportFormat::Onnx ? 0 : 1].button->setChecked(true);
}

void ExportDialog::set_path(const QString& path) {
    path_->setText(path);
    if (QFileInfo(path).suffix() == QStringLiteral("espz")) {
        set_format(ExportFormat::Espz);
    }
    adapt_extension();
}

QString ExportDialog::path() const {
    return path_->text();
}

void ExportDialog::adapt_extension() {
    if (path_ == nullptr || path_->text().isEmpty()) {
        return;
    }
    const QFileInfo info(path_->text());
    const QString suffix = info.suffix();
    const bool ours = suffix == QStringLiteral("onnx") || suffix == QStringLiteral("espz");
    const QString stem = ours ? info.completeBaseName() : info.fileName();
    path_->setText(QDir(info.path()).filePath(stem + extension_text(format())));
}

void ExportDialog::browse() {
    const QString chosen = QFileDialog::getSaveFileName(
        this, tr("Export network"), path(), tr("Networks (*.onnx *.espz);;All files (*)"));
    if (!chosen.isEmpty()) {
        set_path(chosen);
    }
}

void ExportDialog::set_busy(bool busy) {
    progress_->setVisible(busy);
    export_->setEnabled(!busy);
}

void ExportDialog::write() {
    adapt_extension();
    const QString target = QFileInfo(path()).absoluteFilePath();
    set_busy(true);
    result_->hide();
    job_ = studio_.jobs.start<Exported>(
        tr("Export %1").arg(QFileInfo(target).fileName()),
        [network = network_, preprocess = preprocess_, file = target.toStdString()](
            const Job& job) { return export_network(network->graph, preprocess, file, job); },
        this, [this, target](const Exported& exported) { take_export(target, exported); },
        [this](const Error& error) { take_error(error); });
}

void ExportDialog::take_export(const QString& path, const Exported& exported) {
    set_busy(false);
    studio_.settings.set_last_folder(QFileInfo(path).absolutePath());
    const auto number = [](double value) { return QLocale().toString(value, 'g', 3); };
    QString text =
        tr("Written: %1, %2").arg(path, bytes_text(static_cast<std::int64_t>(exported.bytes)));
    text += QLatin1Char('\n');
    text +=
        exported.check
            ? tr("Read back and run beside the network on random input: largest difference "
                 "%1, largest output %2.")
                  .arg(number(exported.check->max_difference), number(exported.check->max_output))
            : tr("Read back; not run, because this network holds operators that Espalier does "
                 "not run.");
    result_->setStyleSheet(
        QStringLiteral("QLabel { color: %1; }").arg(Hues(palette()).good.name()));
    result_->setText(text);
    result_->show();
}

void ExportDialog::take_error(const Error& error) {
    set_busy(false);
    result_->setStyleSheet(QStringLiteral("QLabel { color: %1; }").arg(Hues(palette()).bad.name()));
    result_->setText(tr("Not written: %1").arg(error_text(error)));
    result_->show();
}

QString ExportDialog::outcome() const {
    return result_->isHidden() ? QString() : result_->text();
}

} // namespace espalier::studio
