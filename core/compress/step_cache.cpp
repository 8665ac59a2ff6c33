// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compress/recipe.h"

#include <list>
#include <map>
#include <mutex>
#include <unordered_map>

namespace espalier {

struct StepCache::State {
    struct Entry {
        std::string key;
        std::shared_ptr<const StepOutcome> outcome;
    };

    struct Held {
        std::size_t entries = 0;
        std::uint64_t bytes = 0;
    };

    std::size_t max_entries = 0;
    std::uint64_t max_bytes = 0;
    std::mutex mutex;
    std::list<Entry> recent; ///< the one used last comes first
    std::unordered_map<std::string, std::list<Entry>::iterator> by_key;
    std::map<const std::byte*, Held> buffers; ///< copies of a graph share most of theirs
    std::uint64_t bytes = 0;

    template <typename Visit>
    static void each_tensor(const Graph& graph, Visit visit) {
        for (std::size_t i = 0; i < graph.value_count(); ++i) {
            if (const Parameter* parameter =
                    graph.parameter(ValueId{static_cast<std::uint32_t>(i)})) {
                for (const Tensor* tensor : {&parameter->latent(), &parameter->mask()}) {
                    if (tensor->defined()) {
                        visit(*tensor);
                    }
                }
            }
        }
    }

    void hold(const Graph& graph) {
        each_tensor(graph, [this](const Tensor& tensor) {
            Held& held = buffers[tensor.raw().data()];
            if (held.entries++ == 0) {
                held.bytes = tensor.byte_size();
                bytes += held.bytes;
            }
        });
    }

    void release(const Graph& graph) {
        each_tensor(graph, [this](const Tensor& tensor) {
            const auto held = buffers.find(tensor.raw().data());
            if (--held->second.entries == 0) {
                bytes -= held->second.bytes;
                buffers.erase(held);
            }
        });
    }

    /// What an edit makes anew in no time must not push out what was trained for minutes.
    std::list<Entry>::iterator least_missed() {
        constexpr double kDear = 1;
        for (auto entry = recent.end(); entry != recent.begin();) {
            if ((--entry)->outcome->seconds < kDear) {
                return entry;
            }
        }
        return std::prev(recent.end());
    }

    void drop(std::list<Entry>::iterator entry) {
        release(entry->outcome->graph);
        by_key.erase(entry->key);
        recent.erase(entry);
    }
};

StepCache::StepCache(std::size_t max_entries, std::uint64_t max_bytes)
    : state_(std::make_unique<State>()) {
    state_->max_entries = max_entries;
    state_->max_bytes = max_bytes;
}

StepCache::~StepCache() = default;

std::shared_ptr<const StepOutcome> StepCache::find(const std::string& key) const {
    const std::scoped_lock lock(state_->mutex);
    const auto found = state_->by_key.find(key);
    if (found == state_->by_key.end()) {
        return nullptr;
    }
    state_->recent.splice(state_->recent.begin(), state_->recent, found->second);
    return found->second->outcome;
}

std::shared_ptr<const StepOutcome> StepCache::insert(const std::string& key, StepOutcome outcome) {
    const std::scoped_lock lock(state_->mutex);
    State& state = *state_;
    if (const auto found = state.by_key.find(key); found != state.by_key.end()) {
        state.drop(found->second);
    }
    const auto kept = std::make_shared<const StepOutcome>(std::move(outcome));
    state.recent.push_front({key, kept});
    state.by_key[key] = state.recent.begin();
    state.hold(state.recent.front().outcome->graph);
    while (!state.recent.empty() &&
           (state.recent.size() > state.max_entries || state.bytes > state.max_bytes)) {
        state.drop(state.least_missed());
    }
    return kept;
}

void StepCache::clear() {
    const std::scoped_lock lock(state_->mutex);
    state_->recent.clear();
    state_->by_key.clear();
    state_->buffers.clear();
    state_->bytes = 0;
}

std::size_t StepCache::size() const {
    const std::scoped_lock lock(state_->mutex);
    return state_->recent.size();
}

std::uint64_t StepCache::bytes() const {
    const std::scoped_lock lock(state_->mutex);
    return state_->bytes;
}

} // namespace espalier
