// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/train_conv.h"

#include "core/kernels/conv_weight_gradient.h"
#include "core/kernels/staged_internal.h"
#include "core/kernels/turned_conv.h"

#include <algorithm>
#include <optional>

namespace espalier {

namespace {

using Forward = dnnl::convolution_forward;
using BackwardData = dnnl::convolution_backward_data;
using BackwardWeights = dnnl::convolution_backward_weights;
constexpr auto kDirect = dnnl::algorithm::convolution_direct;

struct Geometry {
    dnn::Dims x, y, weights, strides, dilates, pad_begin, pad_end;

    explicit Geometry(const TrainConvShape& s)
        : x{s.samples, s.in_channels, s.in[0], s.in[1]}
        , y{s.samples, s.out_channels, s.out[0], s.out[1]}
        , weights{s.out_channels, s.in_channels, s.kernel[0], s.kernel[1]}
        , strides{s.stride[0], s.stride[1]}
        , dilates{s.dilation[0] - 1, s.dilation[1] - 1}
        , pad_begin{s.pad_begin[0], s.pad_begin[1]}
        , pad_end{s.pad_end[0], s.pad_end[1]} {
        if (s.groups > 1) {
            weights = {s.groups, s.out_channels / s.groups, s.in_channels / s.groups, s.kernel[0],
                       s.kernel[1]};
        }
    }
};

dnn::Desc bias_desc(const TrainConvShape& shape, bool has_bias) {
    return has_bias ? dnn::plain(dnn::Dims{shape.out_channels}) : dnn::Desc();
}

Forward::primitive_desc forward_desc(const TrainConvShape& shape, bool has_bias) {
    const Geometry g(shape);
    const dnn::OpenMpThreads one(1);
    return dnn::guarded("convolution", [&] {
        return Forward::primitive_desc({dnnl::prop_kind::forward_training, kDirect, dnn::any(g.x),
                                        dnn::any(g.weights), bias_desc(shape, has_bias),
                                        dnn::any(g.y), g.strides, g.dilates, g.pad_begin,
                                        g.pad_end},
                                       dnn::attributes(), dnn::engine());
    });
}

float* floats(const std::shared_ptr<std::byte>& bytes) {
    return reinterpret_cast<float*>(bytes.get());
}

} // namespace

struct TrainConv::Impl {
    TrainConvShape shape;
    Geometry geometry;
    int in_block;
    bool has_bias;
    std::size_t shards;
    Forward::primitive_desc forward_pd;
    int out_block;
    std::optional<TurnedConv> turned; ///< instead of forward_pd; adds no bias
    std::optional<BackwardData::primitive_desc> data_pd;
    std::optional<BackwardWeights::primitive_desc> weights_pd;
    std::shared_ptr<std::byte> packed;
    std::shared_ptr<std::byte> packed_backward; ///< where backward-data wants another layout
    std::vector<std::shared_ptr<std::byte>> weight_grads;
    std::vector<std::shared_ptr<std::byte>> bias_grads;
    std::vector<Staged> forward, backward_data, backward_weights;
    std::optional<ConvWeightGradient> own_weights; ///< instead of backward_weights

    struct Operands {
        const float* x;
        const float* dy;
        float* scratch;
    };

    std::vector<Operands> own_operands; ///< of each shard

    Impl(const TrainConvShape& s, int block, bool bias, std::size_t count)
        : shape(s)
        , geometry(s)
        , in_block(block)
        , has_bias(bias)
        , shards(count)
        , forward_pd(forward_desc(s, bias))
        , out_block(storage_block(forward_pd.dst_desc()))
        , turned(bias ? std::nullopt : TurnedConv::make(s, block, forward_pd))
        , packed(dnn::aligned_bytes(packed_desc().get_size())) {}

    [[nodiscard]] dnn::Desc packed_desc() const {
        return turned ? turned->pd().weights_desc() : forward_pd.weights_desc();
    }

    [[nodiscard]] dnn::Desc x_desc() const { return activation_desc(geometry.x, in_block); }

    [[nodiscard]] dnn::Desc y_desc() const { return activation_desc(geometry.y, out_block); }

    [[nodiscard]] std::size_t x_floats() const { return x_desc().get_size() / sizeof(float); }

    [[nodiscard]] std::size_t y_floats() const { return y_desc().get_size() / sizeof(float); }

