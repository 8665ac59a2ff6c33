// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cluster/compressor.h"

#include "core/analysis/coding/bits.h"
#include "core/base/counter_rng.h"
#include "core/base/error.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>

namespace espalier {

namespace {

using coding::BitReader;
using coding::BitWriter;

constexpr coding::Part kPart = coding::Part::Value;

void put_real(BitWriter& out, float value) {
    out.put(std::bit_cast<std::uint32_t>(value), 32, kPart);
}

float get_real(BitReader& in) {
    return std::bit_cast<float>(in.get(32));
}

class Plain final : public Compressor {
public:
    std::vector<std::byte> encode(std::span<const float> gradient, std::vector<float>& /*state*/,
                                  std::uint64_t /*key*/) const override {
        BitWriter out;
        for (const float g : gradient) {
            put_real(out, g);
        }
        return out.finish();
    }

    void decode(std::span<const std::byte> message, std::span<float> sum) const override {
        BitReader in(message);
        for (float& value : sum) {
            value += get_real(in);
        }
    }

    std::string identity() const override { return "float"; }
};

/// Levels 0 ... levels of a bucket's scale, each with its sign; up with the probability of the
/// fraction.
class Levels final : public Compressor {
public:
    /// `euclidean`: the scale is the norm of a bucket, else its largest value.
    Levels(int levels, std::size_t bucket, bool euclidean)
        : levels_(levels)
        , bits_(std::bit_width(static_cast<unsigned>(levels)))
        , bucket_(bucket)
        , euclidean_(euclidean) {
        expect(levels >= 1 && levels <= 65535, "{} levels, expected 1 to 65535", levels);
        expect(bucket >= 1, "buckets of {} values, expected at least 1", bucket);
    }

    std::vector<std::byte> encode(std::span<const float> gradient, std::vector<float>& /*state*/,
                                  std::uint64_t key) const override {
        BitWriter out;
        for (std::size_t first = 0; first < gradient.size();) {
            const std::size_t end = first + std::min(bucket_, gradient.size() - first);
            const float width = scale_of(gradient.subspan(first, end - first));
            put_real(out, width);
            for (; first < end; ++first) {
                const float size = width > 0 ? std::abs(gradient[first]) / width : 0.0F;
                const float level =
                    std::floor(size * static_cast<float>(levels_) + counter_uniform(key, first));
                const auto told =
                    static_cast<std::uint32_t>(std::min(level, static_cast<float>(levels_)));
                out.put(told, bits_, kPart);
                out.put(gradient[first] < 0 ? 1 : 0, 1, kPart);
            }
        }
        return out.finish();
    }

    void decode(std::span<const std::byte> message, std::span<float> sum) const override {
        BitReader in(message);
        for (std::size_t first = 0; first < sum.size();) {
            const std::size_t end = first + std::min(bucket_, sum.size() - first);
            const float step = get_real(in) / static_cast<float>(levels_);
            for (; first < end; ++first) {
                const float size = static_cast<float>(in.get(bits_)) * step;
                sum[first] += in.get(1) != 0 ? -size : size;
            }
        }
    }

    std::string identity() const override {
        return euclidean_ ? fmt::format("qsgd {} in {}", levels_, bucket_) : "terngrad";
    }

private:
    [[nodiscard]] float scale_of(std::span<const float> values) const {
        double scale = 0;
        for (const float g : values) {
            const auto size = static_cast<double>(std::abs(g));
            scale = euclidean_ ? scale + size * size : std::max(scale, size);
        }
        return static_cast<float>(euclidean_ ? std::sqrt(scale) : scale);
    }

