// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/distil/teacher.h"

#include "core/base/error.h"
#include "core/train/plan/rewrite.h"

#include <algorithm>

namespace espalier {

Teacher::Teacher(const Graph& graph, const std::vector<std::string>& values)
    : graph_(graph) {
    if (graph.inputs.size() != 1 || graph.outputs.empty()) {
        fail(ErrorCode::Usage,
             "teacher: the network has {} inputs and {} outputs, expected one and "
             "at least one",
             graph.inputs.size(), graph.outputs.size());
    }
    drop_softmax(graph_);
    graph_.outputs.resize(1);
    for (const std::string& name : values) {
        const ValueId id = graph_.find_value(name);
        if (id == kNoValue) {
            fail(ErrorCode::Usage, "teacher: no value is named {}", name);
        }
        kept_.push_back(id);
        // As an output it is neither fused away nor found superfluous.
        if (std::ranges::find(graph_.outputs, id) == graph_.outputs.end()) {
            graph_.outputs.push_back(id);
        }
    }
    graph_.tidy();
}

std::vector<Tensor> Teacher::see(const Tensor& input) {
    TensorType type = graph_.value(graph_.inputs.front()).type;
    Shape expected = type.shape;
    if (expected.rank() > 0) {
        expected[0] = input.shape()[0];
    }
    if (expected.elements() != input.shape().elements()) {
        fail(ErrorCode::Usage, "teacher: the student takes {}, expected {}", input.shape().str(),
             expected.str());
    }
    type.shape = expected;
    if (!network_ || network_->input_types().front() != type) {
        network_ = std::make_unique<Executable>(Executable::compile(graph_, {.inputs = {type}}));
    }
    const std::vector<Tensor> outputs = network_->run({input.reshaped(expected)});
    std::vector<Tensor> result{outputs.front()};
    for (const ValueId id : kept_) {
        const auto place = std::ranges::find(graph_.outputs, id) - graph_.outputs.begin();
        result.push_back(outputs[static_cast<std::size_t>(place)]);
    }
    return result;
}

} // namespace espalier
