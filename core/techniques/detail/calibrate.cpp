// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/techniques/detail/calibrate.h"

#include "core/analysis/accounting.h"
#include "core/analysis/histogram.h"
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/engine/engine.h"
#include "core/graph/group_code.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string_view>

namespace espalier::techniques {

namespace {

/// Pictures that run at once: enough to fill the cores, little enough to hold all values.
constexpr std::size_t kBatch = 16;

bool multiplies(const Node& node) {
    static constexpr std::array<std::string_view, 4> kOps{"Conv", "ConvTranspose", "Gemm",
                                                          "MatMul"};
    return is_recurrent(node) || std::ranges::find(kOps, node.op) != kOps.end();
}

/// Channel axis of input `slot` of a node.
int axis_in(const Node& node, std::size_t slot, int rank) {
    if (node.op == "Conv" && slot == 1) {
        return 0;
    }
    if (node.op == "ConvTranspose" && slot == 1) {
        return node.attributes.integer("group", 1) == 1 ? 1 : -1;
    }
    if (node.op == "Gemm" && slot == 1) {
        return node.attributes.integer("transB", 0) != 0 ? 0 : 1;
    }
    if (is_recurrent(node) && (slot == 1 || slot == 2)) {
        return 1;
    }
    if (node.op == "MatMul" && rank == 2) {
        return slot == 1 ? 1 : 0;
    }
    return -1;
}

std::vector<std::size_t> spread(std::size_t images, std::size_t size) {
    const std::size_t count = std::min(images, size);
    std::vector<std::size_t> indices;
    for (std::size_t i = 0; i < count; ++i) {
        indices.push_back(i * size / count);
    }
    return indices;
}

/// Runs a network on batches of pictures and records what its values held.
class Recorder {
public:
    Recorder(const Graph& graph, const std::vector<ValueId>& edges, const Context& context)
        : graph_(graph)
        , context_(context)
        , input_(graph.inputs.front())
        , records_(edges.size()) {
        for (std::size_t i = 0; i < edges.size(); ++i) {
            places_[edges[i]] = i;
            if (edges[i] != input_) {
                computed_.push_back(edges[i]);
            }
        }
    }

    void run(std::span<const std::size_t> indices) {
        const Shape& shape = graph_.value(input_).type.shape;
        const Tensor x = load_batch(*context_.train, indices, context_.preprocess, shape);
        if (const auto place = places_.find(input_); place != places_.end()) {
            records_[place->second].add(x.data<float>());
        }
        if (computed_.empty()) {
            return;
        }
        const auto batch = static_cast<std::int64_t>(indices.size());
        if (!network_ || batch_ != batch) {
            CompileOptions options;
            options.batch = batch;
            options.keep = computed_;
            network_.emplace(Executable::compile(graph_, options));
            batch_ = batch;
        }
        (void)network_->run_capturing(std::span(&x, 1), [&](ValueId id, const Tensor& values) {
            if (const auto place = places_.find(id); place != places_.end()) {
                records_[place->second].add(values.data<float>());
            }
        });
    }

