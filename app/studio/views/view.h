// SPDX-License-Identifier: GPL-3.0-or-later
// What stands in the middle of the window or in a dock. A view is brought up to date only while it
// can be seen: call `touch()` whenever something it shows has changed, and do the work in
// `refresh()`.
#pragma once

#include "app/studio/views/studio.h"

#include <QWidget>

namespace espalier::studio {

class View : public QWidget {
    Q_OBJECT

public:
    explicit View(const Studio& studio, QWidget* parent = nullptr);

    /// Name of the tab or dock, in the language in use.
    [[nodiscard]] virtual QString title() const = 0;

    /// Marks the view as out of date: refresh() is called soon, once, and only if it is visible;
    /// else when it is next shown.
    void touch();

protected:
    /// Shows what document and selection hold now. A document may be closed, working() may be
    /// null.
    virtual void refresh() = 0;

    /// Sets every text again; called once by the first show and whenever the language changes.
    /// Calls of refresh() follow.
    virtual void retranslate() {}

    /// Colours or font changed; refresh() follows.
    virtual void restyle() {}

    [[nodiscard]] const Studio& studio() const { return studio_; }

    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void refresh_if_seen();

    Studio studio_;
    bool stale_ = true;
    bool scheduled_ = false;
    bool named_ = false;
};

} // namespace espalier::studio
