// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/widgets/bar_delegate.h"

#include "app/studio/shell/theme.h"

#include <QPainter>

#include <algorithm>

namespace espalier::studio {

void BarDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                        const QModelIndex& index) const {
    QStyledItemDelegate::paint(painter, option, index);
    const QVariant share = index.data(bar_role_);
    if (!share.isValid()) {
        return;
    }
    constexpr double kThickness = 3;
    constexpr double kMargin = 3;
    const double room = option.rect.width() - 2 * kMargin;
    const double length = std::clamp(share.toDouble(), 0.0, 1.0) * room;
    // From the right, where the numbers end.
    const QRectF bar(option.rect.right() - kMargin - length, option.rect.bottom() - kThickness,
                     length, kThickness);
    const bool selected = (option.state & QStyle::State_Selected) != 0;
    painter->fillRect(bar, selected ? option.palette.color(QPalette::HighlightedText)
                                    : Hues(option.palette).after);
}

} // namespace espalier::studio
