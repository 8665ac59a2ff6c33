// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/weight_average.h"

#include "core/base/error.h"
#include "core/base/parallel.h"

#include <algorithm>
#include <array>

namespace espalier {

namespace {

constexpr std::array<std::string_view, 3> kNames{"none", "ema", "swa"};

} // namespace

void WeightAverage::add_step(const AverageSettings& settings, const std::vector<Tensor>& of) {
    if (settings.kind != AverageKind::Exponential) {
        return;
    }
    const auto n = static_cast<double>(count);
    blend(of, std::min(settings.decay, (1 + n) / (10 + n)));
}

void WeightAverage::add_epoch(const AverageSettings& settings, const std::vector<Tensor>& of,
                              double done) {
    if (settings.kind == AverageKind::Stochastic && done >= settings.start) {
        const auto n = static_cast<double>(count);
        blend(of, n / (n + 1));
    }
}

void WeightAverage::blend(const std::vector<Tensor>& of, double keep) {
    if (count++ == 0) {
        tensors.clear();
        for (const Tensor& tensor : of) {
            tensors.push_back(Tensor::of<float>(tensor.shape(), tensor.data<float>()));
        }
        return;
    }
    const auto old = static_cast<float>(keep);
    const auto fresh = static_cast<float>(1 - keep);
    parallel_for(of.size(), [&](std::size_t i) {
        const auto from = of[i].data<float>();
        const auto to = tensors[i].writable<float>();
        for (std::size_t k = 0; k < to.size(); ++k) {
            to[k] = old * to[k] + fresh * from[k];
        }
    });
}

AverageKind average_kind(std::string_view name) {
    const auto found = std::ranges::find(kNames, name);
    if (found == kNames.end()) {
        fail(ErrorCode::Usage, "average \"{}\" is unknown, expected none, ema or swa", name);
    }
    return static_cast<AverageKind>(found - kNames.begin());
}

std::string_view average_name(AverageKind kind) {
    return kNames[static_cast<std::size_t>(kind)];
}

} // namespace espalier
