// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/views/inspector/focus.h"

#include <QTimer>
#include <QWidget>

class QToolButton;
class QVBoxLayout;

namespace espalier::studio {

/// One part of the inspector, under a heading that folds it away. What is folded away is not
/// computed; what is scrolled out of sight is computed when the layer rests.
class Section : public QWidget {
    Q_OBJECT

public:
    /// `id` is the object name ("section-histogram").
    Section(const QString& id, QWidget* parent);

    void show_layer(const LayerFocus& focus);
    void set_expanded(bool expanded);

    [[nodiscard]] bool is_expanded() const;

    /// Sets every text.
    virtual void retranslate() = 0;

    /// Sets every colour; called whenever the palette or the font changed.
    virtual void restyle() {}

    /// False where it shows something of layers without weights too.
    [[nodiscard]] virtual bool needs_weight() const { return true; }

    /// True while something is being computed or waits to be.
    [[nodiscard]] bool busy() const { return rest_.isActive() || computing(); }

protected:
    void changeEvent(QEvent* event) override;

    [[nodiscard]] virtual bool computing() const { return false; }

    /// Shows focus(), which may have neither snapshot nor weight.
    virtual void present() = 0;

    /// True where nothing but the weights decides what is shown: then it is left alone while they
    /// stay the same.
    [[nodiscard]] virtual bool weights_alone() const { return false; }

    void set_heading(const QString& heading);
    void add(QWidget* widget);

    [[nodiscard]] const LayerFocus& focus() const { return focus_; }

private:
    void present_if_expanded();
    void present_now();

    QToolButton* fold_;
    QWidget* body_;
    QVBoxLayout* layout_;
    QTimer rest_; ///< runs while the section is out of sight and out of date
    LayerFocus focus_;
    bool stale_ = true;
    bool presented_ = false; ///< what is shown belongs to focus_
};

} // namespace espalier::studio
