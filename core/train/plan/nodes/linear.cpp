// SPDX-License-Identifier: GPL-3.0-or-later
// Fully connected layers. Cut into tiles of the weights, not into shards of the batch: each tile is
// one matrix product over the whole batch, and no gradient has to be summed over shards.
#include "core/kernels/sgemm.h"
#include "core/train/plan/nodes/nodes.h"

#include <algorithm>

namespace espalier {

namespace {

constexpr std::int64_t kMostTiles = 8;
constexpr std::int64_t kTileStep = 16;

/// [0, size) cut into at most kMostTiles pieces.
struct Tiling {
    std::int64_t size = 0;
    std::int64_t step = kTileStep;

    explicit Tiling(std::int64_t length = 0)
        : size(length) {
        const std::int64_t even = (length + kMostTiles - 1) / kMostTiles;
        step = std::max((even + kTileStep - 1) / kTileStep * kTileStep, kTileStep);
    }

    [[nodiscard]] std::size_t count() const {
        return static_cast<std::size_t>((size + step - 1) / step);
    }

    [[nodiscard]] std::int64_t begin(std::size_t tile) const {
        return static_cast<std::int64_t>(tile) * step;
    }

    [[nodiscard]] std::int64_t length(std::size_t tile) const {
        return std::min(step, size - begin(tile));
    }
};

class LinearNode final : public PlanNode {
public:
    LinearNode(const PlanContext& context, const Node& node)
        : in_(node.inputs.at(0))
        , weight_(node.inputs.at(1))
        , bias_(node.input(2))
        , out_(node.outputs.at(0))
        , rows_are_outputs_(node.op == "Gemm" && node.attributes.integer("transB", 0) != 0) {
        const Shape& shape = context.constant(weight_)->shape();
        outputs_ = Tiling(rows_are_outputs_ ? shape[0] : shape[1]);
        inputs_ = Tiling(rows_are_outputs_ ? shape[1] : shape[0]);
    }

    void plan_forward(PlanContext& context, std::vector<Phase>& phases) override {
        // A sample may hold several rows, as a sequence does.
        Shape sample = context.value(in_).layout.sample;
        const std::int64_t rows = sample.elements(0, sample.rank() - 1);
        sample[-1] = outputs_.size;
        context.define(out_, {std::move(sample), 1});
        batch_ = static_cast<std::int64_t>(context.shards()) * context.shard_size() * rows;
        x_ = context.value(in_).data;
        weights_ = context.constant(weight_);
        biases_ = context.constant(bias_);
        float* y = context.value(out_).data;
        phases.push_back({outputs_.count(), [this, y](std::size_t tile) { forward(tile, y); }});
    }

    void plan_backward(PlanContext& context, std::vector<Phase>& phases) override {
        const float* dy = context.value(out_).grad;
        if (TrainParameter* parameter = context.trainable(weight_)) {
            float* dw = gradient_buffer(context, *parameter);
            const Tiling& tiles = rows_are_outputs_ ? outputs_ : inputs_;
            phases.push_back(
                {tiles.count(), [this, dy, dw](std::size_t t) { weight_gradient(t, dy, dw); }});
        }
        if (TrainParameter* parameter = context.trainable(bias_)) {
            float* db = gradient_buffer(context, *parameter);
            phases.push_back({1, [this, dy, db](std::size_t) { bias_gradient(dy, db); }});
        }
        if (const GradTarget dx = context.grad_target(in_); dx.data != nullptr) {
            phases.push_back(
                {inputs_.count(), [this, dy, dx](std::size_t t) { input_gradient(t, dy, dx); }});
        }
    }

private:
    static float* gradient_buffer(PlanContext& context, TrainParameter& parameter) {
        float* buffer = context.allocate(static_cast<std::size_t>(parameter.latent.elements()));
        context.on_collect(parameter, [buffer](std::span<float> gradient) {
            for (std::size_t i = 0; i < gradient.size(); ++i) {
                gradient[i] += buffer[i];
            }
        });
        return buffer;
    }

    [[nodiscard]] const float* weights() const { return weights_->data<float>().data(); }

