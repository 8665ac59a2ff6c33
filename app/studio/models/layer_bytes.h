// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job.h"
#include "core/graph/graph.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <tuple>

namespace espalier::studio {

/// Stored bytes of layers, each parameter in its smallest format as .espz chooses it. Remembers
/// parameters, so that asking again after one layer changed counts that layer only. Safe from
/// several threads.
class LayerBytes {
public:
    /// Forgets what was not asked for in the last few rounds. by_origin() begins one by itself.
    void begin_round();
    /// Of one parameter, without names and frame.
    [[nodiscard]] std::int64_t of(const Parameter& parameter);
    /// Of all trainable parameters, by the origin of the layer that reads them first.
    [[nodiscard]] std::map<std::string, std::int64_t> by_origin(const Graph& graph, const Job& job);

private:
    struct Entry {
        Parameter parameter; ///< kept, so that its buffers are not taken for another's
        std::int64_t bytes = 0;
        std::uint64_t used = 0;
    };

    using Key = std::tuple<const void*, const void*, const void*>;

    std::mutex mutex_;
    std::map<Key, Entry> known_;
    std::uint64_t round_ = 0;
};

} // namespace espalier::studio
