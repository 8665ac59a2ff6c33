// SPDX-License-Identifier: GPL-3.0-or-later
// The frame around every chart and picture: a title, the thing itself, and a menu (button, right
// click, Menu key) to see it as a table, copy it, or save it as SVG, PNG, PDF or CSV.
#pragma once

#include "app/studio/widgets/table_data.h"

#include <QFrame>

#include <functional>
#include <map>

class QLabel;
class QStackedLayout;
class QTableWidget;
class QToolButton;

namespace espalier::studio {

class Figure : public QFrame {
    Q_OBJECT

public:
    /// Takes `content` over. `name` is the object name and the default file name
    /// ("weight-histogram").
    Figure(const QString& name, QWidget* content, QWidget* parent = nullptr);

    /// Shown above, and read out by screen readers.
    void set_title(const QString& title);
    /// First line: what it shows. Second: formula and units.
    void set_explanation(const QString& text);
    /// What "Show as table" and "Save table" call.
    void set_table(std::function<TableData()> table);
    /// Draws pictures instead of the content: the whole of something of which only a part is seen.
    void set_drawing(std::function<QSize()> size, std::function<void(QPainter&)> draw);
    /// Offers one more format to save in: what `write` gives, under the ending `suffix` ("dot").
    void add_format(const QString& suffix, std::function<QByteArray()> write);
    /// A widget at the right end of the title line (a choice of metric, a check box).
    void add_control(QWidget* control);

    [[nodiscard]] QWidget* content() const { return content_; }

    [[nodiscard]] TableData table() const;
    void show_as_table(bool as_table);

    /// Draws the content into a file; the format is the extension's: .svg, .png (twice the size
    /// on screen), .pdf, or one that was added. Throws Error (Io) where it cannot be written, Usage
    /// for another ending.
    void save(const QString& path) const;

protected:
    void contextMenuEvent(QContextMenuEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] QByteArray drawn(const QString& suffix) const;
    void open_menu(const QPoint& at);
    void ask_and_save(const QString& suffix);
    void retranslate();

    QWidget* content_;
    QLabel* title_;
    QToolButton* menu_button_;
    QStackedLayout* stack_;
    QTableWidget* table_view_ = nullptr;
    QLayout* head_;
    std::function<TableData()> table_;
    std::map<QString, std::function<QByteArray()>> formats_;
    std::function<QSize()> drawing_size_;
    std::function<void(QPainter&)> draw_;
};

} // namespace espalier::studio
