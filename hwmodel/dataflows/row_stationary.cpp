// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/dataflow.h"
#include "hwmodel/dataflows/detail/row_mapping.h"
#include "hwmodel/dataflows/detail/row_schedule.h"
#include "hwmodel/dataflows/detail/streaming.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace espalier::hw::dataflows::row_stationary {

namespace {

constexpr const char* kEyeriss = "Chen et al., Eyeriss, ISCA 2016, section V, and JSSC 2017, V-B";
constexpr std::array kFormulas{
    Formula{"compute_cycles",
            "strips * ceil(N/n) * ceil(G/g) * ceil(K/pt) * ceil(C/qr) * folds * n * Q * p * q * S: "
            "a MAC per element and cycle, no ramps between passes",
            kEyeriss},
    Formula{"cycles", "max(compute_cycles, DRAM bits / DRAM bits per cycle) + first strip's fetch",
            "transfers overlap computing"},
    Formula{"register",
            "per MAC one weight and one input read, one partial sum read and written; fills are "
            "counted as deliveries of the array",
            "Chen et al., ISCA 2016, section VI"},
    Formula{"array.weight", "words read from the buffer * e elements each", kEyeriss},
    Formula{"array.input", "N * C * R * P * W for each of ceil(K/pt) passes and t sets", kEyeriss},
    Formula{"array.output",
            "N * K * P * Q * ceil(C/qr) * (R r) hops upwards, and ceil(C/qr) - 1 deliveries back",
            kEyeriss},
    Formula{"buffer.weight", "read once per strip and image block; written as fetched", kEyeriss},
    Formula{"buffer.input",
            "a sweep (inputs, lines shared by strips twice) read ceil(K/pt) times; written as "
            "fetched",
            kEyeriss},
    Formula{"buffer.output", "N * K * P * Q * ceil(C/qr) partial sums written and read", kEyeriss},
    Formula{"dram.weight",
            "once per strip and image block; once where they stay in scratchpads or buffer",
            kEyeriss},
    Formula{"dram.input", "a sweep for each of ceil(K/m) filter blocks; one where channels stay",
            kEyeriss},
    Formula{"dram.output", "each output once", kEyeriss},
};

class RowStationary final : public Dataflow {
public:
    std::string_view id() const override { return "rs"; }

    std::string_view title() const override { return "Row stationary"; }

    std::string_view summary() const override {
        return "Each element convolves one filter row with one input row; rows of weights stay, "
               "rows of inputs move diagonally, partial sums upwards. The layout with the least "
               "energy x time is taken.";
    }

    std::span<const Formula> formulas() const override { return kFormulas; }

    void check(const Accelerator& accelerator) const override {
        detail::check_row_stationary(accelerator);
    }

    Counts count(const Workload& work, const Accelerator& accelerator,
                 const Prices& prices) const override;

    std::unique_ptr<Schedule> schedule(const Workload& work, const Accelerator& accelerator,
                                       const Prices& prices) const override {
        return detail::row_schedule(work, accelerator, detail::map_rows(work, accelerator, prices));
    }
};

Counts RowStationary::count(const Workload& work, const Accelerator& accelerator,
                            const Prices& prices) const {
    const detail::RowMapping mapping = detail::map_rows(work, accelerator, prices);
    const detail::RowTraffic moved = detail::row_traffic(work, mapping);
    const double weight_bits = accelerator.stored_bits(work.operand(Operand::Weight));
    const double input_bits = accelerator.stored_bits(work.operand(Operand::Input));
    const double output_bits = accelerator.stored_bits(work.operand(Operand::Output));
    const double psum_bits = accelerator.accumulator_bits(work);
    const double outputs = elements(work, Operand::Output);

    Counts counts;
    counts.macs = macs(work);
    counts.executed_macs = counts.macs;
    if (accelerator.gates_zero_inputs) {
        counts.executed_macs *= work.operand(Operand::Input).density;
    }
    counts.compute_cycles = mapping.compute_cycles;
    counts.active_elements = std::min(
        accelerator.elements(), mapping.set_rows * mapping.r * mapping.t * mapping.g * mapping.e);

    // The input is read to see whether it is zero; a zero skips the weight and the partial sum.
    counts.at(Level::Register, Operand::Weight).read(counts.executed_macs, weight_bits);
    counts.at(Level::Register, Operand::Input).read(counts.macs, input_bits);
    counts.at(Level::Register, Operand::Output).read(counts.executed_macs, psum_bits);
    counts.at(Level::Register, Operand::Output).write(counts.executed_macs, psum_bits);

    counts.at(Level::Array, Operand::Weight).write(moved.weights_delivered, weight_bits);
    counts.at(Level::Array, Operand::Input).write(moved.inputs_delivered, input_bits);
    counts.at(Level::Array, Operand::Output).write(moved.psum_hops, psum_bits);

    counts.at(Level::Buffer, Operand::Weight).write(moved.weights_fetched, weight_bits);
    counts.at(Level::Buffer, Operand::Weight).read(moved.weights_read, weight_bits);
    counts.at(Level::Buffer, Operand::Input).write(moved.inputs_fetched, input_bits);
    counts.at(Level::Buffer, Operand::Input).read(moved.inputs_read, input_bits);
    Traffic& psums = counts.at(Level::Buffer, Operand::Output);
    psums.write(moved.psum_visits - outputs, psum_bits);
    psums.write(outputs, output_bits);
    psums.read(moved.psum_visits - outputs, psum_bits);
    psums.read(outputs, output_bits);

    counts.at(Level::Dram, Operand::Weight)
        .read(moved.weights_fetched, detail::dram_bits(work, accelerator, Operand::Weight));
    counts.at(Level::Dram, Operand::Input)
        .read(moved.inputs_fetched, detail::dram_bits(work, accelerator, Operand::Input));
    counts.at(Level::Dram, Operand::Output)
        .write(outputs, detail::dram_bits(work, accelerator, Operand::Output));

    const double transfers = counts.bits(Level::Dram) / accelerator.dram_bits_per_cycle;
    const double blocks = mapping.strips * mapping.image_blocks * mapping.group_blocks *
                          mapping.filter_blocks * mapping.channel_passes;
    const double first = (counts.at(Level::Dram, Operand::Weight).read_bits +
                          counts.at(Level::Dram, Operand::Input).read_bits) /
                         blocks / accelerator.dram_bits_per_cycle;
    counts.cycles = std::ceil(std::max(counts.compute_cycles, transfers) + first);
    counts.fill_cycles = first;
    return counts;
}

} // namespace

const Dataflow& dataflow() {
    static const RowStationary instance;
    return instance;
}

} // namespace espalier::hw::dataflows::row_stationary
