// SPDX-License-Identifier: GPL-3.0-or-later
// Taking a linear layer apart into two thinner ones.
#pragma once

#include "core/analysis/spectrum.h"
#include "core/compress/technique.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace espalier::techniques {

/// A layer that can be written as two: a Gemm or MatMul with a constant right factor, an ungrouped
/// Conv, or a recurrent layer of one direction, of which the weights of the input are taken apart.
struct FactorLayer {
    std::size_t node = 0; ///< position in graph.nodes
    ValueId weight = kNoValue;
    bool of_state = false; ///< the recurrent weight of a layer that is to be unrolled
    Unfolding unfolding = Unfolding::Channel;
    bool swapped = false; ///< the weight is stored [K, N]: its first axis is the inputs
    std::int64_t rows = 0;
    std::int64_t cols = 0;
    std::int64_t macs = 0; ///< of this weight, per sample
    /// Per sample and rank: what both factors together multiply.
    std::int64_t macs_per_rank = 0;
    std::int64_t steps = 0;   ///< of a recurrent layer
    std::int64_t dropped = 0; ///< parameters that go besides: two biases that become one

    [[nodiscard]] std::int64_t full_rank() const { return std::min(rows, cols); }

    [[nodiscard]] std::int64_t weights() const { return rows * cols; }

    [[nodiscard]] std::int64_t weights_at(std::int64_t rank) const { return rank * (rows + cols); }

    [[nodiscard]] std::shared_ptr<const Spectrum> spectrum(const Graph& graph) const;
};

/// The layers in `scope` that can be factorised, in the order of the nodes; why others cannot is
/// told in `notes`. `spatial` separates the directions of two-dimensional kernels wherever both are
/// larger than 1; all else goes by channel. `states`: the recurrent weights of recurrent layers
/// too, each before the input weights of its layer. Usage error for a pattern that matches nothing.
[[nodiscard]] std::vector<FactorLayer> factor_layers(const Graph& graph, const Scope& scope,
                                                     bool spatial, bool states,
                                                     std::vector<std::string>& notes);

/// Both factors as tensors in the form their nodes want them.
struct Factors {
    Tensor first;
    Tensor second;
};

/// The best factors of `rank` (Eckart-Young) of the effective weight.
[[nodiscard]] Factors factorise(const Graph& graph, const FactorLayer& layer, std::int64_t rank);

/// Puts two nodes in the place of the layer: NAME_1 and NAME_2, both of its origin. Stride, padding
/// and dilation stay with the factor that spans their direction; the bias goes to the second. Of a
/// recurrent layer, NAME_1 is a MatMul on the sequence and NAME_2 the layer on its thinner result;
/// for a recurrent weight the layer becomes its steps (unroll_recurrent.h).
/// Positions after the layer's move by one; tidy() removes the old weight.
void split_layer(Graph& graph, const FactorLayer& layer, const Factors& factors,
                 const std::string& provenance);

} // namespace espalier::techniques
