// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/graph/graph_view.h"

#include "app/studio/document/document.h"
#include "app/studio/document/selection.h"
#include "app/studio/document/text.h"
#include "app/studio/models/graph_dot.h"
#include "app/studio/shell/message_text.h"
#include "app/studio/shell/theme.h"
#include "app/studio/views/graph/colour_legend.h"
#include "app/studio/views/graph/graph_canvas.h"
#include "app/studio/widgets/figure.h"
#include "app/studio/widgets/numbers.h"

#include <QComboBox>
#include <QGraphicsScene>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QScopedValueRollback>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace espalier::studio {

namespace {

constexpr std::array kMetrics = {
    GraphMetric::Params, GraphMetric::Macs,   GraphMetric::Sparsity, GraphMetric::WeightBits,
    GraphMetric::Energy, GraphMetric::Change, GraphMetric::Operators};
constexpr double kZoomStep = 1.25;
/// Pictures of very deep networks are saved smaller, so that any program opens them.
constexpr double kLongestPicture = 15000;

QString metric_text(GraphMetric metric) {
    switch (metric) {
    case GraphMetric::Operators:
        return GraphView::tr("No colours");
    case GraphMetric::Params:
        return GraphView::tr("Parameters");
    case GraphMetric::Macs:
        return GraphView::tr("MACs");
    case GraphMetric::Sparsity:
        return GraphView::tr("Sparsity");
    case GraphMetric::WeightBits:
        return GraphView::tr("Weight bits");
    case GraphMetric::Energy:
        return GraphView::tr("Modelled energy");
    case GraphMetric::Change:
        return GraphView::tr("Change of weight data");
    }
    return {};
}

QString metric_help(GraphMetric metric) {
    switch (metric) {
    case GraphMetric::Sparsity:
        return GraphView::tr("Share of zeros among the weights that are multiplied.");
    case GraphMetric::WeightBits:
        return GraphView::tr("Width of one stored weight; the widest where blocks are closed.");
    case GraphMetric::Energy:
        return GraphView::tr("Energy for one picture on the chosen accelerator, modelled.");
    case GraphMetric::Change:
        return GraphView::tr("Non-zero weights times their bits, against the original.");
    default:
        return {};
    }
}

bool is_block(const PictureNode& node) {
    return node.kind == PictureNode::Kind::Run || node.kind == PictureNode::Kind::Block;
}

/// Operators without weights are one line: there is little to say of a Relu.
bool is_small(const PictureNode& node) {
    return node.kind == PictureNode::Kind::Operator && node.detail.empty();
}

/// Sizes by the number of characters: the layout is made where no font is at hand.
std::vector<LayoutBox> box_sizes(const NetworkPicture& picture, double character, double line) {
    std::vector<LayoutBox> boxes;
    for (const PictureNode& node : picture.nodes) {
        const auto wide = [&](const std::string& words) {
            return static_cast<double>(text(words).size()) * character;
        };
        LayoutBox box;
        if (is_small(node)) {
            box = {std::clamp(wide(node.op) * 1.1 + 24, 70.0, 30 * character), line + 10};
        } else if (is_block(node)) {
            box = {std::clamp(wide(node.detail) + 28, 20 * character, 36 * character),
                   3 * line + 14};
        } else {
            const bool operates = node.kind == PictureNode::Kind::Operator;
            const double widest = std::max(
                wide(node.name) * 1.15, wide(operates ? node.op + " " + node.detail : node.detail));
            box = {std::clamp(widest + 28, 16 * character, 32 * character),
                   (operates ? 3 : 2) * line + 12};
        }
        boxes.push_back(box);
    }
    return boxes;
}

} // namespace

