// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of a table that the input names by number. Inside plans the numbers are floats, as
// everything that flows is (rewrite.h).
#include "core/base/error.h"
#include "core/train/plan/nodes/nodes.h"

#include <algorithm>

namespace espalier {

namespace {

constexpr std::size_t kColumns = 16; ///< that one tile of the gradient has

class EmbeddingNode final : public PlanNode {
public:
    explicit EmbeddingNode(const Node& node)
        : table_(node.inputs.at(0))
        , in_(node.inputs.at(1))
        , out_(node.outputs.at(0)) {}

    void plan_forward(PlanContext& context, std::vector<Phase>& phases) override {
        const Tensor* table = context.constant(table_);
        words_ = table->shape()[0];
        width_ = static_cast<std::size_t>(table->shape()[1]);
        Shape sample = context.value(in_).layout.sample;
        std::vector<std::int64_t> dims = sample.dims();
        dims.push_back(table->shape()[1]);
        context.define(out_, {Shape(std::move(dims)), 1});
        places_ = static_cast<std::size_t>(sample.elements() * context.shard_size());
        shards_ = context.shards();
        const float* numbers = context.value(in_).data;
        float* to = context.value(out_).data;
        numbers_ = numbers;
        phases.push_back({0, [this, table, to](std::size_t shard) {
                              const float* rows = table->data<float>().data();
                              for (std::size_t i = shard * places_; i < (shard + 1) * places_;
                                   ++i) {
                                  std::copy_n(rows + row(i) * width_, width_, to + i * width_);
                              }
                          }});
    }

    void plan_backward(PlanContext& context, std::vector<Phase>& phases) override {
        TrainParameter* parameter = context.trainable(table_);
        if (parameter == nullptr) {
            return;
        }
        const auto count = static_cast<std::size_t>(parameter->latent.elements());
        float* sums = context.allocate(count);
        context.on_collect(*parameter, [sums](std::span<float> gradient) {
            for (std::size_t i = 0; i < gradient.size(); ++i) {
                gradient[i] += sums[i];
            }
        });
        const float* from = context.value(out_).grad;
        // Cut by columns: each tile adds up all places in their order.
        const std::size_t tiles = (width_ + kColumns - 1) / kColumns;
        phases.push_back({tiles, [this, from, sums](std::size_t tile) {
                              const std::size_t begin = tile * kColumns;
                              const std::size_t size = std::min(kColumns, width_ - begin);
                              for (std::int64_t word = 0; word < words_; ++word) {
                                  std::fill_n(sums + static_cast<std::size_t>(word) * width_ +
                                                  begin,
                                              size, 0.0F);
                              }
                              for (std::size_t i = 0; i < shards_ * places_; ++i) {
                                  float* to = sums + row(i) * width_ + begin;
                                  const float* g = from + i * width_ + begin;
                                  for (std::size_t k = 0; k < size; ++k) {
                                      to[k] += g[k];
                                  }
                              }
                          }});
    }

private:
    [[nodiscard]] std::size_t row(std::size_t place) const {
        const float number = numbers_[place];
        expect(number >= 0 && number < static_cast<float>(words_), "token {} of a vocabulary of {}",
               number, words_);
        return static_cast<std::size_t>(number);
    }

    ValueId table_;
    ValueId in_;
    ValueId out_;
    std::int64_t words_ = 0;
    std::size_t width_ = 0;
    std::size_t places_ = 0; ///< of one shard
    std::size_t shards_ = 0;
    const float* numbers_ = nullptr;
};

} // namespace

std::unique_ptr<PlanNode> embedding_node(const PlanContext& context, const Node& node) {
    if (node.op != "Gather" || context.is_activation(node.input(0)) ||
        !context.is_activation(node.input(1)) || node.attributes.integer("axis", 0) != 0 ||
        context.constant(node.input(0))->shape().rank() != 2) {
        return nullptr;
    }
    return std::make_unique<EmbeddingNode>(node);
}

} // namespace espalier
