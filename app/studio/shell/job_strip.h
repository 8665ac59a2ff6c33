// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/views/studio.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QToolButton;

namespace espalier::studio {

/// The running job at the foot of the window: what it does, how far it is, how long it has to go,
/// and a button that stops it.
class JobStrip final : public QWidget {
    Q_OBJECT

public:
    explicit JobStrip(const Studio& studio, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void update_texts();

    Studio studio_;
    QLabel* text_;
    QProgressBar* bar_;
    QToolButton* cancel_;
};

} // namespace espalier::studio
