// SPDX-License-Identifier: GPL-3.0-or-later
// What units written out step by step are made of besides products with matrices: two values of one
// shape, or one value and a number (a constant, or one for each sample), element by element; the
// floor and the root of a value; and the sum of each sample.
#include "core/train/plan/nodes/nodes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

namespace espalier {

namespace {

enum class Kind { Add, Sub, Mul, Div, Max, Min };

constexpr std::array<std::pair<std::string_view, Kind>, 6> kKinds{{{"Add", Kind::Add},
                                                                   {"Sub", Kind::Sub},
                                                                   {"Mul", Kind::Mul},
                                                                   {"Div", Kind::Div},
                                                                   {"Max", Kind::Max},
                                                                   {"Min", Kind::Min}}};

float value_of(Kind kind, float a, float b) {
    switch (kind) {
    case Kind::Add:
        return a + b;
    case Kind::Sub:
        return a - b;
    case Kind::Mul:
        return a * b;
    case Kind::Div:
        return a / b;
    case Kind::Max:
        return a < b ? b : a;
    case Kind::Min:
        break;
    }
    return b < a ? b : a;
}

/// d value / d a, or d value / d b where `right`. Where both are the largest, the first one is.
float slope_of(Kind kind, bool right, float a, float b) {
    switch (kind) {
    case Kind::Add:
        return 1;
    case Kind::Sub:
        return right ? -1.0F : 1.0F;
    case Kind::Mul:
        return right ? a : b;
    case Kind::Div:
        return right ? -a / (b * b) : 1 / b;
    case Kind::Max:
        return (a < b) == right ? 1.0F : 0.0F;
    case Kind::Min:
        break;
    }
    return (b < a) == right ? 1.0F : 0.0F;
}

/// Calls body(kind) with the kind as a constant, so that loops are made for each.
template <typename Body>
void with_kind(Kind kind, const Body& body) {
    switch (kind) {
    case Kind::Add:
        return body(std::integral_constant<Kind, Kind::Add>());
    case Kind::Sub:
        return body(std::integral_constant<Kind, Kind::Sub>());
    case Kind::Mul:
        return body(std::integral_constant<Kind, Kind::Mul>());
    case Kind::Div:
        return body(std::integral_constant<Kind, Kind::Div>());
    case Kind::Max:
        return body(std::integral_constant<Kind, Kind::Max>());
    case Kind::Min:
        return body(std::integral_constant<Kind, Kind::Min>());
    }
}

/// One operand: as many elements as the result, one for each sample, or one altogether.
struct Side {
    ValueId id{};
    const float* data = nullptr; ///< nullptr: a constant
    std::size_t step = 0;        ///< from one element of a sample to the next: 1, or 0
    std::size_t sample = 0;      ///< from one sample to the next
    float number = 0;

    [[nodiscard]] const float* at(std::size_t n) const {
        return data != nullptr ? data + n * sample : &number;
    }
};

class BinaryNode final : public PlanNode {
public:
    BinaryNode(Kind kind, const Node& node)
        : kind_(kind)
        , out_(node.outputs.at(0))
        , a_{node.inputs.at(0)}
        , b_{node.inputs.at(1)} {}

    void plan_forward(PlanContext& context, std::vector<Phase>& phases) override {
        const ValueId widest =
            !context.is_activation(a_.id) ||
                    (context.is_activation(b_.id) && context.value(b_.id).layout.elements() >
                                                         context.value(a_.id).layout.elements())
                ? b_.id
                : a_.id;
        context.define(out_, context.value(widest).layout);
        width_ = context.value(out_).layout.elements();
        samples_ = static_cast<std::size_t>(context.shard_size());
        for (Side* side : {&a_, &b_}) {
            if (!context.is_activation(side->id)) {
                side->number = static_cast<float>(context.constant(side->id)->at(0));
                continue;
            }
            side->data = context.value(side->id).data;
            side->sample = context.value(side->id).layout.elements();
            side->step = side->sample == width_ ? 1 : 0;
        }
        float* out = context.value(out_).data;
        phases.push_back({0, [this, out](std::size_t shard) {
                              with_kind(kind_, [&](auto kind) { forward<kind()>(shard, out); });
                          }});
    }

