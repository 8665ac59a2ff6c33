// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QFrame>

#include <optional>

class QLabel;
class QToolButton;

namespace espalier::studio {

/// An error where it happened, instead of a dialog in the way: what, why, what to do; can be copied
/// and put away.
class Banner final : public QFrame {
    Q_OBJECT

public:
    explicit Banner(QWidget* parent = nullptr);

    void show_error(const QString& what, const Error& error);
    /// A remark, not an error.
    void show_note(const QString& text);

    [[nodiscard]] QString text() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void style(bool error);
    void retranslate();

    QLabel* text_;
    QToolButton* copy_;
    QToolButton* close_;
};

} // namespace espalier::studio
