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

#define T(text) QT_TRANSLATE_NOOP("Actions", text)

const std::vector<ActionSpec>& action_table() {
    static const std::vector<ActionSpec> table = {
        {"file.open", MenuId::File, T("&Open…"), "Ctrl+O",
         T("Open a network, a workspace or a recipe")},
        {"file.start", MenuId::File, T("Start &page"), "",
         T("Samples, recent files, language and theme")},
        {"file.reload", MenuId::File, T("&Reload"), "F5",
         T("Read the network's file again; the stack stays")},
        {"file.save", MenuId::File, T("&Save workspace"), "Ctrl+S",
         T("Save stack, variants and settings"), false, true},
        {"file.save-as", MenuId::File, T("Save workspace &as…"), "Ctrl+Shift+S",
         T("Save under another name")},
        {"file.export", MenuId::File, T("&Export network…"), "Ctrl+E",
         T("Write the compressed network as ONNX or .espz"), false, true},
        {"file.report", MenuId::File, T("Write re&port…"), "Ctrl+Shift+E",
         T("Report as HTML, PDF or Markdown")},
        {"file.close", MenuId::File, T("&Close"), "Ctrl+W", T("Close the network"), false, true},
        {"file.quit", MenuId::File, T("&Quit"), "Ctrl+Q", T("Leave Espalier")},

        {"edit.undo", MenuId::Edit, T("&Undo"), "Ctrl+Z",
         T("Take the last edit of the stack back")},
        {"edit.redo", MenuId::Edit, T("&Redo"), "Ctrl+Shift+Z", T("Do it again")},
        {"edit.find", MenuId::Edit, T("&Find layer…"), "Ctrl+F", T("Go to a layer by its name"),
         false, true},
        {"edit.palette", MenuId::Edit, T("&Command palette…"), "Ctrl+Shift+P",
         T("Find any command, technique, layer or sample by typing")},
        {"edit.copy-command", MenuId::Edit, T("Copy as co&mmand"), "Ctrl+Shift+C",
         T("The command line that does what the stack does"), false, true},

        {"recipe.add", MenuId::Recipe, T("&Add step…"), "Ctrl+N",
         T("Put a technique on the stack")},
        {"recipe.toggle", MenuId::Recipe, T("Switch step &on or off"), "",
         T("Leave the selected step out, or take it in again (Space in the stack)")},
        {"recipe.duplicate", MenuId::Recipe, T("&Duplicate step"), "Ctrl+Shift+D",
         T("A second one of the selected step")},
        {"recipe.up", MenuId::Recipe, T("Move step &up"), "Alt+Up", T("Run it earlier")},
        {"recipe.down", MenuId::Recipe, T("Move step dow&n"), "Alt+Down", T("Run it later")},
        {"recipe.remove", MenuId::Recipe, T("&Remove step"), "",
         T("Take the selected step off the stack (Delete in the stack)")},
        {"recipe.load", MenuId::Recipe, T("&Load recipe…"), "",
         T("Put a recipe file's steps on the stack"), false, true},
        {"recipe.save", MenuId::Recipe, T("&Save recipe…"), "",
         T("Write the stack as a recipe file")},

        {"run.evaluate", MenuId::Run, T("&Evaluate"), "Ctrl+Return",
         T("Run waiting steps, then measure accuracy and latency")},
        {"run.steps", MenuId::Run, T("&Run waiting steps"), "Ctrl+R",
         T("Steps that need data run only when asked to")},
        {"run.finetune", MenuId::Run, T("Fine-&tune"), "Ctrl+T",
         T("Add a fine-tuning step and show its training")},
        {"run.keep", MenuId::Run, T("&Keep as variant"), "Ctrl+D",
         T("Keep the working network beside the original, to compare"), false, true},
        {"run.cancel", MenuId::Run, T("&Cancel job"), "Esc",
         T("Stop what is running; nothing is lost")},

        {"view.blink", MenuId::View, T("Show &original"), "",
         T("Hold B to see the original in every view"), true},
        {"view.zoom-in", MenuId::View, T("Zoom &in"), "Ctrl+=", T("Larger letters"), false, true},
        {"view.zoom-out", MenuId::View, T("Zoom &out"), "Ctrl+-", T("Smaller letters")},
        {"view.zoom-reset", MenuId::View, T("&Normal size"), "Ctrl+0",
         T("The system's letter size")},
        {"view.full-screen", MenuId::View, T("&Presentation"), "F11",
         T("The whole screen, for a projector"), true},
        {"view.reset-layout", MenuId::View, T("&Reset layout"), "",
         T("Docks where they were at first")},

        {"help.shortcuts", MenuId::Help, T("&Keyboard shortcuts"), "Ctrl+/",
         T("All of them in one list")},
        {"help.contents", MenuId::Help, T("&Help"), "F1", T("Help for what has the focus")},
        {"help.about", MenuId::Help, T("&About Espalier"), "", T("Version and licence")},
    };
    return table;
}

#undef T

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
