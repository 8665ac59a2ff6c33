// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/hooks/learn_code.h"

#include "core/graph/level_code.h"
#include "core/graph/multibit_code.h"

#include <algorithm>
#include <cmath>

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

std::vector<float> moved(const std::vector<float>& numbers, const Learnable& by, double rate) {
    std::vector<float> result = numbers;
    for (std::size_t i = 0; i < result.size(); ++i) {
        const double step = rate * by.gradient[i] / std::sqrt(std::max(by.weights[i], 1.0));
        result[i] = static_cast<float>(result[i] - step);
    }
    return result;
}

std::vector<float> moved_up(const std::vector<float>& numbers, const Learnable& by, double rate) {
    std::vector<float> result = moved(numbers, by, rate);
    for (std::size_t i = 0; i < result.size(); ++i) {
        result[i] = std::max(result[i], numbers[i] / 2);
    }
    return result;
}

} // namespace

std::vector<double> code_gradient(const Code& code, const Tensor& latent, const Tensor& gradient,
                                  std::span<const bool> kept) {
    return learnable(code, latent, gradient, kept).gradient;
}

CodePtr learnt_code(const CodePtr& code, const Tensor& latent, const Tensor& gradient,
                    std::span<const bool> kept, double rate) {
    const Learnable by = learnable(*code, latent, gradient, kept);
    if (std::ranges::any_of(by.gradient, [](double g) { return !std::isfinite(g); })) {
        return code;
    }
    if (const auto* affine = dynamic_cast<const AffineCode*>(code.get())) {
        return std::make_shared<AffineCode>(affine->bits(), affine->is_signed(), affine->narrow(),
                                            affine->axis(), moved_up(affine->scales(), by, rate),
                                            affine->zero_points());
    }
    if (const auto* levels = dynamic_cast<const LevelCode*>(code.get())) {
        std::vector<float> scales = moved_up(levels->scales(), by, rate);
        std::vector<float> zones = levels->dead_zones();
        for (std::size_t i = 0; i < zones.size(); ++i) {
            zones[i] *= scales[i] / levels->scales()[i];
        }
        return std::make_shared<LevelCode>(levels->grid(), levels->unit_levels(), levels->axis(),
                                           std::move(scales), std::move(zones));
    }
    if (const auto* sums = dynamic_cast<const MultiBitCode*>(code.get())) {
        return std::make_shared<MultiBitCode>(sums->planes(), sums->axis(),
                                              moved_up(sums->factors(), by, rate));
    }
    if (const auto* book = dynamic_cast<const CodebookCode*>(code.get())) {
        return std::make_shared<CodebookCode>(moved(book->levels(), by, rate));
    }
    return code;
}

} // namespace espalier
