// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/spectrum.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <numeric>
#include <string>
#include <utility>

namespace espalier {

namespace {

/// Spectra are small, a few kilobytes each; this many are those of a dozen large networks.
constexpr std::size_t kMostSpectra = 4096;

using Key = std::pair<std::string, Unfolding>;

struct Memory {
    std::mutex mutex;
    std::map<Key, std::shared_ptr<const Spectrum>> spectra;
};

Memory& memory() {
    static Memory instance;
    return instance;
}

std::shared_ptr<const Spectrum> compute(const Tensor& weight, Unfolding unfolding) {
    const Matrix matrix = unfold(weight, unfolding);
    auto result = std::make_shared<Spectrum>();
    result->rows = matrix.rows();
    result->cols = matrix.cols();
    result->squares = singular_squares(matrix);
    result->total = std::accumulate(result->squares.begin(), result->squares.end(), 0.0);
    return result;
}

} // namespace

Matrix unfold(const Tensor& weight, Unfolding unfolding) {
    const Shape& shape = weight.shape();
    expect(weight.dtype() == DType::Float32 && shape.rank() >= 2,
           "a weight of {} {} has no singular values, expected float32 of rank 2 or more",
           dtype_name(weight.dtype()), shape.str());
    const auto values = weight.data<float>();
    if (unfolding == Unfolding::Channel) {
        return {shape[0], shape.elements(1, shape.rank()), values};
    }
    expect(shape.rank() == 4, "a weight of shape {} has no two directions, expected [O,I,kH,kW]",
           shape.str());
    Matrix matrix(shape[1] * shape[2], shape[0] * shape[3]);
    std::size_t at = 0;
    for (std::int64_t o = 0; o < shape[0]; ++o) {
        for (std::int64_t row = 0; row < shape[1] * shape[2]; ++row) {
            for (std::int64_t w = 0; w < shape[3]; ++w) {
                matrix(row, o * shape[3] + w) = values[at++];
            }
        }
    }
    return matrix;
}

double Spectrum::energy(std::int64_t rank) const {
    if (total <= 0) {
        return 1;
    }
    const auto count = std::clamp<std::int64_t>(rank, 0, static_cast<std::int64_t>(squares.size()));
    return std::accumulate(squares.begin(), squares.begin() + count, 0.0) / total;
}

std::int64_t Spectrum::rank_for(double energy) const {
    // The last digits of a sum of squares are noise: all of it is reached a hair below.
    const double wanted = std::min(energy, 1 - 1e-12) * total;
    double sum = 0;
    for (std::size_t i = 0; i < squares.size(); ++i) {
        sum += squares[i];
        if (sum >= wanted) {
            return static_cast<std::int64_t>(i) + 1;
        }
    }
    return std::max<std::int64_t>(1, static_cast<std::int64_t>(squares.size()));
}

std::int64_t Spectrum::params(std::int64_t rank) const {
    return rank * (rows + cols);
}

std::int64_t Spectrum::break_even() const {
    return rows * cols == 0 ? 0 : (rows * cols - 1) / (rows + cols);
}

std::shared_ptr<const Spectrum> spectrum(const Tensor& weight, Unfolding unfolding) {
    const Key key{weight.content_hash(), unfolding};
    Memory& held = memory();
    {
        const std::scoped_lock lock(held.mutex);
        if (const auto found = held.spectra.find(key); found != held.spectra.end()) {
            return found->second;
        }
    }
    auto result = compute(weight, unfolding);
    const std::scoped_lock lock(held.mutex);
    if (held.spectra.size() >= kMostSpectra) {
        held.spectra.clear();
    }
    held.spectra.emplace(key, result);
    return result;
}

} // namespace espalier
