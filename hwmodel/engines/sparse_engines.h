// SPDX-License-Identifier: GPL-3.0-or-later
// Compute cycles of the machines that leave zeros out: from masks where they are known, in the
// mean where only densities are. All of one convolution or product; memory is not in here.
#pragma once

#include "hwmodel/sparse/mask.h"

#include <span>

namespace espalier::hw::engines {

/// Cambricon-X: groups of `elements` filters share a window; an element multiplies `lanes` of its
/// filter's weights a cycle and the group waits for the fullest.
[[nodiscard]] double cambricon_x(double windows, std::span<const std::uint32_t> filter_nonzeros,
                                 std::size_t elements, double lanes);
[[nodiscard]] double cambricon_x(double windows, double filters, double taps, double density,
                                 double elements, double lanes);

/// Cnvlutin: `lanes` own a slice of the channels each and pass the values that are not zero of
/// their slice, one a cycle, to `filters_at_once` filters; a window ends with its fullest slice.
/// `inputs` [windows][taps], the slice of a tap is its place modulo `lanes`.
[[nodiscard]] double cnvlutin(const Mask& inputs, double filters, double filters_at_once,
                              std::size_t lanes);
[[nodiscard]] double cnvlutin(double windows, double taps, double density, double filters,
                              double filters_at_once, double lanes);

struct EieFigures {
    double elements = 64;
    double queue = 8;         ///< entries waiting in each element
    double relative_bits = 4; ///< of an index
};

/// EIE: rows of the weight matrix [outputs][inputs] go to elements in turn; each input that is not
/// zero is sent to all of them, which work through their entries of its column, padding zeros
/// included, one a cycle. Queues hide what differs between columns close to each other.
[[nodiscard]] double eie(double outputs, double inputs, double weight_density, double input_density,
                         const EieFigures& figures);
/// The same were every element equally full: the paper's "theoretical" time.
[[nodiscard]] double eie_balanced(double outputs, double inputs, double weight_density,
                                  double input_density, const EieFigures& figures);

/// With the weights' mask known, of which `rows` from `first` on are the matrix [outputs][inputs],
/// and every input sent: entry for entry what the machine does. Inputs that are zero shorten it in
/// proportion.
struct EieTrace {
    double cycles = 0;
    double entries = 0; ///< stored, padding zeros included
};

[[nodiscard]] EieTrace eie(const Mask& weights, std::size_t first, std::size_t rows,
                           const EieFigures& figures);

struct ScnnFigures {
    double elements = 64;
    double input_vector = 4;
    double weight_vector = 4;
    double conflict = 1; ///< cycles over those without accumulator bank conflicts
};

/// SCNN: an element holds a tile of the plane and multiplies vectors of its inputs with vectors of
/// a group's weights, channel after channel; a group of filters ends with the slowest element.
/// `inputs` [channel][element] and `weights` [group][channel]: counts of values that are not zero.
[[nodiscard]] double scnn(const std::vector<std::vector<std::uint32_t>>& inputs,
                          const std::vector<std::vector<std::uint32_t>>& weights,
                          const ScnnFigures& figures);
/// With the weights known and of the inputs the density: `plane` values of each channel.
[[nodiscard]] double scnn(double plane, double input_density,
                          const std::vector<std::vector<std::uint32_t>>& weights,
                          const ScnnFigures& figures);
/// In the mean: `plane` values of each channel, `taps` weights of a group for each channel.
[[nodiscard]] double scnn(double channels, double groups, double plane, double taps,
                          double input_density, double weight_density, const ScnnFigures& figures);

/// SnaPEA, exact: with the positive weights first, a sum that has fallen below zero among the
/// negative ones stays there, and ends. The share of MACs that are done, where `negative` of all
/// outputs end below zero and inputs are not negative: sums of `taps` products taken as normal.
[[nodiscard]] double snapea_share(double taps, double negative);

/// Decoupled speculation: a predictor of `predictor_share` of the work says which outputs are not
/// zero; wrong in `missed` of those that are not and `false_alarms` of those that are.
[[nodiscard]] double speculation_share(double output_density, double predictor_share, double missed,
                                       double false_alarms);

} // namespace espalier::hw::engines
