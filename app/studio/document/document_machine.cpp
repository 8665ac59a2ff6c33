// SPDX-License-Identifier: GPL-3.0-or-later
// What a document has to do with machines: choosing one, editing it, and the original's model.
#include "app/session/workload.h"
#include "app/studio/document/document.h"
#include "app/studio/document/follower.h"
#include "app/studio/document/machine_edit.h"

#include <utility>

namespace espalier::studio {

namespace {

AcceleratorChoice choice_of(const MachineState& state) {
    return state.json.isEmpty()
               ? choose_accelerator(state.accelerator.toStdString(), state.dataflow.toStdString())
               : choose_described(state.json.toStdString(), state.dataflow.toStdString());
}

} // namespace

MachineEdit::MachineEdit(Document& document, MachineState after, const QString& text)
    : QUndoCommand(text)
    , document_(document)
    , before_(document.machine_)
    , after_(std::move(after)) {}

void MachineEdit::undo() {
    document_.put_machine(before_);
}

void MachineEdit::redo() {
    document_.put_machine(after_);
}

void Document::connect_machine() {
    connect(follower_.get(), &Follower::modelled, this, &Document::take_original_model);
    connect(follower_.get(), &Follower::not_modelled, this, [this](const Error& why) {
        models_late_ = false;
        Q_EMIT failed(tr("Accelerator model"), why);
    });
}

void Document::set_accelerator(const QString& accelerator, const QString& dataflow) {
    if (!is_open()) {
        return;
    }
    // Another dataflow of the machine that was edited leaves the edits as they are.
    const bool same = accelerator == machine_.accelerator;
    const MachineState after{accelerator, dataflow, same ? machine_.json : QString()};
    AcceleratorChoice choice = choice_of(after);
    if (is_machine_edited() && !same) {
        undo_.push(new MachineEdit(*this, after, tr("choose a machine")));
        return;
    }
    take_machine(std::move(choice), after);
}

void Document::edit_machine(const QString& json, const QString& undo_text) {
    if (is_open()) {
        MachineState after = machine_;
        after.json = json;
        (void)choice_of(after); // whatever is wrong with it is said before anything changes
        undo_.push(new MachineEdit(*this, after, undo_text));
    }
}

void Document::reset_machine() {
    if (is_machine_edited()) {
        edit_machine({}, tr("reset the machine"));
    }
}

void Document::put_machine(const MachineState& state) {
    filling_ = true; // undo itself knows that something was changed
    try {
        take_machine(choice_of(state), state);
    } catch (const Error& error) {
        // A file that was there when it was chosen.
        Q_EMIT failed(tr("Accelerator"), error);
    }
    filling_ = false;
    mark_edited(false);
}

void Document::take_machine(AcceleratorChoice choice, const MachineState& state) {
    workspace_->set_accelerator(std::move(choice));
    machine_ = state;
    kept_.accelerator.clear();
    kept_.dataflow.clear();
    kept_.machine.clear();
    model_original();
    Q_EMIT accelerator_changed();
    Q_EMIT original_changed();
    follow();
}

void Document::model_original() {
    auto original = std::make_shared<Snapshot>(*original_);
    original->metrics.model.reset();
    // Mappings are searched beside the window, with what follow() asks for.
    const auto& choice = workspace_->accelerator();
    models_late_ = choice && choice->searches();
    if (choice && !models_late_) {
        try {
            original->metrics.model = estimate(original->graph, *choice);
        } catch (const Error& error) {
            Q_EMIT failed(tr("Accelerator model"), error);
        }
    }
    original_ = original;
}

void Document::take_original_model(const hw::NetworkCost& model) {
    models_late_ = false;
    if (is_open()) {
        auto original = std::make_shared<Snapshot>(*original_);
        original->metrics.model = model;
        original_ = original;
        Q_EMIT original_changed();
    }
}

} // namespace espalier::studio