    void reorder(const dnn::Desc& from, void* source, const dnn::Desc& to, void* target) const {
        dnn::guarded("convolution weights", [&] {
            dnnl::memory a(from, dnn::engine(), source);
            dnnl::memory b(to, dnn::engine(), target);
            dnnl::reorder(a, b).execute(dnn::thread_stream(), a, b);
        });
    }
};

TrainConv::TrainConv(const TrainConvShape& shape, int in_block, bool has_bias, std::size_t shards)
    : impl_(std::make_unique<Impl>(shape, in_block, has_bias, shards)) {}

TrainConv::~TrainConv() = default;

int TrainConv::out_block() const {
    return impl_->out_block;
}

void TrainConv::plan_forward(const float* x, const float* bias, float* y) {
    Impl& own = *impl_;
    const dnn::OpenMpThreads one(1);
    if (own.turned) {
        const BackwardData primitive(own.turned->pd());
        for (std::size_t shard = 0; shard < own.shards; ++shard) {
            Staged staged(primitive, own.turned->pd().scratchpad_desc());
            staged.input(DNNL_ARG_DIFF_DST, own.x_desc(), x + shard * own.x_floats(),
                         own.turned->pd().diff_dst_desc());
            staged.output(DNNL_ARG_DIFF_SRC, own.y_desc(), y + shard * own.y_floats(),
                          own.turned->pd().diff_src_desc());
            staged.fixed(DNNL_ARG_WEIGHTS, own.packed_desc(), own.packed.get());
            own.forward.push_back(std::move(staged));
        }
        return;
    }
    const Forward primitive(own.forward_pd);
    for (std::size_t shard = 0; shard < own.shards; ++shard) {
        Staged staged(primitive, own.forward_pd.scratchpad_desc());
        staged.input(DNNL_ARG_SRC, own.x_desc(), x + shard * own.x_floats(),
                     own.forward_pd.src_desc());
        staged.output(DNNL_ARG_DST, own.y_desc(), y + shard * own.y_floats(),
                      own.forward_pd.dst_desc());
        staged.fixed(DNNL_ARG_WEIGHTS, own.packed_desc(), own.packed.get());
        if (own.has_bias) {
            staged.fixed(DNNL_ARG_BIAS, own.forward_pd.bias_desc(), const_cast<float*>(bias));
        }
        own.forward.push_back(std::move(staged));
    }
}

void TrainConv::plan_backward(const float* x, const float* dy, float* dx, bool add_to_dx,
                              bool wants_weights) {
    Impl& own = *impl_;
    const Geometry& g = own.geometry;
    const dnn::OpenMpThreads one(1);
    if (dx != nullptr) {
        own.data_pd = dnn::guarded("convolution, gradient of the input", [&] {
            return BackwardData::primitive_desc({kDirect, dnn::any(g.x), dnn::any(g.weights),
                                                 dnn::any(g.y), g.strides, g.dilates, g.pad_begin,
                                                 g.pad_end},
                                                dnn::attributes(), dnn::engine(), own.forward_pd);
        });
        const bool same = !own.turned && own.data_pd->weights_desc() == own.packed_desc();
        own.packed_backward =
            same ? own.packed : dnn::aligned_bytes(own.data_pd->weights_desc().get_size());
        const BackwardData primitive(*own.data_pd);
        for (std::size_t shard = 0; shard < own.shards; ++shard) {
            Staged staged(primitive, own.data_pd->scratchpad_desc());
            staged.input(DNNL_ARG_DIFF_DST, own.y_desc(), dy + shard * own.y_floats(),
                         own.data_pd->diff_dst_desc());
            staged.output(DNNL_ARG_DIFF_SRC, own.x_desc(), dx + shard * own.x_floats(),
                          own.data_pd->diff_src_desc(),
                          add_to_dx ? Staged::Mode::Add : Staged::Mode::Write);
            staged.fixed(DNNL_ARG_WEIGHTS, own.data_pd->weights_desc(), own.packed_backward.get());
            own.backward_data.push_back(std::move(staged));
        }
    }
    if (!wants_weights) {
        return;
    }
    if (ConvWeightGradient::fits(own.shape, own.in_block, own.out_block)) {
        own.own_weights.emplace(own.shape, own.in_block);
        for (std::size_t shard = 0; shard < own.shards; ++shard) {
            own.own_operands.push_back(
                {x + shard * own.x_floats(), dy + shard * own.y_floats(), nullptr});
            own.weight_grads.push_back(
                dnn::aligned_bytes(own.own_weights->part_floats() * sizeof(float)));
            if (own.has_bias) {
                own.bias_grads.push_back(
                    dnn::aligned_bytes(own.own_weights->bias_floats() * sizeof(float)));
            }
        }
        return;
    }
    own.weights_pd = dnn::guarded("convolution, gradient of the weights", [&] {
        return BackwardWeights::primitive_desc({kDirect, dnn::any(g.x), dnn::any(g.weights),
                                                bias_desc(own.shape, own.has_bias), dnn::any(g.y),
                                                g.strides, g.dilates, g.pad_begin, g.pad_end},
                                               dnn::attributes(), dnn::engine(), own.forward_pd);
    });
    const BackwardWeights primitive(*own.weights_pd);
    for (std::size_t shard = 0; shard < own.shards; ++shard) {
        own.weight_grads.push_back(
            dnn::aligned_bytes(own.weights_pd->diff_weights_desc().get_size()));
        Staged staged(primitive, own.weights_pd->scratchpad_desc());
        staged.input(DNNL_ARG_SRC, own.x_desc(), x + shard * own.x_floats(),
                     own.weights_pd->src_desc());
        staged.input(DNNL_ARG_DIFF_DST, own.y_desc(), dy + shard * own.y_floats(),
                     own.weights_pd->diff_dst_desc());
        staged.fixed(DNNL_ARG_DIFF_WEIGHTS, own.weights_pd->diff_weights_desc(),
                     own.weight_grads.back().get());
        if (own.has_bias) {
            own.bias_grads.push_back(
                dnn::aligned_bytes(own.weights_pd->diff_bias_desc().get_size()));
            staged.fixed(DNNL_ARG_DIFF_BIAS, own.weights_pd->diff_bias_desc(),
                         own.bias_grads.back().get());
        }
        own.backward_weights.push_back(std::move(staged));
    }
}

std::size_t TrainConv::scratch_bytes() const {
    std::size_t bytes = impl_->own_weights ? impl_->own_weights->scratch_bytes() : 0;
    for (const auto* list : {&impl_->forward, &impl_->backward_data, &impl_->backward_weights}) {
        if (!list->empty()) {
            bytes = std::max(bytes, list->front().scratch_bytes());
        }
    }
    return bytes;
}

void TrainConv::bind(std::size_t shard, std::byte* scratch) {
    if (impl_->own_weights) {
        impl_->own_operands[shard].scratch = reinterpret_cast<float*>(scratch);
    }
    const dnn::OpenMpThreads one(1);
    dnn::guarded("convolution", [&] {
        for (auto* list : {&impl_->forward, &impl_->backward_data, &impl_->backward_weights}) {
            if (!list->empty()) {
                (*list)[shard].bind(scratch);
            }
        }
    });
}

void TrainConv::pack(const float* weights) {
    const Impl& own = *impl_;
    const dnn::OpenMpThreads one(1);
    const dnn::Desc plain = dnn::plain(own.geometry.weights);
    auto* source = const_cast<float*>(weights);
    if (own.turned) {
        std::vector<float> turned = own.turned->turned(weights);
        own.reorder(dnn::plain(own.turned->weight_dims()), turned.data(), own.packed_desc(),
                    own.packed.get());
    } else {
        own.reorder(plain, source, own.packed_desc(), own.packed.get());
    }
    if (own.packed_backward && own.packed_backward != own.packed) {
        own.reorder(plain, source, own.data_pd->weights_desc(), own.packed_backward.get());
    }
}

void TrainConv::forward(std::size_t shard) const {
    impl_->forward[shard].run();
}

void TrainConv::backward_input(std::size_t shard) const {
    impl_->backward_data[shard].run();
}

void TrainConv::backward_weights(std::size_t shard) const {
    if (!impl_->own_weights) {
        impl_->backward_weights[shard].run();
        return;
    }
    const Impl::Operands& operands = impl_->own_operands[shard];
    impl_->own_weights->run(operands.x, operands.dy, operands.scratch,
                            floats(impl_->weight_grads[shard]),
                            impl_->has_bias ? floats(impl_->bias_grads[shard]) : nullptr);
}

std::vector<float*> TrainConv::weight_parts() const {
    std::vector<float*> parts;
    for (const auto& part : impl_->weight_grads) {
        parts.push_back(floats(part));
    }
    return parts;
}

std::size_t TrainConv::weight_part_size() const {
    return impl_->own_weights ? impl_->own_weights->part_floats()
                              : impl_->weights_pd->diff_weights_desc().get_size() / sizeof(float);
}

std::vector<float*> TrainConv::bias_parts() const {
    std::vector<float*> parts;
    for (const auto& part : impl_->bias_grads) {
        parts.push_back(floats(part));
    }
    return parts;
}

void TrainConv::add_weight_gradient(std::span<float> gradient) const {
    const Impl& own = *impl_;
    if (own.own_weights) {
        own.own_weights->add(floats(own.weight_grads.front()), gradient);
        return;
    }
    const dnn::OpenMpThreads one(1);
    std::vector<float> plain(gradient.size());
    own.reorder(own.weights_pd->diff_weights_desc(), own.weight_grads.front().get(),
                dnn::plain(own.geometry.weights), plain.data());
    for (std::size_t i = 0; i < plain.size(); ++i) {
        gradient[i] += plain[i];
    }
}

std::vector<std::string> TrainConv::kernels() const {
    std::vector<std::string> names{impl_->turned ? impl_->turned->pd().impl_info_str()
                                                 : impl_->forward_pd.impl_info_str()};
    if (impl_->data_pd) {
        names.emplace_back(impl_->data_pd->impl_info_str());
    }
    if (impl_->own_weights) {
        names.emplace_back("espalier:tiles");
    } else if (impl_->weights_pd) {
        names.emplace_back(impl_->weights_pd->impl_info_str());
    }
    return names;
}

} // namespace espalier
