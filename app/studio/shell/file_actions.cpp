// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/shell/file_actions.h"

#include "app/studio/dialogs/export_dialog.h"
#include "app/studio/dialogs/recovery_dialog.h"
#include "app/studio/dialogs/report_dialog.h"
#include "app/studio/shell/actions.h"
#include "app/studio/shell/settings.h"

#include <QAction>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>

namespace espalier::studio {

namespace {

QString with_extension(const QString& path, const QString& extension) {
    return path.isEmpty() || !QFileInfo(path).suffix().isEmpty() ? path : path + extension;
}

} // namespace

FileActions::FileActions(const Studio& studio, Actions& actions, QWidget& window)
    : studio_(studio)
    , window_(window)
    , recovery_(studio.document) {
    const auto on = [&](const char* id, auto&& slot) {
        connect(&actions.get(id), &QAction::triggered, this, slot);
    };
    on("file.reload", [this] { studio_.document.reload(); });
    on("file.save", [this] { save(); });
    on("file.save-as", [this] { save_as(); });
    on("file.close", [this] {
        if (may_leave()) {
            studio_.document.close();
        }
    });
    on("file.export", [this] { show_dialog(new ExportDialog(studio_, &window_)); });
    on("file.report", [this] { show_dialog(new ReportDialog(studio_, &window_)); });
    on("recipe.load", [this] { load_recipe(); });
    on("recipe.save", [this] { save_recipe(); });
    connect(&recovery_, &Recovery::failed, this, &FileActions::failed);
    connect(&studio_.document, &Document::saved, this, [this](const QString& path) {
        studio_.settings.add_recent_file(path);
        studio_.settings.set_last_folder(QFileInfo(path).absolutePath());
    });
}

void FileActions::open(const QString& path_or_name) {
    try {
        const bool replaces = recognise(path_or_name.toStdString()) != FileKind::Recipe;
        if (replaces && !may_leave()) {
            return;
        }
    } catch (const Error& error) {
        Q_EMIT failed(tr("Cannot open %1").arg(path_or_name), error);
        return;
    }
    studio_.document.open(path_or_name);
}

void FileActions::save() {
    const QString path = studio_.document.file_path();
    path.isEmpty() ? save_as() : studio_.document.save(path);
}

void FileActions::save_as() {
    if (const QString path = ask_where_to_save(); !path.isEmpty()) {
        studio_.document.save(path);
    }
}

QString FileActions::ask_where_to_save() {
    const QString proposed = QDir(studio_.settings.last_folder())
                                 .filePath(studio_.document.title() + QStringLiteral(".espalier"));
    const QString chosen = QFileDialog::getSaveFileName(
        &window_, tr("Save workspace"), proposed, tr("Workspaces (*.espalier);;All files (*)"));
    return with_extension(chosen, QStringLiteral(".espalier"));
}

bool FileActions::save_now() {
    QString path = studio_.document.file_path();
    if (path.isEmpty()) {
        path = ask_where_to_save();
    }
    if (path.isEmpty()) {
        return false;
    }
    studio_.document.save(path);
    studio_.document.saver().wait(); // a failure is told by the document
    return !studio_.document.is_modified();
}

FileActions::Answer FileActions::ask() {
    if (question_) {
        return question_();
    }
    QMessageBox box(QMessageBox::Question, tr("Espalier Studio"),
                    tr("Save the changes to %1?").arg(studio_.document.title()),
                    QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, &window_);
    box.setInformativeText(tr("Steps and variants that are not saved are lost."));
    box.setDefaultButton(QMessageBox::Save);
    switch (box.exec()) {
    case QMessageBox::Save:
        return Answer::Save;
    case QMessageBox::Discard:
        return Answer::Discard;
    default:
        return Answer::Cancel;
    }
}

bool FileActions::may_leave() {
    studio_.document.saver().wait(); // one that is under way may settle it
    if (!studio_.document.is_modified()) {
        return true;
    }
    switch (ask()) {
    case Answer::Save:
        return save_now();
    case Answer::Discard:
        return true;
    case Answer::Cancel:
        break;
    }
    return false;
}

void FileActions::load_recipe() {
    const QString path = QFileDialog::getOpenFileName(
        &window_, tr("Load recipe"), studio_.settings.last_folder(),
        tr("Recipes, or the recipe of a workspace (*.json *.espalier);;All files (*)"));
    if (path.isEmpty()) {
        return;
    }
    try {
        studio_.document.set_recipe(read_recipe(path.toStdString()),
                                    tr("load recipe %1").arg(QFileInfo(path).completeBaseName()));
    } catch (const Error& error) {
        Q_EMIT failed(tr("Cannot load %1").arg(path), error);
    }
}

void FileActions::save_recipe() {
    const QString path =
        with_extension(QFileDialog::getSaveFileName(
                           &window_, tr("Save recipe"),
                           QDir(studio_.settings.last_folder())
                               .filePath(studio_.document.title() + QStringLiteral("-recipe.json")),
                           tr("Recipes (*.json);;All files (*)")),
                       QStringLiteral(".json"));
    if (path.isEmpty()) {
        return;
    }
    try {
        studio_.document.recipe().write(path.toStdString());
    } catch (const Error& error) {
        Q_EMIT failed(tr("Cannot save %1").arg(path), error);
    }
}

void FileActions::show_dialog(QDialog* dialog) {
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void FileActions::offer_lost_work() {
    const std::vector<LostWork> found = lost_work();
    if (found.empty()) {
        return;
    }
    auto* dialog = new RecoveryDialog(found, &window_);
    connect(dialog, &RecoveryDialog::chosen, this, [this](const LostWork& work) {
        if (may_leave()) {
            recovery_.restore(work);
        }
    });
    show_dialog(dialog);
}

} // namespace espalier::studio
