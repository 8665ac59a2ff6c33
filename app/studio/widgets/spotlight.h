// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QTimer>
#include <QWidget>

namespace espalier::studio {

/// A frame that shows where a control is, over everything in its window and in nobody's way: it
/// takes no clicks and no focus. Goes where the control goes.
class Spotlight final : public QWidget {
    Q_OBJECT

public:
    explicit Spotlight(QWidget& window);

    /// nullptr: nothing.
    void point_at(QWidget* target);

    [[nodiscard]] const QWidget* target() const { return target_; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void follow();

    QPointer<QWidget> target_;
    QTimer timer_;
};

} // namespace espalier::studio
