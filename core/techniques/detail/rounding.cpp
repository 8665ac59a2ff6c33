// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/techniques/detail/rounding.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/kernels/sgemm.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace espalier::techniques {

namespace {

/// Rows that are worked on together.
constexpr std::size_t kRows = 32;

std::int32_t nearest(double value, const RowGrid& grid) {
    const double steps = std::nearbyint(value / grid.scale);
    return static_cast<std::int32_t>(
        std::clamp(steps, static_cast<double>(grid.low), static_cast<double>(grid.high)));
}

bool is_kept(const RoundingProblem& problem, std::size_t place) {
    return problem.kept.empty() || problem.kept[place];
}

double row_error(const RoundingProblem& problem, const std::vector<double>& off) {
    double sum = 0;
    for (std::size_t i = 0; i < problem.cols; ++i) {
        const float* h = problem.moments.data() + i * problem.cols;
        double product = 0;
        for (std::size_t k = 0; k < problem.cols; ++k) {
            product += h[k] * off[k];
        }
        sum += off[i] * product;
    }
    return std::max(0.0, sum);
}

std::vector<double> off_of(const RoundingProblem& problem, const Steps& steps, std::size_t row) {
    std::vector<double> off(problem.cols);
    for (std::size_t i = 0; i < problem.cols; ++i) {
        const std::size_t place = row * problem.cols + i;
        off[i] =
            problem.weights[place] - static_cast<double>(steps[place]) * problem.grids[row].scale;
    }
    return off;
}

void check(const RoundingProblem& problem) {
    expect(problem.weights.size() == problem.rows * problem.cols &&
               problem.moments.size() == problem.cols * problem.cols &&
               problem.grids.size() == problem.rows,
           "rounding {} weights with {} moments and {} grids, expected {} rows of {}",
           problem.weights.size(), problem.moments.size(), problem.grids.size(), problem.rows,
           problem.cols);
}

/// Columns in the order they are rounded in.
std::vector<std::size_t> order_of(const RoundingProblem& problem, bool by_activity) {
    std::vector<std::size_t> order(problem.cols);
    std::iota(order.begin(), order.end(), std::size_t{0});
    if (by_activity) {
        std::ranges::stable_sort(order, std::greater{}, [&](std::size_t i) {
            return problem.moments[i * problem.cols + i];
        });
    }
    return order;
}

/// For H = R Rᵀ with R upper triangular, Rᵀ divided by its diagonal: row j says how the errors of
/// the columns before j, in this order, move the best place of column j.
std::vector<double> planes(const RoundingProblem& problem, const std::vector<std::size_t>& order,
                           double damping) {
    const std::size_t n = problem.cols;
    double trace = 0;
    for (std::size_t i = 0; i < n; ++i) {
        trace += problem.moments[i * n + i];
    }
    const double added = std::max(damping * trace / static_cast<double>(n), 1e-12);
    // Turned round, R is the lower factor of an ordinary Cholesky decomposition.
    const auto at = [&](std::size_t i, std::size_t k) {
        const std::size_t a = order[n - 1 - i];
        const std::size_t b = order[n - 1 - k];
        return problem.moments[a * n + b] + (i == k ? added : 0);
    };
    std::vector<double> lower(n * n, 0);
    for (std::size_t i = 0; i < n; ++i) {
        double* row = lower.data() + i * n;
        for (std::size_t k = 0; k <= i; ++k) {
            const double* other = lower.data() + k * n;
            double sum = at(i, k);
            for (std::size_t m = 0; m < k; ++m) {
                sum -= row[m] * other[m];
            }
            row[k] = i == k ? std::sqrt(std::max(sum, added * 1e-6)) : sum / other[k];
        }
    }
    std::vector<double> result(n * n, 0);
    for (std::size_t j = 0; j < n; ++j) {
        const double pivot = lower[(n - 1 - j) * n + (n - 1 - j)];
        for (std::size_t i = 0; i < j; ++i) {
            result[j * n + i] = lower[(n - 1 - i) * n + (n - 1 - j)] / pivot;
        }
    }
    return result;
}

/// Moves single weights of a row by whole steps while that shrinks the error.
void sweep_row(const RoundingProblem& problem, std::size_t row, int sweeps, Steps& steps) {
    const std::size_t n = problem.cols;
    const RowGrid& grid = problem.grids[row];
    std::vector<double> off = off_of(problem, steps, row);
    std::vector<double> slope(n, 0);
    for (std::size_t i = 0; i < n; ++i) {
        const float* h = problem.moments.data() + i * n;
        for (std::size_t k = 0; k < n; ++k) {
            slope[k] += h[k] * off[i];
        }
    }
    for (int sweep = 0; sweep < sweeps; ++sweep) {
        bool moved = false;
        for (std::size_t i = 0; i < n; ++i) {
            const std::size_t place = row * n + i;
            const double curve = problem.moments[i * n + i];
            if (!is_kept(problem, place) || curve <= 0) {
                continue;
            }
            const double wanted = std::nearbyint(slope[i] / (curve * grid.scale));
            const auto to = static_cast<std::int32_t>(std::clamp(steps[place] + wanted,
                                                                 static_cast<double>(grid.low),
                                                                 static_cast<double>(grid.high)));
            if (to == steps[place]) {
                continue;
            }
            const double by = static_cast<double>(to - steps[place]) * grid.scale;
            steps[place] = to;
            const float* h = problem.moments.data() + i * n;
            for (std::size_t k = 0; k < n; ++k) {
                slope[k] -= h[k] * by;
            }
            moved = true;
        }
        if (!moved) {
            return;
        }
    }
}

/// Of two roundings of a row the better one is left in `steps`.
void keep_better(const RoundingProblem& problem, std::size_t row, const Steps& other,
                 Steps& steps) {
    if (row_error(problem, off_of(problem, other, row)) <
        row_error(problem, off_of(problem, steps, row))) {
        const auto begin = static_cast<std::ptrdiff_t>(row * problem.cols);
        std::copy_n(other.begin() + begin, problem.cols, steps.begin() + begin);
    }
}

} // namespace

