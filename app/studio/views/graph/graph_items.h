// SPDX-License-Identifier: GPL-3.0-or-later
// Boxes and edges of a drawn network. Text goes where it could not be read anyway.
#pragma once

#include "app/studio/models/layered_layout.h"

#include <QColor>
#include <QFont>
#include <QGraphicsItem>
#include <QPainterPath>
#include <QPalette>
#include <QString>

#include <vector>

namespace espalier::studio {

/// What a box says and how.
struct BoxLook {
    QString title;
    QString detail;       ///< empty: one line
    QString value;        ///< of the metric in use; empty where it has none
    bool stacked = false; ///< a closed block
    bool rounded = false; ///< input or output
    QString tip;          ///< all there is to say
    QColor fill;
};

class BoxItem final : public QGraphicsItem {
public:
    BoxItem(std::size_t index, const LayoutBox& size);

    [[nodiscard]] std::size_t index() const { return index_; }

    void set_look(const BoxLook& look, const QPalette& palette, const QFont& font);
    void set_current(bool current);
    /// Found by the search, or faded while others are.
    void set_search(bool searching, bool found);

    [[nodiscard]] QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

    enum { Type = UserType + 1 };

    [[nodiscard]] int type() const override { return Type; }

private:
    std::size_t index_;
    QRectF box_; ///< around the origin
    BoxLook look_;
    QPalette palette_;
    QFont font_;
    bool current_ = false;
    bool found_ = false;
};

class EdgeItem final : public QGraphicsItem {
public:
    explicit EdgeItem(const std::vector<LayoutPoint>& route);

    void set_colours(const QColor& plain, const QColor& strong);
    /// It leaves or enters the current box.
    void set_strong(bool strong);

    [[nodiscard]] QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    QPainterPath path_;
    QPointF tip_;
    QColor plain_;
    QColor strong_colour_;
    bool strong_ = false;
};

} // namespace espalier::studio
