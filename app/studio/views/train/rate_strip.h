// SPDX-License-Identifier: GPL-3.0-or-later
// The learning rate over a whole training as a thin strip, with the place that was reached.
#pragma once

#include "core/train/schedule.h"

#include <QWidget>

namespace espalier::studio {

class RateStrip : public QWidget {
    Q_OBJECT

public:
    explicit RateStrip(QWidget* parent = nullptr);

    /// `done` of `steps`; nothing is drawn while `steps` is 0.
    void set_schedule(const Schedule& schedule, std::size_t done, std::size_t steps);
    /// Stands left of the number: "Learning rate".
    void set_label(const QString& label);

    [[nodiscard]] QSize sizeHint() const override { return {300, 40}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Schedule schedule_;
    std::size_t done_ = 0;
    std::size_t steps_ = 0;
    QString label_;
};

} // namespace espalier::studio
