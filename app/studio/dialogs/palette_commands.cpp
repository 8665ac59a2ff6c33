// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/dialogs/palette_commands.h"

#include "app/session/network_file.h"
#include "app/studio/document/document.h"
#include "app/studio/document/selection.h"
#include "app/studio/document/text.h"
#include "app/studio/shell/actions.h"
#include "app/studio/shell/language.h"
#include "app/studio/widgets/numbers.h"

#include <QAction>
#include <QCoreApplication>

#include <iterator>

namespace espalier::studio {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Palette)
};

void append(std::vector<Command>& all, std::vector<Command> more) {
    std::move(more.begin(), more.end(), std::back_inserter(all));
}

} // namespace

std::vector<Command> action_commands(const Actions& actions) {
    std::vector<Command> commands;
    for (QAction* action : actions.all()) {
        Command command;
        command.text = action->text().remove(u'&');
        command.english = actions.english(*action);
        command.hint = action->shortcut().toString(QKeySequence::NativeText);
        command.detail = action->statusTip();
        command.enabled = action->isEnabled();
        command.run = [action] { action->trigger(); };
        commands.push_back(std::move(command));
    }
    return commands;
}

std::vector<Command>
technique_commands(const Studio& studio,
                   const std::function<void(const std::string& technique)>& add) {
    std::vector<Command> commands;
    for (const Technique* technique : all_techniques()) {
        const TechniqueInfo& info = technique->info();
        Command command;
        command.text = Words::tr("Add step: %1").arg(technique_text(info.title));
        command.english = QStringLiteral("Add step: %1 (%2)").arg(text(info.title), text(info.id));
        command.hint = technique_text(std::string(family_name(info.family)));
        command.detail = technique_text(info.summary);
        command.enabled = studio.document.is_open();
        command.run = [add, id = info.id] { add(id); };
        commands.push_back(std::move(command));
    }
    return commands;
}

std::vector<Command> layer_commands(const Studio& studio) {
    std::vector<Command> commands;
    const SnapshotPtr original = studio.document.original();
    if (!original) {
        return commands;
    }
    Selection* selection = &studio.selection;
    for (const LayerAccount& layer : original->metrics.account.layers) {
        Command command;
        command.text = Words::tr("Go to layer %1").arg(text(layer.name));
        command.english = QStringLiteral("Go to layer %1 %2").arg(text(layer.name), text(layer.op));
        command.hint = text(layer.op);
        command.detail = Words::tr("%1 parameters, %2 MACs")
                             .arg(count_text(layer.params), count_text(layer.macs));
        command.run = [selection, origin = text(layer.origin)] { selection->set_layer(origin); };
        commands.push_back(std::move(command));
    }
    return commands;
}

std::vector<Command> sample_commands(const std::function<void(const QString& name)>& open) {
    std::vector<Command> commands;
    for (const std::string& name : bundled_networks()) {
        Command command;
        command.text = Words::tr("Open sample %1").arg(text(name));
        command.english = QStringLiteral("Open sample %1").arg(text(name));
        command.detail = Words::tr("A network that comes with the program");
        command.run = [open, name = text(name)] { open(name); };
        commands.push_back(std::move(command));
    }
    return commands;
}

void open_command_palette(QWidget* window, const Studio& studio, const Actions& actions,
                          const std::function<void(const std::string& technique)>& add,
                          const std::function<void(const QString& name)>& open) {
    std::vector<Command> commands = action_commands(actions);
    append(commands, technique_commands(studio, add));
    append(commands, layer_commands(studio));
    append(commands, sample_commands(open));
    CommandPalette::open_over(window, std::move(commands),
                              Words::tr("Find a command, technique, layer or sample"));
}

void open_find_layer(QWidget* window, const Studio& studio) {
    CommandPalette::open_over(window, layer_commands(studio),
                              Words::tr("Find a layer by name or kind"));
}

} // namespace espalier::studio