    int levels_;
    int bits_;
    std::size_t bucket_;
    bool euclidean_;
};

class OneBit final : public Compressor {
public:
    std::vector<std::byte> encode(std::span<const float> gradient, std::vector<float>& state,
                                  std::uint64_t /*key*/) const override {
        state.resize(gradient.size());
        double sums[2] = {0, 0};
        std::size_t counts[2] = {0, 0};
        for (std::size_t i = 0; i < gradient.size(); ++i) {
            state[i] += gradient[i];
            const std::size_t side = state[i] < 0 ? 1 : 0;
            sums[side] += static_cast<double>(state[i]);
            ++counts[side];
        }
        float means[2] = {0, 0};
        BitWriter out;
        for (const std::size_t side : {std::size_t{0}, std::size_t{1}}) {
            means[side] = counts[side] == 0
                              ? 0.0F
                              : static_cast<float>(sums[side] / static_cast<double>(counts[side]));
            put_real(out, means[side]);
        }
        for (float& value : state) {
            const std::size_t side = value < 0 ? 1 : 0;
            out.put(static_cast<std::uint32_t>(side), 1, kPart);
            value -= means[side];
        }
        return out.finish();
    }

    void decode(std::span<const std::byte> message, std::span<float> sum) const override {
        BitReader in(message);
        const float above = get_real(in);
        const float below = get_real(in);
        for (float& value : sum) {
            value += in.get(1) != 0 ? below : above;
        }
    }

    std::string identity() const override { return "onebit"; }
};

class Dgc final : public Compressor {
public:
    Dgc(double keep, double momentum)
        : keep_(keep)
        , momentum_(static_cast<float>(momentum)) {
        expect(keep > 0 && keep <= 1, "dgc keeps {}, expected above 0 and at most 1", keep);
    }

    std::vector<std::byte> encode(std::span<const float> gradient, std::vector<float>& state,
                                  std::uint64_t /*key*/) const override {
        const std::size_t count = gradient.size();
        state.resize(2 * count);
        const std::span<float> velocity(state.data(), count);
        const std::span<float> waiting(state.data() + count, count);
        for (std::size_t i = 0; i < count; ++i) {
            velocity[i] = momentum_ * velocity[i] + gradient[i];
            waiting[i] += velocity[i];
        }
        const auto sent = static_cast<std::size_t>(std::ceil(keep_ * static_cast<double>(count)));
        std::vector<std::size_t> order(count);
        std::iota(order.begin(), order.end(), std::size_t{0});
        const auto cut = order.begin() + static_cast<std::ptrdiff_t>(sent);
        std::nth_element(order.begin(), cut - 1, order.end(), [&](std::size_t a, std::size_t b) {
            const float first = std::abs(waiting[a]);
            const float second = std::abs(waiting[b]);
            return first != second ? first > second : a < b;
        });
        std::sort(order.begin(), cut);
        BitWriter out;
        out.put(static_cast<std::uint32_t>(sent), 32, kPart);
        std::for_each(order.begin(), cut, [&](std::size_t i) {
            out.put(static_cast<std::uint32_t>(i), 32, kPart);
            put_real(out, waiting[i]);
            waiting[i] = 0;
            velocity[i] = 0;
        });
        return out.finish();
    }

    void decode(std::span<const std::byte> message, std::span<float> sum) const override {
        BitReader in(message);
        const std::uint32_t sent = in.get(32);
        for (std::uint32_t i = 0; i < sent; ++i) {
            const std::uint32_t place = in.get(32);
            expect(place < sum.size(), "dgc: place {} of {}", place, sum.size());
            sum[place] += get_real(in);
        }
    }

    std::string identity() const override {
        return fmt::format("dgc {} momentum {}", keep_, momentum_);
    }

private:
    double keep_;
    float momentum_;
};

} // namespace

std::unique_ptr<Compressor> make_compressor(const CompressorSettings& settings) {
    if (settings.kind == "float") {
        return std::make_unique<Plain>();
    }
    if (settings.kind == "qsgd") {
        return std::make_unique<Levels>(settings.levels, settings.bucket, true);
    }
    if (settings.kind == "terngrad") {
        return std::make_unique<Levels>(1, std::numeric_limits<std::size_t>::max(), false);
    }
    if (settings.kind == "onebit") {
        return std::make_unique<OneBit>();
    }
    if (settings.kind == "dgc") {
        return std::make_unique<Dgc>(settings.keep, settings.momentum);
    }
    fail(ErrorCode::Usage,
         "exchange \"{}\" is unknown, expected float, qsgd, terngrad, onebit or dgc",
         settings.kind);
}

} // namespace espalier
