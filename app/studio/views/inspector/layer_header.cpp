// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/inspector/layer_header.h"

#include "app/studio/models/layer_rows.h"
#include "app/studio/shell/theme.h"
#include "app/studio/widgets/numbers.h"

#include <QEvent>
#include <QLabel>
#include <QStringList>
#include <QVBoxLayout>

#include <algorithm>

namespace espalier::studio {

namespace {

QString shapes_text(const LayerFocus& focus) {
    const auto shape = [](const LayerWeight& weight) {
        return QString::fromStdString(weight.parameter.shape().str());
    };
    if (!focus.before && !focus.after) {
        return LayerHeader::tr("no weights");
    }
    if (!focus.before || !focus.after || focus.before->grid == focus.after->grid) {
        return LayerHeader::tr("weight %1").arg(shape(focus.after ? *focus.after : *focus.before));
    }
    return LayerHeader::tr("weight %1, now %2").arg(shape(*focus.before), shape(*focus.after));
}

/// The layer's figures on one side: empty sums where it is gone.
LayerSums sums_of(const Account& account, const std::string& origin) {
    const auto rows = layer_rows(account, {});
    const auto found = std::ranges::find(rows, origin, &LayerRow::origin);
    return found == rows.end() ? LayerSums() : found->before;
}

FigureRow counted(const QString& label, std::int64_t now, std::int64_t was, const QString& tip) {
    return {label, count_text(now), count_text(was),
            change_text(static_cast<double>(was), static_cast<double>(now)), tip};
}

} // namespace

LayerHeader::LayerHeader(QWidget* parent)
    : QWidget(parent)
    , name_(new QLabel(this))
    , kind_(new QLabel(this))
    , grid_(new FigureGrid(this))
    , counter_(std::make_shared<LayerBytes>()) {
    name_->setObjectName(QStringLiteral("layer-name"));
    name_->setTextFormat(Qt::PlainText);
    name_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    name_->setWordWrap(true);
    kind_->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->setSpacing(2);
    layout->addWidget(name_);
    layout->addWidget(kind_);
    layout->addWidget(grid_);
    restyle();
}

void LayerHeader::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        restyle();
    }
}

void LayerHeader::restyle() {
    QFont large = font();
    large.setPointSizeF(font().pointSizeF() * 1.2);
    large.setBold(true);
    name_->setFont(large);
    QPalette muted;
    muted.setColor(QPalette::WindowText, Hues(palette()).muted);
    kind_->setPalette(muted);
}

void LayerHeader::show_layer(const LayerFocus& focus) {
    if (!focus.shown) {
        worker_.forget();
        name_->setText(tr("No layer"));
        kind_->clear();
        rows_.clear();
        grid_->show_rows({});
        return;
    }
    if (origin_ != focus.origin) {
        origin_ = focus.origin;
        stored_ = {};
    }
    show_rows(focus);
    worker_.post<Stored>(
        [focus, counter = counter_](const Job& job) {
            const std::string origin = focus.origin.toStdString();
            const auto bytes = [&](const Graph& graph) {
                std::int64_t sum = 0;
                for (const Node& node : graph.nodes) {
                    if (node.origin != origin) {
                        continue;
                    }
                    for (const ValueId id : trainable_inputs(graph, node)) {
                        job.check();
                        sum += counter->of(*graph.parameter(id));
                    }
                }
                return sum;
            };
            counter->begin_round();
            return Stored{bytes(focus.original->graph), bytes(focus.shown->graph)};
        },
        [this, focus](const Stored& stored) {
            stored_ = stored;
            show_rows(focus);
        });
}

void LayerHeader::show_rows(const LayerFocus& focus) {
    const Stored& stored = stored_;
    const std::string origin = focus.origin.toStdString();
    const LayerSums was = sums_of(focus.original->metrics.account, origin);
    const LayerSums now = sums_of(focus.shown->metrics.account, origin);
    name_->setText(focus.origin);
    const QString before = QString::fromStdString(was.ops);
    const QString after = QString::fromStdString(now.ops);
    const QString kind = !now.present      ? tr("%1; gone from the network shown").arg(before)
                         : before == after ? before
                         : was.present     ? tr("%1, now %2").arg(before, after)
                                           : tr("%1, new").arg(after);
    kind_->setText(kind + u'\n' + shapes_text(focus));
    kind_->setToolTip(tr("Operator, and shape of the weight: outputs, inputs of a group, kernel; "
                         "matrices as they are stored"));
    rows_.clear();
    rows_.push_back(counted(tr("Parameters"), now.params, was.params,
                            tr("Trainable values of the layer, zeros included")));
    rows_.push_back(counted(tr("Not zero"), now.nonzeros, was.nonzeros,
                            tr("Of these, the ones that are not zero")));
    rows_.push_back({tr("Zero weights"), percent_text(100 * now.sparsity(), 1),
                     percent_text(100 * was.sparsity(), 1),
                     points_text(100 * was.sparsity(), 100 * now.sparsity()),
                     tr("Share of zeros among the weights; biases do not count. The change is in "
                        "percentage points.")});
    const auto bits = [](const LayerSums& sums) {
        return sums.weights > 0 ? tr("%1 bit").arg(sums.weight_bits) : QStringLiteral("–");
    };
    rows_.push_back({tr("Bits"), bits(now), bits(was),
                     now.weights > 0 ? change_text(was.weight_bits, now.weight_bits) : QString(),
                     tr("Width of one stored weight")});
    FigureRow bytes{tr("Stored"), bytes_text(stored.after), bytes_text(stored.before), QString(),
                    tr("Bytes in the smallest format for each of its parameters, without names "
                       "and frame of the file")};
    if (stored.before > 0 && stored.after >= 0) {
        bytes.change =
            change_text(static_cast<double>(stored.before), static_cast<double>(stored.after));
    }
    rows_.push_back(bytes);
    rows_.push_back({tr("MACs"), short_count_text(static_cast<double>(now.macs)),
                     short_count_text(static_cast<double>(was.macs)),
                     change_text(static_cast<double>(was.macs), static_cast<double>(now.macs)),
                     tr("Multiply-accumulate operations for one picture, zeros included")});
    grid_->show_rows(rows_);
    setAccessibleName(text());
}

QString LayerHeader::text() const {
    QStringList parts = {name_->text(), kind_->text()};
    for (const FigureRow& row : rows_) {
        parts << row.label << row.now << row.change << row.was;
    }
    parts.removeAll(QString());
    return parts.join(QStringLiteral("; "));
}

} // namespace espalier::studio
