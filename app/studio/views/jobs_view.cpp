// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/jobs_view.h"

#include "app/studio/document/jobs.h"
#include "app/studio/shell/message_text.h"
#include "app/studio/widgets/numbers.h"

#include <QHeaderView>
#include <QTableWidget>
#include <QVBoxLayout>

#include <array>

namespace espalier::studio {

namespace {

QString state_text(const JobStatus& status) {
    switch (status.state) {
    case JobStatus::State::Queued:
        return JobsView::tr("waits");
    case JobStatus::State::Running:
        return JobsView::tr("running");
    case JobStatus::State::Done:
        return JobsView::tr("done");
    case JobStatus::State::Failed:
        return JobsView::tr("failed");
    case JobStatus::State::Cancelled:
        return JobsView::tr("cancelled");
    }
    return {};
}

QString detail_text(const JobStatus& status) {
    if (!status.error) {
        return status.state == JobStatus::State::Running ? status.what : QString();
    }
    QString text = error_text(*status.error);
    if (const QString advice = advice_text(*status.error); !advice.isEmpty()) {
        text += QStringLiteral(" — ") + advice;
    }
    return text;
}

} // namespace

JobsView::JobsView(const Studio& studio, QWidget* parent)
    : View(studio, parent)
    , table_(new QTableWidget(0, 4, this)) {
    table_->setObjectName(QStringLiteral("jobs-table"));
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->verticalHeader()->hide();
    table_->horizontalHeader()->setStretchLastSection(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(table_);
    connect(&studio.jobs, &Jobs::changed, this, &View::touch);
}

QString JobsView::title() const {
    return tr("Jobs");
}

void JobsView::retranslate() {
    table_->setAccessibleName(title());
    table_->setHorizontalHeaderLabels({tr("Job"), tr("State"), tr("Time"), tr("Detail")});
}

void JobsView::refresh() {
    const auto& history = studio().jobs.history();
    const auto rows = static_cast<int>(history.size());
    const bool grown = table_->rowCount() != rows;
    table_->setRowCount(rows);
    for (int row = 0; row < rows; ++row) {
        const JobStatus& status = history[static_cast<std::size_t>(row)];
        const bool begun = status.state != JobStatus::State::Queued;
        const std::array<QString, 4> cells = {status.title, state_text(status),
                                              begun ? ms_text(status.seconds * 1000) : QString(),
                                              detail_text(status)};
        for (int column = 0; column < 4; ++column) {
            if (table_->item(row, column) == nullptr) {
                table_->setItem(row, column, new QTableWidgetItem);
            }
            const QString& cell = cells[static_cast<std::size_t>(column)];
            table_->item(row, column)->setText(cell);
            table_->item(row, column)->setToolTip(cell);
        }
    }
    if (grown) {
        table_->resizeColumnToContents(0);
    }
}

} // namespace espalier::studio
