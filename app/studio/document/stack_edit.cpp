// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/document/stack_edit.h"

namespace espalier::studio {

StackEdit::StackEdit(Document& document, Stack after, const QString& text, std::string merge_key)
    : QUndoCommand(text)
    , document_(document)
    , before_(document.stack())
    , after_(std::move(after))
    , merge_key_(std::move(merge_key)) {}

void StackEdit::undo() {
    document_.put_stack(before_);
}

void StackEdit::redo() {
    document_.put_stack(after_);
}

bool StackEdit::mergeWith(const QUndoCommand* other) {
    const auto* edit = dynamic_cast<const StackEdit*>(other);
    if (edit == nullptr || edit->merge_key_ != merge_key_) {
        return false;
    }
    after_ = edit->after_;
    return true;
}

} // namespace espalier::studio
