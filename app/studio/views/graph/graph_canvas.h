// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/models/layered_layout.h"
#include "app/studio/views/graph/graph_items.h"

#include <QGraphicsView>

#include <optional>
#include <vector>

namespace espalier::studio {

/// The drawn network: zoomed with Ctrl and the wheel or + and -, fitted with 0, moved by dragging,
/// walked along its edges with the arrow keys.
class GraphCanvas final : public QGraphicsView {
    Q_OBJECT

public:
    explicit GraphCanvas(QWidget* parent = nullptr);

    /// Boxes and edges anew; nothing is current.
    void set_graph(const std::vector<LayoutBox>& boxes, const std::vector<LayoutEdge>& edges,
                   const GraphLayout& layout);
    void set_looks(const std::vector<BoxLook>& looks);
    /// Empty: no search.
    void set_found(const std::optional<std::vector<bool>>& found);

    [[nodiscard]] std::optional<std::size_t> current() const { return current_; }

    /// Marks a box; `reveal` moves it into sight.
    void set_current(std::optional<std::size_t> index, bool reveal);

    void zoom_by(double factor);
    /// The whole network.
    void fit();
    /// As large as can be read, from the top: how a network is first seen.
    void show_start();

    [[nodiscard]] double zoom() const { return transform().m11(); }

Q_SIGNALS:
    /// By click or key.
    void current_picked(std::size_t index);
    /// Double click or Enter.
    void activated(std::size_t index);

protected:
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    [[nodiscard]] std::optional<std::size_t> box_at(const QPoint& position) const;
    [[nodiscard]] std::optional<std::size_t> neighbour(int key) const;
    [[nodiscard]] double fitting_zoom() const;
    void mark_edges();
    void set_zoom(double zoom);

    std::vector<BoxItem*> boxes_;
    std::vector<EdgeItem*> edge_items_;
    std::vector<LayoutEdge> edges_;
    GraphLayout layout_;
    std::optional<std::size_t> current_;
    QPoint pressed_at_;
    bool untouched_ = true; ///< the user has neither zoomed nor moved
};

} // namespace espalier::studio
