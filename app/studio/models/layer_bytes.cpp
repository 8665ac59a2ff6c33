// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/models/layer_bytes.h"

#include "core/analysis/accounting.h"
#include "core/analysis/storage.h"
#include "core/base/parallel.h"

#include <set>
#include <vector>

namespace espalier::studio {

namespace {

/// Rounds for which an entry is kept: enough to blink between two networks.
constexpr std::uint64_t kRounds = 6;

} // namespace

std::int64_t LayerBytes::of(const Parameter& parameter) {
    const auto buffer = [](const Tensor& tensor) -> const void* {
        return tensor.defined() ? tensor.raw().data() : nullptr;
    };
    const Key key{buffer(parameter.latent()), buffer(parameter.mask()), parameter.code().get()};
    {
        const std::scoped_lock lock(mutex_);
        if (const auto found = known_.find(key); found != known_.end()) {
            found->second.used = round_;
            return found->second.bytes;
        }
    }
    const std::int64_t bytes = best_storage(parameter).bytes();
    const std::scoped_lock lock(mutex_);
    known_[key] = {parameter, bytes, round_};
    return bytes;
}

void LayerBytes::begin_round() {
    const std::scoped_lock lock(mutex_);
    ++round_;
    std::erase_if(known_, [this](const auto& each) { return each.second.used + kRounds < round_; });
}

std::map<std::string, std::int64_t> LayerBytes::by_origin(const Graph& graph, const Job& job) {
    begin_round();
    std::vector<std::pair<std::string, const Parameter*>> parameters;
    std::map<std::string, std::int64_t> result;
    std::set<ValueId> seen;
    for (const Node& node : graph.nodes) {
        for (const ValueId id : trainable_inputs(graph, node)) {
            if (seen.insert(id).second) {
                parameters.emplace_back(node.origin, graph.parameter(id));
            }
        }
    }
    std::vector<std::int64_t> bytes(parameters.size());
    parallel_for(parameters.size(), [&](std::size_t i) {
        job.check();
        bytes[i] = of(*parameters[i].second);
    });
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        result[parameters[i].first] += bytes[i];
    }
    return result;
}

} // namespace espalier::studio
