// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/lowering.h"

#include "core/kernels/fake_quant.h"

#include <algorithm>
#include <cstring>

namespace espalier {

namespace {

bool same_layout(const dnn::Desc& a, const dnn::Desc& b) {
    return a == b || (a.dims() == b.dims() && a.data_type() == b.data_type() && dnn::is_plain(a) &&
                      dnn::is_plain(b));
}

std::size_t image_step(const dnn::Desc& desc) {
    return static_cast<std::size_t>(desc.data.format_desc.blocking.strides[0]) *
           dnnl::memory::data_type_size(desc.data_type());
}

/// Bytes of one image where both layouts show the same dense images, a different step apart.
std::optional<std::size_t> image_bytes(const dnn::Desc& a, const dnn::Desc& b) {
    if (dnn::channel_block(a) == 0 || a.data.ndims < 2 || b.data.ndims < 2) {
        return std::nullopt;
    }
    dnn::Desc one = a;
    one.data.dims[0] = 1;
    one.data.padded_dims[0] = 1;
    dnn::Desc other = b;
    other.data.dims[0] = 1;
    other.data.padded_dims[0] = 1;
    other.data.format_desc.blocking.strides[0] = one.data.format_desc.blocking.strides[0];
    if (a.dims() != b.dims() || one != other || !Lowering::is_dense({one, 0, nullptr})) {
        return std::nullopt;
    }
    return one.get_size();
}

/// Reads of one group, each as often as it occurs.
std::vector<ValueId> reads_of(const Group& group) {
    std::vector<ValueId> reads = group.node->inputs;
    ValueId through = group.node->outputs.front();
    for (const Node* follower : group.followers) {
        for (const ValueId input : follower->inputs) {
            if (input != through) {
                reads.push_back(input);
            }
        }
        through = follower->outputs.front();
    }
    std::erase(reads, kNoValue);
    return reads;
}

} // namespace

std::shared_ptr<dnnl::memory> PackedConstants::get(const std::string& key, const Tensor& values,
                                                   const dnn::Dims& dims, const dnn::Desc& layout) {
    std::vector<Entry>& same_key = entries_[key];
    for (const Entry& entry : same_key) {
        if (entry.layout == layout) {
            return entry.memory;
        }
    }
    same_key.push_back({layout, dnn::pack(values, dims, layout)});
    return same_key.back().memory;
}

Lowering::Lowering(const Graph& graph, const Evaluation& evaluation, std::vector<ValueId> keep,
                   int threads, bool integers, std::shared_ptr<PackedConstants> constants)
    : graph_(graph)
    , evaluation_(evaluation)
    , delivered_(graph.outputs)
    , constants_(std::move(constants))
    , plan_(std::make_shared<Plan>())
    , integers_(integers) {
    delivered_.insert(delivered_.end(), keep.begin(), keep.end());
    plan_->threads = threads;
}

std::shared_ptr<const Plan> Lowering::build(const std::vector<Group>& groups) {
    const dnn::OpenMpThreads openmp(plan_->threads);
    for (const Group& group : groups) {
        for (const ValueId value : reads_of(group)) {
            ++pending_[value];
        }
    }
    for (const ValueId value : delivered_) {
        ++pending_[value];
    }
    find_placements(groups);
    for (std::size_t i = 0; i < graph_.inputs.size(); ++i) {
        const ValueId value = graph_.inputs[i];
        const dnn::Desc layout = dnn::plain(type(value));
        const int buffer = add_buffer({Buffer::Kind::Input, layout.get_size(), i});
        homes_[value] = {layout, buffer, nullptr};
        if (graph_.value(value).code && type(value).dtype == DType::Float32) {
            const Operand own = {layout, add_buffer({Buffer::Kind::Arena, layout.get_size()}),
                                 nullptr};
            copy(homes_[value], own);
            homes_[value] = own;
            project(value);
        }
    }
    for (const Group& group : groups) {
        lower_group(group);
    }
    group_ = {};
    for (std::size_t i = 0; i < delivered_.size(); ++i) {
        deliver(delivered_[i], i);
    }
    plan_->place_buffers();
    return plan_;
}

void Lowering::lower_group(const Group& group) {
    located(fmt::format("node {}", group.node->name), [&] {
        group_ = group;
        postponed_.clear();
        const bool known =
            std::all_of(group.node->outputs.begin(), group.node->outputs.end(), [&](ValueId value) {
                return value == kNoValue || constant(value) != nullptr;
            });
        if (!known) {
            dnn::guarded(group.node->name, [&] {
                const Op& op = op_for(*group.node);
                bool empty = false;
                for (const ValueId value : reads_of(group)) {
                    empty = empty || type(value).shape.elements() == 0;
                }
                for (const ValueId value : group.node->outputs) {
                    empty = empty || (value != kNoValue && type(value).shape.elements() == 0);
                }
                if (empty) {
                    keep_followers(0);
                    reference();
                } else {
                    op.lower(*this);
                }
            });
            release_inputs(group_);
            for (const ValueId value :
                 group_.followers.empty() ? group.node->outputs : std::vector<ValueId>{output()}) {
                if (value != kNoValue && graph_.value(value).code) {
                    project(value);
                }
            }
        } else {
            release_inputs(group_);
        }
    });
    const std::vector<const Node*> rest = postponed_;
    for (const Node* node : rest) {
        lower_group({node, {}});
    }
}

void Lowering::release_inputs(const Group& group) {
    for (const ValueId value : reads_of(group)) {
        --pending_[value];
    }
}

void Lowering::keep_followers(std::size_t count) {
    for (std::size_t i = count; i < group_.followers.size(); ++i) {
        // What the follower reads of this group was counted as fused until now.
        const ValueId through =
            i == 0 ? group_.node->outputs.front() : group_.followers[i - 1]->outputs.front();
        pending_[through] += static_cast<int>(std::count(
            group_.followers[i]->inputs.begin(), group_.followers[i]->inputs.end(), through));
        postponed_.push_back(group_.followers[i]);
    }
    group_.followers.resize(count);
}

ValueId Lowering::output() const {
    return (group_.followers.empty() ? *group_.node : *group_.followers.back()).outputs.front();
}

const TensorType& Lowering::type(ValueId value) const {
    return evaluation_.types.at(static_cast<std::size_t>(value));
}

const Tensor* Lowering::constant(ValueId value) const {
    if (value == kNoValue) {
        return nullptr;
    }
    if (const Parameter* parameter = graph_.parameter(value)) {
        return &parameter->effective();
    }
    const Tensor& known = evaluation_.constants.at(static_cast<std::size_t>(value));
    return known.defined() ? &known : nullptr;
}

bool Lowering::is_float_activation(ValueId value) const {
    return value != kNoValue && constant(value) == nullptr && type(value).dtype == DType::Float32 &&
           type(value).shape.rank() >= 1 && type(value).shape.rank() <= 6;
}

Operand Lowering::physical(ValueId value) {
    if (const auto home = homes_.find(value); home != homes_.end()) {
        return home->second;
    }
    if (codes_.contains(value)) {
        return decoded(value);
    }
    const Tensor* known = constant(value);
    expect(known != nullptr, "value {} is read before it is computed", graph_.value(value).name);
    const dnn::Desc layout = dnn::plain(type(value));
    Operand operand{layout, -1, nullptr};
    if (dnn::has_data_type(known->dtype())) {
        operand.constant =
            constants_->get("value " + graph_.value(value).name, *known, layout.dims(), layout);
    } else {
        const Tensor bytes = *known;
        auto holder = std::make_shared<Tensor>(bytes);
        auto* memory =
            new dnnl::memory(layout, dnn::engine(), const_cast<std::byte*>(holder->raw().data()));
        operand.constant = std::shared_ptr<dnnl::memory>(
            memory, [holder](dnnl::memory* pointer) { delete pointer; });
    }
    return operand;
}

Operand Lowering::plain_of(const Operand& physical, ValueId value) {
    const dnn::Desc wanted = dnn::plain(type(value));
    if (dnn::is_plain(physical.desc)) {
        Operand same = physical; // the place stays: a view begins inside its buffer
        same.desc = wanted;
        return same;
    }
    const dnn::Desc same_dims = dnn::plain(physical.desc.dims(), physical.desc.data_type());
    const int buffer = add_buffer({Buffer::Kind::Arena, same_dims.get_size()});
    copy(physical, {same_dims, buffer, nullptr});
    return {wanted, buffer, nullptr};
}

Operand Lowering::plain(ValueId value) {
    const Operand here = physical(value);
    for (Operand other : copies_[value]) {
        if (dnn::is_plain(other.desc)) {
            other.desc = dnn::plain(type(value));
            return other;
        }
    }
    Operand result = plain_of(here, value);
    if (result.buffer != here.buffer) {
        copies_[value].push_back(result);
    }
    return result;
}

Operand Lowering::source(ValueId value) {
    Operand here = physical(value);
    return here.desc.dims() == dnn::dims_of(type(value).shape) ? here : plain(value);
}

Operand Lowering::source_as(ValueId value, const dnn::Desc& layout) {
    Operand here = source(value);
    if (same_layout(here.desc, layout)) {
        here.desc = layout; // the place stays: a view begins inside its buffer
        return here;
    }
    for (Operand other : copies_[value]) {
        if (same_layout(other.desc, layout)) {
            other.desc = layout;
            return other;
        }
    }
    const Operand copied{layout, add_buffer({Buffer::Kind::Arena, layout.get_size()}), nullptr};
    copy(here, copied);
    copies_[value].push_back(copied);
    return copied;
}

Operand Lowering::packed(std::string_view key, const Tensor& values, const dnn::Dims& dims,
                         const dnn::Desc& layout) {
    return {layout, -1,
            constants_->get(fmt::format("{} {} {}", node().name, followers().size(), key), values,
                            dims, layout)};
}

std::optional<std::size_t> Lowering::output_index(ValueId value) const {
    const auto found = std::find(delivered_.begin(), delivered_.end(), value);
    if (found == delivered_.end()) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(found - delivered_.begin());
}

Operand Lowering::destination(ValueId value, const dnn::Desc& layout, Place place) {
    if (place == Place::Anywhere) {
        if (const auto placed = place_in_concat(value, layout)) {
            homes_[value] = *placed;
            return *placed;
        }
    }
    Buffer buffer{Buffer::Kind::Arena, layout.get_size()};
    if (const auto index = output_index(value); index && dnn::is_plain(layout)) {
        buffer.kind = Buffer::Kind::Output;
        buffer.external = *index;
    }
    const Operand result{layout, add_buffer(buffer), nullptr};
    homes_[value] = result;
    return result;
}

Operand Lowering::temporary(const dnn::Desc& layout) {
    return {layout, add_buffer({Buffer::Kind::Arena, layout.get_size()}), nullptr};
}

bool Lowering::may_overwrite(ValueId value) const {
    const auto home = homes_.find(value);
    if (home == homes_.end() || home->second.buffer < 0) {
        return false;
    }
    const int index = home->second.buffer;
    const Buffer& buffer = plan_->buffers[static_cast<std::size_t>(index)];
    return buffer.kind == Buffer::Kind::Arena && home->second.desc.get_size() == buffer.bytes &&
           pending_reads(index) == 1;
}

int Lowering::pending_reads(int buffer) const {
    int reads = 0;
    for (const auto& [value, operand] : homes_) {
        if (operand.buffer == buffer) {
            const auto pending = pending_.find(value);
            reads += pending == pending_.end() ? 0 : pending->second;
        }
    }
    return reads;
}

bool Lowering::is_dense(const Operand& operand) {
    const dnnl_memory_desc_t& md = operand.desc.data;
    if (md.format_kind != dnnl_blocked) {
        return false;
    }
    std::size_t padded = dnnl::memory::data_type_size(operand.desc.data_type());
    for (int i = 0; i < md.ndims; ++i) {
        padded *= static_cast<std::size_t>(md.padded_dims[i]);
    }
    return operand.desc.get_size() == padded;
}

Operand Lowering::dense(ValueId value) {
    const Operand here = source(value);
    return is_dense(here) ? here : plain(value);
}

void Lowering::define(ValueId value, const Operand& operand) {
    homes_[value] = operand;
}

int Lowering::add_buffer(Buffer buffer) {
    plan_->buffers.push_back(buffer);
    return static_cast<int>(plan_->buffers.size()) - 1;
}

PlanStep Lowering::new_step() const {
    PlanStep step;
    if (group_.node != nullptr) {
        step.node = group_.node->name;
        step.op = group_.node->op;
        for (const Node* follower : group_.followers) {
            step.op += "+" + follower->op;
        }
    }
    return step;
}

void Lowering::add_primitive(std::string implementation, const dnnl::primitive& made,
                             std::size_t scratch, std::vector<std::pair<int, Operand>> arguments) {
    PlanStep step = new_step();
    step.implementation = std::move(implementation);
    step.primitive = made;
    step.scratch_bytes = scratch;
    for (auto& [arg, operand] : arguments) {
        step.args.push_back(arg);
        step.operands.push_back(std::move(operand));
    }
    plan_->steps.push_back(std::move(step));
}

void Lowering::kernel(std::string name, std::vector<Operand> operands, KernelMaker make) {
    PlanStep step = new_step();
    step.implementation = std::move(name);
    step.operands = std::move(operands);
    step.make_kernel = std::move(make);
    plan_->steps.push_back(std::move(step));
}

void Lowering::copy(const Operand& from, const Operand& to) {
    if (dnn::is_plain(from.desc) && dnn::is_plain(to.desc) &&
        from.desc.data_type() == to.desc.data_type()) {
        const std::size_t bytes = to.desc.get_size();
        kernel("copy", {from, to}, [bytes]() -> Kernel {
            return [bytes](std::byte* const* at) { std::memcpy(at[1], at[0], bytes); };
        });
        return;
    }
    if (const auto bytes = image_bytes(from.desc, to.desc)) {
        const auto images = static_cast<std::size_t>(from.desc.data.dims[0]);
        const std::size_t from_step = image_step(from.desc);
        const std::size_t to_step = image_step(to.desc);
        kernel("copy", {from, to}, [=, size = *bytes]() -> Kernel {
            return [=](std::byte* const* at) {
                for (std::size_t n = 0; n < images; ++n) {
                    std::memcpy(at[1] + n * to_step, at[0] + n * from_step, size);
                }
            };
        });
        return;
    }
    const dnnl::reorder::primitive_desc pd(dnn::engine(), from.desc, dnn::engine(), to.desc,
                                           dnn::attributes());
    primitive(pd, dnnl::reorder(pd), {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}});
    plan_->steps.back().op = "Reorder";
}

