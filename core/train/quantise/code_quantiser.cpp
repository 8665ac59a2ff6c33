// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/quantise/code_quantiser.h"

#include "core/graph/level_code.h"
#include "core/graph/multibit_code.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace espalier {

namespace {

/// The channel of an element, for codes along an axis.
class ChannelOf {
public:
    ChannelOf(const Shape& shape, int axis)
        : inner_(axis < 0 ? 1 : static_cast<std::size_t>(shape.elements(axis + 1, shape.rank())))
        , channels_(axis < 0 ? 1 : static_cast<std::size_t>(shape[axis])) {}

    std::size_t operator()(std::size_t element) const { return element / inner_ % channels_; }

    [[nodiscard]] std::size_t count() const { return channels_; }

private:
    std::size_t inner_;
    std::size_t channels_;
};

/// Numbers of a code with their gradients, and what the gradients are divided by.
struct Learnable {
    std::vector<double> gradient;
    std::vector<double> weights; ///< how many count for each
};

bool counts(std::span<const bool> kept, std::size_t i) {
    return kept.empty() || kept[i];
}

Learnable of_affine(const AffineCode& code, const Tensor& latent, const Tensor& gradient,
                    std::span<const bool> kept) {
    const auto x = latent.data<float>();
    const auto g = gradient.data<float>();
    const ChannelOf channel(latent.shape(), code.axis());
    Learnable result{std::vector<double>(code.scales().size(), 0),
                     std::vector<double>(code.scales().size(), 0)};
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (!counts(kept, i)) {
            continue;
        }
        const std::size_t c = channel(i);
        const double at = static_cast<double>(x[i]) / code.scales()[c];
        const double low = code.low() - code.zero_points()[c];
        const double high = code.high() - code.zero_points()[c];
        const double slope = at <= low ? low : at >= high ? high : std::nearbyint(at) - at;
        result.gradient[c] += g[i] * slope;
        result.weights[c] += code.high();
    }
    return result;
}

Learnable of_levels(const LevelCode& code, const Tensor& latent, const Tensor& gradient,
                    std::span<const bool> kept) {
    const Tensor indices = code.encode(latent);
    const auto index = indices.data<std::int32_t>();
    const auto g = gradient.data<float>();
    const ChannelOf channel(latent.shape(), code.axis());
    Learnable result{std::vector<double>(code.scales().size(), 0),
                     std::vector<double>(code.scales().size(), 0)};
    for (std::size_t i = 0; i < g.size(); ++i) {
        if (counts(kept, i)) {
            const double level = code.unit_levels()[static_cast<std::size_t>(index[i])];
            result.gradient[channel(i)] += g[i] * level;
            result.weights[channel(i)] += 1;
        }
    }
    return result;
}

Learnable of_multibit(const MultiBitCode& code, const Tensor& latent, const Tensor& gradient,
                      std::span<const bool> kept) {
    const Tensor indices = code.encode(latent);
    const auto index = indices.data<std::int32_t>();
    const auto g = gradient.data<float>();
    const ChannelOf channel(latent.shape(), code.axis());
    const auto planes = static_cast<std::size_t>(code.planes());
    Learnable result{std::vector<double>(code.factors().size(), 0),
                     std::vector<double>(code.factors().size(), 0)};
    for (std::size_t i = 0; i < g.size(); ++i) {
        for (std::size_t plane = 0; counts(kept, i) && plane < planes; ++plane) {
            const bool up = ((static_cast<std::uint32_t>(index[i]) >> plane) & 1U) != 0;
            result.gradient[channel(i) * planes + plane] += up ? g[i] : -g[i];
            result.weights[channel(i) * planes + plane] += 1;
        }
    }
    return result;
}

Learnable of_codebook(const CodebookCode& code, const Tensor& latent, const Tensor& gradient,
                      std::span<const bool> kept) {
    const Tensor indices = code.encode(latent);
    const auto index = indices.data<std::int32_t>();
    const auto g = gradient.data<float>();
    Learnable result{std::vector<double>(code.levels().size(), 0),
                     std::vector<double>(code.levels().size(), 0)};
    for (std::size_t i = 0; i < g.size(); ++i) {
        if (counts(kept, i)) {
            result.gradient[static_cast<std::size_t>(index[i])] += g[i];
            result.weights[static_cast<std::size_t>(index[i])] += 1;
        }
    }
    if (!kept.empty()) {
        // What masks hold at zero needs its level where it is.
        for (std::size_t i = 0; i < code.levels().size(); ++i) {
            result.gradient[i] = code.levels()[i] == 0 ? 0 : result.gradient[i];
        }
    }
    return result;
}

