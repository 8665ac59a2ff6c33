// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/workload.h"

#include "core/base/error.h"
#include "hwmodel/sparse/mask.h"

namespace espalier::hw {

namespace {

constexpr double kExactLimit = 9007199254740992.0; // 2^53

double product(const Workload& work, std::initializer_list<Dim> which) {
    double result = 1;
    for (const Dim dim : which) {
        result *= static_cast<double>(work.dim(dim));
    }
    return result;
}

} // namespace

double macs(const Workload& work) {
    if (!work.has_macs()) {
        return 0;
    }
    return product(work, {Dim::N, Dim::G, Dim::K, Dim::C, Dim::P, Dim::Q, Dim::R, Dim::S});
}

const Mask* mask_of_weights(const Workload& work) {
    const Mask* mask = work.weight_mask.get();
    const auto filters = static_cast<std::size_t>(work.dim(Dim::G) * work.dim(Dim::K));
    const auto taps =
        static_cast<std::size_t>(work.dim(Dim::C) * work.dim(Dim::R) * work.dim(Dim::S));
    const bool fits = mask != nullptr && mask->columns() == taps && mask->rows() > 0 &&
                      filters % mask->rows() == 0;
    return fits ? mask : nullptr;
}

double mask_repeats(const Workload& work) {
    return static_cast<double>(work.dim(Dim::G) * work.dim(Dim::K)) /
           static_cast<double>(work.weight_mask->rows());
}

double effectual_macs(const Workload& work) {
    return macs(work) * work.operand(Operand::Weight).density *
           work.operand(Operand::Input).density;
}

std::int64_t reach_h(const Workload& work) {
    return (work.dim(Dim::P) - 1) * work.stride_h + (work.dim(Dim::R) - 1) * work.dilation_h + 1;
}

std::int64_t reach_w(const Workload& work) {
    return (work.dim(Dim::Q) - 1) * work.stride_w + (work.dim(Dim::S) - 1) * work.dilation_w + 1;
}

double elements(const Workload& work, Operand which) {
    switch (which) {
    case Operand::Weight:
        return work.has_macs() ? product(work, {Dim::G, Dim::K, Dim::C, Dim::R, Dim::S}) : 0.0;
    case Operand::Input: {
        const auto h = static_cast<double>(work.input_h > 0 ? work.input_h : reach_h(work));
        const auto w = static_cast<double>(work.input_w > 0 ? work.input_w : reach_w(work));
        return product(work, {Dim::N, Dim::G, Dim::C}) * h * w * work.input_tensors;
    }
    case Operand::Output:
        return product(work, {Dim::N, Dim::G, Dim::K, Dim::P, Dim::Q});
    }
    return 0;
}

void validate(const Workload& work) {
    static constexpr std::array<char, kDims> kNames{'N', 'G', 'K', 'C', 'P', 'Q', 'R', 'S'};
    double total = 1;
    for (std::size_t i = 0; i < kDims; ++i) {
        expect(work.dims[i] >= 1, "dimension {} is {}, expected at least 1", kNames[i],
               work.dims[i]);
        total *= work.dims[i];
    }
    expect(total <= kExactLimit, "the layer has {:.3g} multiply-accumulates, expected at most 2^53",
           total);
    expect(work.stride_h >= 1 && work.stride_w >= 1, "stride is {}x{}, expected at least 1x1",
           work.stride_h, work.stride_w);
    expect(work.dilation_h >= 1 && work.dilation_w >= 1, "dilation is {}x{}, expected at least 1x1",
           work.dilation_h, work.dilation_w);
    expect(work.input_h >= 0 && work.input_w >= 0, "input is {}x{}, expected at least 1x1",
           work.input_h, work.input_w);
    expect(work.input_tensors >= 1, "the layer reads {} tensors, expected at least 1",
           work.input_tensors);
    expect(elements(work, Operand::Input) <= kExactLimit, "the input has more than 2^53 values");
    for (std::size_t i = 0; i < kOperands; ++i) {
        const OperandInfo& info = work.operands[i];
        const char* name = to_string(static_cast<Operand>(i));
        expect(info.bits >= 1 && info.bits <= 64, "{} has {} bits, expected 1 to 64", name,
               info.bits);
        expect(info.density >= 0 && info.density <= 1, "{} density is {}, expected 0 to 1", name,
               info.density);
        expect(info.kept <= info.block, "{} keeps {} of every {} values", name, info.kept,
               info.block);
    }
    expect(work.accumulator_bits >= 1 && work.accumulator_bits <= 64,
           "the accumulator has {} bits, expected 1 to 64", work.accumulator_bits);
}

const char* to_string(OpKind kind) {
    switch (kind) {
    case OpKind::Conv:
        return "conv";
    case OpKind::Depthwise:
        return "depthwise";
    case OpKind::Gemm:
        return "gemm";
    case OpKind::Pool:
        return "pool";
    case OpKind::Eltwise:
        return "eltwise";
    }
    return "";
}

const char* to_string(Operand which) {
    switch (which) {
    case Operand::Weight:
        return "weight";
    case Operand::Input:
        return "input";
    case Operand::Output:
        return "output";
    }
    return "";
}

} // namespace espalier::hw
