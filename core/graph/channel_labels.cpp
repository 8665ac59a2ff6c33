// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/channel_labels.h"

#include "core/base/error.h"

namespace espalier {

Label LabelSets::fresh() {
    parents_.push_back(static_cast<Label>(parents_.size()));
    return parents_.back();
}

Labels LabelSets::fresh(std::int64_t count) {
    Labels labels;
    labels.reserve(static_cast<std::size_t>(count));
    for (std::int64_t i = 0; i < count; ++i) {
        labels.push_back(fresh());
    }
    return labels;
}

Label LabelSets::root(Label label) const {
    while (parents_[label] != label) {
        parents_[label] = parents_[parents_[label]]; // halves the path for the next one
        label = parents_[label];
    }
    return label;
}

void LabelSets::unite(Label a, Label b) {
    a = root(a);
    b = root(b);
    if (a == b) {
        return;
    }
    if (b < a) {
        std::swap(a, b);
    }
    parents_[b] = a;
    if (const auto found = reasons_.find(b); found != reasons_.end()) {
        reasons_.try_emplace(a, std::move(found->second));
        reasons_.erase(b);
    }
}

void LabelSets::unite(const Labels& a, const Labels& b) {
    expect(a.size() == b.size(), "{} channels meet {}", a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        unite(a[i], b[i]);
    }
}

void LabelSets::fix(Label label, const std::string& reason) {
    reasons_.try_emplace(root(label), reason);
}

void LabelSets::fix(const Labels& labels, const std::string& reason) {
    for (const Label label : labels) {
        fix(label, reason);
    }
}

const std::string& LabelSets::reason(Label label) const {
    static const std::string none;
    const auto found = reasons_.find(root(label));
    return found == reasons_.end() ? none : found->second;
}

} // namespace espalier
