// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that is measured or counted of one network, kept apart by what it is.
#pragma once

#include "core/analysis/accounting.h"
#include "core/engine/benchmark.h"
#include "core/train/evaluate.h"
#include "hwmodel/estimate.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>

namespace espalier {

struct Metrics {
    Account account;
    std::int64_t stored_bytes = 0;        ///< as .espz, equal to the file
    std::int64_t file_bytes = 0;          ///< of the file read or written; 0 where there is none
    std::optional<Accuracy> accuracy;     ///< nullopt: no data was given
    std::optional<LatencyStats> latency;  ///< measured here
    std::optional<hw::NetworkCost> model; ///< on the accelerator chosen
};

/// {"min", "p50", "p90"} in ms.
[[nodiscard]] nlohmann::ordered_json latency_json(const LatencyStats& latency);

/// With the keys of the command line's contract; absent where unknown.
[[nodiscard]] nlohmann::ordered_json to_json(const Metrics& metrics);

} // namespace espalier
