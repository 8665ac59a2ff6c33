// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/document/latest.h"
#include "app/studio/views/studio.h"
#include "app/studio/widgets/figure.h"
#include "core/analysis/storage.h"

#include <optional>

class QPushButton;
class QTableWidget;

namespace espalier::studio {

/// Bytes of every parameter of the network shown in every storage format. Counted on demand: it is
/// the one figure that takes longer than a glance.
class StorageFigure final : public Figure {
    Q_OBJECT

public:
    explicit StorageFigure(const Studio& studio, QWidget* parent = nullptr);

    /// The network shown is another one: what was counted is marked as out of date.
    void outdate();
    void retranslate_figure();

    [[nodiscard]] bool busy() const { return worker_.busy(); }

private:
    void count();
    void fill();
    [[nodiscard]] TableData rows() const;

    Studio studio_;
    QTableWidget* view_;
    QPushButton* button_;
    std::optional<StorageTable> counted_;
    bool outdated_ = false;
    Latest worker_;
};

} // namespace espalier::studio
