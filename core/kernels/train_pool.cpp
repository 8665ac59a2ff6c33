// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/train_pool.h"

#include "core/kernels/staged_internal.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace espalier {

namespace {

using Forward = dnnl::pooling_forward;
using Backward = dnnl::pooling_backward;

dnnl::algorithm algorithm(TrainPoolShape::Kind kind) {
    switch (kind) {
    case TrainPoolShape::Kind::AverageInside:
        return dnnl::algorithm::pooling_avg_exclude_padding;
    case TrainPoolShape::Kind::AverageWithPadding:
        return dnnl::algorithm::pooling_avg_include_padding;
    case TrainPoolShape::Kind::Max:
        break;
    }
    return dnnl::algorithm::pooling_max;
}

} // namespace

struct TrainPool::Impl {
    TrainPoolShape shape;
    std::size_t shards;
    dnn::Desc x;
    dnn::Desc y;
    Forward::primitive_desc forward_pd;
    std::vector<std::shared_ptr<std::byte>> workspaces; ///< where each maximum came from
    std::vector<Staged> forward, backward;

    Impl(const TrainPoolShape& s, int block, std::size_t count)
        : shape(s)
        , shards(count)
        , x(activation_desc({s.samples, s.channels, s.in[0], s.in[1]}, block))
        , y(activation_desc({s.samples, s.channels, s.out[0], s.out[1]}, block))
        , forward_pd(make_forward()) {}

    [[nodiscard]] dnn::Dims pair(const std::int64_t (&values)[2]) const {
        return {values[0], values[1]};
    }

    [[nodiscard]] Forward::primitive_desc make_forward() const {
        const dnn::OpenMpThreads one(1);
        return dnn::guarded("pooling", [&] {
            return Forward::primitive_desc(
                {dnnl::prop_kind::forward_training, algorithm(shape.kind), x, y, pair(shape.stride),
                 pair(shape.kernel), pair(shape.pad_begin), pair(shape.pad_end)},
                dnn::attributes(), dnn::engine());
        });
    }
};

TrainPool::TrainPool(const TrainPoolShape& shape, int block, std::size_t shards)
    : impl_(std::make_unique<Impl>(shape, block, shards)) {}

TrainPool::~TrainPool() = default;

void TrainPool::plan_forward(const float* x, float* y) {
    Impl& own = *impl_;
    const dnn::OpenMpThreads one(1);
    const Forward primitive(own.forward_pd);
    const std::size_t workspace = own.forward_pd.workspace_desc().get_size();
    for (std::size_t shard = 0; shard < own.shards; ++shard) {
        Staged staged(primitive, own.forward_pd.scratchpad_desc());
        staged.input(DNNL_ARG_SRC, own.x, x + shard * own.x.get_size() / sizeof(float), own.x);
        staged.output(DNNL_ARG_DST, own.y, y + shard * own.y.get_size() / sizeof(float), own.y);
        own.workspaces.push_back(dnn::aligned_bytes(workspace));
        if (workspace > 0) {
            staged.fixed(DNNL_ARG_WORKSPACE, own.forward_pd.workspace_desc(),
                         own.workspaces.back().get());
        }
        own.forward.push_back(std::move(staged));
    }
}

void TrainPool::plan_backward(const float* dy, float* dx, bool add_to_dx) {
    Impl& own = *impl_;
    const dnn::OpenMpThreads one(1);
    const auto pd = dnn::guarded("pooling, gradient", [&] {
        return Backward::primitive_desc({algorithm(own.shape.kind), own.x, own.y,
                                         own.pair(own.shape.stride), own.pair(own.shape.kernel),
                                         own.pair(own.shape.pad_begin),
                                         own.pair(own.shape.pad_end)},
                                        dnn::attributes(), dnn::engine(), own.forward_pd);
    });
    const Backward primitive(pd);
    for (std::size_t shard = 0; shard < own.shards; ++shard) {
        Staged staged(primitive, pd.scratchpad_desc());
        staged.input(DNNL_ARG_DIFF_DST, own.y, dy + shard * own.y.get_size() / sizeof(float),
                     own.y);
        staged.output(DNNL_ARG_DIFF_SRC, own.x, dx + shard * own.x.get_size() / sizeof(float),
                      own.x, add_to_dx ? Staged::Mode::Add : Staged::Mode::Write);
        if (own.forward_pd.workspace_desc().get_size() > 0) {
            staged.fixed(DNNL_ARG_WORKSPACE, own.forward_pd.workspace_desc(),
                         own.workspaces[shard].get());
        }
        own.backward.push_back(std::move(staged));
    }
}

std::size_t TrainPool::scratch_bytes() const {
    return std::max(impl_->forward.empty() ? 0 : impl_->forward.front().scratch_bytes(),
                    impl_->backward.empty() ? 0 : impl_->backward.front().scratch_bytes());
}

void TrainPool::bind(std::size_t shard, std::byte* scratch) {
    const dnn::OpenMpThreads one(1);
    dnn::guarded("pooling", [&] {
        impl_->forward[shard].bind(scratch);
        if (!impl_->backward.empty()) {
            impl_->backward[shard].bind(scratch);
        }
    });
}

void TrainPool::forward(std::size_t shard) const {
    impl_->forward[shard].run();
}

void TrainPool::backward(std::size_t shard) const {
    impl_->backward[shard].run();
}

} // namespace espalier
