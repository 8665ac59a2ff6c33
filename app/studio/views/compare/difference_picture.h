// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/models/compare_facts.h"

#include <QImage>
#include <QWidget>

namespace espalier::studio {

/// B - A of a layer's weights, blue below zero and red above; the value under the mouse is told.
class DifferencePicture final : public QWidget {
    Q_OBJECT

public:
    explicit DifferencePicture(QWidget* parent = nullptr);

    /// `nothing` is shown where the map is empty.
    void set_map(DifferenceMap map, const QString& nothing);

    [[nodiscard]] QSize minimumSizeHint() const override { return {140, 100}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void colour();
    [[nodiscard]] QRectF picture_area() const;

    DifferenceMap map_;
    QImage image_;
    QString nothing_;
};

} // namespace espalier::studio