GraphView::GraphView(const Studio& studio, QWidget* parent)
    : View(studio, parent)
    , canvas_(new GraphCanvas)
    , legend_(new ColourLegend)
    , hint_(new QLabel)
    , metric_(new QComboBox(this))
    , metric_label_(new QLabel(this))
    , search_(new QLineEdit(this))
    , expand_(new QToolButton(this))
    , smaller_(new QToolButton(this))
    , larger_(new QToolButton(this))
    , fit_(new QToolButton(this)) {
    auto* content = new QWidget;
    auto* stacked = new QVBoxLayout(content);
    stacked->setContentsMargins(0, 0, 0, 0);
    stacked->setSpacing(0);
    stacked->addWidget(canvas_, 1);
    auto* foot = new QHBoxLayout;
    foot->addWidget(legend_);
    foot->addWidget(hint_, 1);
    stacked->addLayout(foot);
    figure_ = new Figure(QStringLiteral("graph"), content, this);

    metric_->setObjectName(QStringLiteral("graph-metric"));
    metric_->setMinimumHeight(24);
    for (const GraphMetric metric : kMetrics) {
        metric_->addItem({}, static_cast<int>(metric));
    }
    metric_label_->setBuddy(metric_);
    search_->setObjectName(QStringLiteral("graph-search"));
    search_->setClearButtonEnabled(true);
    hint_->setObjectName(QStringLiteral("graph-hint"));
    hint_->setWordWrap(true);
    const std::pair<QToolButton*, const char*> buttons[] = {{expand_, "graph-expand"},
                                                            {smaller_, "graph-smaller"},
                                                            {larger_, "graph-larger"},
                                                            {fit_, "graph-fit"}};
    for (const auto& [button, name] : buttons) {
        button->setObjectName(QLatin1String(name));
        button->setMinimumSize(28, 24);
    }
    smaller_->setText(QStringLiteral("−"));
    larger_->setText(QStringLiteral("+"));
    auto* bar = new QHBoxLayout;
    bar->addWidget(metric_label_);
    bar->addWidget(metric_);
    bar->addWidget(search_, 1);
    for (const auto& [button, name] : buttons) {
        bar->addWidget(button);
    }
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(bar);
    layout->addWidget(figure_, 1);

    figure_->set_table([this] { return table(); });
    figure_->add_format(QStringLiteral("dot"), [this] { return dot(); });
    const auto scale = [this] {
        const QRectF all = canvas_->sceneRect();
        return std::min(1.0, kLongestPicture / std::max({all.width(), all.height(), 1.0}));
    };
    figure_->set_drawing(
        [this, scale] {
            const QSizeF all = canvas_->sceneRect().size() * scale();
            return QSize(std::max(static_cast<int>(all.width()), legend_->sizeHint().width()),
                         static_cast<int>(all.height()) + legend_->sizeHint().height());
        },
        [this, scale](QPainter& painter) {
            const QRectF all = canvas_->sceneRect();
            const QRectF target(QPointF(), all.size() * scale());
            canvas_->scene()->render(&painter, target, all);
            painter.setFont(font());
            legend_->draw(painter, QRectF(QPointF(0, target.height()), legend_->sizeHint()));
        });

    connect(metric_, &QComboBox::currentIndexChanged, this, &GraphView::recolour);
    connect(search_, &QLineEdit::textChanged, this, &GraphView::search);
    connect(search_, &QLineEdit::returnPressed, this, &GraphView::next_match);
    connect(expand_, &QToolButton::clicked, this, &GraphView::toggle_all);
    connect(smaller_, &QToolButton::clicked, this, [this] { canvas_->zoom_by(1 / kZoomStep); });
    connect(larger_, &QToolButton::clicked, this, [this] { canvas_->zoom_by(kZoomStep); });
    connect(fit_, &QToolButton::clicked, this, [this] { canvas_->fit(); });
    connect(canvas_, &GraphCanvas::current_picked, this, &GraphView::pick);
    connect(canvas_, &GraphCanvas::activated, this, &GraphView::toggle);
    connect(&studio.selection, &Selection::layer_changed, this, &GraphView::follow_selection);
    for (const auto signal : {&Document::opened, &Document::closed, &Document::working_changed,
                              &Document::original_changed, &Document::accelerator_changed}) {
        connect(&studio.document, signal, this, &View::touch);
    }
    connect(&studio.document, &Document::opened, this, [this] {
        blocks_.reset();
        open_.clear();
        keep_.clear();
        drawing_ = {};
    });
}

QString GraphView::title() const {
    return tr("Graph");
}