Steps round_to_nearest(const RoundingProblem& problem) {
    check(problem);
    Steps steps(problem.weights.size());
    for (std::size_t place = 0; place < steps.size(); ++place) {
        steps[place] = is_kept(problem, place)
                           ? nearest(problem.weights[place], problem.grids[place / problem.cols])
                           : 0;
    }
    return steps;
}

double output_error(const RoundingProblem& problem, const Steps& steps) {
    std::vector<double> errors(problem.rows);
    parallel_for(problem.rows, [&](std::size_t row) {
        errors[row] = row_error(problem, off_of(problem, steps, row));
    });
    return std::accumulate(errors.begin(), errors.end(), 0.0);
}

std::vector<float> weights_for_inputs(const RoundingProblem& problem, std::span<const float> cross,
                                      double damping) {
    check(problem);
    const std::size_t n = problem.cols;
    double trace = 0;
    for (std::size_t i = 0; i < n; ++i) {
        trace += problem.moments[i * n + i];
    }
    const double added = std::max(damping * trace / static_cast<double>(n), 1e-12);
    std::vector<double> lower(n * n, 0); // of the Cholesky decomposition
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t k = 0; k <= i; ++k) {
            double sum = problem.moments[i * n + k] + (i == k ? added : 0);
            for (std::size_t m = 0; m < k; ++m) {
                sum -= lower[i * n + m] * lower[k * n + m];
            }
            lower[i * n + k] =
                i == k ? std::sqrt(std::max(sum, added * 1e-6)) : sum / lower[k * n + k];
        }
    }
    std::vector<double> upper(n * n, 0); // its transpose, so that both solves run along rows
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t k = i; k < n; ++k) {
            upper[i * n + k] = lower[k * n + i];
        }
    }
    std::vector<float> result(problem.weights.begin(), problem.weights.end());
    parallel_for(problem.rows, [&](std::size_t row) {
        std::vector<double> x(n, 0);
        for (std::size_t i = 0; i < n; ++i) {
            const double w = problem.weights[row * n + i];
            for (std::size_t k = 0; w != 0 && k < n; ++k) {
                x[k] += w * (static_cast<double>(cross[i * n + k]) - problem.moments[i * n + k]);
            }
        }
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t m = 0; m < i; ++m) {
                x[i] -= lower[i * n + m] * x[m];
            }
            x[i] /= lower[i * n + i];
        }
        for (std::size_t i = n; i-- > 0;) {
            for (std::size_t m = i + 1; m < n; ++m) {
                x[i] -= upper[i * n + m] * x[m];
            }
            x[i] /= upper[i * n + i];
        }
        for (std::size_t i = 0; i < n; ++i) {
            result[row * n + i] += static_cast<float>(x[i]);
        }
    });
    return result;
}

