// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/onnx_write.h"

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/json.h"
#include "core/base/version.h"
#include "core/formats/onnx_opset/upgrade.h"
#include "core/formats/onnx_opset/write.h"
#include "core/formats/onnx_tensor.h"
#include "core/graph/group_code.h"
#include "core/graph/infer.h"
#include "core/graph/rewrites/qdq.h"

#include <fmt/format.h>
#include <onnx/onnx_pb.h>

#include <algorithm>
#include <limits>
#include <set>

namespace espalier {

namespace {

constexpr int kIrVersion = 8;

void set_attribute(onnx::AttributeProto& proto, const std::string& name,
                   const Attribute& attribute) {
    proto.set_name(name);
    std::visit(
        [&proto](const auto& held) {
            using T = std::decay_t<decltype(held)>;
            if constexpr (std::is_same_v<T, std::int64_t>) {
                proto.set_type(onnx::AttributeProto::INT);
                proto.set_i(held);
            } else if constexpr (std::is_same_v<T, float>) {
                proto.set_type(onnx::AttributeProto::FLOAT);
                proto.set_f(held);
            } else if constexpr (std::is_same_v<T, std::string>) {
                proto.set_type(onnx::AttributeProto::STRING);
                proto.set_s(held);
            } else if constexpr (std::is_same_v<T, Tensor>) {
                proto.set_type(onnx::AttributeProto::TENSOR);
                encode_tensor(held, *proto.mutable_t());
            } else if constexpr (std::is_same_v<T, std::vector<std::int64_t>>) {
                proto.set_type(onnx::AttributeProto::INTS);
                proto.mutable_ints()->Add(held.begin(), held.end());
            } else if constexpr (std::is_same_v<T, std::vector<float>>) {
                proto.set_type(onnx::AttributeProto::FLOATS);
                proto.mutable_floats()->Add(held.begin(), held.end());
            } else {
                proto.set_type(onnx::AttributeProto::STRINGS);
                for (const std::string& text : held) {
                    proto.add_strings(text);
                }
            }
        },
        attribute);
}

class Writer {
public:
    explicit Writer(const Graph& graph)
        : source_(graph)
        , proto_(*model_.mutable_graph()) {
        infer_types(source_);
        source_ = onnx_opset::in_spoken_opset(std::move(source_));
        infer_types(source_);
        read_name_.resize(source_.value_count());
        for (std::size_t i = 0; i < source_.value_count(); ++i) {
            read_name_[i] = source_.value(static_cast<ValueId>(i)).name;
            taken_.insert(read_name_[i]);
        }
        for (const Node& node : source_.nodes) {
            taken_nodes_.insert(node.name);
        }
    }

    OnnxExport write() {
        write_header();
        for (const ValueId input : source_.inputs) {
            describe(name_of(input), source_.value(input).type, *proto_.add_input());
            write_code(input, name_of(input));
        }
        for (const Node& node : source_.nodes) {
            write_node(node);
        }
        for (const ValueId output : source_.outputs) {
            if (source_.parameter(output) != nullptr) {
                use(output);
            }
            describe(name_of(output), source_.value(output).type, *proto_.add_output());
        }
        if (!notes_.empty()) {
            add_metadata(kCodeNotes, notes_.dump());
        }
        if (model_.ByteSizeLong() > std::numeric_limits<int>::max()) {
            fail(ErrorCode::Unsupported, "an ONNX file of {} bytes, the format ends at 2 GB",
                 model_.ByteSizeLong());
        }
        return {model_.SerializeAsString(), std::move(lost_)};
    }

private:
    static std::size_t position(ValueId id) { return static_cast<std::size_t>(id); }

    [[nodiscard]] const std::string& name_of(ValueId id) const { return source_.value(id).name; }

    std::string fresh(const std::string& base) {
        std::string name = base;
        for (int i = 1; !taken_.insert(name).second; ++i) {
            name = fmt::format("{}_{}", base, i);
        }
        return name;
    }

    void add_metadata(const std::string& key, const std::string& value) {
        auto& entry = *model_.add_metadata_props();
        entry.set_key(key);
        entry.set_value(value);
    }

    void write_header() {
        model_.set_ir_version(kIrVersion);
        model_.set_producer_name("espalier");
        model_.set_producer_version(version());
        auto& opset = *model_.add_opset_import();
        opset.set_domain("");
        opset.set_version(onnx_opset::kSpoken);
        proto_.set_name(source_.name.empty() ? "network" : source_.name);
        for (const auto& [key, value] : source_.metadata) {
            add_metadata(key, value);
        }
    }

    static void describe(const std::string& name, const TensorType& type,
                         onnx::ValueInfoProto& info) {
        info.set_name(name);
        auto& tensor = *info.mutable_type()->mutable_tensor_type();
        tensor.set_elem_type(dtype_to_onnx(type.dtype));
        auto& shape = *tensor.mutable_shape();
        for (int axis = 0; axis < type.shape.rank(); ++axis) {
            auto& dim = *shape.add_dim();
            if (type.shape[axis] >= 0) {
                dim.set_dim_value(type.shape[axis]);
            } else {
                dim.set_dim_param(axis == 0 ? "N" : fmt::format("{}_{}", name, axis));
            }
        }
    }

