// SPDX-License-Identifier: GPL-3.0-or-later
// The first column of a table, which stays where it is while the others are scrolled sideways: a
// second view of the same model that lies over the first.
#pragma once

#include <QTableView>

namespace espalier::studio {

class FrozenColumn final : public QTableView {
    Q_OBJECT

public:
    /// `table` has its model already, and keeps it.
    explicit FrozenColumn(QTableView& table);

    /// Takes size, place and looks from the table again.
    void place();

    /// Pixels of the table that lie under it.
    [[nodiscard]] int covered() const { return isVisible() ? width() : 0; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void follow_header();
    void sort();

    QTableView& table_;
};

} // namespace espalier::studio
