// SPDX-License-Identifier: GPL-3.0-or-later
// How labels pass through each operator. One rule for a family of operators; see the table at the
// end of channel_rules.cpp.
#pragma once

#include "core/graph/channel_labels.h"
#include "core/graph/evaluate.h"

#include <span>
#include <string>
#include <vector>

namespace espalier {

class ChannelRules {
public:
    explicit ChannelRules(const Graph& graph);

    ChannelMap run();

private:
    // channel_rules.cpp
    void read(std::size_t position);
    void convolution(std::size_t position);
    void depthwise(const Node& node, const Labels& made, const Labels& entering);
    void gemm(std::size_t position);
    void mat_mul(std::size_t position);
    void product(std::size_t position, ValueId data, int data_axis, ValueId weight,
                 int weight_axis);
    void normalise(const Node& node);
    void quantise(const Node& node);
    void elementwise(const Node& node, std::span<const ValueId> operands);
    void per_position(const Node& node);
    void pool(const Node& node);
    void softmax(const Node& node);
    void unknown(const Node& node);

    // channel_shape_rules.cpp
    void concat(std::size_t position);
    void split(const Node& node);
    void slice(const Node& node);
    void pad(std::size_t position);
    void gather(std::size_t position);
    void transpose(const Node& node);
    void reshape(const Node& node);
    void reshape_block(const Node& node, std::span<const int> from, std::span<const int> to);
    void reduce(const Node& node);
    void resize(const Node& node);

    [[nodiscard]] const Shape& shape(ValueId value) const;
    /// Undefined where it is not known; integers of shape arithmetic.
    [[nodiscard]] Tensor constant(ValueId value) const;
    /// Labels of an axis; makes them for a parameter that has none yet.
    const Labels& labels(ValueId value, int axis);
    void set_labels(ValueId value, int axis, Labels labels);
    void fix_axis(ValueId value, int axis, const std::string& reason);
    void fix_all(ValueId value, const std::string& reason);
    /// Labels that must be equal; where one side has none the other is fixed.
    void tie(const Labels& a, const Labels& b, const std::string& reason);
    /// Output axis `to` is input axis `from`.
    void pass(ValueId input, int from, ValueId output, int to);
    void produce(std::size_t position, const Labels& made);
    void add_reader(std::size_t position, ValueId data, int data_axis, ValueId weight,
                    int weight_axis);

    const Graph& graph_;
    std::vector<TensorType> types_;
    std::vector<Tensor> constants_;
    ChannelMap map_;
};

} // namespace espalier