void GraphView::retranslate() {
    figure_->set_title(tr("Operators of the network, from input to output"));
    figure_->set_explanation(tr(
        "Boxes are operators, arrows are what flows between them. Blocks that repeat are one "
        "box until it is opened.\nArrow keys walk along the edges, Enter or a double click opens "
        "and closes blocks, Ctrl and the wheel zoom."));
    canvas_->setAccessibleName(tr("Graph of the network"));
    metric_label_->setText(tr("Colour"));
    for (std::size_t i = 0; i < kMetrics.size(); ++i) {
        metric_->setItemText(static_cast<int>(i), metric_text(kMetrics[i]));
        metric_->setItemData(static_cast<int>(i), metric_help(kMetrics[i]), Qt::ToolTipRole);
    }
    metric_->setAccessibleName(tr("Metric that colours the graph"));
    search_->setPlaceholderText(tr("Find by name or operator"));
    search_->setAccessibleName(tr("Find in the graph"));
    smaller_->setToolTip(tr("Smaller (−)"));
    larger_->setToolTip(tr("Larger (+)"));
    fit_->setText(tr("Fit"));
    fit_->setToolTip(tr("Show the whole network (0)"));
    smaller_->setAccessibleName(tr("Zoom out"));
    larger_->setAccessibleName(tr("Zoom in"));
    fit_->setAccessibleName(tr("Fit the network into the window"));
    recolour();
}

void GraphView::restyle() {
    // Boxes are as large as their text.
    drawing_.boxes.clear();
}

GraphMetric GraphView::metric() const {
    return static_cast<GraphMetric>(metric_->currentData().toInt());
}

void GraphView::refresh() {
    const Document& document = studio().document;
    const SnapshotPtr original = document.is_open() ? document.original() : nullptr;
    const SnapshotPtr shown = document.is_open() ? document.shown() : nullptr;
    if (!original || !shown) {
        work_.forget();
        drawing_ = {};
        canvas_->set_graph({}, {}, {});
        recolour();
        return;
    }
    const QFontMetricsF metrics(font());
    const double character = metrics.averageCharWidth() * 1.1;
    const double line = metrics.height();
    work_.post<Drawing>(
        [=, blocks = blocks_, open = open_, old = drawing_](const Job& job) {
            Drawing next;
            next.shown = shown;
            next.blocks =
                blocks ? blocks : std::make_shared<const Blocks>(find_blocks(original->graph));
            next.picture = network_picture(shown->graph, *next.blocks, open);
            next.placed = old.boxes.empty() || !next.picture.same_structure(old.picture);
            if (next.placed) {
                next.boxes = box_sizes(next.picture, character, line);
                next.layout = layered_layout(next.boxes, next.picture.edges, {}, job);
            } else {
                next.boxes = old.boxes;
                next.layout = old.layout;
            }
            return next;
        },
        [this](const Drawing& next) { take(next); },
        [this](const Error& error) { hint_->setText(error_text(error)); });
}

void GraphView::take(Drawing drawing) {
    const bool first = !blocks_;
    drawing_ = std::move(drawing);
    blocks_ = drawing_.blocks;
    if (drawing_.placed) {
        canvas_->set_graph(drawing_.boxes, drawing_.picture.edges, drawing_.layout);
    }
    recolour();
    search();
    if (first) {
        canvas_->show_start();
    }
    if (drawing_.placed) {
        const std::string layer = keep_.empty() ? studio().selection.layer().toStdString() : keep_;
        canvas_->set_current(drawing_.picture.holding(drawing_.shown->graph, layer), true);
        keep_.clear();
    }
    expand_->setVisible(!blocks_->all.empty());
    expand_->setText(open_.empty() ? tr("Open blocks") : tr("Close blocks"));
    expand_->setToolTip(tr("Repeated blocks as one box each, or with all their operators"));
    expand_->setAccessibleName(expand_->text());
    describe();
}

QString GraphView::node_title(const PictureNode& node) const {
    switch (node.kind) {
    case PictureNode::Kind::Run:
        return tr("▸ %1 equal blocks").arg(node.count);
    case PictureNode::Kind::Block:
        return tr("▸ block %1").arg(node.count);
    case PictureNode::Kind::Operator:
        return is_small(node) ? text(node.op) : text(node.name);
    default:
        return text(node.name);
    }
}

