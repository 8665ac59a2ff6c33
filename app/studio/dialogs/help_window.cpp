// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/dialogs/help_window.h"

#include "app/studio/shell/language.h"
#include "core/base/error.h"
#include "core/base/files.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QListWidget>
#include <QLocale>
#include <QSplitter>
#include <QTextBrowser>
#include <QUrl>

namespace espalier::studio {

namespace {

constexpr int kPageRole = Qt::UserRole;

QString range_text(const ParamSpec& spec) {
    if (spec.type == ParamType::Integer || spec.type == ParamType::Real) {
        return QStringLiteral("%1 – %2 %3")
            .arg(QLocale().toString(spec.min), QLocale().toString(spec.max),
                 QString::fromStdString(spec.unit))
            .trimmed();
    }
    QStringList names;
    for (const Choice& choice : spec.choices) {
        names << QStringLiteral("`%1`").arg(QString::fromStdString(choice.id));
    }
    return names.join(QStringLiteral(", "));
}

QString first_heading(const QString& markdown) {
    const QString line = markdown.section(u'\n', 0, 0);
    return line.startsWith(QStringLiteral("# ")) ? line.mid(2) : line;
}

} // namespace

QString technique_page(const Technique& technique) {
    const TechniqueInfo& info = technique.info();
    QString page = QStringLiteral("# %1\n\n`%2`\n\n%3\n\n")
                       .arg(technique_text(info.title), QString::fromStdString(info.id),
                            technique_text(info.summary));
    if (!info.params.empty()) {
        page += HelpWindow::tr("## Parameters") + QStringLiteral("\n\n| | | |\n|---|---|---|\n");
        for (const ParamSpec& spec : info.params) {
            page += QStringLiteral("| **%1** `%2` | %3 | %4 |\n")
                        .arg(technique_text(spec.label), QString::fromStdString(spec.key),
                             range_text(spec), technique_text(spec.help));
        }
        page += u'\n';
    }
    page += QString::fromStdString(info.explanation) + QStringLiteral("\n\n");
    if (!info.references.empty()) {
        page += HelpWindow::tr("## References") + QStringLiteral("\n\n");
        for (const Reference& reference : info.references) {
            page += QStringLiteral("- %1 %2\n")
                        .arg(QString::fromStdString(reference.text),
                             QString::fromStdString(reference.link));
        }
    }
    return page;
}

QString help_page(const QString& page, const QString& code) {
    for (const QString& language : {code, QStringLiteral("en")}) {
        const auto file =
            resource_dir() / "help" / language.toStdString() / (page.toStdString() + ".md");
        if (std::filesystem::exists(file)) {
            try {
                return QString::fromStdString(read_text(file));
            } catch (const Error& error) {
                return QString::fromUtf8(error.what());
            }
        }
    }
    return {};
}

HelpWindow::HelpWindow(const QString& language, QWidget* parent)
    : QDialog(parent)
    , language_(language)
    , contents_(new QListWidget(this))
    , text_(new QTextBrowser(this)) {
    setObjectName(QStringLiteral("help"));
    setWindowTitle(tr("Help"));
    resize(960, 640);
    contents_->setAccessibleName(tr("Contents"));
    text_->setAccessibleName(tr("Page"));
    text_->setOpenLinks(false);
    auto* splitter = new QSplitter(this);
    splitter->addWidget(contents_);
    splitter->addWidget(text_);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({260, 700});
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
    fill();
    connect(contents_, &QListWidget::currentItemChanged, this, [this](QListWidgetItem* item) {
        if (item != nullptr) {
            show_page(item->data(kPageRole).toString());
        }
    });
    connect(text_, &QTextBrowser::anchorClicked, this,
            [this](const QUrl& url) { show_page(QFileInfo(url.path()).completeBaseName()); });
    show_page(QStringLiteral("index"));
}

void HelpWindow::fill() {
    for (const char* page : {"index", "lessons", "metrics", "recipe", "views", "quantisation",
                             "accelerator", "checked", "files"}) {
        const QString name = QLatin1String(page);
        auto* item = new QListWidgetItem(first_heading(help_page(name, language_)), contents_);
        item->setData(kPageRole, name);
    }
    for (const Technique* technique : all_techniques()) {
        auto* item = new QListWidgetItem(technique_text(technique->info().title), contents_);
        item->setData(kPageRole, QString::fromStdString(technique->info().id));
    }
}

void HelpWindow::show_page(const QString& page) {
    for (int row = 0; row < contents_->count(); ++row) {
        QListWidgetItem* item = contents_->item(row);
        if (item->data(kPageRole).toString() == page) {
            const QSignalBlocker quiet(contents_);
            contents_->setCurrentItem(item);
        }
    }
    const Technique* technique = find_technique(page.toStdString());
    text_->setMarkdown(technique != nullptr ? technique_page(*technique)
                                            : help_page(page, language_));
}

} // namespace espalier::studio
