// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/hooks/numeric_hook.h"

#include "core/base/counter_rng.h"
#include "core/base/error.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <optional>
#include <vector>

namespace espalier {

namespace {

constexpr int kMostBits = 24;

/// A number at the front of `text`, taken off it.
template <typename Number>
std::optional<Number> take_number(std::string_view& text) {
    Number number{};
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{}) {
        return std::nullopt;
    }
    text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
    return number;
}

bool take_word(std::string_view& text, std::string_view word) {
    if (!text.starts_with(word)) {
        return false;
    }
    text.remove_prefix(word.size());
    return true;
}

/// One of the parts that `+` joins; false where it is none.
bool parse_part(std::string_view part, NumericHook& hook) {
    if (take_word(part, "top")) {
        const auto share = take_number<double>(part);
        hook.keep = share.value_or(0);
        return share && part.empty() && hook.keep > 0 && hook.keep <= 1;
    }
    if (take_word(part, "above")) {
        const auto size = take_number<double>(part);
        hook.threshold = size.value_or(-1);
        return size && part.empty() && hook.threshold >= 0;
    }
    if (part == "norm") {
        hook.normalise = true;
        return true;
    }
    const auto bits = take_number<int>(part);
    hook.bits = bits.value_or(0);
    hook.rounding = take_word(part, "s") ? Rounding::Stochastic : Rounding::Nearest;
    hook.scale = take_word(part, "-shift")  ? GridScale::Shift
                 : take_word(part, "-unit") ? GridScale::Unit
                                            : GridScale::Largest;
    return bits && part.empty() && hook.bits >= 1 && hook.bits <= kMostBits;
}

/// Distance of levels and the outermost level, in steps of it.
struct Grid {
    float step = 0;
    float most = 0;
};

/// The power of two that is nearest to `largest` by its logarithm.
float shift(float largest) {
    return std::exp2(std::round(std::log2(largest)));
}

Grid grid_of(const NumericHook& hook, float largest, float unit) {
    if (hook.scale == GridScale::Largest) {
        const auto levels = static_cast<float>((1 << (hook.bits - 1)) - 1);
        return {largest / levels, levels};
    }
    const float width = hook.scale == GridScale::Unit ? unit : shift(largest);
    const float step = std::ldexp(width, 1 - hook.bits);
    return {step, std::max(width / step - 1, 1.0F)};
}

} // namespace

NumericHook NumericHook::parse(std::string_view text) {
    NumericHook hook;
    if (text == "float") {
        return hook;
    }
    for (std::string_view rest = text;;) {
        const std::size_t end = rest.find('+');
        if (!parse_part(rest.substr(0, end), hook)) {
            fail(ErrorCode::Usage,
                 "numbers \"{}\" are unknown, expected float, or bits from 1 to {} (8, 8s, "
                 "8s-shift, 8-unit), norm, top0.1 and above0.001 joined by +",
                 text, kMostBits);
        }
        if (end == std::string_view::npos) {
            return hook;
        }
        rest.remove_prefix(end + 1);
    }
}

std::string NumericHook::str() const {
    std::string text;
    const auto add = [&](const std::string& part) { text += (text.empty() ? "" : "+") + part; };
    if (bits > 0) {
        add(fmt::format("{}{}{}", bits, rounding == Rounding::Stochastic ? "s" : "",
                        scale == GridScale::Shift  ? "-shift"
                        : scale == GridScale::Unit ? "-unit"
                                                   : ""));
    }
    if (normalise) {
        add("norm");
    }
    if (keep < 1) {
        add(fmt::format("top{}", keep));
    }
    if (threshold > 0) {
        add(fmt::format("above{}", threshold));
    }
    return text.empty() ? "float" : text;
}

float largest_size(std::span<const float> values) {
    float most = 0;
    for (const float value : values) {
        most = std::max(most, std::abs(value));
    }
    return most;
}

float grid_width(const NumericHook& hook, std::span<const float> values) {
    if (hook.bits != 1 || hook.scale != GridScale::Largest || values.empty()) {
        return largest_size(values);
    }
    double sum = 0;
    for (const float value : values) {
        sum += std::abs(static_cast<double>(value));
    }
    return static_cast<float>(sum / static_cast<double>(values.size()));
}

void quantise(const NumericHook& hook, float largest, std::uint64_t key, std::uint64_t first,
              std::span<float> values, float unit) {
    if (hook.bits == 0 || !(largest > 0) || !std::isfinite(largest)) {
        return;
    }
    if (hook.bits == 1 && hook.scale == GridScale::Largest) {
        for (float& value : values) {
            value = value == 0 ? 0.0F : std::copysign(largest, value);
        }
        return;
    }
    const Grid grid = grid_of(hook, largest, unit);
    const bool random = hook.rounding == Rounding::Stochastic;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const float x = values[i] / grid.step;
        const float level =
            random ? std::floor(x + counter_uniform(key, first + i)) : std::nearbyint(x);
        values[i] = std::clamp(level, -grid.most, grid.most) * grid.step;
    }
}

void sparsify(const NumericHook& hook, std::span<float> values, std::size_t count) {
    if (hook.threshold > 0) {
        const auto least = static_cast<float>(hook.threshold);
        for (float& value : values) {
            value = std::abs(value) < least ? 0.0F : value;
        }
    }
    const auto kept = static_cast<std::size_t>(
        std::ceil(hook.keep * static_cast<double>(count > 0 ? count : values.size())));
    if (kept >= values.size()) {
        return;
    }
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto cut = order.begin() + static_cast<std::ptrdiff_t>(kept);
    std::nth_element(order.begin(), cut, order.end(), [&](std::size_t a, std::size_t b) {
        const float first = std::abs(values[a]);
        const float second = std::abs(values[b]);
        return first != second ? first > second : a < b;
    });
    std::for_each(cut, order.end(), [&](std::size_t i) { values[i] = 0; });
}

void apply_hook(const NumericHook& hook, std::uint64_t key, std::span<float> values, float unit) {
    if (!hook.any()) {
        return;
    }
    sparsify(hook, values);
    float largest = largest_size(values);
    if (hook.normalise && largest > 0 && std::isfinite(largest)) {
        const float factor = unit / shift(largest);
        for (float& value : values) {
            value *= factor;
        }
        largest *= factor;
    }
    quantise(hook, hook.bits == 1 ? grid_width(hook, values) : largest, key, 0, values, unit);
}

} // namespace espalier
