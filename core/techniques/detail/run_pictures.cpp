// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/techniques/detail/run_pictures.h"

#include "core/base/error.h"
#include "core/engine/engine.h"
#include "core/graph/infer.h"

#include <algorithm>
#include <optional>

namespace espalier::techniques {

namespace {

constexpr std::size_t kBatch = 16;

void check(const Graph& graph, const Context& context, std::string_view what) {
    if (!context.train || context.train->size() == 0) {
        throw Error(ErrorCode::Usage, fmt::format("{} needs pictures, and none were given", what),
                    "give a data set with --data");
    }
    if (graph.inputs.size() != 1) {
        fail(ErrorCode::Usage, "{} needs a network that takes one picture, found {} inputs", what,
             graph.inputs.size());
    }
}

/// The nodes before `value`, which becomes the output.
Graph part_before(const Graph& graph, ValueId value) {
    Graph part = graph;
    part.outputs = {value};
    part.tidy();
    infer_types(part);
    return part;
}

} // namespace

void run_pictures(const Graph& graph, ValueId value, const Context& context, std::size_t images,
                  std::string_view what, const std::function<void(const Tensor&)>& body) {
    check(graph, context, what);
    const ValueId input = graph.inputs.front();
    const Shape& shape = graph.value(input).type.shape;
    const std::int64_t fixed = shape[0];
    const std::size_t batch = fixed > 0 ? static_cast<std::size_t>(fixed) : kBatch;
    const std::size_t all = context.train->size();
    const std::size_t count = std::min(images, all);
    std::optional<Graph> part;
    std::optional<Executable> network;
    std::size_t compiled = 0;
    for (std::size_t begin = 0; begin < count; begin += batch) {
        context.job.check();
        std::vector<std::size_t> indices;
        for (std::size_t i = begin; i < std::min(begin + batch, count); ++i) {
            indices.push_back(i * all / count);
        }
        while (fixed > 0 && indices.size() < batch) {
            indices.push_back(indices.front()); // a fixed batch is filled up
        }
        const Tensor x = load_batch(*context.train, indices, context.preprocess, shape);
        if (value == input) {
            body(x);
            continue;
        }
        if (!network || compiled != indices.size()) {
            if (!part) {
                part = part_before(graph, value);
            }
            CompileOptions options;
            options.batch = static_cast<std::int64_t>(indices.size());
            network.emplace(Executable::compile(*part, options));
            compiled = indices.size();
        }
        body(network->run({x}).front());
    }
}

} // namespace espalier::techniques