void Lowering::project(ValueId value) {
    const CodePtr& code = graph_.value(value).code;
    if (!code || type(value).dtype != DType::Float32 || codes_.contains(value)) {
        return;
    }
    const auto* affine = dynamic_cast<const AffineCode*>(code.get());
    if (affine != nullptr && affine->axis() < 0) {
        const Operand home = physical(value);
        const Buffer& buffer = plan_->buffers[static_cast<std::size_t>(home.buffer)];
        if (buffer.kind != Buffer::Kind::Input && home.desc.get_size() == buffer.bytes &&
            pending_reads(home.buffer) == pending_[value]) {
            const FakeQuant quant{affine->scales()[0], affine->zero_points()[0],
                                  static_cast<std::int32_t>(affine->low()),
                                  static_cast<std::int32_t>(affine->high())};
            const std::size_t count = buffer.bytes / sizeof(float);
            kernel("fake_quant", {home}, [quant, count]() -> Kernel {
                return [quant, count](std::byte* const* at) {
                    auto* values = reinterpret_cast<float*>(at[0]);
                    fake_quantise({values, count}, {values, count}, quant);
                };
            });
            plan_->steps.back().op = "Code";
            return;
        }
    }
    const Operand from = plain(value);
    const Operand to{from.desc, add_buffer({Buffer::Kind::Arena, from.desc.get_size()}), nullptr};
    const Shape shape = type(value).shape;
    kernel("code", {from, to}, [code, shape]() -> Kernel {
        return [code, shape](std::byte* const* at) {
            Tensor values(DType::Float32, shape);
            std::memcpy(values.writable_raw().data(), at[0], values.byte_size());
            const Tensor projected = code->project(values);
            std::memcpy(at[1], projected.raw().data(), projected.byte_size());
        };
    });
    plan_->steps.back().op = "Code";
    copies_.erase(value);
    homes_[value] = to;
}

void Lowering::deliver(ValueId value, std::size_t index) {
    const Operand from = physical(value);
    if (from.buffer >= 0) {
        const Buffer& buffer = plan_->buffers[static_cast<std::size_t>(from.buffer)];
        if (buffer.kind == Buffer::Kind::Output && buffer.external == index) {
            return;
        }
    }
    // A reshape of the value in row-major order is the value in row-major order.
    const dnn::Desc layout = dnn::plain(from.desc.dims(), from.desc.data_type());
    const Operand to{layout, add_buffer({Buffer::Kind::Output, layout.get_size(), index}), nullptr};
    copy(from, to);
    plan_->steps.back().op = "Output";
}

} // namespace espalier
