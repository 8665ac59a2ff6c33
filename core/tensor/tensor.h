// SPDX-License-Identifier: GPL-3.0-or-later
// A dense, row-major array of one element type. Copies share their buffer until one is written to.
//
//     Tensor x(DType::Float32, {1, 3, 32, 32});      // zeros
//     for (float& v : x.writable<float>()) { v = 1; }
//     Tensor flat = x.reshaped({3072});              // shares x's buffer
#pragma once

#include "core/tensor/dtype.h"
#include "core/tensor/shape.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace espalier {

class Tensor {
public:
    /// Undefined: no buffer, defined() is false.
    Tensor() = default;
    /// Zero-filled. Refuses (BadInput) what does not fit memory.
    Tensor(DType type, Shape shape);

    /// A tensor with these values; their number must equal shape.elements().
    template <typename T>
    static Tensor of(Shape shape, std::span<const T> values);

    template <typename T>
    static Tensor of(Shape shape, const std::vector<T>& values) {
        return of<T>(std::move(shape), std::span<const T>(values));
    }

    template <typename T>
    static Tensor scalar(T value) {
        return of<T>(Shape{}, std::span<const T>(&value, 1));
    }

    [[nodiscard]] bool defined() const { return buffer_ != nullptr; }

    [[nodiscard]] DType dtype() const { return dtype_; }

    [[nodiscard]] const Shape& shape() const { return shape_; }

    [[nodiscard]] std::int64_t elements() const { return elements_; }

    [[nodiscard]] std::size_t byte_size() const;

    /// The elements; throws BadInput when T is not the element type.
    template <typename T>
    [[nodiscard]] std::span<const T> data() const {
        require(DTypeOf<T>::value);
        return {reinterpret_cast<const T*>(raw().data()), static_cast<std::size_t>(elements_)};
    }

    /// The elements for writing; makes the buffer this tensor's own first.
    template <typename T>
    [[nodiscard]] std::span<T> writable() {
        require(DTypeOf<T>::value);
        return {reinterpret_cast<T*>(writable_raw().data()), static_cast<std::size_t>(elements_)};
    }

    [[nodiscard]] std::span<const std::byte> raw() const;
    [[nodiscard]] std::span<std::byte> writable_raw();

    /// Same buffer, other shape with as many elements; throws BadInput otherwise.
    [[nodiscard]] Tensor reshaped(Shape shape) const;
    /// Converted element by element; to integers by truncation toward zero as ONNX Cast does
    /// (saturating where the value does not fit), to bool by != 0.
    [[nodiscard]] Tensor cast(DType type) const;
    /// Element `index` of the flattened tensor as a double, whatever the type.
    [[nodiscard]] double at(std::int64_t index) const;
    /// All elements as int64 (of an integer or bool tensor), for shapes, axes and the like.
    [[nodiscard]] std::vector<std::int64_t> to_int64() const;
    /// True when both share one buffer.
    [[nodiscard]] bool shares_buffer_with(const Tensor& other) const;
    /// Hex SHA-256 of type, shape and bytes; remembered with the buffer until it is written to.
    [[nodiscard]] std::string content_hash() const;
    /// Same type, shape and bytes.
    [[nodiscard]] bool equals(const Tensor& other) const;

private:
    struct Buffer;

    void require(DType type) const;
    /// Throws BadInput when `count` is not the number of elements.
    void require_count(std::size_t count) const;

    DType dtype_ = DType::Float32;
    Shape shape_;
    std::int64_t elements_ = 0;
    std::shared_ptr<Buffer> buffer_;
};

template <typename T>
Tensor Tensor::of(Shape shape, std::span<const T> values) {
    Tensor tensor(DTypeOf<T>::value, std::move(shape));
    const auto target = tensor.writable<T>();
    tensor.require_count(values.size());
    std::copy(values.begin(), values.end(), target.begin());
    return tensor;
}

} // namespace espalier
