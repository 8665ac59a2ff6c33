// SPDX-License-Identifier: GPL-3.0-or-later
// Operators that only move elements are run once, on element numbers instead of values: what comes
// out says for each output element where it comes from, whatever the operator and the layouts.
#include "core/base/error.h"
#include "core/graph/op.h"
#include "core/train/plan/nodes/nodes.h"

#include <algorithm>
#include <array>
#include <optional>

namespace espalier {

namespace {

/// Element numbers must be exact in float32.
constexpr std::int64_t kMostElements = std::int64_t{1} << 24U;
constexpr std::array<std::string_view, 10> kMovers = {
    "Reshape", "Flatten", "Slice",     "Pad",      "Concat",
    "Split",   "Squeeze", "Unsqueeze", "Identity", "Transpose"};

constexpr std::int32_t kNowhere = -1;

struct Move {
    ValueId from{};
    ValueId to{};
    /// For each float of one output sample: the float of the input sample, or kNowhere.
    std::vector<std::int32_t> source;
};

class GatherNode final : public PlanNode {
public:
    explicit GatherNode(const Node& node)
        : node_(node) {}

    void plan_forward(PlanContext& context, std::vector<Phase>& phases) override {
        const std::vector<Tensor> numbers = run_on_numbers(context);
        samples_ = static_cast<std::size_t>(context.shard_size());
        for (std::size_t i = 0; i < node_.outputs.size(); ++i) {
            const ValueId out = node_.outputs[i];
            const Shape& shape = numbers[i].shape();
            const Layout layout = layout_for(context, shape);
            const Layout& source = context.value(activations_[0]).layout;
            const bool same = activations_.size() == 1 && source.block == 1 &&
                              numbers[i].elements() == source.sample.elements() &&
                              keeps_order(numbers[i]);
            if (same) {
                context.define_shared(out, layout, activations_[0]);
                shared_ = true;
                continue;
            }
            context.define(out, layout);
            add_moves(context, numbers[i], out);
        }
        if (!shared_) {
            for (const Move& move : moves_) {
                const Piece piece{context.value(move.from).data, context.value(move.to).data,
                                  context.value(move.from).layout.elements(),
                                  context.value(move.to).layout.elements()};
                const bool first = &move == moves_.data() || (&move - 1)->to != move.to;
                phases.push_back({0, [this, &move, piece, first](std::size_t shard) {
                                      forward(move, piece, first, shard);
                                  }});
            }
        }
    }

    void plan_backward(PlanContext& context, std::vector<Phase>& phases) override {
        if (shared_) {
            pass_on(context, phases);
            return;
        }
        for (const Move& move : moves_) {
            if (context.value(move.to).grad == nullptr) {
                continue;
            }
            const GradTarget target = context.grad_target(move.from);
            if (target.data == nullptr) {
                continue;
            }
            const Piece piece{context.value(move.to).grad, target.data,
                              context.value(move.to).layout.elements(),
                              context.value(move.from).layout.elements()};
            phases.push_back({0, [this, &move, piece, target](std::size_t shard) {
                                  backward(move, piece, target.add, shard);
                              }});
        }
    }

private:
    struct Piece {
        const float* from;
        float* to;
        std::size_t from_stride;
        std::size_t to_stride;
    };

    std::vector<Tensor> run_on_numbers(PlanContext& context) {
        std::vector<Tensor> numbered;
        numbered.reserve(node_.inputs.size());
        std::vector<const Tensor*> inputs;
        std::int64_t next = 1;
        for (const ValueId id : node_.inputs) {
            if (!context.is_activation(id)) {
                inputs.push_back(context.constant(id));
                continue;
            }
            // The whole shard, since Reshape's shape speaks of it; only the first sample counts.
            Tensor tensor(DType::Float32, context.value(id).type.shape);
            const auto values = tensor.writable<float>();
            const auto sample =
                static_cast<std::size_t>(context.value(id).layout.sample.elements());
            for (std::size_t i = 0; i < sample; ++i) {
                values[i] = static_cast<float>(next + static_cast<std::int64_t>(i));
            }
            begins_.push_back(next);
            activations_.push_back(id);
            next += static_cast<std::int64_t>(sample);
            numbered.push_back(std::move(tensor));
            inputs.push_back(&numbered.back());
        }
        std::vector<Tensor> outputs;
        for (const ValueId id : node_.outputs) {
            outputs.emplace_back(DType::Float32, context.value(id).type.shape);
        }
        op_for(node_).reference({node_, inputs, outputs});
        std::vector<Tensor> firsts;
        for (const Tensor& output : outputs) {
            const auto& dims = output.shape().dims();
            Shape shape(std::vector<std::int64_t>(dims.begin() + 1, dims.end()));
            const auto count = static_cast<std::size_t>(shape.elements());
            firsts.push_back(Tensor::of<float>(shape, output.data<float>().first(count)));
        }
        return firsts;
    }

