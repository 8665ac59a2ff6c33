// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/distil/distillation.h"

#include "core/base/error.h"

#include <algorithm>
#include <array>

namespace espalier {

namespace {

constexpr std::array<std::string_view, 4> kHints{"none", "feature", "attention", "relational"};

std::vector<std::string> teacher_values(const DistilSettings& settings) {
    std::vector<std::string> names;
    for (const HintPair& pair : settings.pairs) {
        names.push_back(pair.teacher);
    }
    return names;
}

std::size_t places_of(const Shape& shape) {
    return shape.rank() < 2 ? 1 : static_cast<std::size_t>(shape.elements(2, shape.rank()));
}

} // namespace

Distillation::Distillation(const Graph& teacher, DistilSettings settings, double label_smoothing)
    : settings_(std::move(settings))
    , labels_(label_smoothing)
    , teacher_hash_(teacher.content_hash())
    , teacher_(std::make_unique<Teacher>(teacher, teacher_values(settings_))) {
    expect(settings_.temperature > 0, "distillation: temperature {}, expected above 0",
           settings_.temperature);
}

std::vector<std::string> Distillation::values() const {
    std::vector<std::string> names;
    for (const HintPair& pair : settings_.pairs) {
        names.push_back(pair.student);
    }
    return names;
}

BatchLoss Distillation::compute(const LossBatch& batch) const {
    const Tensor input = Tensor::of<float>(batch.input.shape, batch.input.data);
    const std::vector<Tensor> seen = teacher_->see(input);
    const LossValue& scores = batch.values.front();
    const auto wanted = seen.front().data<float>();
    if (wanted.size() != scores.data.size()) {
        fail(ErrorCode::Usage, "distillation: the teacher gives {}, expected {} as the student",
             seen.front().shape().str(), scores.shape.str());
    }
    // The labels' gradient is scaled to alpha before the others are added.
    BatchLoss result = labels_.compute(batch);
    for (float& g : scores.gradient) {
        g *= static_cast<float>(settings_.alpha);
    }
    result.loss *= settings_.alpha;
    const double rest = 1 - settings_.alpha;
    if (rest != 0) {
        result.loss += rest * response_term({scores.data, wanted, batch.samples},
                                            score_axes(scores.shape).classes, settings_.temperature,
                                            settings_.by_square, rest, scores.gradient);
    }
    for (std::size_t i = 0; i < settings_.pairs.size(); ++i) {
        result.loss += hint(batch.values[i + 1], seen[i + 1]);
    }
    return result;
}

double Distillation::hint(const LossValue& student, const Tensor& teacher) const {
    const double factor = settings_.weight / static_cast<double>(settings_.pairs.size());
    const DistilValues values{student.data, teacher.data<float>(),
                              static_cast<std::size_t>(student.shape[0])};
    const auto differ = [&] {
        fail(ErrorCode::Usage, "distillation: {} is {} in the student and {} in the teacher",
             student.name, student.shape.str(), teacher.shape().str());
    };
    switch (settings_.hints) {
    case HintKind::Feature:
        if (values.student.size() != values.teacher.size()) {
            differ();
        }
        return factor * feature_term(values, factor, student.gradient);
    case HintKind::Attention:
        if (places_of(student.shape) != places_of(teacher.shape())) {
            differ();
        }
        return factor * attention_term(values, places_of(student.shape), factor, student.gradient);
    case HintKind::Relational:
        return factor * relational_term(values, factor, student.gradient);
    case HintKind::None:
        break;
    }
    return 0;
}

std::string Distillation::identity() const {
    std::string text =
        fmt::format("distillation, {}, teacher {}, temperature {}, alpha {}, square "
                    "{}, {} hints of weight {}",
                    labels_.identity(), teacher_hash_, settings_.temperature, settings_.alpha,
                    settings_.by_square, hint_name(settings_.hints), settings_.weight);
    for (const HintPair& pair : settings_.pairs) {
        text += ", " + pair.student + "=" + pair.teacher;
    }
    return text;
}

HintKind hint_kind(std::string_view name) {
    const auto found = std::ranges::find(kHints, name);
    if (found == kHints.end()) {
        fail(ErrorCode::Usage,
             "hints \"{}\" are unknown, expected none, feature, attention or relational", name);
    }
    return static_cast<HintKind>(found - kHints.begin());
}

std::string_view hint_name(HintKind kind) {
    return kHints[static_cast<std::size_t>(kind)];
}

} // namespace espalier
