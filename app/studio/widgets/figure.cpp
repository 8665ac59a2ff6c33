// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/widgets/figure.h"

#include "app/studio/widgets/save_file.h"
#include "core/base/error.h"

#include <QApplication>
#include <QBuffer>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPdfWriter>
#include <QStackedLayout>
#include <QSvgGenerator>
#include <QTableWidget>
#include <QToolButton>

namespace espalier::studio {

namespace {

/// Shortened with an ellipsis where its controls leave it little room.
class Title final : public QLabel {
public:
    using QLabel::QLabel;

protected:
    void paintEvent(QPaintEvent* /*event*/) override {
        QPainter painter(this);
        painter.setPen(palette().color(foregroundRole()));
        painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter,
                         fontMetrics().elidedText(text(), Qt::ElideRight, width()));
    }
};

} // namespace

Figure::Figure(const QString& name, QWidget* content, QWidget* parent)
    : QFrame(parent)
    , content_(content)
    , title_(new Title(this))
    , menu_button_(new QToolButton(this)) {
    setObjectName(name);
    setFrameShape(QFrame::StyledPanel);
    QFont bold = title_->font();
    bold.setBold(true);
    title_->setFont(bold);
    title_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    menu_button_->setText(QStringLiteral("⋯"));
    menu_button_->setAutoRaise(true);
    menu_button_->setMinimumSize(24, 24);
    connect(menu_button_, &QToolButton::clicked, this,
            [this] { open_menu(menu_button_->mapToGlobal(QPoint(0, menu_button_->height()))); });
    auto* head = new QHBoxLayout;
    head->setContentsMargins(8, 2, 2, 0);
    head->setSpacing(6);
    head->addWidget(title_, 1);
    head->addWidget(menu_button_);
    head_ = head;
    stack_ = new QStackedLayout;
    stack_->addWidget(content_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(head);
    layout->addLayout(stack_, 1);
    retranslate();
}

void Figure::set_title(const QString& title) {
    title_->setText(title);
    title_->setToolTip(title_->toolTip().isEmpty() ? title : title_->toolTip());
    setAccessibleName(title);
    content_->setAccessibleName(title);
}

void Figure::set_explanation(const QString& text) {
    title_->setToolTip(text);
    setAccessibleDescription(text);
    content_->setWhatsThis(text);
}

void Figure::set_table(std::function<TableData()> table) {
    table_ = std::move(table);
}

void Figure::add_control(QWidget* control) {
    auto* head = static_cast<QHBoxLayout*>(head_);
    head->insertWidget(head->count() - 1, control);
}

TableData Figure::table() const {
    return table_ ? table_() : TableData{};
}

void Figure::show_as_table(bool as_table) {
    if (!as_table) {
        stack_->setCurrentWidget(content_);
        return;
    }
    if (table_view_ == nullptr) {
        table_view_ = new QTableWidget(this);
        table_view_->setEditTriggers(QAbstractItemView::NoEditTriggers);
        table_view_->verticalHeader()->hide();
        stack_->addWidget(table_view_);
    }
    const TableData shown = table();
    table_view_->setAccessibleName(title_->text());
    table_view_->setColumnCount(static_cast<int>(shown.columns.size()));
    table_view_->setHorizontalHeaderLabels(shown.columns);
    table_view_->setRowCount(static_cast<int>(shown.rows.size()));
    for (std::size_t row = 0; row < shown.rows.size(); ++row) {
        for (std::size_t column = 0; column < shown.rows[row].size(); ++column) {
            auto* item = new QTableWidgetItem(cell_text(shown.rows[row][column]));
            table_view_->setItem(static_cast<int>(row), static_cast<int>(column), item);
        }
    }
    table_view_->resizeColumnsToContents();
    stack_->setCurrentWidget(table_view_);
}

void Figure::set_drawing(std::function<QSize()> size, std::function<void(QPainter&)> draw) {
    drawing_size_ = std::move(size);
    draw_ = std::move(draw);
}

void Figure::add_format(const QString& suffix, std::function<QByteArray()> write) {
    formats_[suffix] = std::move(write);
}

QByteArray Figure::drawn(const QString& suffix) const {
    const QSize size = drawing_size_ ? drawing_size_() : content_->size();
    const auto draw = [&](QPainter& painter) {
        if (draw_) {
            draw_(painter);
        } else {
            content_->render(&painter);
        }
    };
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (suffix == QStringLiteral("svg")) {
        QSvgGenerator generator;
        generator.setOutputDevice(&buffer);
        generator.setSize(size);
        generator.setViewBox(QRect({}, size));
        QPainter painter(&generator);
        draw(painter);
    } else if (suffix == QStringLiteral("pdf")) {
        QPdfWriter writer(&buffer);
        writer.setPageSize(QPageSize(QSizeF(size) * 72 / 96, QPageSize::Point));
        writer.setPageMargins(QMarginsF());
        writer.setResolution(96);
        QPainter painter(&writer);
        draw(painter);
    } else {
        QImage image(size * 2, QImage::Format_ARGB32_Premultiplied);
        image.setDevicePixelRatio(2);
        image.fill(content_->palette().color(QPalette::Base));
        QPainter painter(&image);
        draw(painter);
        painter.end();
        image.save(&buffer, "PNG");
    }
    return bytes;
}

void Figure::save(const QString& path) const {
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (suffix == QStringLiteral("csv")) {
        write_file(path, to_csv(table()).toUtf8());
        return;
    }
    if (const auto found = formats_.find(suffix); found != formats_.end()) {
        write_file(path, found->second());
        return;
    }
    if (suffix != QStringLiteral("svg") && suffix != QStringLiteral("png") &&
        suffix != QStringLiteral("pdf")) {
        throw Error(ErrorCode::Usage, "cannot tell the format from the name",
                    "end it in .svg, .png, .pdf or .csv", path.toStdString());
    }
    write_file(path, drawn(suffix));
}

void Figure::ask_and_save(const QString& suffix) {
    studio::ask_and_save(this, tr("Save figure"), objectName(), suffix,
                         [this](const QString& path) { save(path); });
}

void Figure::open_menu(const QPoint& at) {
    QMenu menu(this);
    if (table_) {
        auto* action = menu.addAction(tr("Show as table"));
        action->setCheckable(true);
        action->setChecked(stack_->currentWidget() != content_);
        connect(action, &QAction::toggled, this, &Figure::show_as_table);
        menu.addSeparator();
    }
    menu.addAction(tr("Copy picture"), this, [this] {
        QImage image;
        image.loadFromData(drawn(QStringLiteral("png")), "PNG");
        QApplication::clipboard()->setImage(image);
    });
    if (table_) {
        menu.addAction(tr("Copy table"), this,
                       [this] { QApplication::clipboard()->setText(to_markdown(table())); });
        menu.addAction(tr("Copy table as LaTeX"), this,
                       [this] { QApplication::clipboard()->setText(to_latex(table())); });
    }
    QStringList endings = {QStringLiteral("svg"), QStringLiteral("png"), QStringLiteral("pdf")};
    for (const auto& [suffix, write] : formats_) {
        endings << suffix;
    }
    for (const QString& ending : endings) {
        menu.addAction(tr("Save as %1…").arg(ending.toUpper()), this,
                       [this, ending] { ask_and_save(ending); });
    }
    if (table_) {
        menu.addAction(tr("Save table as CSV…"), this,
                       [this] { ask_and_save(QStringLiteral("csv")); });
    }
    menu.exec(at);
}

void Figure::contextMenuEvent(QContextMenuEvent* event) {
    open_menu(event->globalPos());
}

void Figure::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void Figure::retranslate() {
    menu_button_->setToolTip(tr("Show as table, copy, save"));
    menu_button_->setAccessibleName(tr("Figure menu"));
}

} // namespace espalier::studio