QString GraphView::value_text(const std::optional<double>& value) const {
    if (!value) {
        return {};
    }
    switch (colouring_.metric) {
    case GraphMetric::Operators:
        return {};
    case GraphMetric::Params:
        return tr("%1 parameters").arg(short_count_text(*value));
    case GraphMetric::Macs:
        return tr("%1 MACs").arg(short_count_text(*value));
    case GraphMetric::Sparsity:
        return percent_text(100 * *value);
    case GraphMetric::WeightBits:
        return tr("%1 bit").arg(count_text(static_cast<std::int64_t>(*value)));
    case GraphMetric::Energy: {
        const auto& model = drawing_.shown->metrics.model;
        return model && model->relative ? tr("%1 × a MAC").arg(short_count_text(*value))
                                        : energy_text(*value);
    }
    case GraphMetric::Change:
        return change_text(1, 1 + *value);
    }
    return {};
}

BoxLook GraphView::look(std::size_t index) const {
    const PictureNode& node = drawing_.picture.nodes[index];
    const auto& value = colouring_.values[index];
    BoxLook look;
    look.title = node_title(node);
    look.fill = ColourLegend::colour(colouring_, value, palette());
    look.stacked = is_block(node);
    look.rounded = node.kind == PictureNode::Kind::Input || node.kind == PictureNode::Kind::Output;
    const QString detail = text(node.detail);
    const QString operation =
        node.op.empty() || is_small(node) ? detail : text(node.op) + u' ' + detail;
    const QString worth = value_text(value);
    if (!is_small(node)) {
        look.detail = operation;
        look.value = worth;
    }
    QStringList tip = {is_small(node) ? text(node.name) : look.title};
    for (const QString& part : {is_small(node) ? text(node.op) : operation, worth}) {
        if (!part.isEmpty()) {
            tip << part;
        }
    }
    if (node.kind == PictureNode::Kind::Operator) {
        const Shape& output = drawing_.shown->metrics.account.layers[node.members.front()].output;
        tip << tr("output %1").arg(text(output.str()));
    }
    look.tip = tip.join(u'\n');
    return look;
}

void GraphView::recolour() {
    const SnapshotPtr original = studio().document.original();
    if (!drawing_.shown || !original) {
        legend_->set_scale({}, {}, {}, {});
        hint_->clear();
        return;
    }
    colouring_ = colour_by(metric(), drawing_.picture, *drawing_.shown, *original);
    std::vector<BoxLook> looks;
    for (std::size_t i = 0; i < drawing_.picture.nodes.size(); ++i) {
        looks.push_back(look(i));
    }
    canvas_->set_looks(looks);
    const bool any = std::any_of(colouring_.values.begin(), colouring_.values.end(),
                                 [](const auto& value) { return value.has_value(); });
    if (any) {
        legend_->set_scale(colouring_, metric_text(metric()), value_text(colouring_.low),
                           value_text(colouring_.high));
    } else {
        legend_->set_scale({}, {}, {}, {});
    }
    legend_->setVisible(any);
    hint_->setText(colouring_.known ? QString()
                                    : tr("Choose an accelerator to see energies; none is modelled "
                                         "now."));
    describe();
}

void GraphView::search() {
    const QString wanted = search_->text().trimmed();
    if (wanted.isEmpty() || !drawing_.shown) {
        canvas_->set_found(std::nullopt);
        return;
    }
    const auto matches = [&](const std::string& words) {
        return text(words).contains(wanted, Qt::CaseInsensitive);
    };
    std::vector<bool> found;
    for (const PictureNode& node : drawing_.picture.nodes) {
        bool hit = matches(node.name);
        for (const std::size_t member : node.members) {
            const Node& inner = drawing_.shown->graph.nodes[member];
            hit = hit || matches(inner.name) || matches(inner.op);
        }
        found.push_back(hit);
    }
    canvas_->set_found(found);
}

void GraphView::next_match() {
    const QString wanted = search_->text().trimmed();
    const std::size_t count = drawing_.picture.nodes.size();
    if (wanted.isEmpty() || count == 0 || !drawing_.shown) {
        return;
    }
    const std::size_t from = canvas_->current().value_or(count - 1);
    for (std::size_t step = 1; step <= count; ++step) {
        const std::size_t at = (from + step) % count;
        const PictureNode& node = drawing_.picture.nodes[at];
        const bool hit =
            text(node.name).contains(wanted, Qt::CaseInsensitive) ||
            std::any_of(node.members.begin(), node.members.end(), [&](std::size_t member) {
                const Node& inner = drawing_.shown->graph.nodes[member];
                return text(inner.name).contains(wanted, Qt::CaseInsensitive) ||
                       text(inner.op).contains(wanted, Qt::CaseInsensitive);
            });
        if (hit) {
            canvas_->set_current(at, true);
            pick(at);
            return;
        }
    }
}

