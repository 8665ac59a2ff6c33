// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/coding/parameter_coder.h"
#include "core/analysis/storage.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/rng.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>

namespace espalier {
namespace {

Tensor random_values(const Shape& shape, double density, Rng& rng) {
    Tensor tensor(DType::Float32, shape);
    for (float& value : tensor.writable<float>()) {
        value = rng.uniform() < density ? static_cast<float>(rng.normal()) : 0.0F;
    }
    return tensor;
}

Tensor random_mask(const Shape& shape, double density, Rng& rng) {
    Tensor mask(DType::Bool, shape);
    for (bool& kept : mask.writable<bool>()) {
        kept = rng.uniform() < density;
    }
    return mask;
}

CodePtr affine(int bits, bool is_signed, int axis, std::vector<float> scales,
               std::vector<std::int32_t> zeros) {
    return std::make_shared<AffineCode>(bits, is_signed, is_signed, axis, std::move(scales),
                                        std::move(zeros));
}

std::vector<std::pair<std::string, Parameter>> samples() {
    Rng rng(42);
    std::vector<std::pair<std::string, Parameter>> list;
    const Shape conv{6, 4, 3, 3};
    const Parameter dense(random_values(conv, 1, rng));
    list.emplace_back("dense", dense);
    list.emplace_back("sparse without a mask", Parameter(random_values(conv, 0.1, rng)));
    list.emplace_back("long runs", Parameter(random_values({40, 700}, 0.002, rng)));
    list.emplace_back("masked", dense.with_mask(random_mask(conv, 0.2, rng)));
    list.emplace_back(
        "mask over zeros",
        Parameter(random_values(conv, 0.5, rng)).with_mask(random_mask(conv, 0.3, rng)));
    list.emplace_back("all pruned", dense.with_mask(Tensor(DType::Bool, conv)));
    list.emplace_back("8 bit", dense.with_code(affine(8, true, -1, {0.02F}, {0})));
    list.emplace_back(
        "4 bit masked",
        dense.with_code(affine(4, true, -1, {0.3F}, {0})).with_mask(random_mask(conv, 0.2, rng)));
    list.emplace_back(
        "asymmetric per channel",
        dense.with_code(affine(5, false, 1, {0.1F, 0.2F, 0.15F, 0.12F}, {3, 16, 31, 0}))
            .with_mask(random_mask(conv, 0.15, rng)));
    list.emplace_back("16 bit", dense.with_code(affine(16, true, 0, std::vector<float>(6, 1e-4F),
                                                       std::vector<std::int32_t>(6, 0))));
    list.emplace_back("codebook", dense.with_code(std::make_shared<CodebookCode>(
                                      std::vector<float>{-1, -0.3F, 0, 0.4F, 1.1F})));
    const auto no_zero = std::make_shared<CodebookCode>(std::vector<float>{-0.7F, 0.7F});
    list.emplace_back("no zero level", dense.with_code(no_zero));
    list.emplace_back("no zero level, masked", Parameter(random_values({30, 50}, 1, rng))
                                                   .with_code(no_zero)
                                                   .with_mask(random_mask({30, 50}, 0.02, rng)));
    Tensor odd(DType::Float32, {7});
    odd.writable<float>()[0] = -0.0F;
    odd.writable<float>()[1] = std::numeric_limits<float>::quiet_NaN();
    odd.writable<float>()[2] = -std::numeric_limits<float>::infinity();
    odd.writable<float>()[5] = std::numeric_limits<float>::denorm_min();
    list.emplace_back("odd floats", Parameter(odd));
    list.emplace_back("scalar", Parameter(Tensor::scalar(2.5F)));
    list.emplace_back("empty", Parameter(Tensor(DType::Float32, {0, 3})));
    list.emplace_back("empty rows", Parameter(Tensor(DType::Float32, {3, 0})));
    list.emplace_back(
        "integers", Parameter(Tensor::of<std::int64_t>({3}, std::vector<std::int64_t>{1, -1, 9})));
    list.emplace_back("booleans", Parameter(random_mask({11}, 0.5, rng)));
    return list;
}

/// -1 where every element has the same bits.
std::int64_t first_difference(const Tensor& a, const Tensor& b) {
    const auto left = a.raw();
    const auto right = b.raw();
    for (std::size_t i = 0; i < left.size(); ++i) {
        if (left[i] != right[i]) {
            return static_cast<std::int64_t>(i);
        }
    }
    return left.size() == right.size() ? -1 : 0;
}

TEST(Storage, EveryFormatWritesWhatItCountsAndReadsBackBitExact) {
    for (const auto& [name, parameter] : samples()) {
        const coding::ParameterCoder coder(parameter);
        for (const StorageFormat format : all_formats()) {
            for (const int run_bits : {0, 1, 4, 5, 8}) {
                SCOPED_TRACE(name + " as " + std::string(format_name(format)) + " with runs of " +
                             std::to_string(run_bits));
                const StorageCost cost = coder.cost(format, run_bits);
                const auto bytes = coder.write(format, run_bits);
                ASSERT_EQ(static_cast<std::int64_t>(bytes.size()), cost.bytes());
                const Parameter back = coding::read_parameter(bytes, parameter.latent().dtype(),
                                                              parameter.shape(), "p");
                EXPECT_EQ(back.shape(), parameter.shape());
                EXPECT_EQ(first_difference(back.effective(), parameter.effective()), -1);
                ASSERT_EQ(back.has_mask(), parameter.has_mask());
                if (parameter.has_mask()) {
                    EXPECT_EQ(first_difference(back.mask(), parameter.mask()), -1);
                }
                ASSERT_EQ(back.code() != nullptr, parameter.code() != nullptr);
                if (parameter.code()) {
                    EXPECT_EQ(back.code()->to_json(), parameter.code()->to_json());
                }
                EXPECT_EQ(back.provenance(), "p");
            }
        }
    }
}

TEST(Storage, TheBestIsTheSmallest) {
    for (const auto& [name, parameter] : samples()) {
        const StorageCost best = best_storage(parameter);
        for (const StorageFormat format : all_formats()) {
            EXPECT_LE(best.bytes(), storage_cost(parameter, format).bytes()) << name;
        }
    }
}

TEST(Storage, CountsFollowTheirFormulas) {
    Rng rng(3);
    const Shape shape{64, 100};
    const Parameter pruned =
        Parameter(random_values(shape, 1, rng)).with_mask(random_mask(shape, 0.1, rng));
    const std::int64_t n = 6400;
    const std::int64_t kept = pruned.nonzeros();
    const StorageCost bitmap = storage_cost(pruned, StorageFormat::Bitmap);
    EXPECT_EQ(bitmap.index_bits, n);
    EXPECT_EQ(bitmap.value_bits, 32 * kept);
    const StorageCost csr = storage_cost(pruned, StorageFormat::Csr);
    EXPECT_EQ(csr.index_bits, 7 * kept); // 100 columns
    EXPECT_EQ(csr.value_bits, 32 * kept);
    const StorageCost csc = storage_cost(pruned, StorageFormat::Csc);
    EXPECT_EQ(csc.index_bits, 6 * kept); // 64 rows
    EXPECT_EQ(storage_cost(pruned, StorageFormat::Dense).value_bits, 32 * n);
    const Parameter coded = pruned.with_code(affine(6, true, -1, {0.1F}, {0}));
    EXPECT_EQ(storage_cost(coded, StorageFormat::Packed).value_bits, 6 * n);
    EXPECT_EQ(storage_cost(coded, StorageFormat::Bitmap).value_bits, 6 * kept);
}

TEST(Storage, HuffmanStaysNearTheEntropyBound) {
    Rng rng(5);
    const Shape shape{256, 256};
    const Parameter parameter = Parameter(random_values(shape, 1, rng))
                                    .with_code(affine(6, true, -1, {0.12F}, {0}))
                                    .with_mask(random_mask(shape, 0.1, rng));
    const StorageCost cost = storage_cost(parameter, StorageFormat::Huffman);
    const double bound = coding::ParameterCoder(parameter).entropy_bits();
    EXPECT_GE(static_cast<double>(cost.value_bits + cost.index_bits), bound);
    EXPECT_LE(static_cast<double>(cost.value_bits + cost.index_bits), 1.05 * bound);
}

/// Layer of Deep Compression (Han et al. 2016, tables 2 and 3): share kept, weight and index bits,
/// and the size after pruning and quantisation that follows, in per cent of float32.
struct DeepCompressionLayer {
    const char* name;
    Shape shape;
    double kept;
    int weight_bits;
    double expected; ///< p (1 + q^m / (1 - q^m)) (w + i) / 32 + codebook, m = 2^i
};

TEST(Storage, RelativeIndexLandsOnDeepCompressionsSizes) {
    const std::vector<DeepCompressionLayer> layers{
        {"LeNet-300-100 ip1", {300, 784}, 0.08, 6, 2.98},
        {"LeNet-300-100 ip2", {100, 300}, 0.09, 6, 3.47},
        {"LeNet-300-100 ip3", {10, 100}, 0.26, 6, 15.34},
        {"LeNet-5 conv2", {50, 20, 5, 5}, 0.12, 8, 5.98},
        {"LeNet-5 ip1", {500, 800}, 0.08, 5, 2.69},
    };
    for (const DeepCompressionLayer& layer : layers) {
        constexpr int kIndexBits = 5;
        constexpr int kDraws = 20;
        const auto n = static_cast<double>(layer.shape.elements());
        double sum = 0;
        for (int draw = 0; draw < kDraws; ++draw) {
            Rng rng(7, static_cast<std::uint64_t>(draw));
            std::vector<float> levels;
            for (int i = 0; i < 1 << layer.weight_bits; ++i) {
                levels.push_back(0.01F * (static_cast<float>(i) + 0.5F) - 0.3F);
            }
            levels.front() = 0; // the filler needs a zero
            Tensor values(DType::Float32, layer.shape);
            for (float& value : values.writable<float>()) {
                value = levels[1 + rng.below(levels.size() - 1)];
            }
            const Parameter parameter = Parameter(values)
                                            .with_code(std::make_shared<CodebookCode>(levels))
                                            .with_mask(random_mask(layer.shape, layer.kept, rng));
            const StorageCost cost = storage_cost(parameter, StorageFormat::Relative, kIndexBits);
            EXPECT_EQ(cost.run_bits, kIndexBits);
            sum += static_cast<double>(cost.bytes()) * 8 / (32 * n) * 100;
        }
        const double q = 1 - layer.kept;
        const double far = std::pow(q, 32);
        const double bits = layer.weight_bits + kIndexBits;
        const double formula =
            100 * (layer.kept * (1 + far / (1 - far)) * bits / 32 + (1 << layer.weight_bits) / n);
        EXPECT_NEAR(formula, layer.expected, 0.03) << layer.name;
        // What the formula leaves out: the header of the block, below 0.2 % of the smallest layer.
        EXPECT_NEAR(sum / kDraws, formula, 0.02 * formula + 100 * 64 / (32 * n)) << layer.name;
    }
}

TEST(Storage, DamagedBlocksAreRefusedOrHarmless) {
    Rng rng(9);
    for (const auto& [name, parameter] : samples()) {
        const coding::ParameterCoder coder(parameter);
        for (const StorageFormat format : all_formats()) {
            const auto bytes = coder.write(format);
            for (int attempt = 0; attempt < 60; ++attempt) {
                auto damaged = bytes;
                if (attempt % 3 == 0) {
                    damaged.resize(static_cast<std::size_t>(rng.below(damaged.size() + 1)));
                }
                for (std::uint64_t flips = rng.below(3); flips > 0 && !damaged.empty(); --flips) {
                    const auto at = static_cast<std::size_t>(
                        rng.below(std::min<std::uint64_t>(damaged.size(), 64)));
                    damaged[at] ^= std::byte{1} << rng.below(8);
                }
                try {
                    (void)coding::read_parameter(damaged, parameter.latent().dtype(),
                                                 parameter.shape(), "");
                } catch (const Error& error) {
                    EXPECT_EQ(error.code(), ErrorCode::BadInput) << name;
                }
            }
            EXPECT_THROW(
                (void)coding::read_parameter(bytes, DType::Float32, Shape{1 << 20, 1 << 20}, ""),
                Error)
                << name;
        }
    }
}

} // namespace
} // namespace espalier
