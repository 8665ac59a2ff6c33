// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/detail/lower_nibbles.h"

#include "core/graph/group_code.h"
#include "core/kernels/lowering.h"
#include "core/kernels/packed_nibbles.h"
#include "core/ops/detail/constant_product.h"

#include <algorithm>

namespace espalier::ops::detail {

namespace {

constexpr int kMostBits = 4;
constexpr std::int64_t kInBlock = 32;
/// Weights from which the float matrix (here 1 MB) no longer stays in a core's own cache.
constexpr std::size_t kWorthwhile = std::size_t{1} << 18U;

/// The grids of a weight, output by output and group by group.
struct Grids {
    std::size_t group = 0; ///< 0: one for each output
    bool is_signed = true;
    std::vector<float> scales;
    std::vector<std::int32_t> zero_points;
};

std::optional<Grids> grids_of(const ConstantProduct& product) {
    const Code* code = product.weight->code().get();
    if (code == nullptr || code->bits() > kMostBits) {
        return std::nullopt;
    }
    if (const auto* affine = dynamic_cast<const AffineCode*>(code)) {
        if (affine->axis() == product.axis) {
            return Grids{0, affine->is_signed(), affine->scales(), affine->zero_points()};
        }
        return affine->axis() >= 0
                   ? std::nullopt
                   : std::optional(Grids{
                         0, affine->is_signed(),
                         std::vector<float>(product.outputs, affine->scales()[0]),
                         std::vector<std::int32_t>(product.outputs, affine->zero_points()[0])});
    }
    const auto* groups = dynamic_cast<const GroupCode*>(code);
    if (groups == nullptr || groups->axis() != product.axis || groups->size() == 0 ||
        (groups->ends().size() > 1 && groups->size() % kInBlock != 0)) {
        return std::nullopt;
    }
    return Grids{groups->ends().size() > 1 ? static_cast<std::size_t>(groups->size()) : 0,
                 groups->is_signed(), groups->scales(), groups->zero_points()};
}

/// Levels from 0 to 15: signed ones and their zeros have 8 added.
NibbleMatrix packed(const ConstantProduct& product, const Grids& grids) {
    const Tensor indices = product.weight->code()->encode(product.weight->effective());
    std::vector<std::int32_t> levels = rows_along<std::int32_t>(indices, product.axis);
    constexpr std::int32_t kMiddle = 8;
    for (std::int32_t& level : levels) {
        level += grids.is_signed ? kMiddle : 0;
    }
    std::vector<float> scales = grids.scales;
    std::vector<std::int32_t> zeros = grids.zero_points;
    for (std::size_t i = 0; i < scales.size(); ++i) {
        scales[i] *= product.alpha;
        zeros[i] += grids.is_signed ? kMiddle : 0;
    }
    return NibbleMatrix::of(levels, product.outputs, std::move(scales), std::move(zeros),
                            grids.group);
}

Kernel product_kernel(const std::shared_ptr<const NibbleMatrix>& matrix,
                      const ConstantProduct& product) {
    constexpr std::size_t kColumns = 64;
    const std::size_t filled = matrix->blocks() * static_cast<std::size_t>(kInBlock);
    auto x = std::make_shared<std::vector<float>>(product.rows * filled, 0.0F);
    return [=, rows = product.rows, bias = product.bias](std::byte* const* at) {
        const auto* from = reinterpret_cast<const float*>(at[0]);
        auto* y = reinterpret_cast<float*>(at[1]);
        const std::size_t outputs = matrix->rows;
        for (std::size_t row = 0; row < rows; ++row) {
            std::copy_n(from + row * matrix->depth, matrix->depth, x->data() + row * filled);
        }
        const std::size_t pieces = (outputs + kColumns - 1) / kColumns;
#pragma omp parallel for schedule(static)
        for (std::size_t piece = 0; piece < pieces; ++piece) {
            const std::size_t begin = piece * kColumns;
            const std::size_t end = std::min(outputs, begin + kColumns);
            nibble_products(*x, rows, *matrix, begin, end, y, outputs);
            for (std::size_t row = 0; row < rows; ++row) {
                for (std::size_t n = begin; n < end; ++n) {
                    y[row * outputs + n] += bias[n];
                }
            }
        }
    };
}

} // namespace

bool lower_gemm_nibbles(Lowering& lowering) {
    const auto product = constant_product(lowering);
    if (!product || !lowering.integers() || product->rows > kNibbleRows ||
        product->outputs * product->depth < kWorthwhile) {
        return false;
    }
    const auto grids = grids_of(*product);
    if (!grids) {
        return false;
    }
    lowering.keep_followers(0);
    const Operand source = lowering.plain(lowering.node().inputs[0]);
    const ValueId output = lowering.output();
    const Operand target =
        lowering.destination(output, dnn::plain(lowering.type(output)), Lowering::Place::Exact);
    const auto matrix = std::make_shared<const NibbleMatrix>(packed(*product, *grids));
    lowering.kernel("4-bit", {source, target},
                    [matrix, own = *product]() -> Kernel { return product_kernel(matrix, own); });
    return true;
}

} // namespace espalier::ops::detail
