// SPDX-License-Identifier: GPL-3.0-or-later
// What core says (notes of steps, errors and what to do about them) in the language in use. Core
// knows nothing of languages: its sentences are recognised by the patterns that are listed in
// resources/translations/messages.txt, and a sentence that none of them fits stays English.
#pragma once

#include "core/base/error.h"

#include <QString>

#include <string>

namespace espalier::studio {

/// "conv2 stays: its weights are not float32", with the parts that are sentences themselves.
[[nodiscard]] QString message_text(const std::string& english);

/// Where it happened and what; where the language has no words for it, its kind before it.
[[nodiscard]] QString error_text(const Error& error);

/// What to do: the error's own hint, or what helps against its kind.
[[nodiscard]] QString advice_text(const Error& error);

} // namespace espalier::studio
