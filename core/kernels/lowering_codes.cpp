// SPDX-License-Identifier: GPL-3.0-or-later
// Values as the bytes of their 8-bit codes, for integer kernels. A value may lie there as codes, as
// float, or as both; whoever needs the other form first has it made.
#include "core/graph/multibit_code.h"
#include "core/kernels/lowering.h"

namespace espalier {

namespace {

using Type = dnnl::memory::data_type;

dnnl::reorder::primitive_desc reorder(const dnn::Desc& from, const dnn::Desc& to,
                                      const dnnl::primitive_attr& attr) {
    return {dnn::engine(), from, dnn::engine(), to, attr};
}

} // namespace

const Parameter* Lowering::parameter(ValueId value) const {
    return value == kNoValue ? nullptr : graph_.parameter(value);
}

bool Lowering::read_by(ValueId value, std::string_view op) const {
    return std::ranges::any_of(graph_.nodes, [&](const Node& reader) {
        return reader.op == op && std::ranges::find(reader.inputs, value) != reader.inputs.end();
    });
}

const AffineCode* Lowering::byte_code(ValueId value) const {
    if (!integers_ || !is_float_activation(value)) {
        return nullptr;
    }
    constexpr int kLeastRank = 3; // channels last means something
    constexpr int kMostRank = 5;
    const int rank = type(value).shape.rank();
    const auto* code = dynamic_cast<const AffineCode*>(graph_.value(value).code.get());
    const bool fits = code != nullptr && code->bits() == 8 && !code->is_signed() &&
                      code->axis() < 0 && rank >= kLeastRank && rank <= kMostRank;
    return fits ? code : nullptr;
}

std::optional<float> Lowering::sign_factor(ValueId value) const {
    if (!integers_ || !is_float_activation(value)) {
        return std::nullopt;
    }
    const auto* code = dynamic_cast<const MultiBitCode*>(graph_.value(value).code.get());
    const bool fits = code != nullptr && code->planes() == 1 && code->axis() < 0;
    return fits ? std::optional(code->factors()[0]) : std::nullopt;
}

bool Lowering::has_codes(ValueId value) const {
    return codes_.contains(value);
}

Operand Lowering::codes(ValueId value) {
    if (const auto found = codes_.find(value); found != codes_.end()) {
        return found->second;
    }
    const AffineCode& code = *byte_code(value);
    const Operand from = source(value);
    const Operand to = codes_destination(value);
    dnnl::primitive_attr attr = dnn::attributes();
    attr.set_output_scales(0, {1.0F / code.scales()[0]});
    if (code.zero_points()[0] != 0) {
        attr.set_zero_points(DNNL_ARG_DST, 0, {code.zero_points()[0]});
    }
    const auto pd = reorder(from.desc, to.desc, attr);
    primitive(pd, dnnl::reorder(pd), {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}});
    plan_->steps.back().op = "Encode";
    return to;
}

Operand Lowering::codes_destination(ValueId value) {
    const Operand result = temporary(dnn::channels_last(dnn::dims_of(type(value).shape), Type::u8));
    codes_[value] = result;
    return result;
}

Operand Lowering::decoded(ValueId value) {
    const Operand from = codes_.at(value);
    const AffineCode& code = *byte_code(value);
    const Operand to = temporary(dnn::channels_last(from.desc.dims(), Type::f32));
    dnnl::primitive_attr attr = dnn::attributes();
    attr.set_output_scales(0, {code.scales()[0]});
    if (code.zero_points()[0] != 0) {
        attr.set_zero_points(DNNL_ARG_SRC, 0, {code.zero_points()[0]});
    }
    const auto pd = reorder(from.desc, to.desc, attr);
    primitive(pd, dnnl::reorder(pd), {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}});
    plan_->steps.back().op = "Decode";
    homes_[value] = to;
    return to;
}

} // namespace espalier
