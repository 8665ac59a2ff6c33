// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/tensor.h"

#include "core/base/error.h"
#include "core/base/hash.h"

#include <cmath>
#include <cstring>
#include <limits>
#include <mutex>
#include <new>

namespace espalier {

namespace {

constexpr std::size_t kAlignment = 64;

} // namespace

struct Tensor::Buffer {
    explicit Buffer(std::size_t size)
        : bytes(static_cast<std::byte*>(
              ::operator new (std::max<std::size_t>(size, 1), std::align_val_t{kAlignment}))) {}

    ~Buffer() { ::operator delete (bytes, std::align_val_t{kAlignment}); }

    Buffer(const Buffer&) = delete;
    Buffer& operator=(const Buffer&) = delete;

    std::byte* bytes;
    std::mutex hash_mutex;
    std::string hash; ///< of the bytes alone; empty until asked for
};

Tensor::Tensor(DType type, Shape shape)
    : dtype_(type)
    , shape_(std::move(shape))
    , elements_(shape_.elements()) {
    try {
        buffer_ = std::make_shared<Buffer>(byte_size());
    } catch (const std::bad_alloc&) {
        fail(ErrorCode::BadInput, "a {} tensor of shape {} does not fit into memory",
             dtype_name(type), shape_.str());
    }
    std::memset(buffer_->bytes, 0, byte_size());
}

std::size_t Tensor::byte_size() const {
    return static_cast<std::size_t>(elements_) * element_bytes(dtype_);
}

std::span<const std::byte> Tensor::raw() const {
    return {buffer_ ? buffer_->bytes : nullptr, buffer_ ? byte_size() : 0};
}

std::span<std::byte> Tensor::writable_raw() {
    if (!buffer_) {
        return {};
    }
    if (buffer_.use_count() > 1) {
        auto own = std::make_shared<Buffer>(byte_size());
        std::memcpy(own->bytes, buffer_->bytes, byte_size());
        buffer_ = std::move(own);
    }
    buffer_->hash.clear();
    return {buffer_->bytes, byte_size()};
}

void Tensor::require(DType type) const {
    expect(type == dtype_, "the tensor holds {}, expected {}", dtype_name(dtype_),
           dtype_name(type));
}

void Tensor::require_count(std::size_t count) const {
    if (count != static_cast<std::size_t>(elements_)) {
        fail(ErrorCode::BadInput, "{} values given for shape {}", count, shape_.str());
    }
}

Tensor Tensor::reshaped(Shape shape) const {
    if (shape.elements() != elements_) {
        fail(ErrorCode::BadInput, "shape {} can not be seen as {}", shape_.str(), shape.str());
    }
    Tensor view = *this;
    view.shape_ = std::move(shape);
    return view;
}

namespace {

template <typename To, typename From>
To convert(From from) {
    if constexpr (std::is_same_v<From, Half> || std::is_same_v<From, BFloat>) {
        return convert<To>(to_float(from));
    } else if constexpr (std::is_same_v<To, Half>) {
        return to_half(static_cast<float>(from));
    } else if constexpr (std::is_same_v<To, BFloat>) {
        return to_bfloat(static_cast<float>(from));
    } else if constexpr (std::is_same_v<To, bool>) {
        return from != From{};
    } else if constexpr (std::is_integral_v<To> && std::is_floating_point_v<From>) {
        if (std::isnan(from)) {
            return To{0};
        }
        const auto low = static_cast<double>(std::numeric_limits<To>::min());
        const auto high = static_cast<double>(std::numeric_limits<To>::max());
        const auto value = static_cast<double>(from);
        if (value <= low) {
            return std::numeric_limits<To>::min();
        }
        return value >= high ? std::numeric_limits<To>::max() : static_cast<To>(from);
    } else {
        return static_cast<To>(from);
    }
}

} // namespace

Tensor Tensor::cast(DType type) const {
    if (type == dtype_) {
        return *this;
    }
    Tensor result(type, shape_);
    visit_dtype(dtype_, [&](auto from) {
        const auto source = data<decltype(from)>();
        visit_dtype(type, [&](auto to) {
            using To = decltype(to);
            const auto target = result.writable<To>();
            for (std::size_t i = 0; i < source.size(); ++i) {
                target[i] = convert<To>(source[i]);
            }
        });
    });
    return result;
}

double Tensor::at(std::int64_t index) const {
    expect(index >= 0 && index < elements_, "element {} of a tensor with {} elements", index,
           elements_);
    return visit_dtype(dtype_, [&](auto sample) {
        return convert<double>(data<decltype(sample)>()[static_cast<std::size_t>(index)]);
    });
}

std::vector<std::int64_t> Tensor::to_int64() const {
    expect(!is_float(dtype_), "found {} values, expected integers", dtype_name(dtype_));
    const Tensor wide = cast(DType::Int64);
    const auto values = wide.data<std::int64_t>();
    return {values.begin(), values.end()};
}

bool Tensor::shares_buffer_with(const Tensor& other) const {
    return buffer_ != nullptr && buffer_ == other.buffer_;
}

std::string Tensor::content_hash() const {
    std::string bytes_hash;
    if (buffer_) {
        const std::scoped_lock lock(buffer_->hash_mutex);
        if (buffer_->hash.empty()) {
            buffer_->hash = sha256(raw());
        }
        bytes_hash = buffer_->hash;
    }
    Sha256 hash;
    hash.update(dtype_name(dtype_)).update(shape_.str()).update(bytes_hash);
    return hash.hex_digest();
}

bool Tensor::equals(const Tensor& other) const {
    return dtype_ == other.dtype_ && shape_ == other.shape_ && defined() == other.defined() &&
           (shares_buffer_with(other) ||
            std::memcmp(raw().data(), other.raw().data(), byte_size()) == 0);
}

} // namespace espalier
