// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/document/document.h"
#include "app/studio/views/recipe/standing_text.h"

#include <QFrame>

class QLabel;
class QPushButton;
class QToolButton;

namespace espalier::studio {

class ParamForm;
class ScopePicker;

/// One step of the stack. Lives as long as the step's card does: it is brought up to date in place,
/// so that a slider can be dragged while everything it moves changes.
class StepCard final : public QFrame {
    Q_OBJECT

public:
    StepCard(Document& document, const Card& card, QWidget* parent = nullptr);

    [[nodiscard]] std::uint64_t id() const { return id_; }

    /// Shows the step as it stands in the document now; `number` counts from 1.
    void refresh(int number, int count);
    void retranslate();
    void restyle();

    void set_selected(bool selected);

    [[nodiscard]] bool folded() const { return folded_; }

    void set_folded(bool folded);

Q_SIGNALS:
    void chosen();
    /// Keys that leave the card: -1 to the one above, 1 to the one below.
    void step_asked(int by);
    void duplicate_asked();
    void remove_asked();
    /// The card is being dragged; `at` in global coordinates.
    void dragged(const QPoint& at);
    void dropped(const QPoint& at);

protected:
    void paintEvent(QPaintEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;

private:
    void build();
    void connect_controls();
    void take_param(const QString& key, const QString& value);
    void take_scope(const Scope& scope);
    void take_offer();
    void show_standing();
    void show_remarks(const QStringList& remarks);
    void show_scope();
    void limit_sliders();
    [[nodiscard]] int position() const;
    [[nodiscard]] QString settings_text(const Step& step) const;

    Document& document_;
    std::uint64_t id_;
    const Technique& technique_;
    bool selected_ = false;
    bool folded_ = false;
    bool dragging_ = false;
    QPoint pressed_at_;
    std::optional<StandingText> standing_;
    OutcomeFacts facts_;

    QToolButton* fold_;
    QLabel* title_;
    QLabel* family_;
    QToolButton* eye_;
    QToolButton* up_;
    QToolButton* down_;
    QToolButton* duplicate_;
    QToolButton* remove_;
    QLabel* settings_; ///< stands for the form while the card is folded
    ParamForm* form_;
    QToolButton* scope_button_;
    ScopePicker* scope_;
    QLabel* standing_label_;
    QLabel* remarks_;
    QPushButton* offer_;
};

} // namespace espalier::studio
