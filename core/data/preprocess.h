// SPDX-License-Identifier: GPL-3.0-or-later
// How a picture becomes the input of a network: x = (pixel * scale - mean) / std per channel, after
// an optional resize and centre crop. It belongs to the network and travels with it in the ONNX
// metadata properties (keys "espalier.preprocess.*") and in its model card.
#pragma once

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/tensor/tensor.h"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace espalier {

struct Preprocess {
    double scale = 1.0 / 255.0;
    std::vector<double> mean; ///< per channel, or one for all, in scaled units; empty: 0
    std::vector<double> std;  ///< per channel, or one for all, in scaled units; empty: 1
    bool bgr = false;         ///< channel order of the input where it has three channels
    /// Fraction of each side kept by a centre crop before anything else, in (0, 1]; 1 keeps all.
    /// With `resize` 0 that is TensorFlow's rule for ImageNet (central_fraction 0.875, then a
    /// bilinear resize to the input's size, whatever the aspect).
    double crop = 1.0;
    /// Shorter side before a centre crop of the input's size, as torchvision does (Resize(256),
    /// CenterCrop(224)), at most kMaxResize; 0: resize straight to the input's size.
    int resize = 0;

    static constexpr int kMaxResize = 1 << 14;

    bool operator==(const Preprocess&) const = default;

    /// "RGB, scale 1/255, mean .485 .456 .406, std ..., crop 0.875" for reports.
    [[nodiscard]] std::string str() const;

    [[nodiscard]] std::map<std::string, std::string> to_metadata() const;
    /// nullopt where the metadata says nothing of preprocessing; BadInput where it is malformed.
    static std::optional<Preprocess> from_metadata(const std::map<std::string, std::string>& map);

    [[nodiscard]] nlohmann::ordered_json to_json() const;
    static Preprocess from_json(const nlohmann::ordered_json& json);

    /// BadInput, saying found and expected, where a value is not finite, `scale` is 0, `std` is not
    /// positive, `crop` or `resize` lies outside its range. All readers below call it.
    void validate() const;

    /// Writes one picture as [C, H, W] floats. A grey picture fills all C channels; a colour one is
    /// reduced to grey (BT.601, unrounded) where C is 1. BadInput where C is neither 1 nor 3, or
    /// `mean` or `std` has neither one value nor C.
    void apply(const Image& image, int channels, int height, int width, std::span<float> out) const;
};

/// Decodes and preprocesses pictures `indices` in parallel into one tensor [N, C, H, W].
/// `input` is the network's input shape; its first dimension is ignored. A network that takes
/// [N, D] gets the picture flattened as a square of the set's channel count (or of the set's own
/// size, where D is exactly that); one that takes [N, H, W] gets it in grey. The result is the same
/// for any number of threads. BadInput where the set does not fit the input, or a picture is bad.
[[nodiscard]] Tensor load_batch(const Dataset& set, std::span<const std::size_t> indices,
                                const Preprocess& preprocess, const Shape& input);

} // namespace espalier
