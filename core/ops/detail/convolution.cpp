// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/detail/convolution.h"

#include "core/base/parallel.h"
#include "core/ops/detail/matrix.h"

#include <algorithm>
#include <array>
#include <vector>

namespace espalier::ops::detail {

namespace {

/// patches[(i * taps + t)][j] = what kernel position t of input channel i sees at output position
/// first + j, 0 in the padding.
template <typename T>
void gather_patches(const Convolution& conv, const T* x, std::int64_t first, std::int64_t count,
                    std::vector<double>& patches) {
    const Window& window = conv.window;
    const std::int64_t taps = window.taps();
    const std::int64_t plane = window.inputs();
    std::array<std::array<std::int64_t, 3>, kTile> positions;
    for (std::int64_t j = 0; j < count; ++j) {
        positions[static_cast<std::size_t>(j)] = window.position(first + j);
    }
    for (std::int64_t t = 0; t < taps; ++t) {
        const auto tap = window.split(t);
        for (std::int64_t j = 0; j < count; ++j) {
            const std::int64_t at = window.input(positions[static_cast<std::size_t>(j)], tap);
            double* target = patches.data() + t * kTile + j;
            for (std::int64_t i = 0; i < conv.group_inputs(); ++i) {
                target[i * taps * kTile] = at < 0 ? 0.0 : static_cast<double>(x[i * plane + at]);
            }
        }
    }
}

} // namespace

template <typename T>
void conv_forward(const Convolution& conv, const T* x, const T* w, const T* bias, T* y) {
    const std::int64_t positions = conv.window.positions();
    const std::int64_t plane = conv.window.inputs();
    const std::int64_t depth = conv.group_inputs() * conv.window.taps();
    const std::int64_t tiles = (positions + kTile - 1) / kTile;
    parallel_for(static_cast<std::size_t>(conv.images * conv.groups * tiles), [&](std::size_t job) {
        const std::int64_t first = static_cast<std::int64_t>(job) % tiles * kTile;
        const std::int64_t image_group = static_cast<std::int64_t>(job) / tiles;
        const std::int64_t group = image_group % conv.groups;
        const std::int64_t count = std::min(kTile, positions - first);
        std::vector<double> patches(static_cast<std::size_t>(depth * kTile), 0.0);
        gather_patches(conv, x + image_group * conv.group_inputs() * plane, first, count, patches);
        double sums[kTile];
        for (std::int64_t o = 0; o < conv.group_outputs(); ++o) {
            const std::int64_t filter = group * conv.group_outputs() + o;
            dot_tile(w + filter * depth, 1, patches.data(), depth, sums);
            const double offset = bias == nullptr ? 0.0 : static_cast<double>(bias[filter]);
            T* target = y + (image_group * conv.group_outputs() + o) * positions + first;
            for (std::int64_t j = 0; j < count; ++j) {
                target[j] = static_cast<T>(sums[j] + offset);
            }
        }
    });
}

template <typename T>
void conv_input_gradient(const Convolution& conv, const T* dy, const T* w, T* dx) {
    const std::int64_t positions = conv.window.positions();
    const std::int64_t plane = conv.window.inputs();
    const std::int64_t taps = conv.window.taps();
    const std::int64_t inputs = conv.group_inputs();
    const std::int64_t outputs = conv.group_outputs();
    // One job per input plane: nobody else writes to it.
    parallel_for(static_cast<std::size_t>(conv.images * conv.in_channels), [&](std::size_t job) {
        const std::int64_t image = static_cast<std::int64_t>(job) / conv.in_channels;
        const std::int64_t channel = static_cast<std::int64_t>(job) % conv.in_channels;
        const std::int64_t first_filter = channel / inputs * outputs;
        std::vector<double> sums(static_cast<std::size_t>(plane), 0.0);
        std::vector<double> row(static_cast<std::size_t>(positions));
        for (std::int64_t t = 0; t < taps; ++t) {
            std::fill(row.begin(), row.end(), 0.0);
            for (std::int64_t filter = first_filter; filter < first_filter + outputs; ++filter) {
                const auto weight =
                    static_cast<double>(w[(filter * inputs + channel % inputs) * taps + t]);
                const T* from = dy + (image * conv.out_channels + filter) * positions;
                for (std::size_t p = 0; p < row.size(); ++p) {
                    row[p] += weight * static_cast<double>(from[p]);
                }
            }
            conv.window.for_each_position(t, [&](std::int64_t position, std::int64_t at) {
                if (at >= 0) {
                    sums[static_cast<std::size_t>(at)] += row[static_cast<std::size_t>(position)];
                }
            });
        }
        T* target = dx + static_cast<std::int64_t>(job) * plane;
        for (std::size_t i = 0; i < sums.size(); ++i) {
            target[i] += static_cast<T>(sums[i]);
        }
    });
}

template <typename T>
void conv_weight_gradient(const Convolution& conv, const T* x, const T* dy, T* dw) {
    const std::int64_t positions = conv.window.positions();
    const std::int64_t plane = conv.window.inputs();
    const std::int64_t taps = conv.window.taps();
    const std::int64_t inputs = conv.group_inputs();
    const std::int64_t outputs = conv.group_outputs();
    // One job per input channel and kernel position: it meets every filter of its group once.
    parallel_for(static_cast<std::size_t>(conv.in_channels * taps), [&](std::size_t job) {
        const std::int64_t channel = static_cast<std::int64_t>(job) / taps;
        const std::int64_t tap = static_cast<std::int64_t>(job) % taps;
        const std::int64_t first_filter = channel / inputs * outputs;
        std::vector<double> sums(static_cast<std::size_t>(outputs), 0.0);
        std::vector<double> seen(static_cast<std::size_t>(positions));
        for (std::int64_t image = 0; image < conv.images; ++image) {
            const T* from = x + (image * conv.in_channels + channel) * plane;
            conv.window.for_each_position(tap, [&](std::int64_t position, std::int64_t at) {
                seen[static_cast<std::size_t>(position)] =
                    at < 0 ? 0.0 : static_cast<double>(from[at]);
            });
            for (std::int64_t o = 0; o < outputs; ++o) {
                const T* grads = dy + (image * conv.out_channels + first_filter + o) * positions;
                double sum = 0;
                for (std::size_t p = 0; p < seen.size(); ++p) {
                    sum += seen[p] * static_cast<double>(grads[p]);
                }
                sums[static_cast<std::size_t>(o)] += sum;
            }
        }
        for (std::int64_t o = 0; o < outputs; ++o) {
            dw[((first_filter + o) * inputs + channel % inputs) * taps + tap] +=
                static_cast<T>(sums[static_cast<std::size_t>(o)]);
        }
    });
}

template <typename T>
void channel_sums(std::int64_t images, std::int64_t channels, std::int64_t positions, const T* dy,
                  T* db) {
    for (std::int64_t channel = 0; channel < channels; ++channel) {
        double sum = 0;
        for (std::int64_t image = 0; image < images; ++image) {
            const T* from = dy + (image * channels + channel) * positions;
            for (std::int64_t p = 0; p < positions; ++p) {
                sum += static_cast<double>(from[p]);
            }
        }
        db[channel] += static_cast<T>(sum);
    }
}

#define ESPALIER_INSTANTIATE(T)                                                                    \
    template void conv_forward<T>(const Convolution&, const T*, const T*, const T*, T*);           \
    template void conv_input_gradient<T>(const Convolution&, const T*, const T*, T*);              \
    template void conv_weight_gradient<T>(const Convolution&, const T*, const T*, T*);             \
    template void channel_sums<T>(std::int64_t, std::int64_t, std::int64_t, const T*, T*)

ESPALIER_INSTANTIATE(float);
ESPALIER_INSTANTIATE(double);

#undef ESPALIER_INSTANTIATE

} // namespace espalier::ops::detail
