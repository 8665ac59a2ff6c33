// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/techniques/detail/layer_matrix.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/kernels/sgemm.h"
#include "core/ops/detail/window.h"

#include <algorithm>

namespace espalier::techniques {

namespace {

std::size_t size_of(std::int64_t number) {
    return static_cast<std::size_t>(number);
}

/// Column number `index` of one group, read from the layer's input.
class Columns {
public:
    Columns(const Graph& graph, const Node& node, const LayerMatrix& layer, const Tensor& input)
        : layer_(layer)
        , data_(input.data<float>()) {
        if (node.op != "Conv") {
            count_ = data_.size() / layer.cols;
            return;
        }
        const Shape& weight = graph.parameter(node.inputs[1])->shape();
        std::vector<std::int64_t> kernel;
        for (int axis = 2; axis < weight.rank(); ++axis) {
            kernel.push_back(weight[axis]);
        }
        window_ = ops::detail::window_of(node, input.shape(), kernel, ops::detail::Rounding::Down);
        channels_ = size_of(input.shape()[1]);
        positions_ = size_of(window_.positions());
        count_ = size_of(input.shape()[0]) * positions_;
        for (std::int64_t tap = 0; tap < window_.taps(); ++tap) {
            taps_.push_back(window_.split(tap));
        }
    }

    [[nodiscard]] std::size_t count() const { return count_; }

    void read(std::size_t index, std::size_t group, float* target) const {
        if (positions_ == 0) {
            std::copy_n(data_.begin() + static_cast<std::ptrdiff_t>(index * layer_.cols),
                        layer_.cols, target);
            return;
        }
        const std::size_t inner = layer_.cols / taps_.size(); // channels of a group
        const std::size_t image = index / positions_;
        const auto position = window_.position(static_cast<std::int64_t>(index % positions_));
        const std::size_t plane = size_of(window_.inputs());
        for (std::size_t tap = 0; tap < taps_.size(); ++tap) {
            const std::int64_t at = window_.input(position, taps_[tap]);
            for (std::size_t channel = 0; channel < inner; ++channel) {
                const std::size_t from = (image * channels_ + group * inner + channel) * plane +
                                         size_of(std::max<std::int64_t>(at, 0));
                target[channel * taps_.size() + tap] = at < 0 ? 0.0F : data_[from];
            }
        }
    }

private:
    LayerMatrix layer_;
    std::span<const float> data_;
    ops::detail::Window window_;
    std::vector<std::array<std::int64_t, 3>> taps_;
    std::size_t channels_ = 0;
    std::size_t positions_ = 0; ///< 0: no convolution
    std::size_t count_ = 0;
};

} // namespace

std::optional<LayerMatrix> layer_matrix(const Graph& graph, const Node& node) {
    const Parameter* weight = graph.parameter(node.input(1));
    if (weight == nullptr || weight->latent().dtype() != DType::Float32 ||
        graph.parameter(node.input(0)) != nullptr) {
        return std::nullopt;
    }
    const Shape& shape = weight->shape();
    LayerMatrix layer;
    if (node.op == "Conv") {
        layer.groups = size_of(node.attributes.integer("group", 1));
        layer.rows = size_of(shape[0]) / layer.groups;
        layer.cols = size_of(shape.elements(1, shape.rank()));
        return layer;
    }
    const bool gemm = node.op == "Gemm" && node.attributes.integer("transA", 0) == 0 &&
                      node.attributes.real("alpha", 1) == 1;
    if (shape.rank() != 2 || (!gemm && node.op != "MatMul")) {
        return std::nullopt;
    }
    layer.transposed = !gemm || node.attributes.integer("transB", 0) == 0;
    layer.rows = size_of(shape[layer.transposed ? 1 : 0]);
    layer.cols = size_of(shape[layer.transposed ? 0 : 1]);
    return layer;
}

InputMoments::InputMoments(const LayerMatrix& layer)
    : layer_(layer)
    , columns_(layer.groups) {}

void InputMoments::add(const Graph& graph, const Node& node, const Tensor& input,
                       std::size_t most) {
    const Columns columns(graph, node, layer_, input);
    const std::size_t taken = std::min(most, columns.count());
    parallel_for(layer_.groups, [&](std::size_t group) {
        std::vector<float>& all = columns_[group];
        const std::size_t before = all.size();
        all.resize(before + taken * layer_.cols);
        for (std::size_t i = 0; i < taken; ++i) {
            columns.read(i * columns.count() / taken, group, all.data() + before + i * layer_.cols);
        }
    });
    count_ += taken;
}

std::vector<float> InputMoments::second(std::size_t group) const {
    return cross(group, *this);
}

std::vector<float> InputMoments::cross(std::size_t group, const InputMoments& other) const {
    expect(count_ == other.count_, "{} columns beside {}", count_, other.count_);
    std::vector<float> result(layer_.cols * layer_.cols, 0);
    if (count_ == 0) {
        return result;
    }
    const auto n = static_cast<std::int64_t>(layer_.cols);
    // In parallel_for, where the library keeps to one thread and to the same bits.
    parallel_for(1, [&](std::size_t /*only*/) {
        sgemm(Transposed::Yes, Transposed::No, n, n, static_cast<std::int64_t>(count_),
              other.columns_[group].data(), n, columns_[group].data(), n, 0.0F, result.data(), n);
    });
    for (float& value : result) {
        value /= static_cast<float>(count_);
    }
    return result;
}

std::vector<double> InputMoments::mean(std::size_t group) const {
    std::vector<double> result(layer_.cols, 0);
    for (std::size_t i = 0; i < columns_[group].size(); ++i) {
        result[i % layer_.cols] += columns_[group][i];
    }
    for (double& value : result) {
        value /= static_cast<double>(std::max<std::size_t>(count_, 1));
    }
    return result;
}

} // namespace espalier::techniques
