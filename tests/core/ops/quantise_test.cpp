// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ops/op_case.h"

#include "core/base/error.h"

#include <cmath>
#include <limits>

namespace espalier::test {

namespace {

Tensor bytes(Shape shape, std::vector<std::uint8_t> values) {
    return Tensor::of<std::uint8_t>(std::move(shape), values);
}

Tensor signed_bytes(Shape shape, std::vector<std::int8_t> values) {
    return Tensor::of<std::int8_t>(std::move(shape), values);
}

std::vector<OpCase> quantise_cases() {
    return {
        {"quantise_tensor",
         "QuantizeLinear",
         {},
         {{2, 3, 4}, floats(Shape{}, {0.01F}), bytes(Shape{}, {7})},
         {{2, 3, 4}}},
        {"quantise_axis",
         "QuantizeLinear",
         {{"axis", std::int64_t{-2}}},
         {{2, 3, 4}, floats({3}, {0.01F, 0.02F, 0.1F}), signed_bytes({3}, {0, -3, 5})},
         {{2, 3, 4}}},
        {"quantise_default_zero", "QuantizeLinear", {}, {{5}, floats({1}, {0.01F})}, {{5}}},
        {"dequantise_axis0",
         "DequantizeLinear",
         {{"axis", std::int64_t{0}}},
         {signed_bytes({2, 2}, {1, 2, 3, 4}), floats({2}, {0.5F, 2})},
         {{2, 2}}},
    };
}

} // namespace

INSTANTIATE_TEST_SUITE_P(Quantising, OpTable, testing::ValuesIn(quantise_cases()), case_name);

/// ONNX: halves go to the even neighbour, the result saturates.
TEST(QuantizeLinear, RoundsHalvesToEvenAndSaturates) {
    const Tensor x = floats({8}, {0, 1, 3, 5, -1, 1000, -1000, 255});
    const Tensor scale = floats(Shape{}, {2});
    EXPECT_TRUE(run_op("QuantizeLinear", {}, {x, scale, bytes(Shape{}, {128})})
                    .equals(bytes({8}, {128, 128, 130, 130, 128, 255, 0, 255})));
    EXPECT_TRUE(run_op("QuantizeLinear", {}, {x, scale, signed_bytes(Shape{}, {1})})
                    .equals(signed_bytes({8}, {1, 1, 3, 3, 1, 127, -128, 127})));
}

TEST(QuantizeLinear, NotANumberAndInfinityHaveAPlace) {
    const float inf = std::numeric_limits<float>::infinity();
    const Tensor x = floats({3}, {std::nanf(""), inf, -inf});
    EXPECT_TRUE(run_op("QuantizeLinear", {}, {x, floats(Shape{}, {1}), signed_bytes(Shape{}, {0})})
                    .equals(signed_bytes({3}, {0, 127, -128})));
}

TEST(DequantizeLinear, KnownValues) {
    EXPECT_TRUE(
        run_op("DequantizeLinear", {},
               {bytes({2, 2}, {0, 3, 128, 255}), floats({2}, {2, 0.5F}), bytes({2}, {1, 5})})
            .equals(floats({2, 2}, {-2, -1, 254, 125})));
    EXPECT_TRUE(run_op("DequantizeLinear", {},
                       {Tensor::of<std::int32_t>({2}, std::vector<std::int32_t>{-100, 7}),
                        floats(Shape{}, {0.25F})})
                    .equals(floats({2}, {-25, 1.75F})));
}

/// What lies on the grid comes back as it was.
TEST(QuantizeLinear, IsUndoneOnItsOwnGrid) {
    std::vector<std::int8_t> levels;
    for (int i = -128; i < 128; ++i) {
        levels.push_back(static_cast<std::int8_t>(i));
    }
    const Tensor q = signed_bytes({256}, levels);
    const Tensor scale = floats(Shape{}, {0.0173F});
    const Tensor zero = signed_bytes(Shape{}, {-9});
    const Tensor x = run_op("DequantizeLinear", {}, {q, scale, zero});
    EXPECT_TRUE(run_op("QuantizeLinear", {}, {x, scale, zero}).equals(q));
}

} // namespace espalier::test
