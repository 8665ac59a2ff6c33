// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/document/snapshot.h"

#include <QFrame>

class QLabel;

namespace espalier::studio {

/// What stands below all steps and cannot be switched off: the network as it was opened.
class OriginalCard final : public QFrame {
    Q_OBJECT

public:
    explicit OriginalCard(QWidget* parent = nullptr);

    void refresh(const QString& name, const SnapshotPtr& original);
    void set_selected(bool selected);

Q_SIGNALS:
    void chosen();
    void step_asked(int by);

protected:
    void paintEvent(QPaintEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;

private:
    bool selected_ = false;
    QLabel* title_;
    QLabel* facts_;
};

} // namespace espalier::studio