void GraphView::pick(std::size_t index) {
    const PictureNode& node = drawing_.picture.nodes[index];
    if (!node.origin.empty()) {
        const QScopedValueRollback guard(picking_, true);
        studio().selection.set_layer(text(node.origin));
    }
    describe();
}

void GraphView::follow_selection() {
    if (picking_ || !drawing_.shown) {
        return;
    }
    const std::string layer = studio().selection.layer().toStdString();
    canvas_->set_current(drawing_.picture.holding(drawing_.shown->graph, layer), true);
    describe();
}

void GraphView::toggle(std::size_t index) {
    const PictureNode& node = drawing_.picture.nodes[index];
    if (is_block(node)) {
        open_.insert(node.block);
    } else if (const auto path = blocks_->path(node.origin); !path.empty()) {
        // An operator of an open block closes it again.
        open_.erase(path.back());
        if (blocks_->all[path.back()].run == std::nullopt) {
            open_.erase(path.front());
        }
    } else {
        return;
    }
    keep_ = node.members.empty() ? std::string()
                                 : drawing_.shown->graph.nodes[node.members.front()].origin;
    touch();
}

void GraphView::toggle_all() {
    if (!blocks_) {
        return;
    }
    if (!open_.empty()) {
        open_.clear();
    } else {
        for (std::size_t i = 0; i < blocks_->all.size(); ++i) {
            open_.insert(i);
        }
    }
    if (const auto current = canvas_->current()) {
        const PictureNode& node = drawing_.picture.nodes[*current];
        keep_ = node.members.empty() ? std::string()
                                     : drawing_.shown->graph.nodes[node.members.front()].origin;
    }
    touch();
}

TableData GraphView::table() const {
    TableData shown;
    shown.title = title();
    QString unit;
    if (metric() == GraphMetric::Sparsity || metric() == GraphMetric::Change) {
        unit = QStringLiteral(" [%]");
    } else if (metric() == GraphMetric::Energy) {
        const auto& model = drawing_.shown ? drawing_.shown->metrics.model : std::nullopt;
        unit = model && model->relative ? QStringLiteral(" [MAC]") : QStringLiteral(" [pJ]");
    }
    shown.columns = QStringList(
        {tr("Name"), tr("Operator"), tr("Detail"), tr("Read by"), metric_text(metric()) + unit});
    for (std::size_t i = 0; i < drawing_.picture.nodes.size(); ++i) {
        const PictureNode& node = drawing_.picture.nodes[i];
        QStringList readers;
        for (const LayoutEdge& edge : drawing_.picture.edges) {
            if (edge.from == i) {
                const PictureNode& reader = drawing_.picture.nodes[edge.to];
                readers << (reader.name.empty() ? node_title(reader) : text(reader.name));
            }
        }
        const auto& value = colouring_.values[i];
        const bool share = metric() == GraphMetric::Sparsity || metric() == GraphMetric::Change;
        shown.rows.push_back({node.name.empty() ? node_title(node) : text(node.name), text(node.op),
                              text(node.detail), readers.join(QStringLiteral(", ")),
                              value ? QVariant(share ? 100 * *value : *value) : QVariant()});
    }
    return shown;
}

QByteArray GraphView::dot() const {
    std::vector<DotNode> nodes;
    for (std::size_t i = 0; i < drawing_.picture.nodes.size(); ++i) {
        const BoxLook drawn = look(i);
        DotNode node{{drawn.title}, drawn.fill, drawn.rounded};
        for (const QString& line : {drawn.detail, drawn.value}) {
            if (!line.isEmpty()) {
                node.lines << line;
            }
        }
        nodes.push_back(std::move(node));
    }
    return to_dot(studio().document.title(), nodes, drawing_.picture.edges);
}

void GraphView::describe() {
    const auto current = canvas_->current();
    canvas_->setAccessibleDescription(
        current && *current < colouring_.values.size() ? look(*current).tip : QString());
}

} // namespace espalier::studio
