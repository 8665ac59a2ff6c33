// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/workload_json.h"

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/json.h"
#include "hwmodel/engines/dense_engines.h"

#include <algorithm>
#include <array>

namespace espalier::hw {

namespace {

constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 24U;
constexpr std::string_view kDimNames = "NGKCPQRS";

void expect_keys(const Json& node, std::initializer_list<std::string_view> known) {
    for (const auto& [key, value] : node.items()) {
        expect(std::find(known.begin(), known.end(), key) != known.end(), "key \"{}\" is unknown",
               key);
    }
}

std::int32_t whole(const Json& value, std::string_view what) {
    expect(value.is_number_integer(), "{} is {}, expected a whole number", what, value.dump());
    const auto number = value.get<std::int64_t>();
    expect(number >= 0 && number < (std::int64_t{1} << 31U), "{} is {}, expected 0 to 2^31 - 1",
           what, number);
    return static_cast<std::int32_t>(number);
}

void read_pair(const Json& node, const char* key, std::int32_t& first, std::int32_t& second) {
    if (!node.contains(key)) {
        return;
    }
    const Json& pair = node.at(key);
    expect(pair.is_array() && pair.size() == 2, "key \"{}\" is {}, expected [rows, columns]", key,
           pair.dump());
    first = whole(pair.at(0), key);
    second = whole(pair.at(1), key);
}

OpKind kind_named(const std::string& name) {
    for (const OpKind kind :
         {OpKind::Conv, OpKind::Depthwise, OpKind::Gemm, OpKind::Pool, OpKind::Eltwise}) {
        if (name == to_string(kind)) {
            return kind;
        }
    }
    fail(ErrorCode::BadInput,
         "op \"{}\" is unknown, expected conv, depthwise, gemm, pool, eltwise or tensor_train",
         name);
}

/// {"weight": ..., "input": ..., "output": ...}, each of them optional.
template <typename Body>
void for_operands(const Json& node, const char* key, const Body& body) {
    if (!node.contains(key)) {
        return;
    }
    const Json& values = node.at(key);
    expect(values.is_object(), "key \"{}\" is {}, expected an object", key, values.type_name());
    expect_keys(values, {"weight", "input", "output"});
    for (const Operand which : {Operand::Weight, Operand::Input, Operand::Output}) {
        if (values.contains(to_string(which))) {
            body(which, values.at(to_string(which)));
        }
    }
}

void read_operands(const Json& node, Workload& work) {
    for_operands(node, "bits", [&](Operand which, const Json& value) {
        const std::int32_t bits = whole(value, "bits");
        expect(bits >= 1 && bits <= 64, "{} has {} bits, expected 1 to 64", to_string(which), bits);
        work.operand(which).bits = static_cast<std::uint8_t>(bits);
    });
    for_operands(node, "density", [&](Operand which, const Json& value) {
        expect(value.is_number(), "{} density is {}, expected a number", to_string(which),
               value.dump());
        work.operand(which).density = value.get<double>();
        work.operand(which).kind = DensityKind::Uniform;
    });
    for_operands(node, "structure", [&](Operand which, const Json& value) {
        std::int32_t kept = 0;
        std::int32_t block = 0;
        expect(value.is_array() && value.size() == 2, "{} structure is {}, expected [kept, block]",
               to_string(which), value.dump());
        kept = whole(value.at(0), "kept");
        block = whole(value.at(1), "block");
        expect(kept >= 1 && kept < block && block <= 255,
               "{} structure keeps {} of {}, expected 1 to fewer than the block, which has at most "
               "255",
               to_string(which), kept, block);
        OperandInfo& info = work.operand(which);
        info.kind = DensityKind::Structured;
        info.kept = static_cast<std::uint8_t>(kept);
        info.block = static_cast<std::uint8_t>(block);
        info.density = static_cast<double>(kept) / block;
    });
    work.accumulator_bits = static_cast<std::uint8_t>(std::clamp(
        node.contains("accumulator_bits") ? whole(node.at("accumulator_bits"), "accumulator_bits")
                                          : 32,
        0, 255));
}

Workload read_layer(const Json& node, const std::string& op) {
    expect_keys(node, {"name", "op", "dims", "stride", "dilation", "input", "input_tensors", "bits",
                       "density", "structure", "accumulator_bits"});
    Workload work;
    work.kind = kind_named(op);
    expect(node.contains("dims") && node.at("dims").is_object(), "key \"dims\" is missing");
    for (const auto& [dim, extent] : node.at("dims").items()) {
        const auto at = dim.size() == 1 ? kDimNames.find(dim[0]) : std::string_view::npos;
        expect(at != std::string_view::npos, "dim \"{}\" is unknown, expected one of {}", dim,
               kDimNames);
        work.dims[at] = whole(extent, dim);
    }
    read_pair(node, "stride", work.stride_h, work.stride_w);
    read_pair(node, "dilation", work.dilation_h, work.dilation_w);
    read_pair(node, "input", work.input_h, work.input_w);
    if (node.contains("input_tensors")) {
        work.input_tensors = whole(node.at("input_tensors"), "input_tensors");
    }
    read_operands(node, work);
    validate(work);
    return work;
}

std::vector<NamedWorkload> read_train(const Json& node, const std::string& name) {
    expect_keys(node, {"name", "op", "m", "n", "ranks", "batch", "bits", "density", "structure",
                       "accumulator_bits"});
    engines::TensorTrain train;
    train.m = json_get<std::vector<std::int64_t>>(node, "m");
    train.n = json_get<std::vector<std::int64_t>>(node, "n");
    train.r = json_get<std::vector<std::int64_t>>(node, "ranks");
    train.batch = json_get<std::int64_t>(node, "batch", 1);
    const auto positive = [](const std::vector<std::int64_t>& list) {
        return std::all_of(list.begin(), list.end(),
                           [](std::int64_t v) { return v >= 1 && v <= 65536; });
    };
    expect(positive(train.m) && positive(train.n) && positive(train.r) && train.batch >= 1 &&
               train.batch <= 65536,
           "factors, ranks and batch of a tensor train are 1 to 65536");
    std::vector<NamedWorkload> stages = train.stages();
    for (NamedWorkload& stage : stages) {
        stage.name = name + ", " + stage.name;
        read_operands(node, stage.work);
        validate(stage.work);
    }
    return stages;
}

} // namespace

Network parse_workload_json(std::string_view json, std::string_view name) {
    return located(name, [&] {
        const Json document = parse_json(json, name);
        expect(document.is_object(), "the document is {}, expected an object",
               document.type_name());
        expect_keys(document, {"name", "layers"});
        Network network;
        network.name = json_get<std::string>(document, "name", std::string("workload"));
        expect(document.contains("layers") && document.at("layers").is_array() &&
                   !document.at("layers").empty(),
               "the document has no layers");
        for (const Json& node : document.at("layers")) {
            expect(node.is_object(), "a layer is {}, expected an object", node.type_name());
            const std::string layer =
                json_get<std::string>(node, "name", fmt::format("layer{}", network.layers.size()));
            located(layer, [&] {
                const auto op = json_get<std::string>(node, "op");
                if (op == "tensor_train") {
                    for (NamedWorkload& stage : read_train(node, layer)) {
                        network.layers.push_back(std::move(stage));
                    }
                } else {
                    network.layers.push_back({layer, op, read_layer(node, op)});
                }
            });
        }
        return network;
    });
}

Network read_workload_json(const std::filesystem::path& path) {
    return parse_workload_json(read_text(path, kMostBytes), path.string());
}

} // namespace espalier::hw
