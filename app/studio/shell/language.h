// SPDX-License-Identifier: GPL-3.0-or-later
// English and Korean, exchanged while the program runs.
#pragma once

#include <QString>
#include <QStringList>

namespace espalier::studio {

/// Codes of the languages there are: {"en", "ko"}.
[[nodiscard]] QStringList languages();
/// A language's name in itself.
[[nodiscard]] QString language_name(const QString& code);
/// Installs the translations of `code` and sets the default locale; widgets get LanguageChange.
void apply_language(const QString& code);
/// False where no installed font can draw Hangul.
[[nodiscard]] bool can_draw_korean();

/// Texts that come from core (titles, labels and help of techniques and their parameters) in the
/// language in use.
[[nodiscard]] QString technique_text(const std::string& english);

} // namespace espalier::studio
