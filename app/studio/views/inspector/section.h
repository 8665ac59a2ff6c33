// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/views/inspector/focus.h"

#include <QWidget>

class QToolButton;
class QVBoxLayout;

namespace espalier::studio {

/// One part of the inspector, under a heading that folds it away. What is folded away is not
/// computed.
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

    /// True while something is being computed.
    [[nodiscard]] virtual bool busy() const { return false; }

protected:
    void changeEvent(QEvent* event) override;

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

    QToolButton* fold_;
    QWidget* body_;
    QVBoxLayout* layout_;
    LayerFocus focus_;
    bool stale_ = true;
    bool presented_ = false; ///< what is shown belongs to focus_
};

} // namespace espalier::studio
