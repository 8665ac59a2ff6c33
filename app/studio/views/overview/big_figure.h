// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

namespace espalier::studio {

/// One number large, its change beside it, and below it what it was. Painted for the same reason
/// as FigureGrid.
class BigFigure final : public QWidget {
    Q_OBJECT

public:
    explicit BigFigure(QWidget* parent = nullptr);

    void show_figure(const QString& value, const QString& change, const QString& was);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] QFont large() const;
    [[nodiscard]] QFont small() const;
    void measure();

    QString value_;
    QString change_;
    QString was_;
    int widest_ = 0; ///< so far: a change of one digit does not move the page
};

} // namespace espalier::studio
