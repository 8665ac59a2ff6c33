// SPDX-License-Identifier: GPL-3.0-or-later
// What an ONNX file contains by name, without any check: also of files that can not be read as a
// graph.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace espalier {

struct OnnxContents {
    int opset = 0;                    ///< of the default domain; 0 where none is named
    std::set<std::string> operators;  ///< with their domain where it is not the default one
    std::set<std::string> types;      ///< "float32", "string", "sequence", "graph attribute" ...
    std::vector<std::string> inputs;  ///< all declared ones, initializers among them, in order
    std::vector<std::string> outputs; ///< in order
};

/// BadInput where the file is no ONNX model.
[[nodiscard]] OnnxContents inspect_onnx(const std::filesystem::path& path);

} // namespace espalier
