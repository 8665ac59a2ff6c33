// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDoubleSpinBox>

namespace espalier::studio {

/// A spin box that shows as many digits as the number has ("0.9", "0.9375", "100,000") and takes
/// what people type ("1e-4", "100000").
class NumberBox final : public QDoubleSpinBox {
    Q_OBJECT

public:
    explicit NumberBox(bool whole, QWidget* parent = nullptr);

    [[nodiscard]] QString textFromValue(double value) const override;
    [[nodiscard]] double valueFromText(const QString& text) const override;
    [[nodiscard]] QValidator::State validate(QString& text, int& position) const override;

    /// A geometric step, for ranges of many decades.
    void set_by_decades(bool by_decades) { by_decades_ = by_decades; }

    void stepBy(int steps) override;

    /// Wide enough for a number between the ends that has more digits than they have.
    [[nodiscard]] QSize sizeHint() const override;

    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    /// Scrolling a list of cards must not change the numbers that pass under the pointer.
    void wheelEvent(QWheelEvent* event) override;

private:
    [[nodiscard]] QString bare(QString text) const;

    bool whole_;
    bool by_decades_ = false;
};

} // namespace espalier::studio
