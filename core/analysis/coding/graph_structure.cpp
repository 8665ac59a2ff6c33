// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/coding/graph_structure.h"

#include "core/analysis/coding/attribute_coder.h"
#include "core/analysis/coding/bytes.h"
#include "core/analysis/coding/code_block.h"
#include "core/base/error.h"

#include <algorithm>

namespace espalier::coding {

namespace {

/// What a value is, as flags.
constexpr std::uint64_t kHasParameter = 1;
constexpr std::uint64_t kHasType = 2;
constexpr std::uint64_t kHasCode = 4;

constexpr std::size_t kMagicBytes = 4;
constexpr std::size_t kFixedBytes = kMagicBytes + 4 + 4;

std::size_t position(ValueId id) {
    return static_cast<std::size_t>(id);
}

/// New numbers of the values in use, and which of them are parameters by first use.
struct Numbering {
    explicit Numbering(const Graph& graph)
        : numbers(graph.value_count(), kUnused) {
        std::vector<bool> used(graph.value_count(), false);
        const auto use = [&](ValueId id) {
            if (id == kNoValue || used[position(id)]) {
                return;
            }
            used[position(id)] = true;
            if (graph.parameter(id) != nullptr) {
                parameters.push_back(id);
            }
        };
        for (const Node& node : graph.nodes) {
            std::ranges::for_each(node.inputs, use);
            std::ranges::for_each(node.outputs, use);
        }
        std::ranges::for_each(graph.inputs, use);
        std::ranges::for_each(graph.outputs, use);
        for (std::size_t i = 0; i < used.size(); ++i) {
            if (used[i]) {
                numbers[i] = values.size() + 1;
                values.push_back(static_cast<ValueId>(i));
            }
        }
    }

    static constexpr std::uint64_t kUnused = 0; ///< also stands for an absent value
    std::vector<std::uint64_t> numbers;
    std::vector<ValueId> values;
    std::vector<ValueId> parameters;
};

void put_code_bytes(ByteWriter& out, const Code& code) {
    BitWriter bits;
    put_code(bits, &code);
    const auto bytes = bits.finish();
    out.number(bytes.size()).raw(bytes);
}

void put_value(ByteWriter& out, const Graph& graph, ValueId id) {
    const Value& value = graph.value(id);
    const bool is_input = std::ranges::find(graph.inputs, id) != graph.inputs.end();
    const std::uint64_t flags = (value.parameter ? kHasParameter : 0) | (is_input ? kHasType : 0) |
                                (value.code ? kHasCode : 0);
    out.text(value.name).number(flags);
    if (is_input) {
        put_type(out, value.type.dtype, value.type.shape);
    }
    if (value.code) {
        put_code_bytes(out, *value.code);
    }
}

void put_ids(ByteWriter& out, const std::vector<ValueId>& ids, const Numbering& numbering) {
    out.number(ids.size());
    for (const ValueId id : ids) {
        out.number(id == kNoValue ? Numbering::kUnused : numbering.numbers[position(id)]);
    }
}

void put_node(ByteWriter& out, const Node& node, const Numbering& numbering) {
    out.text(node.name).text(node.op);
    out.text(node.origin == node.name ? std::string_view() : std::string_view(node.origin));
    put_ids(out, node.inputs, numbering);
    put_ids(out, node.outputs, numbering);
    put_attributes(out, node.attributes);
}

} // namespace

Structure::Structure(const Graph& graph) {
    const Numbering numbering(graph);
    parameters_ = numbering.parameters;
    ByteWriter out;
    out.text(graph.name).text(graph.producer);
    out.number(static_cast<std::uint64_t>(std::max(graph.source_opset, 0)));
    out.number(graph.metadata.size());
    for (const auto& [key, value] : graph.metadata) {
        out.text(key).text(value);
    }
    out.number(numbering.values.size());
    for (const ValueId id : numbering.values) {
        put_value(out, graph, id);
    }
    out.number(parameters_.size());
    for (const ValueId id : parameters_) {
        const Parameter& parameter = *graph.parameter(id);
        out.number(numbering.numbers[position(id)]);
        put_type(out, parameter.latent().dtype(), parameter.shape());
        out.text(parameter.provenance());
    }
    put_ids(out, graph.inputs, numbering);
    put_ids(out, graph.outputs, numbering);
    out.number(graph.nodes.size());
    for (const Node& node : graph.nodes) {
        put_node(out, node, numbering);
    }
    inflated_ = out.bytes().size();
    deflated_ = deflate(out.bytes());
}

std::int64_t Structure::file_bytes(std::span<const std::int64_t> parameter_bytes) const {
    auto total = static_cast<std::int64_t>(kFixedBytes + deflated_.size()) +
                 number_bytes(inflated_) + number_bytes(deflated_.size());
    for (const std::int64_t bytes : parameter_bytes) {
        total += number_bytes(static_cast<std::uint64_t>(bytes)) + bytes;
    }
    return total;
}

std::vector<std::byte> Structure::file(std::span<const std::vector<std::byte>> parameters) const {
    ByteWriter body;
    body.number(inflated_).number(deflated_.size()).raw(deflated_);
    for (const auto& parameter : parameters) {
        body.number(parameter.size());
    }
    for (const auto& parameter : parameters) {
        body.raw(parameter);
    }
    const std::string_view magic = "ESPZ";
    ByteWriter file;
    file.raw(std::as_bytes(std::span(magic.data(), magic.size())));
    file.fixed32(kEspzVersion).fixed32(crc32(body.bytes())).raw(body.bytes());
    return file.bytes();
}

namespace {

class StructureParser {
public:
    explicit StructureParser(std::span<const std::byte> bytes)
        : in_(bytes) {}

