// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/models/layer_rows.h"

#include <QWidget>

#include <vector>

namespace espalier::studio {

/// Layers as areas: each rectangle is as large as the layer's parameters were, and filled as far as
/// they are left and not zero. Click or arrow keys choose a layer.
class Treemap final : public QWidget {
    Q_OBJECT

public:
    enum class Colour { Operator, Sparsity };

    explicit Treemap(QWidget* parent = nullptr);

    void set_rows(std::vector<LayerRow> rows);
    void set_selected(const QString& origin);
    void set_colour(Colour colour);

    /// Where a layer lies; empty where it has no parameters.
    [[nodiscard]] QRectF rectangle_of(const QString& origin) const;
    /// What the pointer reads out over a layer.
    [[nodiscard]] QString describe(const LayerRow& row) const;

    [[nodiscard]] QSize sizeHint() const override { return {420, 280}; }

    [[nodiscard]] QSize minimumSizeHint() const override { return {160, 120}; }

Q_SIGNALS:
    void chosen(const QString& origin);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    void arrange();
    [[nodiscard]] int at(const QPointF& place) const;
    [[nodiscard]] int selected_index() const;
    [[nodiscard]] int neighbour(int from, int key) const;
    [[nodiscard]] QColor colour_of(const LayerRow& row) const;
    void paint_layer(QPainter& painter, std::size_t index) const;

    std::vector<LayerRow> rows_;
    std::vector<QRectF> places_;
    std::vector<std::string> ops_; ///< in the order of first use, for their colours
    QString selected_;
    Colour colour_ = Colour::Operator;
};

} // namespace espalier::studio
