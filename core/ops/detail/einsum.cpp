// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/detail/einsum.h"

#include "core/base/error.h"
#include "core/ops/detail/check.h"

#include <algorithm>
#include <cctype>
#include <map>

namespace espalier::ops::detail {

namespace {

constexpr std::size_t kMaxLoops = 64;

/// Dimension `from_end` of those "..." stands for, counted from the last one; below every letter.
int ellipsis_label(int from_end) {
    return -1 - from_end;
}

/// Letters of a term; the ellipsis, where it has one, as `dots` labels.
std::vector<int> labels_of(std::string_view term, int dots) {
    std::vector<int> labels;
    for (std::size_t i = 0; i < term.size(); ++i) {
        if (term.substr(i, 3) == "...") {
            for (int k = dots; k-- > 0;) {
                labels.push_back(ellipsis_label(k));
            }
            i += 2;
            continue;
        }
        expect(std::isalpha(static_cast<unsigned char>(term[i])) != 0,
               "the equation has a '{}', expected letters, \"...\", \",\" and one \"->\"", term[i]);
        labels.push_back(term[i]);
    }
    return labels;
}

bool has_ellipsis(std::string_view term) {
    return term.find("...") != std::string_view::npos;
}

std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> terms(1);
    for (const char c : text) {
        if (c == ',') {
            terms.emplace_back();
        } else {
            terms.back() += c;
        }
    }
    return terms;
}

/// What the output is where the equation does not say.
std::vector<int> implied(const std::vector<std::vector<int>>& terms) {
    std::map<int, int> uses; // sorted: the ellipsis, then letters in alphabetical order
    for (const auto& term : terms) {
        for (const int label : term) {
            ++uses[label];
        }
    }
    std::vector<int> output;
    for (const auto& [label, count] : uses) {
        if (label < 0 || count == 1) {
            output.push_back(label);
        }
    }
    return output;
}

} // namespace

EinsumPlan::EinsumPlan(const Node& node, const std::vector<Shape>& inputs)
    : inputs_(inputs.size()) {
    expect(node.attributes.has("equation"), "attribute equation is missing");
    std::string equation = node.attributes.text("equation", "");
    std::erase_if(equation, [](unsigned char c) { return std::isspace(c) != 0; });
    const std::size_t arrow = equation.find("->");
    const std::vector<std::string> terms = split(equation.substr(0, arrow));
    expect(terms.size() == inputs.size(), "equation {} has {} terms, found {} inputs", equation,
           terms.size(), inputs.size());
    std::vector<std::vector<int>> labels;
    int most_dots = 0;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        expect(terms[i].find("...") == terms[i].rfind("..."), "term {} has \"...\" twice",
               terms[i]);
        const auto letters = static_cast<int>(labels_of(terms[i], 0).size());
        const int dots = inputs[i].rank() - letters;
        expect(has_ellipsis(terms[i]) ? dots >= 0 : dots == 0,
               "input {} has {} dimensions, term {} names {}", i, inputs[i].rank(), terms[i],
               letters);
        labels.push_back(labels_of(terms[i], dots));
        most_dots = std::max(most_dots, dots);
    }
    const std::vector<int> output = arrow == std::string::npos
                                        ? implied(labels)
                                        : labels_of(equation.substr(arrow + 2), most_dots);
    for (const int label : output) {
        const bool known = std::ranges::any_of(labels, [label](const std::vector<int>& term) {
            return std::ranges::find(term, label) != term.end();
        });
        expect(known && std::ranges::count(output, label) == 1,
               "equation {}: an output letter that no input has, or twice", equation);
        static_cast<void>(loop_of(label));
    }
    output_loops_ = loops_.size();
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        add_input(labels[i], inputs[i], i);
    }
    expect(loops_.size() <= kMaxLoops, "equation {} has {} letters, expected at most {}", equation,
           loops_.size(), kMaxLoops);
    std::vector<std::int64_t> dims;
    for (std::size_t i = 0; i < output_loops_; ++i) {
        dims.push_back(loops_[i].size);
    }
    output_ = Shape(std::move(dims));
}

EinsumPlan::Loop& EinsumPlan::loop_of(int label) {
    const auto found = std::ranges::find(loops_, label, &Loop::label);
    if (found != loops_.end()) {
        return *found;
    }
    loops_.push_back({label, 1, std::vector<std::int64_t>(inputs_, 0)});
    return loops_.back();
}

/// A dimension of 1 is stretched, as in NumPy.
void EinsumPlan::add_input(const std::vector<int>& labels, const Shape& shape, std::size_t index) {
    std::int64_t step = 1;
    for (std::size_t axis = labels.size(); axis-- > 0;) {
        const std::int64_t size = shape.dims()[axis];
        Loop& loop = loop_of(labels[axis]);
        if (size != 1) {
            expect(loop.size == 1 || loop.size == size || size < 0 || loop.size < 0,
                   "dimension {} of input {} is {}, expected {}", axis, index, size, loop.size);
            loop.size = loop.size == 1 ? size : merged_dim(loop.size, size);
            loop.steps[index] += step;
        }
        step = size < 0 ? step : checked_product({step, size});
    }
}

std::int64_t EinsumPlan::results() const {
    return output_.elements();
}

std::int64_t EinsumPlan::terms() const {
    std::int64_t count = 1;
    for (std::size_t i = output_loops_; i < loops_.size(); ++i) {
        count = checked_product({count, loops_[i].size});
    }
    return count;
}

} // namespace espalier::ops::detail
