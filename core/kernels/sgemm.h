// SPDX-License-Identifier: GPL-3.0-or-later
// Dense float32 matrix product on row-major matrices, for callers that share the work out among
// threads themselves.
#pragma once

#include <cstdint>

namespace espalier {

enum class Transposed : bool { No, Yes };

/// C = A * B + beta * C with A [m, k], B [k, n] and C [m, n] row-major; a transposed operand is
/// stored [k, m] or [n, k]. `lda`, `ldb`, `ldc` are the distances between stored rows. Runs on the
/// calling thread alone where OpenMP is set to one thread (inside parallel_for), and then gives the
/// same bits every time.
void sgemm(Transposed a_transposed, Transposed b_transposed, std::int64_t m, std::int64_t n,
           std::int64_t k, const float* a, std::int64_t lda, const float* b, std::int64_t ldb,
           float beta, float* c, std::int64_t ldc);

} // namespace espalier
