// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/parameter.h"

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/graph/channel_code.h"
#include "core/graph/group_code.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <mutex>

namespace espalier {

/// What follows from latent, mask and code; shared by copies of the parameter.
struct Parameter::Derived {
    std::once_flag effective_once;
    std::once_flag nonzeros_once;
    std::once_flag hash_once;
    Tensor effective;
    std::int64_t nonzeros = 0;
    std::string hash;
};

Parameter::Parameter(Tensor latent, std::string provenance)
    : latent_(std::move(latent))
    , provenance_(std::move(provenance)) {
    reset_derived();
}

void Parameter::reset_derived() {
    derived_ = std::make_shared<Derived>();
}

const Tensor& Parameter::effective() const {
    if (!has_mask() && !code_) {
        return latent_;
    }
    std::call_once(derived_->effective_once, [this] {
        Tensor values = latent_;
        if (has_mask()) {
            const auto kept = mask_.data<bool>();
            const auto target = values.writable<float>();
            for (std::size_t i = 0; i < target.size(); ++i) {
                // Without a branch, so that several are done at once.
                const std::uint32_t all = 0U - static_cast<std::uint32_t>(kept[i]);
                target[i] = std::bit_cast<float>(std::bit_cast<std::uint32_t>(target[i]) & all);
            }
        }
        derived_->effective = code_ ? code_->project(values) : values;
    });
    return derived_->effective;
}

std::int64_t Parameter::nonzeros() const {
    if (!latent_.defined()) {
        return 0;
    }
    std::call_once(derived_->nonzeros_once, [this] {
        const Tensor& values = effective();
        derived_->nonzeros = visit_dtype(values.dtype(), [&values](auto sample) {
            using T = decltype(sample);
            return static_cast<std::int64_t>(std::ranges::count_if(values.data<T>(), [](T value) {
                if constexpr (std::is_same_v<T, Half> || std::is_same_v<T, BFloat>) {
                    return to_float(value) != 0.0F;
                } else {
                    return value != T{};
                }
            }));
        });
    });
    return derived_->nonzeros;
}

std::string Parameter::content_hash() const {
    if (!latent_.defined()) {
        return {};
    }
    std::call_once(derived_->hash_once, [this] {
        Sha256 hash;
        hash.update(latent_.content_hash());
        hash.update(has_mask() ? mask_.content_hash() : std::string());
        hash.update(code_ ? code_->to_json().dump() : std::string());
        derived_->hash = hash.hex_digest();
    });
    return derived_->hash;
}

namespace {

/// A code must be applicable to the values: projecting checks the shape of per-channel codes.
void check_code(const Code& code, const Tensor& latent) {
    expect(latent.dtype() == DType::Float32, "a code on {} values, expected float32",
           dtype_name(latent.dtype()));
    if (const auto* affine = dynamic_cast<const AffineCode*>(&code);
        affine != nullptr && affine->axis() >= 0) {
        const auto scales = static_cast<std::int64_t>(affine->scales().size());
        expect(affine->axis() < latent.shape().rank() && latent.shape()[affine->axis()] == scales,
               "a code with {} scales along axis {} on values of shape {}", scales, affine->axis(),
               latent.shape().str());
    }
    if (const auto* groups = dynamic_cast<const GroupCode*>(&code)) {
        const Shape& shape = latent.shape();
        const auto count = static_cast<std::int64_t>(groups->ends().size());
        expect(shape.rank() >= 2 && shape[1 - groups->axis()] == groups->ends().back() &&
                   shape[groups->axis()] * count ==
                       static_cast<std::int64_t>(groups->scales().size()),
               "a code with {} scales by groups of {} inputs on values of shape {}",
               groups->scales().size(), groups->ends().back(), shape.str());
    }
    if (const auto* each = dynamic_cast<const ChannelCode*>(&code);
        each != nullptr && each->axis() >= 0) {
        const auto channels = static_cast<std::int64_t>(each->channels());
        expect(each->axis() < latent.shape().rank() && latent.shape()[each->axis()] == channels,
               "a code with {} channels along axis {} on values of shape {}", channels,
               each->axis(), latent.shape().str());
    }
}

} // namespace

Parameter Parameter::with_latent(Tensor latent) const {
    if (has_mask()) {
        expect(latent.dtype() == DType::Float32 && latent.shape() == mask_.shape(),
               "new {} values of shape {} under a mask of shape {}", dtype_name(latent.dtype()),
               latent.shape().str(), mask_.shape().str());
    }
    if (code_) {
        check_code(*code_, latent);
    }
    Parameter result = *this;
    result.latent_ = std::move(latent);
    result.reset_derived();
    return result;
}

Parameter Parameter::with_mask(Tensor mask) const {
    if (mask.defined()) {
        expect(latent_.dtype() == DType::Float32, "a mask on {} values, expected float32",
               dtype_name(latent_.dtype()));
        expect(mask.dtype() == DType::Bool, "a mask of {}, expected bool",
               dtype_name(mask.dtype()));
        expect(mask.shape() == shape(), "a mask of shape {} on values of shape {}",
               mask.shape().str(), shape().str());
    }
    Parameter result = *this;
    result.mask_ = std::move(mask);
    result.reset_derived();
    return result;
}

Parameter Parameter::with_code(CodePtr code) const {
    if (code) {
        check_code(*code, latent_);
    }
    Parameter result = *this;
    result.code_ = std::move(code);
    result.reset_derived();
    return result;
}

Parameter Parameter::with_provenance(std::string provenance) const {
    Parameter result = *this;
    result.provenance_ = std::move(provenance);
    return result;
}

Parameter Parameter::selected(int axis, const std::vector<std::int64_t>& keep) const {
    const int positive = shape().normalised_axis(axis, "axis");
    Parameter result(select(latent_, positive, keep), provenance_);
    if (has_mask()) {
        result.mask_ = select(mask_, positive, keep);
    }
    if (code_) {
        result.code_ = code_->selected(positive, keep);
    }
    return result;
}

Tensor select(const Tensor& tensor, int axis, const std::vector<std::int64_t>& keep) {
    const int positive = tensor.shape().normalised_axis(axis, "axis");
    const std::int64_t size = tensor.shape()[positive];
    const auto rank = tensor.shape().rank();
    const auto outer = static_cast<std::size_t>(tensor.shape().elements(0, positive));
    const auto run = static_cast<std::size_t>(tensor.shape().elements(positive + 1, rank)) *
                     element_bytes(tensor.dtype());
    for (const std::int64_t index : keep) {
        expect(index >= 0 && index < size, "index {} selected from axis {} of shape {}", index,
               positive, tensor.shape().str());
    }
    Shape shape = tensor.shape();
    shape[positive] = static_cast<std::int64_t>(keep.size());
    Tensor result(tensor.dtype(), shape);
    const auto source = tensor.raw();
    std::byte* target = result.writable_raw().data();
    for (std::size_t o = 0; o < outer; ++o) {
        for (const std::int64_t index : keep) {
            const std::size_t from =
                (o * static_cast<std::size_t>(size) + static_cast<std::size_t>(index)) * run;
            std::memcpy(target, source.data() + from, run);
            target += run;
        }
    }
    return result;
}

} // namespace espalier
