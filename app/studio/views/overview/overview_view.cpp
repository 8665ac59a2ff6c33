// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/overview/overview_view.h"

#include "app/studio/document/document.h"
#include "app/studio/document/selection.h"
#include "app/studio/models/headline.h"
#include "app/studio/shell/theme.h"
#include "app/studio/views/overview/choosers.h"
#include "app/studio/views/overview/facts.h"
#include "app/studio/views/overview/layer_bars.h"
#include "app/studio/views/overview/storage_figure.h"
#include "app/studio/views/overview/tile.h"
#include "app/studio/views/overview/treemap.h"
#include "app/studio/widgets/figure.h"
#include "app/studio/widgets/numbers.h"

#include <QComboBox>
#include <QFormLayout>
#include <QFrame>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace espalier::studio {

namespace {

QComboBox* make_choice(const QString& name, int entries, QWidget* parent) {
    auto* box = new QComboBox(parent);
    box->setObjectName(name);
    box->setMinimumHeight(24);
    for (int i = 0; i < entries; ++i) {
        box->addItem(QString());
    }
    return box;
}

} // namespace

OverviewView::OverviewView(const Studio& studio, QWidget* parent)
    : View(studio, parent)
    , area_(new QScrollArea(this))
    , page_(new QWidget)
    , tile_grid_(new QGridLayout)
    , choosers_(new Choosers(studio, page_))
    , storage_(new StorageFigure(studio, page_))
    , facts_heading_(new QLabel(page_))
    , facts_(new QFormLayout)
    , layer_bytes_(std::make_shared<LayerBytes>()) {
    area_->setWidget(page_);
    area_->setWidgetResizable(true);
    area_->setFrameShape(QFrame::NoFrame);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(area_);

    auto* layout = new QVBoxLayout(page_);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    build_badges(*layout);
    for (const char* id : {"accuracy", "size", "macs", "energy"}) {
        tiles_.push_back(new Tile(QLatin1String(id), page_));
    }
    tile_grid_->setSpacing(8);
    layout->addLayout(tile_grid_);
    layout->addWidget(choosers_);
    build_charts(*layout);
    layout->addWidget(storage_);
    layout->addWidget(facts_heading_);
    facts_->setRowWrapPolicy(QFormLayout::DontWrapRows);
    facts_->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    layout->addLayout(facts_);
    layout->addStretch(1);
    arrange_tiles();
    restyle();
    connect_changes();
}

OverviewView::~OverviewView() = default;

void OverviewView::build_badges(QBoxLayout& into) {
    incomplete_ = new QLabel(page_);
    incomplete_->setObjectName(QStringLiteral("overview-incomplete"));
    incomplete_->setWordWrap(true);
    into.addWidget(incomplete_);
    masked_ = new QFrame(page_);
    masked_->setObjectName(QStringLiteral("overview-masked"));
    masked_->setFrameShape(QFrame::StyledPanel);
    masked_text_ = new QLabel(masked_);
    masked_text_->setWordWrap(true);
    masked_text_->setTextFormat(Qt::PlainText);
    remove_ = new QPushButton(masked_);
    remove_->setObjectName(QStringLiteral("remove-zero-channels"));
    remove_->setMinimumHeight(24);
    auto* line = new QHBoxLayout(masked_);
    line->setContentsMargins(8, 4, 8, 4);
    line->addWidget(masked_text_, 1);
    line->addWidget(remove_);
    into.addWidget(masked_);
    connect(remove_, &QPushButton::clicked, this, &OverviewView::remove_zero_channels);
}

void OverviewView::build_charts(QBoxLayout& into) {
    treemap_ = new Treemap;
    map_figure_ = new Figure(QStringLiteral("parameters-treemap"), treemap_, page_);
    colour_ = make_choice(QStringLiteral("treemap-colour"), 2, map_figure_);
    map_figure_->add_control(colour_);
    map_figure_->setMinimumHeight(260);
    bars_ = new LayerBars;
    auto* scroll = new QScrollArea;
    scroll->setWidget(bars_);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->viewport()->setBackgroundRole(QPalette::Base);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    bars_figure_ = new Figure(QStringLiteral("layers-before-after"), scroll, page_);
    bars_figure_->setMinimumHeight(260);
    measure_ = make_choice(QStringLiteral("bars-measure"), 4, bars_figure_);
    bars_figure_->add_control(measure_);
    charts_ = new QBoxLayout(QBoxLayout::LeftToRight);
    charts_->addWidget(map_figure_, 1);
    charts_->addWidget(bars_figure_, 1);
    into.addLayout(charts_);

    connect(treemap_, &Treemap::chosen, this, &OverviewView::choose_layer);
    connect(bars_, &LayerBars::chosen, this, &OverviewView::choose_layer);
    connect(colour_, &QComboBox::currentIndexChanged, this, [this](int index) {
        treemap_->set_colour(index == 1 ? Treemap::Colour::Sparsity : Treemap::Colour::Operator);
    });
    connect(measure_, &QComboBox::currentIndexChanged, this, [this] { show_bars(); });
    map_figure_->set_table([this] {
        TableData table{tr("Parameters by layer"),
                        {tr("Layer"), tr("Operator"), tr("Parameters, original"),
                         tr("Parameters, now"), tr("Not zero, original"), tr("Not zero, now"),
                         tr("Zero weights, now [%]")},
                        {}};
        for (const LayerRow& row : rows_) {
            if (row.before.params > 0 || row.after.params > 0) {
                const LayerSums& named = row.before.present ? row.before : row.after;
                table.rows.push_back({QString::fromStdString(row.origin),
                                      QString::fromStdString(named.ops),
                                      qlonglong{row.before.params}, qlonglong{row.after.params},
                                      qlonglong{row.before.nonzeros}, qlonglong{row.after.nonzeros},
                                      100 * row.after.sparsity()});
            }
        }
        return table;
    });
    bars_figure_->set_table([this] {
        TableData table{measure_->currentText(), {tr("Layer"), tr("Original"), tr("Now")}, {}};
        for (const LayerBars::Bar& bar : bars_->bars()) {
            const auto cell = [](const std::optional<double>& value) {
                return value ? QVariant(static_cast<qlonglong>(*value)) : QVariant();
            };
            table.rows.push_back({bar.origin, cell(bar.before), cell(bar.after)});
        }
        return table;
    });
}

