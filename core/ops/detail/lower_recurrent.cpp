// SPDX-License-Identifier: GPL-3.0-or-later
// LSTM, GRU and RNN as one kernel of ours for all steps, piece by piece of the batch. oneDNN 2.6
// has recurrent cells, but for float32 they are the same matrix products behind the name "ref".
#include "core/base/error.h"
#include "core/kernels/lowering.h"
#include "core/ops/detail/lower.h"
#include "core/ops/detail/recurrent_fast.h"

#include <omp.h>

#include <algorithm>

namespace espalier::ops::detail {

namespace {

using recurrent::Rows;

/// Everything but the memory of one run.
struct FusedLayer {
    explicit FusedLayer(Recurrent read)
        : shape(std::move(read)) {}

    Recurrent shape;
    std::vector<recurrent::Layer> directions;
    Tensor w;
    Tensor r;
    Tensor b;         ///< undefined where absent
    Tensor peepholes; ///< the same
    bool has_lengths = false;
    bool has_h = false;
    bool has_c = false;
    std::array<bool, 3> wanted{};
};

/// One of the pieces that are computed side by side.
struct Piece {
    std::int64_t direction;
    std::int64_t begin; ///< first sequence
    std::int64_t rows;
};

class FusedRun {
public:
    explicit FusedRun(FusedLayer layer)
        : layer_(std::move(layer)) {
        const std::int64_t batch = layer_.shape.batch;
        const std::int64_t rows = recurrent_rows(batch);
        for (std::int64_t d = 0; d < layer_.shape.directions; ++d) {
            for (std::int64_t n = 0; n < batch; n += rows) {
                pieces_.push_back({d, n, std::min(rows, batch - n)});
            }
        }
        trace_floats_ = recurrent::trace_floats(layer_.directions[0], rows);
    }

    /// at: X, then lengths, initial_h and initial_c where present, then the wanted outputs.
    void run(std::byte* const* at) {
        if (layer_.has_lengths) {
            check_lengths(reinterpret_cast<const std::int32_t*>(at[1]));
        }
        const auto count = static_cast<int>(pieces_.size());
        const int threads = std::min(omp_get_max_threads(), count);
        while (traces_.size() < static_cast<std::size_t>(threads)) {
            traces_.push_back(dnn::aligned_bytes(trace_floats_ * sizeof(float)));
        }
#pragma omp parallel for schedule(static) num_threads(threads)
        for (int i = 0; i < count; ++i) {
            const auto own = static_cast<std::size_t>(omp_get_thread_num());
            run_piece(pieces_[static_cast<std::size_t>(i)], at,
                      reinterpret_cast<float*>(traces_[own].get()));
        }
    }

private:
    void check_lengths(const std::int32_t* lengths) const {
        for (std::int64_t n = 0; n < layer_.shape.batch; ++n) {
            expect(lengths[n] >= 0 && lengths[n] <= layer_.shape.steps,
                   "a sequence of length {}, expected 0 to {}", lengths[n], layer_.shape.steps);
        }
    }

    template <typename T>
    [[nodiscard]] Rows<T> state(const Piece& piece, std::byte* at) const {
        const Recurrent& s = layer_.shape;
        return {reinterpret_cast<T*>(at) + s.state_offset(piece.direction, piece.begin), 0,
                s.batch_first ? s.directions * s.hidden : s.hidden};
    }

    void run_piece(const Piece& piece, std::byte* const* at, float* trace) const {
        const Recurrent& s = layer_.shape;
        const auto d = static_cast<std::size_t>(piece.direction);
        const recurrent::Layer& layer = layer_.directions[d];
        const auto part = [&](const Tensor& whole) -> const float* {
            return whole.defined() ? whole.data<float>().data() +
                                         piece.direction * (whole.elements() / s.directions)
                                   : nullptr;
        };
        const recurrent::Weights weights{part(layer_.w), part(layer_.r), part(layer_.b),
                                         part(layer_.peepholes)};
        std::size_t next = 0;
        const Rows<const float> x{reinterpret_cast<const float*>(at[next++]) +
                                      s.x_offset(0, piece.begin),
                                  s.x_offset(1, 0), s.x_offset(0, 1)};
        const std::int32_t* lengths = nullptr;
        if (layer_.has_lengths) {
            lengths = reinterpret_cast<const std::int32_t*>(at[next++]) + piece.begin;
        }
        Rows<const float> h;
        Rows<const float> c;
        if (layer_.has_h) {
            h = state<const float>(piece, at[next++]);
        }
        if (layer_.has_c) {
            c = state<const float>(piece, at[next++]);
        }
        recurrent::Outputs outputs;
        if (layer_.wanted[0]) {
            outputs.y = {reinterpret_cast<float*>(at[next++]) +
                             s.y_offset(0, piece.direction, piece.begin),
                         s.y_offset(1, 0, 0), s.y_offset(0, 0, 1)};
        }
        if (layer_.wanted[1]) {
            outputs.last_h = state<float>(piece, at[next++]);
        }
        if (layer_.wanted[2]) {
            outputs.last_c = state<float>(piece, at[next++]);
        }
        recurrent::forward(layer, piece.rows, weights, x, h, c, trace, outputs, lengths);
    }

