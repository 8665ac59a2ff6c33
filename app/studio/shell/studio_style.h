// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProxyStyle>

namespace espalier::studio {

/// Fusion, with check boxes whose outline can be seen on dark grounds too, and without the shadow
/// behind what can not be chosen, which reads as double there. Check boxes are at least
/// kLeastHeight high, to be hit with ease.
class StudioStyle final : public QProxyStyle {
    Q_OBJECT

public:
    static constexpr int kLeastHeight = 20;

    StudioStyle();

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                           const QWidget* widget) const override;
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* data) const override;
};

} // namespace espalier::studio
