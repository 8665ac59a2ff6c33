// SPDX-License-Identifier: GPL-3.0-or-later
// Classifiers that read a picture row by row with a recurrent layer.
#pragma once

#include "core/train/zoo/recurrent_units.h"

#include <span>
#include <string_view>
#include <variant>

namespace espalier {

/// LSTMs on each other's states, each but the first added to what it reads where `residual`.
struct LstmStack {
    int depth = 2;
    bool residual = false;
};

struct RowNetwork {
    std::string_view id;
    std::string_view title;
    std::string_view source;
    std::variant<StandardLayer, UnrolledLayer, LstmStack> layer;
};

[[nodiscard]] std::span<const RowNetwork> row_networks();

/// Scores for pictures of one channel, from the last state.
ValueId build_row_network(NetBuilder& net, const RowNetwork& network, std::int64_t height,
                          std::int64_t width, std::int64_t classes);

} // namespace espalier