    [[nodiscard]] std::vector<ValueRecord> take() { return std::move(records_); }

private:
    const Graph& graph_;
    const Context& context_;
    ValueId input_;
    std::vector<ValueRecord> records_;
    std::map<ValueId, std::size_t> places_;
    std::vector<ValueId> computed_;
    std::optional<Executable> network_;
    std::int64_t batch_ = 0;
};

} // namespace

int channel_axis(const Graph& graph, ValueId weight) {
    const int rank = graph.parameter(weight)->shape().rank();
    std::optional<int> axis;
    for (const Node& node : graph.nodes) {
        for (std::size_t slot = 0; slot < node.inputs.size(); ++slot) {
            if (node.inputs[slot] == weight) {
                const int found = axis_in(node, slot, rank);
                if (axis && *axis != found) {
                    return -1;
                }
                axis = found;
            }
        }
    }
    return axis.value_or(-1);
}

CodePtr weight_code(const Parameter& weight, const QuantiserSpec& spec, int axis,
                    std::size_t parts) {
    const Tensor values = weight.with_code(nullptr).effective();
    const auto channels = by_channel(values, axis);
    std::vector<Grid1D> grids(channels.size());
    const std::size_t size = parts == 0 ? 1 : channels.size() / parts;
    parallel_for(channels.size() / size, [&](std::size_t p) {
        std::vector<float> together;
        for (std::size_t c = p * size; c < (p + 1) * size; ++c) {
            together.insert(together.end(), channels[c].begin(), channels[c].end());
        }
        const Grid1D grid = grid_for(range_of(together, spec), spec);
        std::fill_n(grids.begin() + static_cast<std::ptrdiff_t>(p * size), size, grid);
    });
    return affine_code(grids, spec, axis);
}

CodePtr group_code(const Parameter& weight, const QuantiserSpec& spec, int axis,
                   std::int64_t size) {
    const Tensor values = weight.with_code(nullptr).effective();
    const Shape& shape = values.shape();
    const auto x = values.data<float>();
    const std::vector<std::int64_t> ends = GroupCode::equal_ends(shape[1 - axis], size);
    const std::int64_t rest = shape.elements(2, shape.rank());
    std::vector<Grid1D> grids(static_cast<std::size_t>(shape[axis]) * ends.size());
    parallel_for(grids.size(), [&](std::size_t at) {
        const auto output = static_cast<std::int64_t>(at / ends.size());
        const std::size_t g = at % ends.size();
        std::vector<float> own;
        for (std::int64_t input = g == 0 ? 0 : ends[g - 1]; input < ends[g]; ++input) {
            const std::int64_t pair =
                axis == 0 ? output * shape[1] + input : input * shape[1] + output;
            const auto begin = x.begin() + pair * rest;
            own.insert(own.end(), begin, begin + rest);
        }
        grids[at] = grid_for(range_of(own, spec), spec);
    });
    const CodePtr flat = affine_code(grids, spec, 0);
    const auto& found = dynamic_cast<const AffineCode&>(*flat);
    return std::make_shared<GroupCode>(found.bits(), found.is_signed(), found.narrow(), axis, ends,
                                       found.scales(), found.zero_points());
}

std::vector<ValueId> activation_edges(const Graph& graph,
                                      const std::function<bool(const Node&)>& chosen) {
    std::vector<ValueId> edges;
    const auto is_activation = [&](ValueId id) {
        return id != kNoValue && graph.parameter(id) == nullptr &&
               graph.value(id).type.dtype == DType::Float32;
    };
    const auto add = [&](ValueId id) {
        if (is_activation(id) && std::ranges::find(edges, id) == edges.end()) {
            edges.push_back(id);
        }
    };
    for (const Node& node : graph.nodes) {
        if (!chosen(node)) {
            continue;
        }
        if (multiplies(node)) {
            add(node.input(0));
            add(node.input(1));
        } else if (node.op == "Add" && is_activation(node.input(0)) &&
                   is_activation(node.input(1))) {
            add(node.input(0));
            add(node.input(1));
        }
    }
    return edges;
}

std::vector<ValueRecord> record_values(const Graph& graph, const std::vector<ValueId>& edges,
                                       const Context& context, std::size_t images) {
    if (!context.train || context.train->size() == 0) {
        throw Error(ErrorCode::Usage, "ranges of activations need pictures, and none were given",
                    "give a data set with --data, or leave activation_bits at 0");
    }
    if (graph.inputs.size() != 1) {
        fail(ErrorCode::Usage,
             "ranges of activations need a network that takes one picture, found {} inputs",
             graph.inputs.size());
    }
    const std::vector<std::size_t> indices = spread(images, context.train->size());
    const std::int64_t fixed = graph.value(graph.inputs.front()).type.shape[0];
    const std::size_t batch = fixed > 0 ? static_cast<std::size_t>(fixed) : kBatch;
    Recorder recorder(graph, edges, context);
    for (std::size_t begin = 0; begin < indices.size(); begin += batch) {
        context.job.check();
        std::vector<std::size_t> some(
            indices.begin() + static_cast<std::ptrdiff_t>(begin),
            indices.begin() + static_cast<std::ptrdiff_t>(std::min(begin + batch, indices.size())));
        while (fixed > 0 && some.size() < batch) {
            some.push_back(some.front()); // a fixed batch is filled up
        }
        recorder.run(some);
        context.job.report(std::min(begin + batch, indices.size()), indices.size(), "calibrate");
    }
    return recorder.take();
}

} // namespace espalier::techniques
