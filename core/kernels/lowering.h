// SPDX-License-Identifier: GPL-3.0-or-later
// Turns the nodes of a graph into the steps of a Plan. Each operator's lower() is given this object
// while its node (and the nodes fused behind it) is the current group; it asks where its inputs lie
// and in which layout, takes memory for its output, and adds steps.
//
// A value lies in one buffer in one layout, whatever suits the primitive that made it. A layout
// with other dimensions than the value's shape is a row-major reshape of it (Flatten costs nothing
// until somebody needs the order): source() and plain() resolve that, physical() does not.
#pragma once

#include "core/graph/evaluate.h"
#include "core/graph/graph.h"
#include "core/graph/op.h"
#include "core/kernels/plan.h"

#include <map>
#include <optional>

namespace espalier {

/// Nodes that become one step where the operator can: a producer and what follows it.
struct Group {
    const Node* node = nullptr;
    std::vector<const Node*>
        followers; ///< each reads the one before and nothing else computed later
};

/// Packed constants, shared by the plans of one network.
class PackedConstants {
public:
    /// `values` seen as `dims` (row-major) in `layout`; packed once for each (key, layout).
    [[nodiscard]] std::shared_ptr<dnnl::memory> get(const std::string& key, const Tensor& values,
                                                    const dnn::Dims& dims, const dnn::Desc& layout);

private:
    struct Entry {
        dnn::Desc layout;
        std::shared_ptr<dnnl::memory> memory;
    };

    std::map<std::string, std::vector<Entry>> entries_;
};

class Lowering {
public:
    /// `evaluation` holds the types of all values for this plan. `keep` are values to be delivered
    /// like graph outputs, after them. `threads`: OpenMP threads inside primitives. `integers`:
    /// whether 8-bit codes may go to integer kernels.
    Lowering(const Graph& graph, const Evaluation& evaluation, std::vector<ValueId> keep,
             int threads, bool integers, std::shared_ptr<PackedConstants> constants);

    /// The whole plan: groups in an order in which each one's inputs are there before it.
    [[nodiscard]] std::shared_ptr<const Plan> build(const std::vector<Group>& groups);

    // --- the current group ------------------------------------------------------------------

    [[nodiscard]] const Node& node() const { return *group_.node; }

    /// What may be fused behind node(), in order.
    [[nodiscard]] const std::vector<const Node*>& followers() const { return group_.followers; }

    /// Only the first `count` followers are done by what lower() emits; the rest is lowered by
    /// itself afterwards. Call before output().
    void keep_followers(std::size_t count);
    /// The value the group makes: output 0 of its last node.
    [[nodiscard]] ValueId output() const;

    // --- values -----------------------------------------------------------------------------

    [[nodiscard]] const TensorType& type(ValueId value) const;
    /// The value where it is known at compile time (a parameter's effective values, shape
    /// arithmetic), else nullptr; also nullptr for kNoValue.
    [[nodiscard]] const Tensor* constant(ValueId value) const;
    /// A float32 value computed at run time, with at least one element.
    [[nodiscard]] bool is_float_activation(ValueId value) const;

    /// The layout as it is. Constants are packed row-major.
    [[nodiscard]] Operand physical(ValueId value);
    /// Some layout whose dimensions are the value's shape.
    [[nodiscard]] Operand source(ValueId value);
    /// source(), or row-major where that is a view with gaps.
    [[nodiscard]] Operand dense(ValueId value);
    /// True when the layout has no gaps but its own padding.
    [[nodiscard]] static bool is_dense(const Operand& operand);
    /// Row-major.
    [[nodiscard]] Operand plain(ValueId value);
    /// In `layout`, through a reorder where it lies otherwise.
    [[nodiscard]] Operand source_as(ValueId value, const dnn::Desc& layout);
    /// `values` seen as `dims`, in `layout`, packed at compile time. `key` tells apart different
    /// values of one node ("weights", "bias").
    [[nodiscard]] Operand packed(std::string_view key, const Tensor& values, const dnn::Dims& dims,
                                 const dnn::Desc& layout);

