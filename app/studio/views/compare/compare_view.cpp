// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/compare/compare_view.h"

#include "app/studio/document/document.h"
#include "app/studio/document/selection.h"
#include "app/studio/models/compare_table_model.h"
#include "app/studio/models/layer_filter.h"
#include "app/studio/models/layer_weight.h"
#include "app/studio/views/compare/difference_picture.h"
#include "app/studio/views/compare/disagreement_list.h"
#include "app/studio/views/compare/headline.h"
#include "app/studio/views/compare/pair_chart.h"
#include "app/studio/views/layer_table_view.h"
#include "app/studio/widgets/figure.h"
#include "app/studio/widgets/numbers.h"
#include "app/studio/widgets/table_export.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSignalBlocker>
#include <QSplitter>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace espalier::studio {

namespace {

const QLatin1String kOriginal("original");
const QLatin1String kWorking("working");
const QLatin1String kVariant("variant:");

QString share_text(std::int64_t part, std::int64_t whole) {
    return whole == 0
               ? QStringLiteral("–")
               : percent_text(100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

} // namespace

CompareView::CompareView(const Studio& studio, QWidget* parent)
    : View(studio, parent)
    , a_label_(new QLabel(QStringLiteral("A"), this))
    , b_label_(new QLabel(QStringLiteral("B"), this))
    , a_(new QComboBox(this))
    , b_(new QComboBox(this))
    , swap_(new QToolButton(this))
    , differences_(new QCheckBox(this))
    , export_(new TableExport(
          QStringLiteral("compare"), [this] { return shown_table(); }, this))
    , headline_(new Headline(this))
    , model_(new CompareTableModel(this))
    , filter_(new LayerFilter({CompareTableModel::Layer}, CompareTableModel::DiffersRole,
                              CompareTableModel::SortRole, this))
    , table_(new LayerTableView(
          studio.selection, *filter_, CompareTableModel::OriginRole,
          [this](const QString& origin) { return model_->row_of(origin); }, this))
    , details_(new QTabWidget(this))
    , chart_(new PairChart)
    , picture_(new DifferencePicture)
    , chart_figure_(new Figure(QStringLiteral("weights-a-and-b"), chart_))
    , picture_figure_(new Figure(QStringLiteral("weight-difference"), picture_))
    , pictures_(new DisagreementList)
    , stored_(std::make_shared<StoredBytesCache>()) {
    a_->setObjectName(QStringLiteral("compare-a"));
    b_->setObjectName(QStringLiteral("compare-b"));
    a_label_->setBuddy(a_);
    b_label_->setBuddy(b_);
    for (QComboBox* choice : {a_, b_}) {
        choice->setMinimumHeight(24);
        choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        choice->setMinimumContentsLength(14);
    }
    swap_->setObjectName(QStringLiteral("compare-swap"));
    swap_->setMinimumSize(28, 24);
    swap_->setText(QStringLiteral("⇄"));
    differences_->setObjectName(QStringLiteral("compare-differences"));
    export_->setObjectName(QStringLiteral("compare-export"));
    filter_->setSourceModel(model_);
    table_->setObjectName(QStringLiteral("compare-table"));
    table_->setMinimumHeight(110);
    details_->setObjectName(QStringLiteral("compare-details"));

    auto* bar = new QHBoxLayout;
    bar->addWidget(a_label_);
    bar->addWidget(a_, 1);
    bar->addWidget(swap_);
    bar->addWidget(b_label_);
    bar->addWidget(b_, 1);
    bar->addWidget(differences_);
    bar->addWidget(export_);
    auto* weights = new QSplitter(Qt::Horizontal);
    weights->addWidget(chart_figure_);
    weights->addWidget(picture_figure_);
    weights->setStretchFactor(0, 3);
    weights->setStretchFactor(1, 2);
    weights->setChildrenCollapsible(false);
    details_->addTab(weights, {});
    details_->addTab(pictures_, {});
    auto* split = new QSplitter(Qt::Vertical);
    split->addWidget(table_);
    split->addWidget(details_);
    split->setStretchFactor(0, 1);
    split->setStretchFactor(1, 1);
    split->setChildrenCollapsible(false);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(bar);
    layout->addWidget(headline_);
    layout->addWidget(split, 1);

    chart_figure_->set_table([this] { return histogram_table(); });
    picture_figure_->set_table([this] { return difference_table(); });
    for (QComboBox* choice : {a_, b_}) {
        connect(choice, &QComboBox::currentIndexChanged, this, &View::touch);
    }
    connect(swap_, &QToolButton::clicked, this, &CompareView::swap);
    connect(differences_, &QCheckBox::toggled, this, [this](bool only) {
        table_->keep_selection([&] { filter_->set_differences_only(only); });
    });
    connect(&studio.selection, &Selection::layer_changed, this, [this] {
        if (isVisible()) {
            compare_selected();
        } else {
            touch();
        }
    });
    connect(pictures_, &DisagreementList::evaluate_asked, &studio.document, &Document::evaluate);
    connect(pictures_, &DisagreementList::counted, this, [this](int only_a, int only_b) {
        only_one_ = only_a < 0 ? -1 : only_a + only_b;
        details_->setTabText(1, only_one_ < 0 ? tr("Pictures")
                                              : tr("Pictures (%1)").arg(count_text(only_one_)));
    });
    for (const auto signal : {&Document::opened, &Document::closed, &Document::working_changed,
                              &Document::original_changed, &Document::variants_changed,
                              &Document::data_changed, &Document::accelerator_changed}) {
        connect(&studio.document, signal, this, &View::touch);
    }
    connect(&studio.document, &Document::opened, this, [this] { fitted_ = false; });
}

QString CompareView::title() const {
    return tr("Compare");
}

void CompareView::retranslate() {
    a_->setAccessibleName(tr("First network"));
    b_->setAccessibleName(tr("Second network"));
    swap_->setToolTip(tr("Swap A and B"));
    swap_->setAccessibleName(swap_->toolTip());
    differences_->setText(tr("Differences only"));
    differences_->setToolTip(tr("Leave out layers that are the same on both sides"));
    differences_->setAccessibleName(differences_->text());
    table_->setAccessibleName(tr("Layers of both networks"));
    details_->setTabText(0, tr("Weights of the layer"));
    details_->setTabText(1, only_one_ < 0 ? tr("Pictures")
                                          : tr("Pictures (%1)").arg(count_text(only_one_)));
    chart_figure_->set_explanation(
        tr("How the weights of the selected layer are distributed on both sides.\n"
           "Count of weights by value; zeros are left out and told in the title"));
    picture_figure_->set_explanation(
        tr("How each weight differs: blue where B is smaller, red where it is larger.\n"
           "W(B) − W(A); rows are outputs, columns inputs; the largest where several share a "
           "cell"));
    model_->retranslate();
    fitted_ = false;
}

void CompareView::restyle() {
    fitted_ = false;
}

void CompareView::fill_choices() {
    const Document& document = studio().document;
    std::vector<std::pair<QString, QString>> entries;
    if (document.is_open()) {
        entries.emplace_back(tr("Original"), kOriginal);
        entries.emplace_back(tr("Working"), kWorking);
        for (const SnapshotPtr& variant : document.variants()) {
            const QString name = QString::fromStdString(variant->name);
            entries.emplace_back(name, kVariant + name);
        }
    }
    for (QComboBox* choice : {a_, b_}) {
        const QSignalBlocker quiet(choice);
        const QString wanted = choice->currentData().toString();
        choice->clear();
        for (const auto& [name, key] : entries) {
            choice->addItem(name, key);
            choice->setItemData(choice->count() - 1, name, Qt::ToolTipRole);
        }
        const int found = choice->findData(wanted);
        choice->setCurrentIndex(found >= 0 ? found
                                           : choice->findData(choice == a_ ? kOriginal : kWorking));
    }
}

void CompareView::swap() {
    const int first = a_->currentIndex();
    const int second = b_->currentIndex();
    {
        const QSignalBlocker quiet(a_);
        a_->setCurrentIndex(second);
    }
    b_->setCurrentIndex(first);
    touch();
}

SnapshotPtr CompareView::chosen(const QComboBox& choice) const {
    const Document& document = studio().document;
    const QString key = choice.currentData().toString();
    if (key == kOriginal) {
        return document.original();
    }
    if (key == kWorking) {
        return document.shown();
    }
    for (const SnapshotPtr& variant : document.variants()) {
        if (key == kVariant + QString::fromStdString(variant->name)) {
            return variant;
        }
    }
    return nullptr;
}

void CompareView::refresh() {
    fill_choices();
    const Document& document = studio().document;
    const SnapshotPtr a = document.is_open() ? chosen(*a_) : nullptr;
    const SnapshotPtr b = document.is_open() ? chosen(*b_) : nullptr;
    headline_->show_sides(a, b);
    compare_layers();
    compare_selected();
    const auto is_variant = [](const QComboBox& choice) {
        return choice.currentData().toString().startsWith(kVariant);
    };
    const bool waits = (is_variant(*a_) && a && !a->metrics.accuracy) ||
                       (is_variant(*b_) && b && !b->metrics.accuracy);
    pictures_->show_sides(a, b, document.is_open() ? document.workspace().test_set() : nullptr,
                          !waits);
}

void CompareView::compare_layers() {
    const bool open = studio().document.is_open();
    const SnapshotPtr a = open ? chosen(*a_) : nullptr;
    const SnapshotPtr b = open ? chosen(*b_) : nullptr;
    if (!a || !b) {
        table_work_.forget();
        model_->set_table({});
        return;
    }
    // Bytes follow a moment after the network while a slider moves: never wait for them.
    const LayerTableWants wants{.stored_bytes =
                                    a->metrics.stored_bytes >= 0 && b->metrics.stored_bytes >= 0,
                                .weight_changes = true};
    table_work_.post<LayerTable>(
        [a, b, wants, stored = stored_](const Job& job) {
            return layer_table(*a, *b, wants, *stored, job);
        },
        [this](const LayerTable& table) {
            table_->keep_selection([&] { model_->set_table(table); });
            if (!fitted_ && model_->rowCount() > 0) {
                fitted_ = true;
                table_->resizeColumnsToContents();
                const int widest = fontMetrics().averageCharWidth() * 32;
                const int room = fontMetrics().averageCharWidth() * 2;
                for (int column = 0; column < model_->columnCount(); ++column) {
                    table_->setColumnWidth(column,
                                           std::min(table_->columnWidth(column) + room, widest));
                }
                // Names take what the numbers leave.
                const int left = table_->viewport()->width() - table_->horizontalHeader()->length();
                if (left > 0) {
                    table_->setColumnWidth(CompareTableModel::Layer,
                                           table_->columnWidth(CompareTableModel::Layer) + left);
                }
            }
        });
}

void CompareView::compare_selected() {
    const bool open = studio().document.is_open();
    const SnapshotPtr a = open ? chosen(*a_) : nullptr;
    const SnapshotPtr b = open ? chosen(*b_) : nullptr;
    std::string layer = studio().selection.layer().toStdString();
    if (a && layer.empty()) {
        // As the inspector does: better the layer that matters most than an empty frame.
        layer = heaviest_layer(a->metrics.account);
    }
    if (!a || !b || layer.empty()) {
        weight_work_.forget();
        take_weights({});
        return;
    }
    weight_work_.post<WeightComparison>(
        [a, b, layer](const Job&) { return compare_weights(a->graph, b->graph, layer); },
        [this](const WeightComparison& comparison) { take_weights(comparison); });
}

void CompareView::take_weights(const WeightComparison& comparison) {
    weights_ = comparison;
    const QString layer = QString::fromStdString(weights_.layer);
    const PairHistogram& histogram = weights_.histogram;
    if (!weights_.has_a && !weights_.has_b) {
        const QString nothing = layer.isEmpty() ? tr("Select a layer to see its weights")
                                                : tr("%1 has no weights").arg(layer);
        chart_figure_->set_title(tr("Weights of A and B"));
        chart_->set_message(nothing);
        picture_figure_->set_title(tr("B − A"));
        picture_->set_map({}, nothing);
        return;
    }
    chart_->set_histogram(histogram);
    chart_figure_->set_title(tr("%1 · zeros: A %2, B %3")
                                 .arg(layer, share_text(histogram.zeros_a, histogram.total_a),
                                      share_text(histogram.zeros_b, histogram.total_b)));
    picture_figure_->set_title(tr("%1 · B − A").arg(layer));
    picture_->set_map(weights_.difference,
                      tr("The weights have different shapes on both sides: there is no "
                         "difference to draw."));
}

TableData CompareView::shown_table() const {
    TableData shown;
    shown.title = title();
    for (int column = 0; column < model_->columnCount(); ++column) {
        QString head = model_->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        if (column == CompareTableModel::BytesA || column == CompareTableModel::BytesB) {
            head += tr(" [bytes]");
        } else if (column == CompareTableModel::Change) {
            head += QStringLiteral(" [%]");
        }
        shown.columns << head;
    }
    for (int row = 0; row < filter_->rowCount(); ++row) {
        std::vector<QVariant> cells;
        for (int column = 0; column < model_->columnCount(); ++column) {
            cells.push_back(filter_->index(row, column).data(CompareTableModel::ExactRole));
        }
        shown.rows.push_back(std::move(cells));
    }
    return shown;
}

TableData CompareView::histogram_table() const {
    TableData shown;
    const PairHistogram& histogram = weights_.histogram;
    shown.title = QString::fromStdString(weights_.layer);
    shown.columns = QStringList({tr("from"), tr("to"), tr("A count"), tr("B count")});
    const double width = histogram.a.empty() ? 0
                                             : (histogram.high - histogram.low) /
                                                   static_cast<double>(histogram.a.size());
    for (std::size_t i = 0; i < histogram.a.size(); ++i) {
        const double left = histogram.low + width * static_cast<double>(i);
        shown.rows.push_back({left, left + width, static_cast<qlonglong>(histogram.a[i]),
                              static_cast<qlonglong>(histogram.b[i])});
    }
    return shown;
}

TableData CompareView::difference_table() const {
    TableData shown;
    const DifferenceMap& map = weights_.difference;
    shown.title = QString::fromStdString(weights_.layer);
    shown.columns << tr("output");
    for (int column = 0; column < map.columns; ++column) {
        shown.columns << QString::number(column * map.inputs / map.columns);
    }
    for (int row = 0; row < map.rows; ++row) {
        std::vector<QVariant> cells = {static_cast<qlonglong>(row * map.outputs / map.rows)};
        for (int column = 0; column < map.columns; ++column) {
            cells.emplace_back(static_cast<double>(
                map.cells[static_cast<std::size_t>(row * map.columns + column)]));
        }
        shown.rows.push_back(std::move(cells));
    }
    return shown;
}

} // namespace espalier::studio
