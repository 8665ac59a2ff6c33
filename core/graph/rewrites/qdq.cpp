// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/rewrites/qdq.h"

#include "core/base/error.h"

namespace espalier {

namespace {

/// (bits, signed) of an integer type that codes are stored in.
std::optional<std::pair<int, bool>> storage(DType type) {
    switch (type) {
    case DType::Int8:
        return std::pair{8, true};
    case DType::UInt8:
        return std::pair{8, false};
    case DType::Int16:
        return std::pair{16, true};
    case DType::UInt16:
        return std::pair{16, false};
    default:
        return std::nullopt;
    }
}

} // namespace

std::shared_ptr<const AffineCode> code_of(const Graph& graph, const Node& node, DType type,
                                          std::optional<Shape> shape) {
    const auto stored = storage(type);
    const Parameter* scale = graph.parameter(node.input(1));
    const Parameter* zero = graph.parameter(node.input(2));
    if (scale == nullptr) {
        return nullptr;
    }
    const bool zero_fits =
        node.input(2) == kNoValue ||
        (zero != nullptr && zero->latent().dtype() == type && zero->shape() == scale->shape());
    if (!stored || scale->latent().dtype() != DType::Float32 || !zero_fits) {
        return nullptr;
    }
    const auto scales = scale->effective().data<float>();
    std::vector<std::int32_t> zeros(scales.size(), 0);
    for (std::size_t i = 0; zero != nullptr && i < zeros.size(); ++i) {
        zeros[i] = static_cast<std::int32_t>(zero->latent().at(static_cast<std::int64_t>(i)));
    }
    int axis = -1;
    if (scales.size() > 1) {
        const std::int64_t given = node.attributes.integer("axis", 1);
        if (!shape && given < 0) {
            return nullptr;
        }
        axis = shape ? shape->normalised_axis(given, "axis") : static_cast<int>(given);
        if (shape && (*shape)[axis] != static_cast<std::int64_t>(scales.size())) {
            return nullptr;
        }
    }
    try {
        return std::make_shared<AffineCode>(stored->first, stored->second, false, axis,
                                            std::vector<float>(scales.begin(), scales.end()),
                                            std::move(zeros));
    } catch (const Error&) {
        return nullptr; // a scale of zero: legal in the file, no code of ours
    }
}

std::pair<float, float> range_of(const AffineCode& code) {
    const float scale = code.scales().front();
    const std::int32_t zero = code.zero_points().front();
    return {static_cast<float>(code.low() - zero) * scale,
            static_cast<float>(code.high() - zero) * scale};
}

} // namespace espalier
