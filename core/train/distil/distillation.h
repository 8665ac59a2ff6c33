// SPDX-License-Identifier: GPL-3.0-or-later
// Learning from another network: labels as in cross-entropy, and what a teacher makes of the same
// pictures,
//     loss = alpha * H(labels, student) + (1 - alpha) * response + weight * hints
#pragma once

#include "core/train/distil/teacher.h"
#include "core/train/distil/terms.h"
#include "core/train/losses/cross_entropy.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace espalier {

enum class HintKind { None, Feature, Attention, Relational };

/// Values that are held against each other, by name.
struct HintPair {
    std::string student;
    std::string teacher;

    bool operator==(const HintPair&) const = default;
};

struct DistilSettings {
    double temperature = 4;
    double alpha = 0.5;    ///< share of the labels; 1 - alpha is that of the teacher's response
    bool by_square = true; ///< multiply the response by T^2, as Hinton et al. do
    HintKind hints = HintKind::None;
    double weight = 1; ///< of the hints, divided by their number
    std::vector<HintPair> pairs = {};
};

class Distillation final : public Loss {
public:
    Distillation(const Graph& teacher, DistilSettings settings, double label_smoothing = 0);

    [[nodiscard]] std::vector<std::string> values() const override;

    void check(const Shape& output) const override { labels_.check(output); }

    BatchLoss compute(const LossBatch& batch) const override;
    [[nodiscard]] std::string identity() const override;

private:
    [[nodiscard]] double hint(const LossValue& student, const Tensor& teacher) const;

    DistilSettings settings_;
    CrossEntropy labels_;
    std::string teacher_hash_;
    std::unique_ptr<Teacher> teacher_; ///< its memory changes while it looks
};

/// "none", "feature", "attention", "relational"; Usage error for another name.
[[nodiscard]] HintKind hint_kind(std::string_view name);
[[nodiscard]] std::string_view hint_name(HintKind kind);

} // namespace espalier