    void plan_backward(PlanContext& context, std::vector<Phase>& phases) override {
        const float* from = context.value(out_).grad;
        for (const bool right : {false, true}) {
            const Side& side = right ? b_ : a_;
            const GradTarget target =
                side.data != nullptr ? context.grad_target(side.id) : GradTarget{};
            if (target.data == nullptr) {
                continue;
            }
            phases.push_back({0, [this, from, target, right](std::size_t shard) {
                                  with_kind(kind_, [&](auto kind) {
                                      backward<kind()>(shard, from, target, right);
                                  });
                              }});
        }
    }

private:
    template <Kind K>
    void forward(std::size_t shard, float* out) const {
        for (std::size_t n = shard * samples_; n < (shard + 1) * samples_; ++n) {
            const float* a = a_.at(n);
            const float* b = b_.at(n);
            float* y = out + n * width_;
            for (std::size_t i = 0; i < width_; ++i) {
                y[i] = value_of(K, a[i * a_.step], b[i * b_.step]);
            }
        }
    }

    template <Kind K>
    void backward(std::size_t shard, const float* from, GradTarget target, bool right) const {
        const Side& side = right ? b_ : a_;
        for (std::size_t n = shard * samples_; n < (shard + 1) * samples_; ++n) {
            const float* a = a_.at(n);
            const float* b = b_.at(n);
            const float* dy = from + n * width_;
            float* dx = target.data + n * side.sample;
            const auto share = [&](std::size_t i) {
                return dy[i] * slope_of(K, right, a[i * a_.step], b[i * b_.step]);
            };
            if (side.step == 0) {
                float sum = target.add ? dx[0] : 0.0F;
                for (std::size_t i = 0; i < width_; ++i) {
                    sum += share(i);
                }
                dx[0] = sum;
            } else if (target.add) {
                for (std::size_t i = 0; i < width_; ++i) {
                    dx[i] += share(i);
                }
            } else {
                for (std::size_t i = 0; i < width_; ++i) {
                    dx[i] = share(i);
                }
            }
        }
    }

    Kind kind_;
    ValueId out_;
    Side a_;
    Side b_;
    std::size_t width_ = 0; ///< elements of a sample
    std::size_t samples_ = 0;
};

/// Floor, which has no gradient, and Sqrt.
class UnaryNode final : public PlanNode {
public:
    explicit UnaryNode(const Node& node)
        : in_(node.inputs.at(0))
        , out_(node.outputs.at(0))
        , root_(node.op == "Sqrt") {}

    void plan_forward(PlanContext& context, std::vector<Phase>& phases) override {
        context.define(out_, context.value(in_).layout);
        count_ = shard_floats(context, out_);
        const float* x = context.value(in_).data;
        y_ = context.value(out_).data;
        phases.push_back({0, [this, x](std::size_t shard) {
                              for (std::size_t i = shard * count_; i < (shard + 1) * count_; ++i) {
                                  y_[i] = root_ ? std::sqrt(x[i]) : std::floor(x[i]);
                              }
                          }});
    }

    void plan_backward(PlanContext& context, std::vector<Phase>& phases) override {
        const float* from = context.value(out_).grad;
        const GradTarget target = context.grad_target(in_);
        if (target.data == nullptr) {
            return;
        }
        phases.push_back({0, [this, from, target](std::size_t shard) {
                              for (std::size_t i = shard * count_; i < (shard + 1) * count_; ++i) {
                                  const float g = from[i] * 0.5F / y_[i];
                                  target.data[i] = target.add ? target.data[i] + g : g;
                              }
                          }});
    }

private:
    ValueId in_;
    ValueId out_;
    bool root_;
    std::size_t count_ = 0;
    float* y_ = nullptr;
};

/// The sum of [K] as [1].
class SampleSumNode final : public PlanNode {
public:
    explicit SampleSumNode(const Node& node)
        : in_(node.inputs.at(0))
        , out_(node.outputs.at(0)) {}

