// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/sgemm.h"

#include "core/base/error.h"

#include <oneapi/dnnl/dnnl.hpp>

namespace espalier {

void sgemm(Transposed a_transposed, Transposed b_transposed, std::int64_t m, std::int64_t n,
           std::int64_t k, const float* a, std::int64_t lda, const float* b, std::int64_t ldb,
           float beta, float* c, std::int64_t ldc) {
    const auto letter = [](Transposed t) { return t == Transposed::Yes ? 'T' : 'N'; };
    const dnnl::status status = dnnl::sgemm(letter(a_transposed), letter(b_transposed), m, n, k,
                                            1.0F, a, lda, b, ldb, beta, c, ldc);
    if (status != dnnl::status::success) {
        fail(ErrorCode::Failed, "matrix product {}x{}x{}: oneDNN status {}", m, k, n,
             static_cast<int>(status));
    }
}

} // namespace espalier