void OverviewView::connect_changes() {
    const Document& document = studio().document;
    for (const auto signal :
         {&Document::opened, &Document::closed, &Document::working_changed,
          &Document::original_changed, &Document::data_changed, &Document::accelerator_changed}) {
        connect(&document, signal, this, &View::touch);
    }
    connect(&document, &Document::working_changed, storage_, &StorageFigure::outdate);
    connect(&document, &Document::closed, storage_, &StorageFigure::outdate);
    connect(&document, &Document::opened, this, &OverviewView::show_facts);
    connect(&studio().selection, &Selection::layer_changed, this, [this](const QString& origin) {
        treemap_->set_selected(origin);
        bars_->set_selected(origin);
    });
}

QString OverviewView::title() const {
    return tr("Overview");
}

void OverviewView::retranslate() {
    area_->setAccessibleName(title());
    remove_->setText(tr("Remove the zero channels"));
    remove_->setToolTip(tr("Adds the step that takes channels out which contribute nothing, and "
                           "proves that the outputs stay the same"));
    map_figure_->set_title(tr("Parameters by layer"));
    map_figure_->set_explanation(
        tr("Area: parameters of the layer in the original. Filled from below: the share that is "
           "left and not zero.\nClick or use the arrow keys to choose a layer."));
    colour_->setItemText(0, tr("by operator"));
    colour_->setItemText(1, tr("by zero weights"));
    colour_->setAccessibleName(tr("Colour of the layers"));
    colour_->setToolTip(tr("What the colour of a layer means"));
    bars_figure_->set_title(tr("Layers: original and now"));
    bars_figure_->set_explanation(
        tr("Grey: the original. Coloured: the network shown, with the change.\nClick or use Up "
           "and Down to choose a layer."));
    measure_->setItemText(0, tr("Parameters"));
    measure_->setItemText(1, tr("Not zero"));
    measure_->setItemText(2, tr("Stored bytes"));
    measure_->setItemText(3, tr("MACs"));
    measure_->setAccessibleName(tr("Quantity"));
    measure_->setToolTip(tr("What the bars measure"));
    storage_->retranslate_figure();
    facts_heading_->setText(tr("About this network"));
    show_facts();
}

void OverviewView::restyle() {
    QFont bold = font();
    bold.setBold(true);
    facts_heading_->setFont(bold);
    QPalette warning;
    warning.setColor(QPalette::WindowText, Hues(palette()).warning);
    incomplete_->setPalette(warning);
}

void OverviewView::resizeEvent(QResizeEvent* event) {
    View::resizeEvent(event);
    arrange_tiles();
}

void OverviewView::arrange_tiles() {
    // As many beside each other as their texts allow.
    const int letters = fontMetrics().averageCharWidth();
    int needed = 0;
    for (const Tile* tile : tiles_) {
        needed += tile->minimumSizeHint().width() + tile_grid_->spacing();
    }
    const int columns = width() >= needed + 4 * letters ? 4 : width() >= 70 * letters ? 2 : 1;
    if (tile_grid_->count() == 0 || tile_grid_->property("columns").toInt() != columns) {
        for (std::size_t i = 0; i < tiles_.size(); ++i) {
            tile_grid_->removeWidget(tiles_[i]);
            const auto at = static_cast<int>(i);
            tile_grid_->addWidget(tiles_[i], at / columns, at % columns);
        }
        for (int column = 0; column < 4; ++column) {
            tile_grid_->setColumnStretch(column, column < columns ? 1 : 0);
        }
        tile_grid_->setProperty("columns", columns);
    }
    charts_->setDirection(width() >= 95 * letters ? QBoxLayout::LeftToRight
                                                  : QBoxLayout::TopToBottom);
}

