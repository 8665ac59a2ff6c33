// SPDX-License-Identifier: GPL-3.0-or-later
// Layers in few bits against the same layers in float32, on this machine:
//     espalier_low_bit_bench [ROWS DEPTH OUTPUTS]
#include "core/base/parallel.h"
#include "core/base/rng.h"
#include "core/engine/engine.h"
#include "core/graph/infer.h"
#include "core/graph/multibit_code.h"
#include "core/train/zoo/net_builder.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace {

using namespace espalier;

double best_ms(const Graph& graph, std::int64_t rows) {
    Executable net = Executable::compile(graph, {.batch = rows});
    Tensor x(DType::Float32, net.input_types()[0].shape);
    Rng rng(2);
    for (float& value : x.writable<float>()) {
        value = static_cast<float>(rng.normal());
    }
    std::vector<Tensor> y = net.run({x});
    double best = 1e9;
    for (int round = 0; round < 200; ++round) {
        const auto start = std::chrono::steady_clock::now();
        net.run(std::span(&x, 1), y);
        const std::chrono::duration<double, std::milli> taken =
            std::chrono::steady_clock::now() - start;
        best = std::min(best, taken.count());
    }
    return best;
}

} // namespace

int main(int count, char** arguments) {
    const auto number = [&](int at, std::int64_t usual) {
        return count > at ? std::strtoll(arguments[at], nullptr, 10) : usual;
    };
    const std::int64_t rows = number(1, 32);
    const std::int64_t depth = number(2, 4096);
    const std::int64_t outputs = number(3, 1024);
    NetBuilder net("product", "input", Shape{kUnknownDim, depth}, 1);
    const Graph plain = net.finish(net.linear("fc", net.input(), depth, outputs));
    Graph signs = plain;
    const auto sign = [](int axis, std::size_t factors) {
        return std::make_shared<MultiBitCode>(1, axis, std::vector<float>(factors, 0.5F));
    };
    const ValueId weight = signs.nodes[0].inputs[1];
    signs.value(signs.inputs[0]).code = sign(-1, 1);
    signs.set_parameter(weight, signs.parameter(weight)->with_code(sign(-1, 1)));
    Graph four = plain;
    four.set_parameter(
        weight, four.parameter(weight)->with_code(std::make_shared<AffineCode>(
                    4, true, true, -1, std::vector<float>{0.01F}, std::vector<std::int32_t>{0})));
    const double floats = best_ms(plain, rows);
    for (const auto& [name, graph] : {std::pair{"signs", &signs}, std::pair{"4 bit", &four}}) {
        const double own = best_ms(*graph, rows);
        std::printf("%s: %lld x %lld x %lld, %d threads: %.3f ms, float %.3f ms, %.2f times\n",
                    name, static_cast<long long>(rows), static_cast<long long>(depth),
                    static_cast<long long>(outputs), threads(), own, floats, floats / own);
    }
}
