// SPDX-License-Identifier: GPL-3.0-or-later
// Stacked horizontal bars, one pair (before above after) a row, with names left and numbers right.
// Scrolls where there are more rows than room; rows are chosen by mouse or arrow keys.
#pragma once

#include <QAbstractScrollArea>
#include <QColor>
#include <QString>
#include <QStringList>

#include <vector>

namespace espalier::studio {

struct BarRow {
    QString key; ///< what chosen() says; empty: the row can not be chosen
    QString label;
    std::vector<double> before; ///< by part; empty where there is nothing to show
    std::vector<double> after;
    QString text; ///< at the right end
    QString tip;
    bool own_scale = false; ///< drawn against itself, as totals are
};

class StackedBars : public QAbstractScrollArea {
    Q_OBJECT

public:
    explicit StackedBars(QWidget* parent = nullptr);

    /// Names of the parts, in the order of the stack, and their colours.
    void set_parts(const QStringList& names, const std::vector<QColor>& colours);
    /// `before_label` and `after_label` stand in the legend.
    void set_sides(const QString& before_label, const QString& after_label);
    void set_rows(std::vector<BarRow> rows);
    /// Shown in the middle while there are no rows.
    void set_placeholder(const QString& text);
    void set_selected(const QString& key);

    [[nodiscard]] const std::vector<BarRow>& rows() const { return rows_; }

    /// Everything, scrolled or not: for saving.
    [[nodiscard]] QSize whole_size() const;
    void paint_whole(QPainter& painter) const;

    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void chosen(const QString& key);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    struct Columns {
        int label = 0;
        int bars = 0;
        int text = 0;
    };

    [[nodiscard]] int row_height() const;
    [[nodiscard]] int legend_height(int width) const;
    [[nodiscard]] Columns columns(int width) const;
    [[nodiscard]] int row_at(const QPoint& at) const;
    [[nodiscard]] double full_scale() const;
    /// Returns the height; draws only where there is a painter.
    int lay_legend(QPainter* painter, int width) const;
    void paint_row(QPainter& painter, const BarRow& row, const QRect& area, const Columns& at,
                   double scale) const;
    void paint_stack(QPainter& painter, const std::vector<double>& parts, const QRectF& area,
                     double scale, bool faded) const;
    void update_scroll_bar();
    void choose(int row);

    std::vector<BarRow> rows_;
    QStringList parts_;
    std::vector<QColor> colours_;
    QString before_label_;
    QString after_label_;
    QString placeholder_;
    QString selected_;
};

} // namespace espalier::studio
