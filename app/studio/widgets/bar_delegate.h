// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace espalier::studio {

/// Numbers with a thin bar below that shows their share of the largest; the model gives it in
/// [0, 1] under a role of its own.
class BarDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    explicit BarDelegate(int bar_role, QObject* parent = nullptr)
        : QStyledItemDelegate(parent)
        , bar_role_(bar_role) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

private:
    int bar_role_;
};

} // namespace espalier::studio
