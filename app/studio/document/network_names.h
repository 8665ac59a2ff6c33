// SPDX-License-Identifier: GPL-3.0-or-later
// What a parameter that asks for a network takes, a teacher above all.
#pragma once

#include <QStringList>

namespace espalier::studio {

class Document;

/// "original", the variants that were kept ("variant:NAME"), and the bundled networks.
[[nodiscard]] QStringList network_names(const Document& document);

} // namespace espalier::studio
