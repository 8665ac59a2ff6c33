// SPDX-License-Identifier: GPL-3.0-or-later
// What the File menu does, with the questions that belong to it: nothing unsaved is left without
// asking.
#pragma once

#include "app/studio/document/recovery.h"
#include "app/studio/views/studio.h"

#include <QObject>

#include <functional>

class QDialog;
class QWidget;

namespace espalier::studio {

class Actions;

class FileActions : public QObject {
    Q_OBJECT

public:
    enum class Answer { Save, Discard, Cancel };

    /// Connects the actions. `window` carries dialogs.
    FileActions(const Studio& studio, Actions& actions, QWidget& window);

    /// Opens a file or a bundled network. Asks first where unsaved work would go; a recipe leaves
    /// it where it is.
    void open(const QString& path_or_name);
    /// True where nothing is unsaved, or it was saved or given up just now.
    [[nodiscard]] bool may_leave();
    /// Shows what windows left behind that ended before they could save, if any.
    void offer_lost_work();

    [[nodiscard]] Recovery& recovery() { return recovery_; }

    /// Instead of the message box, for tests.
    void set_question(std::function<Answer()> question) { question_ = std::move(question); }

Q_SIGNALS:
    void failed(const QString& what, const espalier::Error& error);

private:
    void save();
    void save_as();
    void load_recipe();
    void save_recipe();
    void show_dialog(QDialog* dialog);
    [[nodiscard]] Answer ask();
    [[nodiscard]] QString ask_where_to_save();
    [[nodiscard]] bool save_now();

    Studio studio_;
    QWidget& window_;
    Recovery recovery_;
    std::function<Answer()> question_;
};

} // namespace espalier::studio
