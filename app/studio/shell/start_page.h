// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/views/view.h"

class QComboBox;
class QGridLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace espalier::studio {

/// What stands in the window while nothing is open: samples, recent files, language and theme.
class StartPage final : public View {
    Q_OBJECT

public:
    explicit StartPage(const Studio& studio, QWidget* parent = nullptr);

    [[nodiscard]] QString title() const override;

Q_SIGNALS:
    void lesson_chosen(const QString& id);
    void open_asked();
    void file_chosen(const QString& path_or_name);

protected:
    void refresh() override;
    void retranslate() override;
    void restyle() override;

private:
    void fill_samples();
    void fill_lessons();
    void fill_recent();

    QLabel* heading_;
    QLabel* drop_hint_;
    QPushButton* open_;
    QLabel* samples_heading_;
    QGridLayout* samples_;
    QLabel* lessons_heading_;
    QGridLayout* lessons_;
    QLabel* recent_heading_;
    QVBoxLayout* recent_;
    QLabel* language_label_;
    QComboBox* language_;
    QLabel* theme_label_;
    QComboBox* theme_;
    QLabel* font_hint_;
};

} // namespace espalier::studio
