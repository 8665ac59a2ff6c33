// SPDX-License-Identifier: GPL-3.0-or-later
// A Code in bits: scales, zero points and levels as they are; kinds without a form of their own as
// JSON.
#pragma once

#include "core/analysis/coding/bits.h"
#include "core/graph/code.h"

namespace espalier::coding {

/// `code` may be nullptr.
template <typename Sink>
void put_code(Sink& sink, const Code* code);
/// nullptr where none was written; BadInput where it is malformed.
[[nodiscard]] CodePtr get_code(BitReader& reader);

extern template void put_code(BitTally&, const Code*);
extern template void put_code(BitWriter&, const Code*);

} // namespace espalier::coding
