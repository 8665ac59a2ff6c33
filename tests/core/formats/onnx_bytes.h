// SPDX-License-Identifier: GPL-3.0-or-later
// ONNX files written field by field, so that tests can make any file, also malformed ones. Field
// numbers are those of onnx.proto.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace espalier::test::onnx_bytes {

inline std::string varint(std::uint64_t value) {
    std::string bytes;
    while (value >= 0x80) {
        bytes += static_cast<char>(value | 0x80);
        value >>= 7;
    }
    return bytes + static_cast<char>(value);
}

inline std::string number(int field, std::int64_t value) {
    return varint(static_cast<std::uint64_t>(field) << 3U) +
           varint(static_cast<std::uint64_t>(value));
}

inline std::string bytes(int field, std::string_view text) {
    return varint(static_cast<std::uint64_t>(field) << 3U | 2U) + varint(text.size()) +
           std::string(text);
}

inline std::string floats_raw(const std::vector<float>& values) {
    std::string raw(values.size() * sizeof(float), '\0');
    std::memcpy(raw.data(), values.data(), raw.size());
    return raw;
}

/// TensorProto of float32 with raw data.
inline std::string tensor(std::string_view name, const std::vector<std::int64_t>& dims,
                          const std::vector<float>& values) {
    std::string proto;
    for (const std::int64_t dim : dims) {
        proto += number(1, dim);
    }
    return proto + number(2, 1) + bytes(8, name) + bytes(9, floats_raw(values));
}

/// ValueInfoProto of a tensor; a negative dimension is left unknown.
inline std::string value_info(std::string_view name, const std::vector<std::int64_t>& dims,
                              int type = 1) {
    std::string shape;
    for (const std::int64_t dim : dims) {
        shape += bytes(1, dim < 0 ? bytes(2, "N") : number(1, dim));
    }
    return bytes(1, name) + bytes(2, bytes(1, number(1, type) + bytes(2, shape)));
}

inline std::string attribute(std::string_view name, std::int64_t value) {
    return bytes(1, name) + number(3, value) + number(20, 2);
}

inline std::string attribute(std::string_view name, const std::vector<std::int64_t>& values) {
    std::string proto = bytes(1, name);
    for (const std::int64_t value : values) {
        proto += number(8, value);
    }
    return proto + number(20, 7);
}

/// An attribute that is a graph, as Model::graph_bytes() gives it.
inline std::string graph_attribute(std::string_view name, std::string_view graph) {
    return bytes(1, name) + bytes(6, graph) + number(20, 5);
}

/// NodeProto.
inline std::string node(std::string_view op, const std::vector<std::string>& inputs,
                        const std::vector<std::string>& outputs, std::string_view name = {},
                        const std::vector<std::string>& attributes = {}) {
    std::string proto;
    for (const std::string& input : inputs) {
        proto += bytes(1, input);
    }
    for (const std::string& output : outputs) {
        proto += bytes(2, output);
    }
    if (!name.empty()) {
        proto += bytes(3, name);
    }
    proto += bytes(4, op);
    for (const std::string& entry : attributes) {
        proto += bytes(5, entry);
    }
    return proto;
}

struct Model {
    std::vector<std::string> nodes;
    std::vector<std::string> initializers;
    std::vector<std::string> inputs;
    std::vector<std::string> outputs;
    int opset = 17;
    int ir = 8;

    /// GraphProto.
    [[nodiscard]] std::string graph_bytes() const {
        std::string graph;
        for (const auto& [field, list] :
             {std::pair{1, &nodes}, {5, &initializers}, {11, &inputs}, {12, &outputs}}) {
            for (const std::string& entry : *list) {
                graph += bytes(field, entry);
            }
        }
        return graph;
    }

    [[nodiscard]] std::string str() const {
        return number(1, ir) + bytes(7, graph_bytes()) + bytes(8, bytes(1, "") + number(2, opset));
    }
};

} // namespace espalier::test::onnx_bytes
