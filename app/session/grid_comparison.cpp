// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/grid_comparison.h"

#include "core/analysis/storage.h"
#include "core/compress/recipe.h"
#include "core/graph/group_code.h"
#include "core/graph/level_code.h"
#include "core/graph/minifloat_code.h"
#include "core/graph/multibit_code.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace espalier {

namespace {

constexpr double kAccumulatorBits = 32;

double addition(const hw::Technology& technology) {
    return technology.add_pj({.input_bits = kAccumulatorBits, .number = hw::Number::Integer});
}

double float_product(double bits, const hw::Technology& technology) {
    return technology.mac_pj({.weight_bits = bits,
                              .input_bits = bits,
                              .accumulator_bits = kAccumulatorBits,
                              .number = hw::Number::Float});
}

/// Powers of two that the levels of the code are sums of.
int terms_of(const LevelCode& code) {
    return code.grid() == "additive-power-of-two" ? code.bits() / 2 : 1;
}

} // namespace

double GridRow::decibels() const {
    return error > 0 ? -10 * std::log10(error) : std::numeric_limits<double>::infinity();
}

std::vector<std::string> grid_steps(int bits) {
    std::vector<std::string> steps;
    const auto add = [&](std::string_view step) { steps.emplace_back(step); };
    if (bits >= 2) {
        for (const char* rule : {"minmax", "mse"}) {
            steps.push_back(
                fmt::format("quantise.uniform:weight_bits={},weight_range={}", bits, rule));
        }
        for (const char* granularity : {"tensor", "group"}) {
            steps.push_back(
                fmt::format("quantise.uniform:weight_bits={},granularity={}", bits, granularity));
        }
        steps.push_back(fmt::format("quantise.power_of_two:bits={},scale=free", bits));
        steps.push_back(
            fmt::format("quantise.power_of_two:bits={},levels=additive,scale=free", bits));
    }
    for (const char* levels : {"optimum", "lloyd", "balanced"}) {
        steps.push_back(fmt::format("quantise.codebook:bits={},levels={}", bits, levels));
    }
    for (const char* method : {"greedy", "refined", "alternating"}) {
        steps.push_back(fmt::format("quantise.multibit:bits={},method={}", bits, method));
    }
    add("quantise.ternary");
    add("quantise.ternary:threshold=mean");
    add("quantise.binary:skip_ends=false");
    for (const char* format : {"fp8-e4m3", "fp8-e5m2"}) {
        steps.push_back(fmt::format("quantise.minifloat:format={},scaling=channel", format));
    }
    add("quantise.minifloat:format=fp16");
    return steps;
}

double mac_energy(const Code* code, int input_bits, const hw::Technology& technology) {
    if (dynamic_cast<const AffineCode*>(code) != nullptr ||
        dynamic_cast<const GroupCode*>(code) != nullptr) {
        return technology.mac_pj({.weight_bits = static_cast<double>(code->bits()),
                                  .input_bits = static_cast<double>(input_bits),
                                  .accumulator_bits = kAccumulatorBits,
                                  .number = hw::Number::Integer});
    }
    if (const auto* levels = dynamic_cast<const LevelCode*>(code)) {
        return terms_of(*levels) * addition(technology);
    }
    if (const auto* signs = dynamic_cast<const MultiBitCode*>(code)) {
        return signs->planes() * addition(technology);
    }
    const auto* small = dynamic_cast<const MinifloatCode*>(code);
    return float_product(small != nullptr ? small->bits() : 32, technology);
}

GridRow grid_row(const Graph& graph, const std::string& text, const Scope& scope, int input_bits,
                 const hw::Technology& technology) {
    const Step step = Step::parse(text);
    const Graph coded = step.technique->apply(graph, step.params, scope, {});
    GridRow row;
    row.step = text;
    double error = 0;
    double power = 0;
    double weights = 0;
    for (const ParameterStorage& stored : storage_table(coded).parameters) {
        const Parameter& parameter = *coded.parameter(coded.find_value(stored.name));
        const Parameter& before = *graph.parameter(graph.find_value(stored.name));
        if (!parameter.code() || parameter.code() == before.code()) {
            continue;
        }
        const auto x = before.with_code(nullptr).effective().data<float>();
        const auto y = parameter.effective().data<float>();
        for (std::size_t i = 0; i < x.size(); ++i) {
            const double off = static_cast<double>(x[i]) - y[i];
            error += off * off;
            power += static_cast<double>(x[i]) * x[i];
        }
        const auto count = static_cast<double>(x.size());
        weights += count;
        row.bits += count * parameter.code()->bits();
        row.mac_pj += count * mac_energy(parameter.code().get(), input_bits, technology);
        row.bytes += stored.best.bytes();
        row.entropy_bytes += std::llround(std::ceil(stored.entropy_bits / 8));
    }
    row.weights = std::llround(weights);
    row.bits /= std::max(weights, 1.0);
    row.mac_pj /= std::max(weights, 1.0);
    row.error = power > 0 ? error / power : 0;
    return row;
}

} // namespace espalier
