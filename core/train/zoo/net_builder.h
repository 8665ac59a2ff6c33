// SPDX-License-Identifier: GPL-3.0-or-later
// Builds a network layer by layer with initialised weights.
#pragma once

#include "core/base/rng.h"
#include "core/data/preprocess.h"
#include "core/graph/graph.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace espalier {

class NetBuilder {
public:
    NetBuilder(std::string_view name, std::int64_t channels, std::int64_t height,
               std::int64_t width, const Preprocess& preprocess, std::uint64_t seed);

    /// For an input of another kind and name.
    NetBuilder(std::string_view name, const std::string& input, Shape shape, std::uint64_t seed);

    void set_metadata(const std::string& key, const std::string& value) {
        graph_.metadata[key] = value;
    }

    /// What follows a layer decides the variance of its weights (He et al. 2015, eq. 10).
    enum class Follows {
        Rectifier, ///< 2 / fan-in
        Nothing,   ///< 1 / fan-in
    };

    struct Conv {
        std::int64_t out = 1;
        std::int64_t kernel = 3;
        std::int64_t stride = 1;
        std::int64_t pad = 0;
        std::int64_t groups = 1;
        bool bias = false;
        Follows follows = Follows::Rectifier;
    };

    [[nodiscard]] ValueId input() const { return input_; }

    /// `in`: channels of x.
    ValueId conv(const std::string& name, ValueId x, std::int64_t in, const Conv& conv);
    ValueId batch_norm(const std::string& name, ValueId x, std::int64_t channels);
    ValueId relu(const std::string& name, ValueId x);
    /// Relu limited to [0, 6].
    ValueId relu6(const std::string& name, ValueId x);
    ValueId add(const std::string& name, ValueId a, ValueId b);
    ValueId max_pool(const std::string& name, ValueId x, std::int64_t size);
    ValueId global_average(const std::string& name, ValueId x);
    ValueId flatten(const std::string& name, ValueId x);
    ValueId linear(const std::string& name, ValueId x, std::int64_t in, std::int64_t out,
                   Follows follows = Follows::Nothing);
    /// Every second row and column, and zero channels in front and behind up to `out` (He et al.
    /// 2016, shortcut option A).
    ValueId subsample_and_pad(const std::string& name, ValueId x, std::int64_t in,
                              std::int64_t out);

    /// The finished graph with `scores` as its output.
    [[nodiscard]] Graph finish(ValueId scores);

    /// Any node of one output.
    ValueId node(const std::string& op, const std::string& name, std::vector<ValueId> inputs,
                 Attributes attributes = {});
    /// Any node of several.
    std::vector<ValueId> nodes(const std::string& op, const std::string& name,
                               std::vector<ValueId> inputs, std::size_t outputs,
                               Attributes attributes = {});
    ValueId integers(const std::string& name, const std::vector<std::int64_t>& values);
    ValueId parameter(const std::string& name, Tensor values);
    /// A parameter drawn from [-range, range).
    ValueId uniform(const std::string& name, Shape shape, double range);

    /// The value of this name; kNoValue where there is none.
    [[nodiscard]] ValueId find(const std::string& name) const { return graph_.find_value(name); }

    [[nodiscard]] Rng& rng() { return rng_; }

private:
    ValueId drawn(const std::string& name, Shape shape, std::int64_t fan_in, Follows follows);
    ValueId filled(const std::string& name, std::int64_t count, float value);

    Graph graph_;
    ValueId input_;
    Rng rng_;
};

} // namespace espalier