Learnable learnable(const Code& code, const Tensor& latent, const Tensor& gradient,
                    std::span<const bool> kept) {
    if (const auto* affine = dynamic_cast<const AffineCode*>(&code)) {
        return of_affine(*affine, latent, gradient, kept);
    }
    if (const auto* levels = dynamic_cast<const LevelCode*>(&code)) {
        return of_levels(*levels, latent, gradient, kept);
    }
    if (const auto* sums = dynamic_cast<const MultiBitCode*>(&code)) {
        return of_multibit(*sums, latent, gradient, kept);
    }
    if (const auto* book = dynamic_cast<const CodebookCode*>(&code)) {
        return of_codebook(*book, latent, gradient, kept);
    }
    return {};
}

std::vector<float> numbers_of(const Code& code) {
    if (const auto* affine = dynamic_cast<const AffineCode*>(&code)) {
        return affine->scales();
    }
    if (const auto* levels = dynamic_cast<const LevelCode*>(&code)) {
        return levels->scales();
    }
    if (const auto* sums = dynamic_cast<const MultiBitCode*>(&code)) {
        return sums->factors();
    }
    if (const auto* book = dynamic_cast<const CodebookCode*>(&code)) {
        return book->levels();
    }
    return {};
}

/// `code` with other numbers.
CodePtr with_numbers(const Code& code, std::vector<float> numbers) {
    if (const auto* affine = dynamic_cast<const AffineCode*>(&code)) {
        return std::make_shared<AffineCode>(affine->bits(), affine->is_signed(), affine->narrow(),
                                            affine->axis(), std::move(numbers),
                                            affine->zero_points());
    }
    if (const auto* levels = dynamic_cast<const LevelCode*>(&code)) {
        std::vector<float> zones = levels->dead_zones();
        for (std::size_t i = 0; i < zones.size(); ++i) {
            zones[i] *= numbers[i] / levels->scales()[i];
        }
        return std::make_shared<LevelCode>(levels->grid(), levels->unit_levels(), levels->axis(),
                                           std::move(numbers), std::move(zones));
    }
    if (const auto* sums = dynamic_cast<const MultiBitCode*>(&code)) {
        return std::make_shared<MultiBitCode>(sums->planes(), sums->axis(), std::move(numbers));
    }
    return std::make_shared<CodebookCode>(std::move(numbers));
}

class CodeQuantiser final : public WeightQuantiser {
public:
    explicit CodeQuantiser(CodePtr code)
        : code_(std::move(code)) {}

    [[nodiscard]] std::string identity() const override { return "code"; }

    [[nodiscard]] std::vector<float> numbers() const override { return numbers_of(*code_); }

    [[nodiscard]] bool positive() const override { return code_->kind() != "codebook"; }

    [[nodiscard]] Tensor forward(const Tensor& latent, std::span<const float> numbers,
                                 std::optional<std::uint64_t> /*draw*/) const override {
        return code(latent, numbers)->project(latent);
    }

    void backward(const QuantiserGradient& all) const override {
        const CodePtr now = code(all.latent, all.numbers);
        const Tensor gradient = Tensor::of<float>(all.latent.shape(), all.gradient);
        const Learnable by = learnable(*now, all.latent, gradient, all.kept);
        const std::vector<float> in_order = numbers_of(*now);
        for (std::size_t i = 0; i < all.numbers.size(); ++i) {
            // Levels of a codebook that have overtaken each other are in another order there.
            const auto place = code_->kind() == "codebook"
                                   ? std::ranges::find(in_order, all.numbers[i]) - in_order.begin()
                                   : static_cast<std::ptrdiff_t>(i);
            const auto k = static_cast<std::size_t>(place);
            all.by_numbers[i] =
                static_cast<float>(by.gradient[k] / std::sqrt(std::max(by.weights[k], 1.0)));
        }
        if (const auto* affine = dynamic_cast<const AffineCode*>(now.get())) {
            stop_outside(*affine, all);
        }
    }

    [[nodiscard]] CodePtr code(const Tensor& /*latent*/,
                               std::span<const float> numbers) const override {
        return with_numbers(*code_, {numbers.begin(), numbers.end()});
    }

private:
    /// Beyond the outermost levels nothing moves what the network sees.
    static void stop_outside(const AffineCode& code, const QuantiserGradient& all) {
        const auto x = all.latent.data<float>();
        const ChannelOf channel(all.latent.shape(), code.axis());
        for (std::size_t i = 0; i < x.size(); ++i) {
            const std::size_t c = channel(i);
            const float at = x[i] / code.scales()[c];
            const auto low = static_cast<float>(code.low() - code.zero_points()[c]);
            const auto high = static_cast<float>(code.high() - code.zero_points()[c]);
            all.gradient[i] = at < low || at > high ? 0.0F : all.gradient[i];
        }
    }

    CodePtr code_;
};

} // namespace

std::vector<double> code_gradient(const Code& code, const Tensor& latent, const Tensor& gradient,
                                  std::span<const bool> kept) {
    return learnable(code, latent, gradient, kept).gradient;
}

WeightQuantiserPtr code_quantiser(const CodePtr& code) {
    return numbers_of(*code).empty() ? nullptr : std::make_shared<CodeQuantiser>(code);
}

} // namespace espalier