    void plan_forward(PlanContext& context, std::vector<Phase>& phases) override {
        context.define(out_, {Shape{1}, 1});
        width_ = context.value(in_).layout.elements();
        samples_ = static_cast<std::size_t>(context.shard_size());
        const float* x = context.value(in_).data;
        float* y = context.value(out_).data;
        phases.push_back({0, [this, x, y](std::size_t shard) {
                              for (std::size_t n = shard * samples_; n < (shard + 1) * samples_;
                                   ++n) {
                                  double sum = 0;
                                  for (std::size_t i = 0; i < width_; ++i) {
                                      sum += static_cast<double>(x[n * width_ + i]);
                                  }
                                  y[n] = static_cast<float>(sum);
                              }
                          }});
    }

    void plan_backward(PlanContext& context, std::vector<Phase>& phases) override {
        const float* from = context.value(out_).grad;
        const GradTarget target = context.grad_target(in_);
        if (target.data == nullptr) {
            return;
        }
        phases.push_back({0, [this, from, target](std::size_t shard) {
                              for (std::size_t n = shard * samples_; n < (shard + 1) * samples_;
                                   ++n) {
                                  float* dx = target.data + n * width_;
                                  for (std::size_t i = 0; i < width_; ++i) {
                                      dx[i] = target.add ? dx[i] + from[n] : from[n];
                                  }
                              }
                          }});
    }

private:
    ValueId in_;
    ValueId out_;
    std::size_t width_ = 0;
    std::size_t samples_ = 0;
};

/// Without filling, which a division would not leave at zero.
bool is_dense(const PlanContext& context, ValueId id) {
    return context.is_activation(id) && context.value(id).layout.block == 1;
}

/// A single number; those are never trained.
bool is_number(const PlanContext& context, ValueId id) {
    const Tensor* constant =
        id != kNoValue && !context.is_activation(id) ? context.constant(id) : nullptr;
    return constant != nullptr && constant->elements() == 1 &&
           constant->dtype() == DType::Float32 && constant->shape().rank() <= 1;
}

} // namespace

std::unique_ptr<PlanNode> binary_node(const PlanContext& context, const Node& node) {
    const auto kind = std::ranges::find(kKinds, node.op, &std::pair<std::string_view, Kind>::first);
    if (kind == kKinds.end() || node.inputs.size() != 2) {
        return nullptr;
    }
    const ValueId a = node.inputs[0];
    const ValueId b = node.inputs[1];
    const auto fits = [&] {
        if (is_number(context, a) || is_number(context, b)) {
            return is_dense(context, is_number(context, a) ? b : a);
        }
        if (!is_dense(context, a) || !is_dense(context, b)) {
            return false;
        }
        const Layout& left = context.value(a).layout;
        const Layout& right = context.value(b).layout;
        const bool numbers = left.sample == Shape{1} || right.sample == Shape{1};
        return left == right || (numbers && left.sample.rank() == 1 && right.sample.rank() == 1);
    };
    return fits() ? std::make_unique<BinaryNode>(kind->second, node) : nullptr;
}

std::unique_ptr<PlanNode> unary_node(const PlanContext& context, const Node& node) {
    const bool known =
        (node.op == "Floor" || node.op == "Sqrt") && is_dense(context, node.input(0));
    return known ? std::make_unique<UnaryNode>(node) : nullptr;
}

std::unique_ptr<PlanNode> sample_sum_node(const PlanContext& context, const Node& node) {
    if (node.op != "ReduceSum" || !is_dense(context, node.input(0)) ||
        context.value(node.input(0)).layout.sample.rank() != 1 ||
        node.attributes.integer("keepdims", 1) == 0) {
        return nullptr;
    }
    const Tensor* axes = node.input(1) != kNoValue ? context.constant(node.input(1)) : nullptr;
    const bool over_the_sample =
        axes != nullptr && axes->elements() == 1 && (axes->at(0) == 1 || axes->at(0) == -1);
    return over_the_sample ? std::make_unique<SampleSumNode>(node) : nullptr;
}

} // namespace espalier
