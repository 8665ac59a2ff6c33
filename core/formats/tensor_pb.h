// SPDX-License-Identifier: GPL-3.0-or-later
// Files that hold one ONNX TensorProto (input_0.pb of the backend tests).
#pragma once

#include "core/tensor/tensor.h"

#include <filesystem>
#include <string>

namespace espalier {

struct NamedTensor {
    std::string name; ///< may be empty
    Tensor tensor;
};

/// BadInput where the file is no tensor, Unsupported for strings, sequences and other values that
/// are no Tensor.
[[nodiscard]] NamedTensor read_tensor_pb(const std::filesystem::path& path);
void write_tensor_pb(const std::filesystem::path& path, const NamedTensor& tensor);

} // namespace espalier
