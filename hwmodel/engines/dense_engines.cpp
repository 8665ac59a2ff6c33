// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/engines/dense_engines.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>

namespace espalier::hw::engines {

namespace {

double extent(const Workload& work, Dim dim) {
    return static_cast<double>(work.dim(dim));
}

double folds(double n, double by) {
    return std::ceil(n / by);
}

double windows_of(const Workload& work) {
    return extent(work, Dim::N) * extent(work, Dim::P) * extent(work, Dim::Q);
}

double taps_of(const Workload& work) {
    return extent(work, Dim::C) * extent(work, Dim::R) * extent(work, Dim::S);
}

} // namespace

PortWords no_local_reuse(const Workload& work, double lanes, double filters) {
    const double groups = extent(work, Dim::G);
    const double filter_folds = folds(extent(work, Dim::K), filters);
    const double steps =
        folds(extent(work, Dim::C), lanes) * extent(work, Dim::R) * extent(work, Dim::S);
    const double windows = windows_of(work);
    PortWords words;
    words.cycles = groups * windows * filter_folds * steps;
    words.weight_reads = groups * windows * extent(work, Dim::K) * taps_of(work);
    words.input_reads = groups * windows * filter_folds * taps_of(work);
    words.sum_writes = groups * windows * extent(work, Dim::K) * steps;
    words.sum_reads = groups * windows * extent(work, Dim::K) * (steps - 1);
    return words;
}

PortWords output_plane(const Workload& work, double rows, double columns) {
    const double outer = extent(work, Dim::N) * extent(work, Dim::G) * extent(work, Dim::K);
    const double taps = extent(work, Dim::R) * extent(work, Dim::S);
    const double channels = extent(work, Dim::C);
    PortWords words;
    for (double p = 0; p < extent(work, Dim::P); p += rows) {
        for (double q = 0; q < extent(work, Dim::Q); q += columns) {
            const double high = std::min(rows, extent(work, Dim::P) - p);
            const double wide = std::min(columns, extent(work, Dim::Q) - q);
            words.cycles += outer * channels * taps;
            words.weight_reads += outer * channels * taps;
            const double h =
                (high - 1) * work.stride_h + (extent(work, Dim::R) - 1) * work.dilation_h + 1;
            const double w =
                (wide - 1) * work.stride_w + (extent(work, Dim::S) - 1) * work.dilation_w + 1;
            words.input_reads += outer * channels * std::min(h, high * extent(work, Dim::R)) *
                                 std::min(w, wide * extent(work, Dim::S));
            words.sum_writes += outer * high * wide;
        }
    }
    return words;
}

double SerialFigures::lanes_for(const Workload& work) const {
    const bool one_bit = weight_serial && work.operand(Operand::Weight).bits == 1;
    return one_bit && one_bit_lanes > 0 ? one_bit_lanes : lanes;
}

double bit_serial(const Workload& work, const SerialFigures& figures) {
    const double input_bits = figures.input_serial ? work.operand(Operand::Input).bits : 1;
    const double weight_bits = figures.weight_serial ? work.operand(Operand::Weight).bits : 1;
    return extent(work, Dim::G) * folds(windows_of(work), figures.windows) *
           folds(taps_of(work), figures.lanes_for(work)) *
           folds(extent(work, Dim::K), figures.filters) * input_bits * weight_bits;
}

double xnor(const Workload& work, double units, double word) {
    const double planes =
        static_cast<double>(work.operand(Operand::Input).bits) * work.operand(Operand::Weight).bits;
    const double outputs = windows_of(work) * extent(work, Dim::K) * extent(work, Dim::G);
    return folds(outputs, units) * folds(taps_of(work), word) * planes;
}

std::int64_t TensorTrain::rank(std::size_t k) const {
    return k == 0 || k == m.size() ? 1 : r.at(k - 1);
}

double TensorTrain::parameters() const {
    double sum = 0;
    for (std::size_t k = 0; k < m.size(); ++k) {
        sum += static_cast<double>(rank(k) * m[k] * n[k] * rank(k + 1));
    }
    return sum;
}

double TensorTrain::compression() const {
    double values = 1;
    for (std::size_t k = 0; k < m.size(); ++k) {
        values *= static_cast<double>(m[k] * n[k]);
    }
    return values / parameters();
}

double TensorTrain::multiplications() const {
    double sum = 0;
    for (const NamedWorkload& stage : stages()) {
        sum += macs(stage.work);
    }
    return sum;
}

std::vector<NamedWorkload> TensorTrain::stages() const {
    expect(!m.empty() && m.size() == n.size() && r.size() + 1 == m.size(),
           "a tensor train of {} and {} factors has {} ranks, expected {}", m.size(), n.size(),
           r.size(), m.size() - 1);
    std::vector<NamedWorkload> list;
    for (std::size_t k = m.size(); k-- > 0;) {
        std::int64_t others = batch;
        for (std::size_t i = 0; i < k; ++i) {
            others *= n[i];
        }
        for (std::size_t j = k + 1; j < m.size(); ++j) {
            others *= m[j];
        }
        Workload work;
        work.kind = OpKind::Gemm;
        work.set(Dim::K, static_cast<std::int32_t>(rank(k) * m[k]));
        work.set(Dim::C, static_cast<std::int32_t>(n[k] * rank(k + 1)));
        work.set(Dim::P, static_cast<std::int32_t>(others));
        list.push_back({fmt::format("core {}", k + 1), "TT", work});
    }
    return list;
}

double TensorTrain::largest_intermediate() const {
    double most = 0;
    for (const NamedWorkload& stage : stages()) {
        most = std::max(
            {most, elements(stage.work, Operand::Input), elements(stage.work, Operand::Output)});
    }
    return most;
}

double tensor_train_cycles(const TensorTrain& train, double elements, double lanes) {
    double cycles = 0;
    for (const NamedWorkload& stage : train.stages()) {
        cycles += folds(extent(stage.work, Dim::K), elements) *
                  folds(extent(stage.work, Dim::P), lanes) * extent(stage.work, Dim::C);
    }
    return cycles;
}

} // namespace espalier::hw::engines
