// SPDX-License-Identifier: GPL-3.0-or-later
// A constant of the network. What the network computes with is code(mask * latent); the float32
// master stays underneath, so that steps compose and fine-tuning can move it.
#pragma once

#include "core/graph/code.h"
#include "core/tensor/tensor.h"

#include <memory>
#include <optional>
#include <string>

namespace espalier {

class Parameter {
public:
    Parameter() = default;
    /// Any element type; masks and codes apply to float32 only.
    explicit Parameter(Tensor latent, std::string provenance = {});

    [[nodiscard]] const Tensor& latent() const { return latent_; }

    [[nodiscard]] const Shape& shape() const { return latent_.shape(); }

    /// Bool, of the latent's shape: false where the weight is pruned. Undefined where nothing is.
    [[nodiscard]] const Tensor& mask() const { return mask_; }

    [[nodiscard]] bool has_mask() const { return mask_.defined(); }

    /// nullptr where values are stored as they are.
    [[nodiscard]] const CodePtr& code() const { return code_; }

    /// Which step made it what it is ("prune.magnitude"), empty for the original.
    [[nodiscard]] const std::string& provenance() const { return provenance_; }

    /// code(mask * latent), computed once and shared by all copies. Safe from several threads.
    [[nodiscard]] const Tensor& effective() const;
    /// Elements of effective() that are not zero.
    [[nodiscard]] std::int64_t nonzeros() const;
    /// Identifies latent, mask and code (hex SHA-256).
    [[nodiscard]] std::string content_hash() const;

    /// Copies with one thing exchanged. A mask or code on something that is not float32, or a mask
    /// of another shape, is BadInput. A new latent of another shape drops neither: it is BadInput
    /// while a mask or a per-channel code of the old shape is held.
    [[nodiscard]] Parameter with_latent(Tensor latent) const;
    [[nodiscard]] Parameter with_mask(Tensor mask) const;
    [[nodiscard]] Parameter with_code(CodePtr code) const;
    [[nodiscard]] Parameter with_provenance(std::string provenance) const;
    /// Indices `keep` of `axis` only, of latent, mask and code alike.
    [[nodiscard]] Parameter selected(int axis, const std::vector<std::int64_t>& keep) const;

private:
    struct Derived;

    void reset_derived();

    Tensor latent_;
    Tensor mask_;
    CodePtr code_;
    std::string provenance_;
    std::shared_ptr<Derived> derived_;
};

/// Indices `keep` of `axis` of any tensor.
[[nodiscard]] Tensor select(const Tensor& tensor, int axis, const std::vector<std::int64_t>& keep);

} // namespace espalier