    void forward(std::size_t tile, float* y) const {
        const std::int64_t first = outputs_.begin(tile);
        const std::int64_t width = outputs_.length(tile);
        const std::int64_t stride = outputs_.size;
        if (biases_ != nullptr) {
            const auto bias = biases_->data<float>();
            for (std::int64_t n = 0; n < batch_; ++n) {
                for (std::int64_t o = first; o < first + width; ++o) {
                    y[n * stride + o] = bias[bias.size() == 1 ? 0 : static_cast<std::size_t>(o)];
                }
            }
        }
        const float beta = biases_ != nullptr ? 1.0F : 0.0F;
        if (rows_are_outputs_) {
            sgemm(Transposed::No, Transposed::Yes, batch_, width, inputs_.size, x_, inputs_.size,
                  weights() + first * inputs_.size, inputs_.size, beta, y + first, stride);
        } else {
            sgemm(Transposed::No, Transposed::No, batch_, width, inputs_.size, x_, inputs_.size,
                  weights() + first, stride, beta, y + first, stride);
        }
    }

    void weight_gradient(std::size_t tile, const float* dy, float* dw) const {
        const Tiling& rows = rows_are_outputs_ ? outputs_ : inputs_;
        const Tiling& columns = rows_are_outputs_ ? inputs_ : outputs_;
        const float* left = rows_are_outputs_ ? dy : x_;
        const float* right = rows_are_outputs_ ? x_ : dy;
        sgemm(Transposed::Yes, Transposed::No, rows.length(tile), columns.size, batch_,
              left + rows.begin(tile), rows.size, right, columns.size, 0.0F,
              dw + rows.begin(tile) * columns.size, columns.size);
    }

    void bias_gradient(const float* dy, float* db) const {
        const bool scalar = biases_->elements() == 1;
        std::fill_n(db, biases_->elements(), 0.0F);
        for (std::int64_t n = 0; n < batch_; ++n) {
            for (std::int64_t o = 0; o < outputs_.size; ++o) {
                db[scalar ? 0 : o] += dy[n * outputs_.size + o];
            }
        }
    }

    void input_gradient(std::size_t tile, const float* dy, GradTarget dx) const {
        const std::int64_t first = inputs_.begin(tile);
        const std::int64_t width = inputs_.length(tile);
        const float beta = dx.add ? 1.0F : 0.0F;
        if (rows_are_outputs_) {
            sgemm(Transposed::No, Transposed::No, batch_, width, outputs_.size, dy, outputs_.size,
                  weights() + first, inputs_.size, beta, dx.data + first, inputs_.size);
        } else {
            sgemm(Transposed::No, Transposed::Yes, batch_, width, outputs_.size, dy, outputs_.size,
                  weights() + first * outputs_.size, outputs_.size, beta, dx.data + first,
                  inputs_.size);
        }
    }

    ValueId in_;
    ValueId weight_;
    ValueId bias_;
    ValueId out_;
    bool rows_are_outputs_;
    Tiling outputs_;
    Tiling inputs_;
    std::int64_t batch_ = 0;
    const float* x_ = nullptr;
    const Tensor* weights_ = nullptr;
    const Tensor* biases_ = nullptr;
};

/// y = x * W + b, with nothing scaled and W a parameter; x of rank 2, or more for MatMul.
bool fits(const PlanContext& context, const Node& node) {
    const bool product = node.op == "Einsum" && node.attributes.text("equation", "") == "nj,jk->nk";
    if (node.op != "Gemm" && node.op != "MatMul" && !product) {
        return false;
    }
    const ValueId x = node.input(0);
    const Tensor* weight =
        context.is_activation(node.input(1)) ? nullptr : context.constant(node.input(1));
    if (!context.is_activation(x) || weight == nullptr || weight->shape().rank() != 2) {
        return false;
    }
    const Layout& layout = context.value(x).layout;
    const int rank = layout.sample.rank();
    if (rank < 1 || (rank > 1 && (node.op != "MatMul" || layout.block != 1))) {
        return false;
    }
    if (node.op != "Gemm") {
        return true;
    }
    const Attributes& attributes = node.attributes;
    const bool rows = attributes.integer("transB", 0) != 0;
    const Tensor* bias =
        context.is_activation(node.input(2)) ? nullptr : context.constant(node.input(2));
    const std::int64_t outputs = weight->shape()[rows ? 0 : 1];
    return attributes.integer("transA", 0) == 0 && attributes.real("alpha", 1) == 1 &&
           attributes.real("beta", 1) == 1 && !context.is_activation(node.input(2)) &&
           (bias == nullptr || bias->elements() == outputs || bias->elements() == 1);
}

} // namespace

std::unique_ptr<PlanNode> linear_node(const PlanContext& context, const Node& node) {
    return fits(context, node) ? std::make_unique<LinearNode>(context, node) : nullptr;
}

} // namespace espalier
