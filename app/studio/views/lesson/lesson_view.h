// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/models/lesson.h"
#include "app/studio/views/view.h"

#include <deque>
#include <map>
#include <set>

class QButtonGroup;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace espalier::studio {

/// Leads through a lesson: what to do now, a question before its effect is seen, whether it is
/// done. "Show me" does it for whoever is stuck.
class LessonView final : public View {
    Q_OBJECT

public:
    explicit LessonView(const Studio& studio, QWidget* parent = nullptr);

    [[nodiscard]] QString title() const override;

    /// From its first step. Asks for its network where another one is open.
    void start(const std::string& id);
    void stop();

    /// Empty where none runs.
    [[nodiscard]] const std::string& running() const { return id_; }

    [[nodiscard]] std::size_t position() const { return position_; }

    /// What is to be done now has been.
    [[nodiscard]] bool step_done() const;

Q_SIGNALS:
    void network_asked(const QString& name);
    void view_asked(const QString& id);
    /// Object name of the control to point at; empty: nothing more.
    void highlight_asked(const QString& name);
    void finished(const QString& id);

protected:
    void refresh() override;
    void retranslate() override;
    void restyle() override;

private:
    [[nodiscard]] const LessonStep& step() const { return lesson_.steps[position_]; }

    [[nodiscard]] bool on_its_network() const;
    void read();
    void go_to(std::size_t position);
    void show_question();
    void answer(int choice);
    void show_standing();
    void show_me();
    void work_on();
    void perform(const std::string& command);

    QLabel* heading_;
    QLabel* progress_;
    QLabel* step_title_;
    QLabel* text_;
    QWidget* question_;
    QLabel* question_text_;
    QVBoxLayout* choices_;
    QButtonGroup* answers_;
    QLabel* reveal_;
    QLabel* standing_;
    QLabel* hint_text_;
    QPushButton* hint_;
    QPushButton* show_me_;
    QPushButton* back_;
    QPushButton* next_;
    QPushButton* stop_;

    std::string id_;
    Lesson lesson_;
    std::size_t position_ = 0;
    std::map<std::size_t, int> answered_; ///< choice by step
    std::set<std::size_t> reached_;       ///< steps whose goal was once met
    std::deque<std::string> to_do_;       ///< of "Show me"
};

} // namespace espalier::studio
