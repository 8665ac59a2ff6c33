// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/tensor_pb.h"

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/formats/onnx_tensor.h"

#include <onnx/onnx_pb.h>

#include <limits>

namespace espalier {

NamedTensor read_tensor_pb(const std::filesystem::path& path) {
    return located(path.string(), [&]() -> NamedTensor {
        const auto bytes = read_bytes(path, std::numeric_limits<int>::max());
        onnx::TensorProto proto;
        expect(proto.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())),
               "no complete ONNX tensor in {} bytes", bytes.size());
        return {proto.name(), decode_tensor(proto, path.parent_path())};
    });
}

void write_tensor_pb(const std::filesystem::path& path, const NamedTensor& tensor) {
    onnx::TensorProto proto;
    proto.set_name(tensor.name);
    encode_tensor(tensor.tensor, proto);
    write_atomically(path, proto.SerializeAsString());
}

} // namespace espalier