Steps round_in_sequence(const RoundingProblem& problem, const SequentialRounding& settings) {
    const Steps plain = round_to_nearest(problem);
    const std::vector<std::size_t> order = order_of(problem, settings.by_activity);
    const std::vector<double> plane = planes(problem, order, settings.damping);
    const std::size_t n = problem.cols;
    Steps steps = plain;
    parallel_for(problem.rows, [&](std::size_t row) {
        std::vector<double> off(n, 0);
        for (std::size_t j = 0; j < n; ++j) {
            const std::size_t place = row * n + order[j];
            double wanted = problem.weights[place];
            for (std::size_t i = 0; i < j; ++i) {
                wanted += plane[j * n + i] * off[i];
            }
            steps[place] = is_kept(problem, place) ? nearest(wanted, problem.grids[row]) : 0;
            off[j] = problem.weights[place] -
                     static_cast<double>(steps[place]) * problem.grids[row].scale;
        }
        sweep_row(problem, row, settings.sweeps, steps);
        keep_better(problem, row, plain, steps);
    });
    return steps;
}

namespace {

/// The continuous rounding of one block of rows: floor(w / s) + h(v) with h from 0 to 1.
class Relaxation {
public:
    Relaxation(const RoundingProblem& problem, std::size_t begin, std::size_t end)
        : problem_(problem)
        , begin_(begin)
        , rows_(end - begin)
        , size_(rows_ * problem.cols)
        , low_(size_)
        , room_(size_, 1)
        , v_(size_)
        , off_(size_)
        , slope_(size_)
        , first_(size_, 0)
        , second_(size_, 0) {
        double trace = 0;
        for (std::size_t i = 0; i < problem.cols; ++i) {
            trace += problem.moments[i * problem.cols + i];
        }
        curve_ = trace / static_cast<double>(problem.cols);
        for (std::size_t i = 0; i < size_; ++i) {
            const RowGrid& grid = grid_of(i);
            const std::size_t place = begin_ * problem.cols + i;
            const double at = problem.weights[place] / grid.scale;
            const double floor = std::floor(at);
            if (!is_kept(problem, place) || floor < grid.low || floor >= grid.high) {
                room_[i] = 0; // pruned, or outside of the levels: one way to go
                low_[i] = is_kept(problem, place)
                              ? static_cast<float>(nearest(problem.weights[place], grid))
                              : 0;
                continue;
            }
            low_[i] = static_cast<float>(floor);
            const double share = std::clamp(at - floor, 1e-4, 1 - 1e-4);
            v_[i] = static_cast<float>(-std::log((kHigh - kLow) / (share - kLow) - 1));
        }
    }

    void run(const AdaptiveRounding& settings, const Job& job) {
        for (int i = 0; i < settings.iterations; ++i) {
            if (i % 64 == 0) {
                job.check();
            }
            const double done = static_cast<double>(i) / settings.iterations;
            const bool regular = done >= settings.warm_up;
            const double along = (done - settings.warm_up) / (1 - settings.warm_up);
            // From 20, which leaves most roundings free, to 2 by half a cosine.
            const double beta = 2 + 18 * 0.5 * (1 + std::cos(std::acos(-1.0) * along));
            step(settings, regular ? beta : 0, i + 1);
        }
    }

