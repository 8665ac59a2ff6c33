// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <vector>

namespace espalier::studio {

/// One kernel three times: original, now, and the difference, with the numbers where there is room.
class KernelView final : public QWidget {
    Q_OBJECT

public:
    explicit KernelView(QWidget* parent = nullptr);

    /// Row by row, `columns` wide; either may be empty. `most` is the magnitude of full colour.
    void show_kernels(std::vector<float> before, std::vector<float> after, int columns,
                      double most);

    [[nodiscard]] const std::vector<float>& before() const { return before_; }

    [[nodiscard]] const std::vector<float>& after() const { return after_; }

    /// after - before; empty where one of them is missing.
    [[nodiscard]] std::vector<float> difference() const;

    [[nodiscard]] QSize sizeHint() const override { return {280, 130}; }

    [[nodiscard]] QSize minimumSizeHint() const override { return {150, 90}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void paint_kernel(QPainter& painter, const std::vector<float>& kernel, const QRectF& place,
                      const QString& caption) const;

    std::vector<float> before_;
    std::vector<float> after_;
    int columns_ = 1;
    double most_ = 1;
};

} // namespace espalier::studio
