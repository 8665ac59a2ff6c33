// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/views/view.h"

class QTableWidget;

namespace espalier::studio {

/// What ran, what runs and what waits, with times and errors in full.
class JobsView final : public View {
    Q_OBJECT

public:
    explicit JobsView(const Studio& studio, QWidget* parent = nullptr);

    [[nodiscard]] QString title() const override;

protected:
    void refresh() override;
    void retranslate() override;

private:
    QTableWidget* table_;
};

} // namespace espalier::studio