    ParsedStructure parse() {
        Graph& graph = result_.graph;
        graph.name = in_.text();
        graph.producer = in_.text();
        graph.source_opset = static_cast<int>(in_.number(1'000'000, "the opset"));
        for (std::size_t left = in_.count("number of metadata"); left > 0; --left) {
            std::string key = in_.text();
            graph.metadata[std::move(key)] = in_.text();
        }
        values_ = in_.count("number of values");
        std::vector<bool> is_parameter;
        for (std::size_t i = 0; i < values_; ++i) {
            is_parameter.push_back(get_value());
        }
        parse_slots(is_parameter);
        graph.inputs = get_ids(false);
        graph.outputs = get_ids(false);
        for (std::size_t left = in_.count("number of nodes"); left > 0; --left) {
            graph.nodes.push_back(get_node());
        }
        expect(in_.remaining() == 0, "{} bytes follow the last node", in_.remaining());
        return std::move(result_);
    }

private:
    bool get_value() {
        std::string name = in_.text();
        expect(!name.empty(), "a value without a name");
        const std::uint64_t flags =
            in_.number(kHasParameter | kHasType | kHasCode, "flags of a value");
        const TensorType type = (flags & kHasType) != 0 ? get_type(in_) : TensorType{};
        expect(result_.graph.find_value(name) == kNoValue, "two values are called {}", name);
        const ValueId id = result_.graph.add_value(std::move(name), type);
        if ((flags & kHasCode) != 0) {
            BitReader bits(in_.raw(in_.count("size of a code")));
            result_.graph.value(id).code = get_code(bits);
        }
        return (flags & kHasParameter) != 0;
    }

    void parse_slots(std::vector<bool>& is_parameter) {
        const auto expected = static_cast<std::size_t>(std::ranges::count(is_parameter, true));
        const std::size_t found = in_.count("number of parameters");
        expect(found == expected, "{} parameters, expected {}", found, expected);
        for (std::size_t i = 0; i < found; ++i) {
            ParameterSlot slot;
            slot.value = get_id(false);
            expect(is_parameter[position(slot.value)], "value {} is not a parameter, or twice",
                   result_.graph.value(slot.value).name);
            is_parameter[position(slot.value)] = false;
            slot.type = get_type(in_);
            expect(slot.type.shape.known(), "parameter {} has shape {}",
                   result_.graph.value(slot.value).name, slot.type.shape.str());
            slot.provenance = in_.text();
            result_.slots.push_back(std::move(slot));
        }
    }

    ValueId get_id(bool optional) {
        const std::uint64_t number = in_.number(values_, "number of a value");
        if (number == Numbering::kUnused) {
            expect(optional, "an absent value where one is needed");
            return kNoValue;
        }
        return static_cast<ValueId>(number - 1);
    }

    std::vector<ValueId> get_ids(bool optional) {
        std::vector<ValueId> ids;
        for (std::size_t left = in_.count("number of inputs or outputs"); left > 0; --left) {
            ids.push_back(get_id(optional));
        }
        return ids;
    }

    Node get_node() {
        Node node;
        node.name = in_.text();
        node.op = in_.text();
        node.origin = in_.text();
        if (node.origin.empty()) {
            node.origin = node.name;
        }
        node.inputs = get_ids(true);
        node.outputs = get_ids(true);
        node.attributes = get_attributes(in_);
        return node;
    }

    ByteReader in_;
    std::size_t values_ = 0;
    ParsedStructure result_;
};

} // namespace

ParsedStructure parse_structure(std::span<const std::byte> inflated) {
    return StructureParser(inflated).parse();
}

} // namespace espalier::coding
