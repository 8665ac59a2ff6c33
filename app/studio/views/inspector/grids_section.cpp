// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/inspector/grids_section.h"

#include "app/studio/document/document.h"
#include "app/studio/document/text.h"
#include "app/studio/widgets/figure.h"
#include "core/compress/recipe.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QRegularExpression>
#include <QSpinBox>
#include <QTableWidget>

#include <algorithm>

namespace espalier::studio {

namespace {

constexpr int kUsualBits = 4;
constexpr int kMostBits = 8;
constexpr int kInputBits = 8;
constexpr int kTableHeight = 260;
constexpr int kNameLetters = 18;
constexpr int kRowMargin = 8;

std::vector<GridRow> compare(const Graph& graph, const std::string& origin, int bits,
                             const Job& job) {
    const hw::Technology technology = hw::load_technology(hw::kDefaultTechnology);
    std::vector<GridRow> rows;
    for (const std::string& step : grid_steps(bits)) {
        job.check();
        const GridRow row = grid_row(graph, step, {{origin}, {}}, kInputBits, technology);
        if (row.weights > 0) {
            rows.push_back(row);
        }
    }
    std::ranges::stable_sort(rows, {}, &GridRow::error);
    return rows;
}

/// "minifloat fp16, channel" for "quantise.minifloat:format=fp16,scaling=channel".
QString short_name(QString step) {
    static const QRegularExpression keys(QStringLiteral("[a-z_]+="));
    return step.remove(QStringLiteral("quantise."))
        .remove(keys)
        .replace(u':', u' ')
        .replace(u',', QStringLiteral(", "));
}

} // namespace

GridsSection::GridsSection(const Studio& studio, QWidget* parent)
    : Section(QStringLiteral("section-grids"), parent)
    , studio_(studio)
    , view_(new QTableWidget)
    , figure_(new Figure(QStringLiteral("grids"), view_, this))
    , bits_label_(new QLabel(this))
    , bits_(new QSpinBox(this))
    , add_(new QPushButton(this)) {
    view_->setObjectName(QStringLiteral("grids-table"));
    view_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view_->setSelectionBehavior(QAbstractItemView::SelectRows);
    view_->setSelectionMode(QAbstractItemView::SingleSelection);
    view_->verticalHeader()->hide();
    figure_->setMinimumHeight(kTableHeight);
    figure_->set_table([this] { return table(); });
    bits_->setObjectName(QStringLiteral("grids-bits"));
    bits_->setRange(1, kMostBits);
    bits_->setValue(kUsualBits);
    bits_->setMinimumHeight(24);
    bits_label_->setBuddy(bits_);
    add_->setObjectName(QStringLiteral("try-grid"));
    add_->setMinimumHeight(24);
    auto* line = new QWidget(this);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(bits_label_);
    row->addWidget(bits_);
    row->addStretch(1);
    row->addWidget(add_);
    add(line);
    add(figure_);
    set_expanded(false);
    connect(bits_, &QSpinBox::valueChanged, this, &GridsSection::present);
    connect(add_, &QPushButton::clicked, this, &GridsSection::add_step);
    connect(view_, &QTableWidget::itemDoubleClicked, this, &GridsSection::add_step);
    connect(view_, &QTableWidget::itemSelectionChanged, this,
            [this] { add_->setEnabled(view_->currentRow() >= 0); });
}

void GridsSection::retranslate() {
    set_heading(tr("Compare grids"));
    bits_label_->setText(tr("&Bits"));
    bits_->setAccessibleName(tr("Bits of the grids"));
    bits_->setToolTip(tr("Width of the grids that have one"));
    add_->setText(tr("Try this grid"));
    add_->setToolTip(tr("Adds the chosen step for this layer"));
    figure_->set_title(tr("Every grid on this weight"));
    figure_->set_explanation(
        tr("Lost: the sum of the squared changes over the sum of the squares; SQNR is the same in "
           "decibels. Stored: in .espz, scales and tables included; entropy is what no code of "
           "independent weights goes below.\nEnergy of one multiply-accumulate with an input of 8 "
           "bits (Horowitz, 45 nm): an addition for a sign or a power of two, a product of floats "
           "for a codebook."));
    fill();
}

void GridsSection::present() {
    if (!focus().shown || !focus().after) {
        worker_.forget();
        rows_.clear();
        fill();
        return;
    }
    worker_.post<std::vector<GridRow>>(
        [shown = focus().shown, origin = focus().origin.toStdString(), bits = bits_->value()](
            const Job& job) { return compare(shown->graph, origin, bits, job); },
        [this](const std::vector<GridRow>& rows) {
            rows_ = rows;
            fill();
        });
}

TableData GridsSection::table() const {
    TableData table{tr("Compare grids"),
                    {tr("Grid"), tr("Bits"), tr("Lost [%]"), tr("SQNR [dB]"), tr("Stored [B]"),
                     tr("Entropy [B]"), tr("Energy [pJ]")},
                    {}};
    for (const GridRow& row : rows_) {
        table.rows.push_back({text(row.step), row.bits, 100 * row.error, row.decibels(),
                              qlonglong{row.bytes}, qlonglong{row.entropy_bytes}, row.mac_pj});
    }
    return table;
}

void GridsSection::fill() {
    constexpr int kDigits = 4;
    const TableData all = table();
    view_->setAccessibleName(all.title);
    view_->setColumnCount(static_cast<int>(all.columns.size()));
    view_->setHorizontalHeaderLabels(all.columns);
    view_->setRowCount(static_cast<int>(all.rows.size()));
    for (std::size_t i = 0; i < all.rows.size(); ++i) {
        for (std::size_t column = 0; column < all.rows[i].size(); ++column) {
            const bool counted = all.rows[i][column].typeId() == QMetaType::LongLong;
            auto* item =
                new QTableWidgetItem(cell_text(all.rows[i][column], counted ? 12 : kDigits));
            if (column > 0) {
                item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            } else {
                item->setToolTip(item->text());
                item->setText(short_name(item->text()));
            }
            view_->setItem(static_cast<int>(i), static_cast<int>(column), item);
        }
    }
    view_->resizeColumnsToContents();
    // The figures are to be seen beside it; the whole step is in the tip.
    view_->setColumnWidth(
        0, std::min(view_->columnWidth(0), kNameLetters * view_->fontMetrics().averageCharWidth()));
    view_->verticalHeader()->setDefaultSectionSize(view_->fontMetrics().height() + kRowMargin);
    add_->setEnabled(view_->currentRow() >= 0);
}

void GridsSection::add_step() {
    const int chosen = view_->currentRow();
    if (chosen < 0 || chosen >= static_cast<int>(rows_.size())) {
        return;
    }
    Step step = Step::parse(rows_[static_cast<std::size_t>(chosen)].step);
    step.scope.include = {focus().origin.toStdString()};
    studio_.document.add_step(step);
}

} // namespace espalier::studio