    void store(Steps& steps) const {
        for (std::size_t i = 0; i < size_; ++i) {
            const std::int32_t up = room_[i] != 0 && rounding(v_[i]) >= 0.5F ? 1 : 0;
            steps[begin_ * problem_.cols + i] = static_cast<std::int32_t>(low_[i]) + up;
        }
    }

private:
    static constexpr float kHigh = 1.1F;
    static constexpr float kLow = -0.1F;

    [[nodiscard]] const RowGrid& grid_of(std::size_t i) const {
        return problem_.grids[begin_ + i / problem_.cols];
    }

    static float sigmoid(float v) { return 1 / (1 + std::exp(-v)); }

    static float rounding(float v) {
        return std::clamp(sigmoid(v) * (kHigh - kLow) + kLow, 0.0F, 1.0F);
    }

    void step(const AdaptiveRounding& settings, double beta, int count) {
        const auto n = static_cast<std::int64_t>(problem_.cols);
        for (std::size_t i = 0; i < size_; ++i) {
            const float level = low_[i] + (room_[i] != 0 ? rounding(v_[i]) : 0.0F);
            off_[i] = level * grid_of(i).scale - problem_.weights[begin_ * problem_.cols + i];
        }
        sgemm(Transposed::No, Transposed::No, static_cast<std::int64_t>(rows_), n, n, off_.data(),
              n, problem_.moments.data(), n, 0.0F, slope_.data(), n);
        const double shrink_first = 1 - std::pow(0.9, count);
        const double shrink_second = 1 - std::pow(0.999, count);
        const auto rate = static_cast<float>(settings.rate / shrink_first);
        const auto root = static_cast<float>(1 / std::sqrt(shrink_second));
        for (std::size_t i = 0; i < size_; ++i) {
            if (room_[i] == 0) {
                continue;
            }
            const float s = sigmoid(v_[i]);
            const float h = s * (kHigh - kLow) + kLow;
            const bool inside = h > 0 && h < 1;
            float gradient = 2 * slope_[i] * grid_of(i).scale;
            if (beta > 0 && inside) {
                // d/dh (1 - |2 h - 1|^beta)
                const float far = 2 * h - 1;
                const double power = std::pow(std::abs(static_cast<double>(far)), beta - 1);
                const double weight =
                    settings.weight * curve_ * grid_of(i).scale * grid_of(i).scale;
                gradient +=
                    static_cast<float>(-weight * 2 * beta * power) * std::copysign(1.0F, far);
            }
            gradient = inside ? gradient * s * (1 - s) * (kHigh - kLow) : 0;
            first_[i] = 0.9F * first_[i] + 0.1F * gradient;
            second_[i] = 0.999F * second_[i] + 0.001F * gradient * gradient;
            v_[i] -= rate * first_[i] / (std::sqrt(second_[i]) * root + 1e-8F);
        }
    }

    const RoundingProblem& problem_;
    std::size_t begin_;
    std::size_t rows_;
    std::size_t size_;
    double curve_ = 0; ///< mean of the diagonal of H
    std::vector<float> low_;
    std::vector<char> room_; ///< 0: there is nothing to choose
    std::vector<float> v_;
    std::vector<float> off_;
    std::vector<float> slope_;
    std::vector<float> first_;
    std::vector<float> second_;
};

} // namespace

Steps round_adaptively(const RoundingProblem& problem, const AdaptiveRounding& settings,
                       const Job& job) {
    const Steps plain = round_to_nearest(problem);
    Steps steps = plain;
    const std::size_t blocks = (problem.rows + kRows - 1) / kRows;
    parallel_for(blocks, [&](std::size_t block) {
        const std::size_t begin = block * kRows;
        const std::size_t end = std::min(begin + kRows, problem.rows);
        Relaxation relaxation(problem, begin, end);
        relaxation.run(settings, job);
        relaxation.store(steps);
        for (std::size_t row = begin; row < end; ++row) {
            keep_better(problem, row, plain, steps);
        }
    });
    return steps;
}

} // namespace espalier::techniques
