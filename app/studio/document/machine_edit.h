// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/document/document.h"

#include <QUndoCommand>

namespace espalier::studio {

/// Any edit of the machine: its whole description before and after.
class MachineEdit final : public QUndoCommand {
public:
    MachineEdit(Document& document, MachineState after, const QString& text);

    void undo() override;
    void redo() override;

private:
    Document& document_;
    MachineState before_;
    MachineState after_;
};

} // namespace espalier::studio