    /// Memory for `value` in `layout`, or in that layout at its place inside the Concat that reads
    /// it: the operand's descriptor then differs from `layout` in offset and strides, unless
    /// `exact`.
    enum class Place { Anywhere, Exact };
    [[nodiscard]] Operand destination(ValueId value, const dnn::Desc& layout,
                                      Place place = Place::Anywhere);
    /// Memory for the result of a Concat: where its parts were made in place, theirs.
    [[nodiscard]] Operand concat_target(ValueId whole);
    /// Memory that lives for one step.
    [[nodiscard]] Operand temporary(const dnn::Desc& layout);
    /// True when this group is the last reader of the memory in which `value` lies, nothing else
    /// lies there, and it may be written.
    [[nodiscard]] bool may_overwrite(ValueId value) const;
    /// `value` is what `operand` shows from now on: a view, or the result of an in-place step.
    void define(ValueId value, const Operand& operand);

    // --- values as 8-bit codes --------------------------------------------------------------

    /// nullptr where the value is no parameter.
    [[nodiscard]] const Parameter* parameter(ValueId value) const;
    /// True where a node of this type reads the value.
    [[nodiscard]] bool read_by(ValueId value, std::string_view op) const;
    /// The code of a value that integer kernels can take: unsigned, of 8 bits and one scale.
    [[nodiscard]] const AffineCode* byte_code(ValueId value) const;

    /// Whether codes may go to kernels of their own; else they are rounded floats.
    [[nodiscard]] bool integers() const { return integers_; }

    /// The factor of a value that is it times signs, where codes may go to integer kernels.
    [[nodiscard]] std::optional<float> sign_factor(ValueId value) const;
    /// True where the codes of the value are in memory already.
    [[nodiscard]] bool has_codes(ValueId value) const;
    /// The codes of a value with a byte_code, channels last; made from the float values where they
    /// are not there yet.
    [[nodiscard]] Operand codes(ValueId value);
    /// Memory for the codes of `value`, channels last. Steps that read it as float decode it.
    [[nodiscard]] Operand codes_destination(ValueId value);

    // --- steps ------------------------------------------------------------------------------

    /// A primitive; `arguments` pairs DNNL_ARG_ with operands.
    template <typename PrimitiveDesc>
    void primitive(const PrimitiveDesc& pd, const dnnl::primitive& made,
                   std::vector<std::pair<int, Operand>> arguments) {
        add_primitive(pd.impl_info_str(), made, pd.scratchpad_desc().get_size(),
                      std::move(arguments));
    }

    /// A primitive among several that can run at the same time.
    struct Part {
        dnnl::primitive primitive;
        std::size_t scratch_bytes = 0;
        std::vector<std::pair<int, Operand>> arguments;
    };

    /// Parts that do not depend on each other, spread over the plan's threads. The parts are the
    /// same whatever the thread count, and so are the bits of the result. Create each part's
    /// primitive under OpenMpThreads(1).
    void parallel_parts(std::string implementation, std::vector<Part> parts);
    void kernel(std::string name, std::vector<Operand> operands, KernelMaker make);
    /// A reorder between two operands of equal dimensions.
    void copy(const Operand& from, const Operand& to);
    /// Runs Op::reference on row-major copies: correct for every operator.
    void reference();

private:
    struct Placement {
        ValueId whole;
        std::int64_t channel;
    };

    void lower_group(const Group& group);
    [[nodiscard]] int pending_reads(int buffer) const;
    void release_inputs(const Group& group);
    void find_placements(const std::vector<Group>& groups);
    void project(ValueId value);
    void deliver(ValueId value, std::size_t index);
    [[nodiscard]] Operand decoded(ValueId value);
    int add_buffer(Buffer buffer);
    [[nodiscard]] std::optional<Operand> place_in_concat(ValueId value, const dnn::Desc& layout);
    [[nodiscard]] Operand plain_of(const Operand& physical, ValueId value);
    void add_primitive(std::string implementation, const dnnl::primitive& made, std::size_t scratch,
                       std::vector<std::pair<int, Operand>> arguments);
    [[nodiscard]] PlanStep new_step() const;
    [[nodiscard]] std::optional<std::size_t> output_index(ValueId value) const;

    const Graph& graph_;
    const Evaluation& evaluation_;
    std::vector<ValueId> delivered_;
    std::shared_ptr<PackedConstants> constants_;
    std::shared_ptr<Plan> plan_;
    Group group_;
    std::vector<const Node*> postponed_;
    std::map<ValueId, Operand> homes_;
    std::map<ValueId, std::vector<Operand>> copies_; ///< other layouts of a value, already made
    bool integers_;
    std::map<ValueId, Operand> codes_; ///< values that lie there as 8-bit codes
    std::map<ValueId, int> pending_;   ///< reads still to come
    std::map<ValueId, Placement> placements_;
};

} // namespace espalier
