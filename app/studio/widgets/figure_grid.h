// SPDX-License-Identifier: GPL-3.0-or-later
// Figures in a small table: what, now, change, original. Painted, not put together of labels: under
// a moving slider the numbers change many times a second, and every label would have its page laid
// out again.
#pragma once

#include <QString>
#include <QWidget>

#include <array>
#include <vector>

namespace espalier::studio {

struct FigureRow {
    QString label;
    QString now;
    QString was;    ///< of the original
    QString change; ///< "" where it cannot be told
    QString tip;    ///< definition
};

class FigureGrid final : public QWidget {
    Q_OBJECT

public:
    explicit FigureGrid(QWidget* parent = nullptr);

    /// Without rows it takes no room.
    void show_rows(std::vector<FigureRow> rows);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    bool event(QEvent* event) override;

private:
    static constexpr std::size_t kColumns = 4;

    using Cells = std::array<QString, kColumns>;

    [[nodiscard]] int row_height() const;
    /// The heading first.
    [[nodiscard]] std::vector<Cells> cells() const;
    void measure();
    void copy() const;

    std::vector<FigureRow> rows_;
    /// Widest text of each column so far: numbers that come and go do not move the others.
    std::array<int, kColumns> widths_{};
};

} // namespace espalier::studio
