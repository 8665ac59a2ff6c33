// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/data/preprocess.h"
#include "core/data/text_dataset.h"

#include <algorithm>
#include <cmath>

namespace espalier {

namespace {

/// Pictures of one chunk of work: enough that small ones are not all overhead.
constexpr std::size_t kGrain = 4;
constexpr std::int64_t kMaxSide = 1 << 14;

/// What a network takes of one picture.
struct Input {
    int channels = 0;
    int height = 0;
    int width = 0;
};

Input input_of(const Shape& shape, const Dataset& set, std::span<const std::size_t> indices) {
    const auto& dims = shape.dims();
    const auto check = [&](std::int64_t dim) {
        expect(dim >= 1 && dim <= kMaxSide * kMaxSide,
               "the input is {}, expected known dimensions after the first", shape.str());
        return dim;
    };
    for (int axis = 1; axis < shape.rank(); ++axis) {
        check(shape[axis]);
    }
    const auto side = [&](std::int64_t dim) {
        expect(dim <= kMaxSide, "the input is {}, expected sides of at most {}", shape.str(),
               kMaxSide);
        return static_cast<int>(dim);
    };
    switch (shape.rank()) {
    case 4:
        return {side(dims[1]), side(dims[2]), side(dims[3])};
    case 3:
        return {1, side(dims[1]), side(dims[2])};
    case 2:
        break;
    default:
        fail(ErrorCode::BadInput,
             "the input is {}, expected [N,C,H,W], [N,H,W] or [N,D] for pictures", shape.str());
    }
    const Image first = set.image(indices.front());
    const std::int64_t own = static_cast<std::int64_t>(first.height) * first.width;
    if (dims[1] == own * first.channels) {
        return {first.channels, first.height, first.width};
    }
    const auto square = static_cast<std::int64_t>(
        std::llround(std::sqrt(static_cast<double>(dims[1]) / first.channels)));
    expect(square * square * first.channels == dims[1],
           "the input is {}, expected {} (pictures of {}) or the values of a square picture of {} "
           "channels",
           shape.str(), own * first.channels, set.name(), first.channels);
    return {first.channels, side(square), side(square)};
}

/// Stretches lie end to end; past the end of the text they begin again, one token later.
Tensor load_stretches(const TextSet& text, std::span<const std::size_t> indices,
                      const Shape& input) {
    if (input.rank() != 2) {
        fail(ErrorCode::Usage, "the input is {}, expected [N, T] tokens of {}", input.str(),
             text.name);
    }
    const auto length = static_cast<std::size_t>(input[1]);
    expect(length > 0 && text.tokens.size() > length, "{} has {} tokens, expected more than {}",
           text.name, text.tokens.size(), length);
    Tensor batch(DType::Float32, Shape({static_cast<std::int64_t>(indices.size()), input[1]}));
    float* to = batch.writable<float>().data();
    const std::size_t places = text.tokens.size() - length;
    for (const std::size_t index : indices) {
        const int* from = text.tokens.data() + index * length % places;
        to = std::copy_n(from, length, to);
    }
    return batch;
}

} // namespace

Tensor load_batch(const Dataset& set, std::span<const std::size_t> indices,
                  const Preprocess& preprocess, const Shape& input) {
    expect(!indices.empty(), "no pictures were asked for");
    if (const TextSet* text = text_of(set)) {
        return load_stretches(*text, indices, input);
    }
    preprocess.validate();
    const Input one = input_of(input, set, indices);
    std::vector<std::int64_t> dims = input.dims();
    dims[0] = static_cast<std::int64_t>(indices.size());
    Tensor batch(DType::Float32, Shape(std::move(dims)));
    const auto values = batch.writable<float>();
    const std::size_t stride = values.size() / indices.size();
    parallel_chunks(indices.size(), kGrain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            located(fmt::format("{}: picture {}", set.name(), indices[i]), [&] {
                preprocess.apply(set.image(indices[i]), one.channels, one.height, one.width,
                                 values.subspan(i * stride, stride));
            });
        }
    });
    return batch;
}

} // namespace espalier
