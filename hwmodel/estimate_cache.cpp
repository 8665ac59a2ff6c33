// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/estimate_cache.h"

#include <algorithm>

namespace espalier::hw {

namespace {

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
    return key;
}

} // namespace

bool same_work(const Workload& a, const Workload& b) {
    const auto same_operand = [](const OperandInfo& x, const OperandInfo& y) {
        return x.bits == y.bits && x.number == y.number && x.density == y.density;
    };
    return a.kind == b.kind && a.dims == b.dims && a.stride_h == b.stride_h &&
           a.stride_w == b.stride_w && a.dilation_h == b.dilation_h &&
           a.dilation_w == b.dilation_w && a.input_h == b.input_h && a.input_w == b.input_w &&
           a.input_tensors == b.input_tensors && a.accumulator_bits == b.accumulator_bits &&
           a.weight_mask == b.weight_mask &&
           std::equal(a.operands.begin(), a.operands.end(), b.operands.begin(), same_operand);
}

const LayerEstimate* EstimateCache::find(const Workload& work) const {
    const auto found = rows_.find(key_of(work));
    if (found != rows_.end()) {
        for (const LayerEstimate& row : found->second) {
            if (same_work(row.work, work)) {
                return &row;
            }
        }
    }
    return nullptr;
}

void EstimateCache::put(const Workload& work, const LayerEstimate& row) {
    rows_[key_of(work)].push_back(row);
    ++size_;
}

NetworkCost estimate_cached(const Network& network, const Accelerator& accelerator,
                            const Dataflow& dataflow, const Technology& technology, const Job& job,
                            EstimateCache& cache) {
    dataflow.check(accelerator);
    return assemble(
        network, accelerator, dataflow, technology,
        [&](const NamedWorkload& layer, const Prices& prices) {
            if (const LayerEstimate* known = cache.find(layer.work)) {
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
}

} // namespace espalier::hw
