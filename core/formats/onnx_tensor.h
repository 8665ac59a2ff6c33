// SPDX-License-Identifier: GPL-3.0-or-later
// ONNX's TensorProto and our Tensor. For the readers and writers of this room; others use
// tensor_pb.h.
#pragma once

#include "core/tensor/tensor.h"

#include <filesystem>
#include <optional>
#include <string>

namespace onnx {
class TensorProto;
}

namespace espalier {

/// The element type of ONNX's number for it; nullopt for strings, complex and 4- and 8-bit floats.
[[nodiscard]] std::optional<DType> dtype_from_onnx(int data_type);
[[nodiscard]] int dtype_to_onnx(DType type);
/// "float32", "string", "complex64", "type 23": for messages.
[[nodiscard]] std::string onnx_type_name(int data_type);

/// The values, from raw bytes, typed fields or an external file below `folder`. BadInput where
/// sizes do not agree or the file lies outside of `folder`, Unsupported for types of no DType.
[[nodiscard]] Tensor decode_tensor(const onnx::TensorProto& proto,
                                   const std::filesystem::path& folder);
/// Fills type, dimensions and raw bytes; the name is the caller's.
void encode_tensor(const Tensor& tensor, onnx::TensorProto& proto);

} // namespace espalier
