// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/dataflows/detail/engine.h"
#include "hwmodel/engines/sparse_engines.h"

#include <algorithm>
#include <cmath>

namespace espalier::hw::dataflows::scnn {

namespace {

/// Weights that are not zero [group of filters at once, stride phase][channel]. The groups of a
/// grouped convolution never share a group of filters.
std::vector<std::vector<std::uint32_t>> group_counts(const Workload& work, const Mask& mask,
                                                     std::size_t at_once) {
    const auto side = [&](Dim dim) { return static_cast<std::size_t>(work.dim(dim)); };
    const std::size_t filters = std::min(side(Dim::K), mask.rows());
    const std::size_t taps = side(Dim::R) * side(Dim::S);
    const auto columns = static_cast<std::size_t>(work.stride_w);
    const std::size_t phases = static_cast<std::size_t>(work.stride_h) * columns;
    const std::size_t in_group = (filters + at_once - 1) / at_once;
    const std::size_t groups = mask.rows() / filters * in_group;
    std::vector<std::vector<std::uint32_t>> counts(groups * phases,
                                                   std::vector<std::uint32_t>(side(Dim::C)));
    for (std::size_t row = 0; row < mask.rows(); ++row) {
        const std::size_t group = row / filters * in_group + row % filters / at_once;
        mask.for_each_set(row, [&](std::size_t column) {
            const std::size_t tap = column % taps;
            const std::size_t h = tap / side(Dim::S) * static_cast<std::size_t>(work.dilation_h) %
                                  static_cast<std::size_t>(work.stride_h);
            const std::size_t w =
                tap % side(Dim::S) * static_cast<std::size_t>(work.dilation_w) % columns;
            ++counts[group * phases + h * columns + w][column / taps];
        });
    }
    return counts;
}

detail::EngineRun run(const Workload& work, const Accelerator& machine) {
    const engines::ScnnFigures figures{machine.elements(), machine.figure("input_vector"),
                                       machine.figure("weight_vector"), machine.figure("conflict")};
    const double at_once = std::min(machine.figure("filters"), detail::extent(work, Dim::K));
    const double weight = work.operand(Operand::Weight).density;
    const double input = work.operand(Operand::Input).density;
    const double planes = detail::extent(work, Dim::N) * detail::extent(work, Dim::G);
    const double channels = detail::extent(work, Dim::C);
    const double plane = elements(work, Operand::Input) / (planes * channels);
    // Only the products of one stride phase in each direction are of use.
    const double phases = static_cast<double>(work.stride_h) * work.stride_w;
    const double taps = at_once * detail::extent(work, Dim::R) * detail::extent(work, Dim::S);
    const double groups = std::ceil(detail::extent(work, Dim::K) / at_once);
    detail::EngineRun result = detail::dense_run(work, machine);
    if (const Mask* mask = mask_of_weights(work)) {
        const auto counts = group_counts(work, *mask, static_cast<std::size_t>(at_once));
        result.cycles = detail::extent(work, Dim::N) * mask_repeats(work) *
                        engines::scnn(plane / phases, input, counts, figures);
    } else {
        result.cycles =
            planes * phases *
            engines::scnn(channels, groups, plane / phases, taps / phases, input, weight, figures);
    }
    result.executed_macs = effectual_macs(work);
    result.ideal_cycles =
        result.executed_macs / (figures.elements * figures.input_vector * figures.weight_vector);
    constexpr double kIndexBits = 4; // of a run of zeros before a value
    result.weight_bits =
        std::min(result.weight_bits + kIndexBits, weight * (result.weight_bits + kIndexBits));
    result.input_bits =
        std::min(result.input_bits + kIndexBits, input * (result.input_bits + kIndexBits));
    result.weight_reads = result.executed_macs / figures.input_vector;
    result.input_reads = result.executed_macs / figures.weight_vector;
    result.sum_writes = result.executed_macs;
    result.sum_reads = result.executed_macs;
    return result;
}

} // namespace

const Dataflow& dataflow() {
    static const detail::Engine instance(
        {"scnn",
         "Sparse weights and inputs, all products",
         "Elements hold tiles of the plane and multiply every input that is not "
         "zero with every weight of its channel that is not.",
         "N * G * ceil(K / filters) * (C * ceil(inputs / 4) * ceil(weights / 4), "
         "the slowest element) * conflicts",
         "A. Parashar et al., SCNN, ISCA 2017",
         {"input_vector", "weight_vector", "filters", "conflict"},
         "N * sum over groups of filters and channels of E[ceil(inputs / 4)] * ceil(weights / 4), "
         "the slowest element, with the weights of each group counted in the mask, * conflicts"},
        &run);
    return instance;
}

} // namespace espalier::hw::dataflows::scnn
