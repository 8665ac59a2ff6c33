// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/estimate_cache.h"

#include "core/base/error.h"
#include "hwmodel/sparse/mask.h"

#include <algorithm>

namespace espalier::hw {

namespace {

/// A slider goes back and forth; and before, after and variants take turns.
constexpr std::uint64_t kRemembered = 16;

std::size_t key_of(const Workload& work) {
    std::size_t key = static_cast<std::size_t>(work.kind);
    const auto mix = [&](std::int64_t value) {
        key = (key ^ static_cast<std::size_t>(value)) * 0x9e3779b97f4a7c15ULL;
        key ^= key >> 29U;
    };
    for (const std::int32_t extent : work.dims) {
        mix(extent);
    }
    for (const OperandInfo& info : work.operands) {
        mix(info.bits);
    }
    mix(work.stride_h);
    mix(work.input_h);
    mix(work.weight_mask ? static_cast<std::int64_t>(work.weight_mask->nonzeros()) : -1);
    return key;
}

bool same_mask(const Mask* a, const Mask* b) {
    return a == b || (a != nullptr && b != nullptr && *a == *b);
}

} // namespace

bool same_work(const Workload& a, const Workload& b) {
    const auto same_operand = [](const OperandInfo& x, const OperandInfo& y) {
        return x.bits == y.bits && x.number == y.number && x.kind == y.kind &&
               x.density == y.density && x.kept == y.kept && x.block == y.block;
    };
    return a.kind == b.kind && a.dims == b.dims && a.stride_h == b.stride_h &&
           a.stride_w == b.stride_w && a.dilation_h == b.dilation_h &&
           a.dilation_w == b.dilation_w && a.input_h == b.input_h && a.input_w == b.input_w &&
           a.input_tensors == b.input_tensors && a.accumulator_bits == b.accumulator_bits &&
           std::equal(a.operands.begin(), a.operands.end(), b.operands.begin(), same_operand) &&
           same_mask(a.weight_mask.get(), b.weight_mask.get());
}

std::shared_ptr<const LayerEstimate> EstimateCache::find(const Workload& work) {
    const std::size_t key = key_of(work);
    const std::lock_guard lock(mutex_);
    const auto found = rows_.find(key);
    if (found != rows_.end()) {
        for (Row& row : found->second) {
            if (same_work(row.estimate->work, work)) {
                row.used = network_;
                return row.estimate;
            }
        }
    }
    return nullptr;
}

void EstimateCache::put(const Workload& work, LayerEstimate row) {
    auto estimate = std::make_shared<const LayerEstimate>(std::move(row));
    const std::size_t key = key_of(work);
    const std::lock_guard lock(mutex_);
    rows_[key].push_back({std::move(estimate), network_});
    ++costed_;
}

void EstimateCache::end_network() {
    const std::lock_guard lock(mutex_);
    ++network_;
    for (auto bucket = rows_.begin(); bucket != rows_.end();) {
        std::erase_if(bucket->second,
                      [&](const Row& row) { return row.used + kRemembered < network_; });
        bucket = bucket->second.empty() ? rows_.erase(bucket) : std::next(bucket);
    }
}

std::size_t EstimateCache::costed() const {
    const std::lock_guard lock(mutex_);
    return costed_;
}

NetworkCost estimate_cached(const Network& network, const Accelerator& accelerator,
                            const Dataflow& dataflow, const Technology& technology, const Job& job,
                            EstimateCache& cache) {
    if (!accelerator.runs(dataflow.id())) {
        std::string known;
        for (const std::string& id : accelerator.dataflows) {
            known += (known.empty() ? "" : ", ") + id;
        }
        fail(ErrorCode::Unsupported,
             "accelerator {} does not run dataflow \"{}\", expected one of: {}", accelerator.id,
             dataflow.id(), known);
    }
    dataflow.check(accelerator);
    NetworkCost cost = assemble(
        network, accelerator, dataflow, technology,
        [&](const NamedWorkload& layer, const Prices& prices) {
            if (const auto known = cache.find(layer.work)) {
                LayerEstimate row = *known;
                row.name = layer.name;
                row.op = layer.op;
                return row;
            }
            LayerEstimate row{layer.name, layer.op,
                              layer.work, dataflow.estimate(layer.work, accelerator, prices),
                              {},         nullptr};
            cache.put(layer.work, row);
            return row;
        },
        job);
    cache.end_network();
    return cost;
}

} // namespace espalier::hw
