// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/widgets/table_export.h"

#include "app/studio/widgets/save_file.h"
#include "core/base/error.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QFileInfo>
#include <QMenu>

#include <array>

namespace espalier::studio {

namespace {

struct Format {
    const char* title; ///< names, the same in every language
    const char* suffix;
    QString (*write)(const TableData&);
};

constexpr std::array<Format, 3> kFormats = {{
    {"CSV", "csv", to_csv},
    {"Markdown", "md", to_markdown},
    {"LaTeX", "tex", to_latex},
}};

} // namespace

TableExport::TableExport(const QString& name, std::function<TableData()> table, QWidget* parent)
    : QToolButton(parent)
    , name_(name)
    , table_(std::move(table)) {
    setPopupMode(QToolButton::InstantPopup);
    setMinimumHeight(24);
    auto* menu = new QMenu(this);
    for (const Format& format : kFormats) {
        copies_.push_back(menu->addAction({}, this, [this, &format] {
            QApplication::clipboard()->setText(format.write(table_()));
        }));
        copies_.back()->setObjectName(name + QStringLiteral("-copy-") +
                                      QLatin1String(format.suffix));
    }
    menu->addSeparator();
    for (const Format& format : kFormats) {
        saves_.push_back(menu->addAction(
            {}, this, [this, &format] { ask_and_save(QLatin1String(format.suffix)); }));
    }
    setMenu(menu);
    retranslate();
}

void TableExport::save(const QString& path) const {
    const QString suffix = QFileInfo(path).suffix().toLower();
    for (const Format& format : kFormats) {
        if (suffix == QLatin1String(format.suffix)) {
            write_file(path, format.write(table_()).toUtf8());
            return;
        }
    }
    throw Error(ErrorCode::Usage, "cannot tell the format from the name",
                "end it in .csv, .md or .tex", path.toStdString());
}

void TableExport::ask_and_save(const QString& suffix) {
    studio::ask_and_save(this, tr("Save table"), name_, suffix,
                         [this](const QString& path) { save(path); });
}

void TableExport::changeEvent(QEvent* event) {
    QToolButton::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void TableExport::retranslate() {
    setText(tr("Export"));
    setToolTip(tr("Copy or save the table as it is shown, with exact numbers"));
    setAccessibleName(tr("Export table"));
    for (std::size_t i = 0; i < kFormats.size(); ++i) {
        copies_[i]->setText(tr("Copy as %1").arg(QLatin1String(kFormats[i].title)));
        saves_[i]->setText(tr("Save as %1…").arg(QLatin1String(kFormats[i].title)));
    }
}

} // namespace espalier::studio
