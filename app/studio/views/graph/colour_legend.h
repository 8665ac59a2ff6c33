// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/models/network_picture.h"

#include <QWidget>

namespace espalier::studio {

/// The scale of the colours: what the metric is, and from where to where it goes.
class ColourLegend final : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;

    void set_scale(const GraphColouring& colouring, const QString& title, const QString& low,
                   const QString& high);

    /// The same for a picture that is saved.
    void draw(QPainter& painter, const QRectF& area) const;

    [[nodiscard]] QSize sizeHint() const override;

    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

    /// Fill of a box with this value.
    [[nodiscard]] static QColor colour(const GraphColouring& colouring,
                                       const std::optional<double>& value, const QPalette& palette);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    GraphColouring colouring_;
    QString title_;
    QString low_;
    QString high_;
};

} // namespace espalier::studio
