// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/techniques/detail/integer_bias.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace espalier::techniques {

namespace {

std::ptrdiff_t readers(const Graph& graph, ValueId id) {
    std::ptrdiff_t count = 0;
    for (const Node& node : graph.nodes) {
        count += std::ranges::count(node.inputs, id);
    }
    return count;
}

const AffineCode* affine(const CodePtr& code) {
    return dynamic_cast<const AffineCode*>(code.get());
}

bool adds_bias_as_it_is(const Node& node) {
    return node.op == "Conv" || (node.op == "Gemm" && node.attributes.real("alpha", 1) == 1 &&
                                 node.attributes.real("beta", 1) == 1);
}

} // namespace

void round_bias(Graph& graph, const Node& node) {
    const ValueId id = node.input(2);
    const Parameter* bias = graph.parameter(id);
    const Parameter* weight = graph.parameter(node.input(1));
    if (!adds_bias_as_it_is(node) || bias == nullptr || weight == nullptr || bias->code() ||
        bias->latent().dtype() != DType::Float32 || readers(graph, id) != 1) {
        return;
    }
    const AffineCode* of_input = affine(graph.value(node.input(0)).code);
    const AffineCode* of_weight = affine(weight->code());
    if (of_input == nullptr || of_weight == nullptr || of_input->axis() >= 0) {
        return;
    }
    const std::vector<float>& scales = of_weight->scales();
    Tensor rounded = bias->latent();
    const auto values = rounded.writable<float>();
    if (scales.size() != 1 && scales.size() != values.size()) {
        return;
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double step = static_cast<double>(of_input->scales().front()) *
                            static_cast<double>(scales[scales.size() == 1 ? 0 : i]);
        const double whole = std::nearbyint(static_cast<double>(values[i]) / step);
        if (!(std::abs(whole) <= std::numeric_limits<std::int32_t>::max())) {
            return;
        }
        values[i] = static_cast<float>(whole * step);
    }
    graph.set_parameter(id, bias->with_latent(std::move(rounded)));
}

} // namespace espalier::techniques
