// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/graph/graph_canvas.h"

#include "app/studio/shell/theme.h"

#include <QApplication>
#include <QGraphicsScene>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <limits>

namespace espalier::studio {

namespace {

constexpr double kLargest = 3;
constexpr double kStep = 1.2;
constexpr double kMargin = 24;
/// Text of a box can be read from here on.
constexpr double kLegible = 0.75;

} // namespace

GraphCanvas::GraphCanvas(QWidget* parent)
    : QGraphicsView(parent) {
    setScene(new QGraphicsScene(this));
    // Boxes stay where they are: an index pays.
    scene()->setItemIndexMethod(QGraphicsScene::BspTreeIndex);
    setObjectName(QStringLiteral("graph-canvas"));
    setFrameShape(QFrame::NoFrame);
    setRenderHint(QPainter::Antialiasing);
    setDragMode(QGraphicsView::ScrollHandDrag);
    setTransformationAnchor(QGraphicsView::AnchorViewCenter);
    setViewportUpdateMode(QGraphicsView::MinimalViewportUpdate);
    setOptimizationFlag(QGraphicsView::DontSavePainterState);
    setFocusPolicy(Qt::StrongFocus);
}

void GraphCanvas::set_graph(const std::vector<LayoutBox>& boxes,
                            const std::vector<LayoutEdge>& edges, const GraphLayout& layout) {
    scene()->clear();
    boxes_.clear();
    edge_items_.clear();
    current_.reset();
    edges_ = edges;
    layout_ = layout;
    for (const auto& route : layout.routes) {
        edge_items_.push_back(new EdgeItem(route));
        scene()->addItem(edge_items_.back());
    }
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        boxes_.push_back(new BoxItem(i, boxes[i]));
        boxes_.back()->setPos(layout.centres[i].x, layout.centres[i].y);
        boxes_.back()->setZValue(1);
        scene()->addItem(boxes_.back());
    }
    setSceneRect(
        QRectF(0, 0, layout.width, layout.height).adjusted(-kMargin, -kMargin, kMargin, kMargin));
}

void GraphCanvas::set_looks(const std::vector<BoxLook>& looks) {
    for (std::size_t i = 0; i < boxes_.size() && i < looks.size(); ++i) {
        boxes_[i]->set_look(looks[i], palette(), font());
    }
    const Hues hues(palette());
    for (EdgeItem* edge : edge_items_) {
        edge->set_colours(hues.muted, hues.accent);
    }
    setBackgroundBrush(palette().color(QPalette::Base));
}

void GraphCanvas::set_found(const std::optional<std::vector<bool>>& found) {
    for (std::size_t i = 0; i < boxes_.size(); ++i) {
        boxes_[i]->set_search(found.has_value(), found && i < found->size() && (*found)[i]);
    }
}

void GraphCanvas::set_current(std::optional<std::size_t> index, bool reveal) {
    if (index && *index >= boxes_.size()) {
        index.reset();
    }
    if (current_ && *current_ < boxes_.size()) {
        boxes_[*current_]->set_current(false);
    }
    current_ = index;
    if (current_) {
        boxes_[*current_]->set_current(true);
        if (reveal) {
            ensureVisible(boxes_[*current_], 40, 60);
        }
    }
    mark_edges();
}

void GraphCanvas::mark_edges() {
    for (std::size_t e = 0; e < edge_items_.size(); ++e) {
        edge_items_[e]->set_strong(current_ &&
                                   (edges_[e].from == *current_ || edges_[e].to == *current_));
    }
}

double GraphCanvas::fitting_zoom() const {
    const QRectF all = sceneRect();
    return std::min({viewport()->width() / std::max(all.width(), 1.0),
                     viewport()->height() / std::max(all.height(), 1.0), 1.0});
}

void GraphCanvas::set_zoom(double zoom) {
    const double smallest = std::min(fitting_zoom(), kLegible) / 2;
    const double bounded = std::clamp(zoom, smallest, kLargest);
    setTransform(QTransform::fromScale(bounded, bounded));
}

void GraphCanvas::zoom_by(double factor) {
    untouched_ = false;
    set_zoom(zoom() * factor);
}

void GraphCanvas::fit() {
    set_zoom(fitting_zoom());
    centerOn(sceneRect().center());
}

void GraphCanvas::show_start() {
    const double across = viewport()->width() / std::max(sceneRect().width(), 1.0);
    set_zoom(std::clamp(std::max(fitting_zoom(), std::min(across, 1.0)), kLegible, 1.0));
    centerOn(sceneRect().center());
    verticalScrollBar()->setValue(verticalScrollBar()->minimum());
    untouched_ = true;
}

