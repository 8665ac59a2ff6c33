// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/shell/actions.h"

#include <QCoreApplication>
#include <QMenu>
#include <QMenuBar>

#include <array>
#include <stdexcept>

namespace espalier::studio {

namespace {

constexpr std::array<const char*, 6> kMenus = {
    QT_TRANSLATE_NOOP("Actions", "&File"),   QT_TRANSLATE_NOOP("Actions", "&Edit"),
    QT_TRANSLATE_NOOP("Actions", "&Recipe"), QT_TRANSLATE_NOOP("Actions", "R&un"),
    QT_TRANSLATE_NOOP("Actions", "&View"),   QT_TRANSLATE_NOOP("Actions", "&Help")};

QString translated(const char* text) {
    return QCoreApplication::translate("Actions", text);
}

} // namespace

const std::vector<ActionSpec>& action_table() {
    static const std::vector<ActionSpec> table = {
        {"file.open", MenuId::File, QT_TRANSLATE_NOOP("Actions", "&Open…"), "Ctrl+O",
         QT_TRANSLATE_NOOP("Actions", "Open a network, a workspace or a recipe")},
        {"file.start", MenuId::File, QT_TRANSLATE_NOOP("Actions", "Start &page"), "",
         QT_TRANSLATE_NOOP("Actions", "Samples, recent files, language and theme")},
        {"file.reload", MenuId::File, QT_TRANSLATE_NOOP("Actions", "&Reload"), "F5",
         QT_TRANSLATE_NOOP("Actions", "Read the network's file again; the stack stays")},
        {"file.save", MenuId::File, QT_TRANSLATE_NOOP("Actions", "&Save workspace"), "Ctrl+S",
         QT_TRANSLATE_NOOP("Actions", "Save stack, variants and settings"), false, true},
        {"file.save-as", MenuId::File, QT_TRANSLATE_NOOP("Actions", "Save workspace &as…"),
         "Ctrl+Shift+S", QT_TRANSLATE_NOOP("Actions", "Save under another name")},
        {"file.export", MenuId::File, QT_TRANSLATE_NOOP("Actions", "&Export network…"), "Ctrl+E",
         QT_TRANSLATE_NOOP("Actions", "Write the compressed network as ONNX or .espz"), false,
         true},
        {"file.report", MenuId::File, QT_TRANSLATE_NOOP("Actions", "Write re&port…"),
         "Ctrl+Shift+E", QT_TRANSLATE_NOOP("Actions", "Report as HTML, PDF or Markdown")},
        {"file.close", MenuId::File, QT_TRANSLATE_NOOP("Actions", "&Close"), "Ctrl+W",
         QT_TRANSLATE_NOOP("Actions", "Close the network"), false, true},
        {"file.quit", MenuId::File, QT_TRANSLATE_NOOP("Actions", "&Quit"), "Ctrl+Q",
         QT_TRANSLATE_NOOP("Actions", "Leave Espalier")},

        {"edit.undo", MenuId::Edit, QT_TRANSLATE_NOOP("Actions", "&Undo"), "Ctrl+Z",
         QT_TRANSLATE_NOOP("Actions", "Take the last edit of the stack back")},
        {"edit.redo", MenuId::Edit, QT_TRANSLATE_NOOP("Actions", "&Redo"), "Ctrl+Shift+Z",
         QT_TRANSLATE_NOOP("Actions", "Do it again")},
        {"edit.find", MenuId::Edit, QT_TRANSLATE_NOOP("Actions", "&Find layer…"), "Ctrl+F",
         QT_TRANSLATE_NOOP("Actions", "Go to a layer by its name"), false, true},
        {"edit.palette", MenuId::Edit, QT_TRANSLATE_NOOP("Actions", "&Command palette…"),
         "Ctrl+Shift+P",
         QT_TRANSLATE_NOOP("Actions", "Find any command, technique, layer or sample by typing")},
        {"edit.copy-command", MenuId::Edit, QT_TRANSLATE_NOOP("Actions", "Copy as co&mmand"),
         "Ctrl+Shift+C",
         QT_TRANSLATE_NOOP("Actions", "The command line that does what the stack does"), false,
         true},

        {"recipe.add", MenuId::Recipe, QT_TRANSLATE_NOOP("Actions", "&Add step…"), "Ctrl+N",
         QT_TRANSLATE_NOOP("Actions", "Put a technique on the stack")},
        {"recipe.toggle", MenuId::Recipe, QT_TRANSLATE_NOOP("Actions", "Switch step &on or off"),
         "",
         QT_TRANSLATE_NOOP(
             "Actions", "Leave the selected step out, or take it in again (Space in the stack)")},
        {"recipe.duplicate", MenuId::Recipe, QT_TRANSLATE_NOOP("Actions", "&Duplicate step"),
         "Ctrl+Shift+D", QT_TRANSLATE_NOOP("Actions", "A second one of the selected step")},
        {"recipe.up", MenuId::Recipe, QT_TRANSLATE_NOOP("Actions", "Move step &up"), "Alt+Up",
         QT_TRANSLATE_NOOP("Actions", "Run it earlier")},
        {"recipe.down", MenuId::Recipe, QT_TRANSLATE_NOOP("Actions", "Move step dow&n"), "Alt+Down",
         QT_TRANSLATE_NOOP("Actions", "Run it later")},
        {"recipe.remove", MenuId::Recipe, QT_TRANSLATE_NOOP("Actions", "&Remove step"), "",
         QT_TRANSLATE_NOOP("Actions",
                           "Take the selected step off the stack (Delete in the stack)")},
        {"recipe.load", MenuId::Recipe, QT_TRANSLATE_NOOP("Actions", "&Load recipe…"), "",
         QT_TRANSLATE_NOOP("Actions", "Put a recipe file's steps on the stack"), false, true},
        {"recipe.save", MenuId::Recipe, QT_TRANSLATE_NOOP("Actions", "&Save recipe…"), "",
         QT_TRANSLATE_NOOP("Actions", "Write the stack as a recipe file")},

        {"run.evaluate", MenuId::Run, QT_TRANSLATE_NOOP("Actions", "&Evaluate"), "Ctrl+Return",
         QT_TRANSLATE_NOOP("Actions", "Run waiting steps, then measure accuracy and latency")},
        {"run.steps", MenuId::Run, QT_TRANSLATE_NOOP("Actions", "&Run waiting steps"), "Ctrl+R",
         QT_TRANSLATE_NOOP("Actions", "Steps that need data run only when asked to")},
        {"run.finetune", MenuId::Run, QT_TRANSLATE_NOOP("Actions", "Fine-&tune"), "Ctrl+T",
         QT_TRANSLATE_NOOP("Actions", "Add a fine-tuning step and show its training")},
        {"run.keep", MenuId::Run, QT_TRANSLATE_NOOP("Actions", "&Keep as variant"), "Ctrl+D",
         QT_TRANSLATE_NOOP("Actions", "Keep the working network beside the original, to compare"),
         false, true},
        {"run.cancel", MenuId::Run, QT_TRANSLATE_NOOP("Actions", "&Cancel job"), "Esc",
         QT_TRANSLATE_NOOP("Actions", "Stop what is running; nothing is lost")},

        {"view.blink", MenuId::View, QT_TRANSLATE_NOOP("Actions", "Show &original"), "",
         QT_TRANSLATE_NOOP("Actions", "Hold B to see the original in every view"), true},
        {"view.zoom-in", MenuId::View, QT_TRANSLATE_NOOP("Actions", "Zoom &in"),
         "Ctrl+=", QT_TRANSLATE_NOOP("Actions", "Larger letters"), false, true},
        {"view.zoom-out", MenuId::View, QT_TRANSLATE_NOOP("Actions", "Zoom &out"), "Ctrl+-",
         QT_TRANSLATE_NOOP("Actions", "Smaller letters")},
        {"view.zoom-reset", MenuId::View, QT_TRANSLATE_NOOP("Actions", "&Normal size"), "Ctrl+0",
         QT_TRANSLATE_NOOP("Actions", "The system's letter size")},
        {"view.full-screen", MenuId::View, QT_TRANSLATE_NOOP("Actions", "&Presentation"), "F11",
         QT_TRANSLATE_NOOP("Actions", "The whole screen, for a projector"), true},
        {"view.explore", MenuId::View, QT_TRANSLATE_NOOP("Actions", "Layout: &explore"), "",
         QT_TRANSLATE_NOOP("Actions", "Recipe and inspector beside the views"), true, true},
        {"view.classroom", MenuId::View, QT_TRANSLATE_NOOP("Actions", "Layout: &classroom"), "",
         QT_TRANSLATE_NOOP("Actions", "Large letters, and only the recipe beside the view"), true},
        {"view.bench", MenuId::View, QT_TRANSLATE_NOOP("Actions", "Layout: &bench"), "",
         QT_TRANSLATE_NOOP("Actions", "Room for tables and charts, with the list of jobs"), true},
        {"view.reset-layout", MenuId::View, QT_TRANSLATE_NOOP("Actions", "&Reset layout"), "",
         QT_TRANSLATE_NOOP("Actions", "Docks where they were at first")},

        {"help.shortcuts", MenuId::Help, QT_TRANSLATE_NOOP("Actions", "&Keyboard shortcuts"),
         "Ctrl+/", QT_TRANSLATE_NOOP("Actions", "All of them in one list")},
        {"help.contents", MenuId::Help, QT_TRANSLATE_NOOP("Actions", "&Help"), "F1",
         QT_TRANSLATE_NOOP("Actions", "Help for what has the focus")},
        {"help.about", MenuId::Help, QT_TRANSLATE_NOOP("Actions", "&About Espalier"), "",
         QT_TRANSLATE_NOOP("Actions", "Version and licence")},
    };
    return table;
}

Actions::Actions(QObject* parent)
    : QObject(parent) {
    for (const ActionSpec& spec : action_table()) {
        auto* action = new QAction(this);
        action->setObjectName(QLatin1String(spec.id));
        action->setCheckable(spec.checkable);
        action->setShortcut(
            QKeySequence::fromString(QLatin1String(spec.shortcut), QKeySequence::PortableText));
        actions_.push_back(action);
    }
    retranslate();
}

QAction& Actions::get(std::string_view id) const {
    for (std::size_t i = 0; i < actions_.size(); ++i) {
        if (action_table()[i].id == id) {
            return *actions_[i];
        }
    }
    throw std::logic_error("no action " + std::string(id));
}

QString Actions::menu_name(MenuId menu) const {
    return translated(kMenus[static_cast<std::size_t>(menu)]).remove(u'&');
}

QString Actions::english(const QAction& action) const {
    for (std::size_t i = 0; i < actions_.size(); ++i) {
        if (actions_[i] == &action) {
            return QString::fromUtf8(action_table()[i].text).remove(u'&');
        }
    }
    return action.text().remove(u'&');
}

void Actions::fill(QMenuBar& bar) {
    menus_.clear();
    for (const char* name : kMenus) {
        menus_.push_back(bar.addMenu(translated(name)));
    }
    for (std::size_t i = 0; i < actions_.size(); ++i) {
        QMenu& menu = *menus_[static_cast<std::size_t>(action_table()[i].menu)];
        if (action_table()[i].separator_before) {
            menu.addSeparator();
        }
        menu.addAction(actions_[i]);
    }
}

void Actions::retranslate() {
    for (std::size_t i = 0; i < menus_.size(); ++i) {
        menus_[i]->setTitle(translated(kMenus[i]));
    }
    for (std::size_t i = 0; i < actions_.size(); ++i) {
        const ActionSpec& spec = action_table()[i];
        actions_[i]->setText(translated(spec.text));
        const QString keys = actions_[i]->shortcut().toString(QKeySequence::NativeText);
        const QString tip = translated(spec.tip);
        actions_[i]->setToolTip(keys.isEmpty() ? tip : QStringLiteral("%1 (%2)").arg(tip, keys));
        actions_[i]->setStatusTip(tip);
    }
}

} // namespace espalier::studio
