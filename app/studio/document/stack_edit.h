// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/document/document.h"

#include <QUndoCommand>

namespace espalier::studio {

/// Any edit of the stack: the whole stack before and after, which costs next to nothing. Edits of
/// one parameter during one gesture merge.
class StackEdit final : public QUndoCommand {
public:
    /// An empty `merge_key` never merges.
    StackEdit(Document& document, Stack after, const QString& text, std::string merge_key);

    void undo() override;
    void redo() override;

    [[nodiscard]] int id() const override { return merge_key_.empty() ? -1 : 1; }

    bool mergeWith(const QUndoCommand* other) override;

private:
    Document& document_;
    Stack before_;
    Stack after_;
    std::string merge_key_;
};

} // namespace espalier::studio