void GraphCanvas::resizeEvent(QResizeEvent* event) {
    QGraphicsView::resizeEvent(event);
    if (untouched_ && !boxes_.empty()) {
        show_start();
    }
}

void GraphCanvas::wheelEvent(QWheelEvent* event) {
    untouched_ = false;
    if (!event->modifiers().testFlag(Qt::ControlModifier)) {
        QGraphicsView::wheelEvent(event);
        return;
    }
    setTransformationAnchor(QGraphicsView::AnchorUnderMouse);
    zoom_by(std::pow(kStep, event->angleDelta().y() / 120.0));
    setTransformationAnchor(QGraphicsView::AnchorViewCenter);
    event->accept();
}

std::optional<std::size_t> GraphCanvas::box_at(const QPoint& position) const {
    const auto under = items(position);
    for (const QGraphicsItem* item : under) {
        if (const auto* box = qgraphicsitem_cast<const BoxItem*>(item)) {
            return box->index();
        }
    }
    return std::nullopt;
}

void GraphCanvas::mousePressEvent(QMouseEvent* event) {
    pressed_at_ = event->pos();
    QGraphicsView::mousePressEvent(event);
}

void GraphCanvas::mouseReleaseEvent(QMouseEvent* event) {
    QGraphicsView::mouseReleaseEvent(event);
    const int moved = (event->pos() - pressed_at_).manhattanLength();
    if (moved >= QApplication::startDragDistance()) {
        untouched_ = false;
    } else if (event->button() == Qt::LeftButton) {
        if (const auto box = box_at(event->pos())) {
            set_current(box, false);
            Q_EMIT current_picked(*box);
        }
    }
}

void GraphCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
    if (const auto box = box_at(event->pos())) {
        Q_EMIT activated(*box);
        event->accept();
        return;
    }
    QGraphicsView::mouseDoubleClickEvent(event);
}

/// The box that an arrow key leads to: along an edge, or beside in the same layer.
std::optional<std::size_t> GraphCanvas::neighbour(int key) const {
    if (boxes_.empty()) {
        return std::nullopt;
    }
    const auto top = [this](std::size_t a, std::size_t b) {
        return layout_.centres[a].y < layout_.centres[b].y;
    };
    std::vector<std::size_t> all(boxes_.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        all[i] = i;
    }
    if (key == Qt::Key_Home || (!current_ && key != Qt::Key_End)) {
        return *std::min_element(all.begin(), all.end(), top);
    }
    if (key == Qt::Key_End) {
        return *std::max_element(all.begin(), all.end(), top);
    }
    const std::size_t from = *current_;
    const LayoutPoint here = layout_.centres[from];
    std::optional<std::size_t> best;
    double nearest = std::numeric_limits<double>::infinity();
    const auto offer = [&](std::size_t box, double distance) {
        if (distance < nearest) {
            nearest = distance;
            best = box;
        }
    };
    if (key == Qt::Key_Up || key == Qt::Key_Down) {
        for (const LayoutEdge& edge : edges_) {
            const bool leads = key == Qt::Key_Down ? edge.from == from : edge.to == from;
            if (leads) {
                const std::size_t box = key == Qt::Key_Down ? edge.to : edge.from;
                // The next layer before one further off, then the one straight ahead.
                offer(box, 1e4 * std::abs(layout_.centres[box].y - here.y) +
                               std::abs(layout_.centres[box].x - here.x));
            }
        }
        return best;
    }
    for (const std::size_t box : all) {
        const double ahead = (layout_.centres[box].x - here.x) * (key == Qt::Key_Right ? 1 : -1);
        if (box != from && layout_.layers[box] == layout_.layers[from] && ahead > 0) {
            offer(box, ahead);
        }
    }
    return best;
}

void GraphCanvas::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Home:
    case Qt::Key_End:
        if (const auto box = neighbour(event->key())) {
            untouched_ = false;
            set_current(box, true);
            Q_EMIT current_picked(*box);
        }
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (current_) {
            Q_EMIT activated(*current_);
        }
        return;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoom_by(kStep);
        return;
    case Qt::Key_Minus:
        zoom_by(1 / kStep);
        return;
    case Qt::Key_0:
        untouched_ = false;
        fit();
        return;
    default:
        QGraphicsView::keyPressEvent(event);
    }
}

} // namespace espalier::studio