    void add_initializer(const std::string& name, const Tensor& tensor) {
        auto& proto = *proto_.add_initializer();
        proto.set_name(name);
        encode_tensor(tensor, proto);
    }

    onnx::NodeProto& add_node(const std::string& op, const std::string& name,
                              const std::vector<std::string>& inputs, const std::string& output) {
        auto& node = *proto_.add_node();
        node.set_op_type(op);
        std::string free = name;
        for (int i = 1; !taken_nodes_.insert(free).second; ++i) {
            free = fmt::format("{}_{}", name, i);
        }
        node.set_name(free);
        for (const std::string& input : inputs) {
            node.add_input(input);
        }
        node.add_output(output);
        return node;
    }

    /// Scale and zero point as initializers named after `base`; their names.
    std::pair<std::string, std::string> add_scale(const std::string& base, const AffineCode& code) {
        const Shape shape =
            code.axis() < 0 ? Shape{} : Shape{static_cast<std::int64_t>(code.scales().size())};
        const std::string scale = fresh(base + "_scale");
        const std::string zero = fresh(base + "_zero_point");
        add_initializer(scale, Tensor::of<float>(shape, code.scales()));
        add_initializer(zero, Tensor::of<std::int32_t>(shape, code.zero_points())
                                  .cast(code.is_signed() ? DType::Int8 : DType::UInt8));
        return {scale, zero};
    }

    static void set_axis(onnx::NodeProto& node, const AffineCode& code) {
        if (code.axis() >= 0) {
            set_attribute(*node.add_attribute(), "axis", std::int64_t{code.axis()});
        }
    }

    /// True where the weight meets unsigned codes of activations, so that a runtime multiplies 8 by
    /// 8 bits. Processors without VNNI add pairs of such products in 16 bits, which saturates for
    /// signed weights beyond 64; for unsigned weights runtimes take an exact way.
    [[nodiscard]] bool meets_unsigned_codes(ValueId id) const {
        return std::ranges::any_of(source_.nodes, [&](const Node& node) {
            if (node.input(1) != id || (node.op != "Conv" && node.op != "Gemm")) {
                return false;
            }
            const CodePtr& held = source_.value(node.inputs[0]).code;
            const auto* code = dynamic_cast<const AffineCode*>(held.get());
            return code != nullptr && code->bits() <= 8 && !code->is_signed();
        });
    }

    /// The same levels, counted from 0.
    static std::shared_ptr<const AffineCode> counted_from_zero(const AffineCode& code) {
        constexpr std::int32_t kShift = 128;
        std::vector<std::int32_t> zero_points = code.zero_points();
        for (std::int32_t& zero : zero_points) {
            zero += kShift;
        }
        return std::make_shared<AffineCode>(8, false, false, code.axis(), code.scales(),
                                            std::move(zero_points));
    }

    /// A weight with a grid for each group: DequantizeLinear knows grids along one axis, so the
    /// groups are rows of a matrix that is given its shape afterwards. False where they are not
    /// equal or not in a row.
    bool write_groups(const std::string& name, const Parameter& parameter, const GroupCode& code) {
        const Shape& shape = parameter.shape();
        if (code.axis() != 0 || code.bits() > 8 || code.size() == 0 ||
            shape[1] % code.size() != 0) {
            return false;
        }
        const AffineCode grids(code.bits(), code.is_signed(), code.narrow(), 0, code.scales(),
                               code.zero_points());
        const auto rows = static_cast<std::int64_t>(code.scales().size());
        const std::string stored = fresh(name + "_quantized");
        add_initializer(stored, code.encode(parameter.effective())
                                    .reshaped({rows, shape.elements() / rows})
                                    .cast(code.is_signed() ? DType::Int8 : DType::UInt8));
        const auto [scale, zero] = add_scale(name, grids);
        const std::string matrix = fresh(name + "_groups");
        set_axis(
            add_node("DequantizeLinear", name + "_DequantizeLinear", {stored, scale, zero}, matrix),
            grids);
        const std::string dims = fresh(name + "_shape");
        add_initializer(dims, Tensor::of<std::int64_t>({shape.rank()}, shape.dims()));
        add_node("Reshape", name + "_Reshape", {matrix, dims}, name);
        if (code.bits() < 8 || code.narrow()) {
            notes_[matrix] = {{"bits", code.bits()}, {"narrow", code.narrow()}};
        }
        return true;
    }

