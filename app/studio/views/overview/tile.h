// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/models/headline.h"

#include <QFrame>

class QLabel;

namespace espalier::studio {

class BigFigure;

/// One headline figure: the value large, what it was, the change, and the figures that belong to
/// it as a small table.
class Tile final : public QFrame {
    Q_OBJECT

public:
    explicit Tile(const QString& id, QWidget* parent = nullptr);

    void show_tile(const HeadlineTile& tile);

    /// Everything written on it, for tests and screen readers.
    [[nodiscard]] QString text() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void restyle();

    QLabel* heading_;
    BigFigure* figure_;
    FigureGrid* grid_;
    QLabel* note_;
    HeadlineTile shown_;
};

} // namespace espalier::studio