    /// Blocked where what comes in is blocked and what comes out has channels enough.
    [[nodiscard]] Layout layout_for(const PlanContext& context, const Shape& shape) const {
        const int block = context.value(activations_.front()).layout.block;
        return {shape, shape.rank() == 3 && shape[0] >= block ? block : 1};
    }

    [[nodiscard]] static bool keeps_order(const Tensor& numbers) {
        const auto values = numbers.data<float>();
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (values[i] != static_cast<float>(i + 1)) {
                return false;
            }
        }
        return true;
    }

    void add_moves(const PlanContext& context, const Tensor& numbers, ValueId out) {
        const Layout& to = context.value(out).layout;
        const auto values = numbers.data<float>();
        for (std::size_t a = 0; a < activations_.size(); ++a) {
            const Layout& from = context.value(activations_[a]).layout;
            const std::int64_t begin = begins_[a];
            const std::int64_t end = begin + from.sample.elements();
            Move move{activations_[a], out, std::vector<std::int32_t>(to.elements(), kNowhere)};
            for (std::size_t i = 0; i < values.size(); ++i) {
                const auto number = static_cast<std::int64_t>(values[i]);
                if (number >= begin && number < end) {
                    move.source[to.offset(static_cast<std::int64_t>(i))] =
                        static_cast<std::int32_t>(from.offset(number - begin));
                }
            }
            moves_.push_back(std::move(move));
        }
    }

    void forward(const Move& move, const Piece& piece, bool first, std::size_t shard) const {
        for (std::size_t n = shard * samples_; n < (shard + 1) * samples_; ++n) {
            const float* from = piece.from + n * piece.from_stride;
            float* to = piece.to + n * piece.to_stride;
            for (std::size_t i = 0; i < move.source.size(); ++i) {
                const std::int32_t source = move.source[i];
                if (source != kNowhere) {
                    to[i] = from[source];
                } else if (first) {
                    to[i] = 0;
                }
            }
        }
    }

    void backward(const Move& move, const Piece& piece, bool add, std::size_t shard) const {
        for (std::size_t n = shard * samples_; n < (shard + 1) * samples_; ++n) {
            const float* from = piece.from + n * piece.from_stride;
            float* to = piece.to + n * piece.to_stride;
            if (!add) {
                std::fill_n(to, piece.to_stride, 0.0F);
            }
            for (std::size_t i = 0; i < move.source.size(); ++i) {
                if (move.source[i] != kNowhere) {
                    to[move.source[i]] += from[i];
                }
            }
        }
    }

    void pass_on(PlanContext& context, std::vector<Phase>& phases) {
        const ValueId in = activations_[0];
        for (const ValueId out : node_.outputs) {
            const float* from = context.value(out).grad;
            if (from == nullptr || context.take_over_grad(in, out)) {
                continue;
            }
            const GradTarget target = context.grad_target(in);
            if (target.data == nullptr) {
                continue;
            }
            const std::size_t count = context.value(in).layout.elements() * samples_;
            phases.push_back(
                {0, [target, from, count](std::size_t shard) {
                     for (std::size_t i = shard * count; i < (shard + 1) * count; ++i) {
                         target.data[i] = target.add ? target.data[i] + from[i] : from[i];
                     }
                 }});
        }
    }

    const Node& node_;
    std::size_t samples_ = 0;
    bool shared_ = false; ///< the output is the input under another shape
    std::vector<ValueId> activations_;
    std::vector<std::int64_t> begins_; ///< number of the first element of each activation
    std::vector<Move> moves_;
};

bool pads_with_zeros(const PlanContext& context, const Node& node) {
    const Tensor* value = context.constant(node.input(2));
    return node.attributes.text("mode", "constant") == "constant" &&
           (value == nullptr || !value->defined() || value->at(0) == 0);
}

} // namespace

std::unique_ptr<PlanNode> gather_node(const PlanContext& context, const Node& node) {
    if (std::ranges::find(kMovers, node.op) == kMovers.end() ||
        (node.op == "Pad" && !pads_with_zeros(context, node))) {
        return nullptr;
    }
    std::int64_t elements = 0;
    for (const ValueId id : node.inputs) {
        if (context.is_activation(id)) {
            elements += context.value(id).layout.sample.elements();
        } else if (const Tensor* constant = context.constant(id);
                   constant != nullptr && node.op == "Concat") {
            return nullptr;
        }
    }
    return elements > 0 && elements < kMostElements ? std::make_unique<GatherNode>(node) : nullptr;
}

} // namespace espalier
