// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/picture.h"

#include "core/base/error.h"
#include "core/data/image_file.h"

namespace espalier {

Tensor picture_tensor(const std::filesystem::path& file, const Network& network) {
    const Shape shape = input_shape(network.graph);
    if (shape.rank() != 4 || !shape.known()) {
        fail(ErrorCode::Unsupported, "the input has shape {}, and a picture needs [N, C, H, W]",
             shape.str());
    }
    Tensor tensor(DType::Float32, shape);
    network.preprocess.apply(read_image(file), static_cast<int>(shape[1]),
                             static_cast<int>(shape[2]), static_cast<int>(shape[3]),
                             tensor.writable<float>());
    return tensor;
}

} // namespace espalier