    FusedLayer layer_;
    std::vector<Piece> pieces_;
    std::size_t trace_floats_ = 0;
    std::vector<std::shared_ptr<std::byte>> traces_; ///< one for each thread
};

/// The layer where the fused kernels can do it with these operands.
std::optional<FusedLayer> fused(const Lowering& lowering) {
    const Node& node = lowering.node();
    std::vector<InputType> types;
    for (const ValueId input : node.inputs) {
        types.push_back(input == kNoValue ? InputType{}
                                          : InputType{true, lowering.type(input), nullptr});
    }
    const auto cell = recurrent_cell(node.op);
    const auto is_float = [&](ValueId id) {
        return id == kNoValue || lowering.type(id).dtype == DType::Float32;
    };
    for (std::size_t i = 0; i < node.inputs.size(); ++i) {
        const bool fits =
            i == kSequenceLens || is_float(node.inputs[i]); // int32, says shape inference
        if (!fits) {
            return std::nullopt;
        }
    }
    if (!cell) {
        return std::nullopt;
    }
    FusedLayer result(Recurrent(*cell, node, types));
    const Recurrent& shape = result.shape;
    const Tensor* w = lowering.constant(node.input(kW));
    const Tensor* r = lowering.constant(node.input(kR));
    const Tensor* b = lowering.constant(node.input(kB));
    const Tensor* peepholes = lowering.constant(node.input(kPeepholes));
    if (w == nullptr || r == nullptr || shape.batch < 1 ||
        (b == nullptr && node.input(kB) != kNoValue) ||
        (peepholes == nullptr && node.input(kPeepholes) != kNoValue)) {
        return std::nullopt;
    }
    for (std::int64_t d = 0; d < shape.directions; ++d) {
        const auto layer = fused_layer(shape, node, d, Passes::Forward);
        if (!layer) {
            return std::nullopt;
        }
        result.directions.push_back(*layer);
    }
    result.w = *w;
    result.r = *r;
    result.b = b == nullptr ? Tensor() : *b;
    result.peepholes = peepholes == nullptr ? Tensor() : *peepholes;
    result.has_lengths = node.input(kSequenceLens) != kNoValue;
    result.has_h = node.input(kInitialH) != kNoValue;
    result.has_c = node.input(kInitialC) != kNoValue;
    for (std::size_t i = 0; i < node.outputs.size() && i < result.wanted.size(); ++i) {
        result.wanted[i] = node.outputs[i] != kNoValue;
    }
    return result;
}

} // namespace

void lower_recurrent(Lowering& lowering) {
    lowering.keep_followers(0);
    auto layer = fused(lowering);
    if (!layer) {
        lowering.reference();
        return;
    }
    const Node& node = lowering.node();
    std::vector<Operand> operands{lowering.plain(node.input(kX))};
    if (layer->has_lengths) {
        operands.push_back(lowering.plain(node.input(kSequenceLens)));
    }
    if (layer->has_h) {
        operands.push_back(lowering.plain(node.input(kInitialH)));
    }
    if (layer->has_c) {
        operands.push_back(lowering.plain(node.input(kInitialC)));
    }
    for (const ValueId output : node.outputs) {
        if (output != kNoValue) {
            operands.push_back(lowering.destination(output, dnn::plain(lowering.type(output)),
                                                    Lowering::Place::Exact));
        }
    }
    lowering.kernel("sgemm and fused gates", std::move(operands),
                    [layer = std::move(*layer)]() -> Kernel {
                        auto own = std::make_shared<FusedRun>(layer);
                        return [own](std::byte* const* at) { own->run(at); };
                    });
}

} // namespace espalier::ops::detail