    /// A parameter at its first use.
    void use(ValueId id) {
        const Parameter* parameter = source_.parameter(id);
        if (parameter == nullptr || !written_.insert(id).second) {
            return;
        }
        const std::string& name = name_of(id);
        if (const auto* groups = dynamic_cast<const GroupCode*>(parameter->code().get());
            groups != nullptr && write_groups(name, *parameter, *groups)) {
            return;
        }
        const auto* code = dynamic_cast<const AffineCode*>(parameter->code().get());
        if (code == nullptr || code->bits() > 8) {
            add_initializer(name, parameter->effective());
            if (parameter->code()) {
                lost_.push_back(fmt::format("{}: {}-bit {} code written as float32 values", name,
                                            parameter->code()->bits(), parameter->code()->kind()));
            }
            return;
        }
        const bool shifted = code->is_signed() && code->bits() == 8 && meets_unsigned_codes(id);
        const std::shared_ptr<const AffineCode> unsigned_code =
            shifted ? counted_from_zero(*code) : nullptr;
        const AffineCode& written = shifted ? *unsigned_code : *code;
        const std::string stored = fresh(name + "_quantized");
        add_initializer(stored, written.encode(parameter->effective())
                                    .cast(written.is_signed() ? DType::Int8 : DType::UInt8));
        const auto [scale, zero] = add_scale(name, written);
        set_axis(
            add_node("DequantizeLinear", name + "_DequantizeLinear", {stored, scale, zero}, name),
            written);
        if (code->bits() < 8 || code->narrow() || shifted) {
            notes_[name] = {{"bits", code->bits()}, {"narrow", code->narrow()}};
            if (shifted) {
                notes_[name]["signed"] = true;
            }
        }
    }

    /// The nodes that stand for the code of a value made under the name `made`; readers read what
    /// they make.
    void write_code(ValueId id, const std::string& made) {
        const CodePtr& held = source_.value(id).code;
        if (!held) {
            return;
        }
        const std::string& name = name_of(id);
        const auto* code = dynamic_cast<const AffineCode*>(held.get());
        const bool fewer = code != nullptr && (code->bits() < 8 || code->narrow());
        if (code == nullptr || code->bits() > 8 || (fewer && code->axis() >= 0)) {
            lost_.push_back(fmt::format("{}: {}-bit {} code of activations left out, they stay "
                                        "float32",
                                        name, held->bits(), held->kind()));
            if (made != name) {
                add_node("Identity", name + "_Identity", {made}, name);
            }
            return;
        }
        std::string input = made;
        if (fewer) {
            const auto [low, high] = range_of(*code);
            const std::string from = fresh(name + "_low");
            const std::string to = fresh(name + "_high");
            add_initializer(from, Tensor::scalar(low));
            add_initializer(to, Tensor::scalar(high));
            const std::string clipped = fresh(name + "_clipped");
            add_node("Clip", name + "_Clip", {input, from, to}, clipped);
            input = clipped;
        }
        const auto [scale, zero] = add_scale(name, *code);
        const std::string quantised = fresh(name + "_quantized");
        const std::string result = made != name ? name : fresh(name + "_dequantized");
        set_axis(
            add_node("QuantizeLinear", name + "_QuantizeLinear", {input, scale, zero}, quantised),
            *code);
        set_axis(add_node("DequantizeLinear", name + "_DequantizeLinear", {quantised, scale, zero},
                          result),
                 *code);
        read_name_[position(id)] = result;
    }

    void write_node(const Node& node) {
        std::vector<std::string> inputs;
        for (const ValueId id : node.inputs) {
            if (id != kNoValue) {
                use(id);
            }
            inputs.push_back(id == kNoValue ? std::string() : read_name_[position(id)]);
        }
        while (!inputs.empty() && inputs.back().empty()) {
            inputs.pop_back();
        }
        std::vector<std::string> made;
        for (const ValueId id : node.outputs) {
            // The name of a graph output belongs to what comes after its code.
            const bool renamed = id != kNoValue && source_.value(id).code &&
                                 std::ranges::find(source_.outputs, id) != source_.outputs.end();
            made.push_back(id == kNoValue ? std::string()
                           : renamed      ? fresh(name_of(id) + "_float")
                                          : name_of(id));
        }
        auto& proto = *proto_.add_node();
        proto.set_op_type(node.op);
        proto.set_name(node.name);
        for (const std::string& input : inputs) {
            proto.add_input(input);
        }
        for (const std::string& output : made) {
            proto.add_output(output);
        }
        for (const auto& [name, attribute] : node.attributes) {
            set_attribute(*proto.add_attribute(), name, attribute);
        }
        for (std::size_t i = 0; i < made.size(); ++i) {
            const ValueId id = node.outputs[i];
            if (id == kNoValue) {
                continue;
            }
            if (made[i] != name_of(id) ||
                std::ranges::find(source_.outputs, id) == source_.outputs.end()) {
                describe(made[i], source_.value(id).type, *proto_.add_value_info());
            }
            write_code(id, made[i]);
        }
    }

    Graph source_;
    onnx::ModelProto model_;
    onnx::GraphProto& proto_;
    std::vector<std::string> read_name_; ///< per value: what its readers read
    std::set<std::string> taken_;
    std::set<std::string> taken_nodes_;
    std::set<ValueId> written_;
    Json notes_ = Json::object();
    std::vector<std::string> lost_;
};

} // namespace

OnnxExport to_onnx(const Graph& graph) {
    validate(graph);
    return Writer(graph).write();
}

std::vector<std::string> write_onnx(const Graph& graph, const std::filesystem::path& path) {
    OnnxExport result = located(path.string(), [&] { return to_onnx(graph); });
    write_atomically(path, result.bytes);
    return std::move(result.lost);
}

} // namespace espalier