void OverviewView::refresh() {
    const Document& document = studio().document;
    const SnapshotPtr shown = document.shown();
    const SnapshotPtr original = document.original();
    page_->setEnabled(shown != nullptr);
    choosers_->follow();
    show_badges();
    if (!shown || !original) {
        rows_.clear();
        bytes_.reset();
        bytes_of_.reset();
        worker_.forget();
        treemap_->set_rows({});
        show_bars();
        return;
    }
    const std::vector<HeadlineTile> figures = headline(document);
    for (std::size_t i = 0; i < figures.size(); ++i) {
        tiles_[i]->show_tile(figures[i]);
    }
    arrange_tiles();
    rows_ = layer_rows(original->metrics.account, shown->metrics.account);
    treemap_->set_rows(rows_);
    treemap_->set_selected(studio().selection.layer());
    bars_->set_selected(studio().selection.layer());
    show_bars();
}

void OverviewView::show_badges() {
    const SnapshotPtr shown = studio().document.shown();
    incomplete_->setVisible(shown && !shown->complete());
    const std::int64_t masked = shown ? masked_weights(shown->graph) : 0;
    masked_->setVisible(masked > 0);
    incomplete_->setText(
        tr("These figures include only steps that have run; others wait or failed."));
    if (masked > 0) {
        masked_text_->setText(tr("Masked, not removed: %1 weights are zero and still take part in "
                                 "every operation. They save bytes only in a sparse format.")
                                  .arg(count_text(masked)));
    }
}

void OverviewView::show_facts() {
    while (facts_->rowCount() > 0) {
        facts_->removeRow(0);
    }
    if (!studio().document.is_open()) {
        return;
    }
    for (const auto& [label, value] : network_facts(studio().document.network())) {
        auto* field = new QLabel(value, page_);
        field->setWordWrap(true);
        field->setTextFormat(Qt::PlainText);
        field->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        field->setFocusPolicy(Qt::NoFocus);
        facts_->addRow(label, field);
    }
}

OverviewView::Measure OverviewView::measure() const {
    return static_cast<Measure>(std::max(0, measure_->currentIndex()));
}

void OverviewView::show_bars() {
    const Measure what = measure();
    const SnapshotPtr shown = studio().document.shown();
    if (what == Measure::Bytes && shown && bytes_of_ != shown) {
        count_bytes();
    }
    const auto number = [](const LayerSums& sums, std::int64_t value) {
        return sums.present ? std::optional<double>(static_cast<double>(value)) : std::nullopt;
    };
    const auto stored = [](const Bytes& bytes, const std::string& origin, bool present) {
        const auto found = bytes.find(origin);
        return !present               ? std::nullopt
               : found == bytes.end() ? std::optional<double>(0)
                                      : std::optional<double>(static_cast<double>(found->second));
    };
    std::vector<LayerBars::Bar> bars;
    for (const LayerRow& row : rows_) {
        LayerBars::Bar bar{QString::fromStdString(row.origin), {}, {}};
        switch (what) {
        case Measure::Params:
            bar.before = number(row.before, row.before.params);
            bar.after = number(row.after, row.after.params);
            break;
        case Measure::Nonzeros:
            bar.before = number(row.before, row.before.nonzeros);
            bar.after = number(row.after, row.after.nonzeros);
            break;
        case Measure::Macs:
            bar.before = number(row.before, row.before.macs);
            bar.after = number(row.after, row.after.macs);
            break;
        case Measure::Bytes:
            if (bytes_) {
                bar.before = stored(bytes_->before, row.origin, row.before.present);
                bar.after = stored(bytes_->after, row.origin, row.after.present);
            }
            break;
        }
        // Layers that never have any of it would only hide the others.
        const bool has_params = row.before.params > 0 || row.after.params > 0;
        const bool counts =
            what == Measure::Macs ? row.before.macs > 0 || row.after.macs > 0 : has_params;
        if (counts) {
            bars.push_back(std::move(bar));
        }
    }
    bars_->set_bars(
        std::move(bars),
        what == Measure::Bytes
            ? [](double value) { return bytes_text(static_cast<std::int64_t>(value)); }
            : [](double value) { return short_count_text(value); });
}

void OverviewView::count_bytes() {
    const SnapshotPtr shown = studio().document.shown();
    const SnapshotPtr original = studio().document.original();
    bytes_of_ = shown;
    worker_.post<BytesOfBoth>(
        [shown, original, counter = layer_bytes_](const Job& job) {
            return BytesOfBoth{counter->by_origin(original->graph, job),
                               counter->by_origin(shown->graph, job)};
        },
        [this](const BytesOfBoth& bytes) {
            bytes_ = bytes;
            show_bars();
        });
}

void OverviewView::choose_layer(const QString& origin) {
    studio().selection.set_layer(origin);
}

void OverviewView::remove_zero_channels() {
    studio().document.add_step(Step(technique_for("materialise")));
}

} // namespace espalier::studio
