// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/models/graph_blocks.h"

#include "core/graph/infer.h"

#include <algorithm>

namespace espalier::studio {

namespace {

constexpr std::size_t kLongestBlock = 200;
/// Drawing a run as one box must be worth it: so many boxes less at the least.
constexpr std::size_t kLeastSaved = 4;

/// What two nodes must have in common to stand at one place of two blocks.
struct Label {
    std::string op;
    Shape output;
    Shape window;                       ///< height and width of a kernel
    std::vector<std::string> producers; ///< their operators

    bool operator==(const Label&) const = default;
};

struct Run {
    std::size_t start = 0;
    std::size_t period = 0;
    std::size_t repeats = 0;

    [[nodiscard]] std::size_t end() const { return start + period * repeats; }
};

class Searcher {
public:
    Searcher(const Graph& graph, bool compare_shapes);

    [[nodiscard]] std::vector<Run> runs() const;

private:
    /// Nodes `at` and `at + period` do the same with what they are given.
    [[nodiscard]] bool alike(std::size_t at, std::size_t period) const;
    /// Only one of the nodes in [start, end) is read from outside.
    [[nodiscard]] bool has_one_exit(std::size_t start, std::size_t end) const;
    [[nodiscard]] std::optional<Run> best_phase(std::size_t start, std::size_t period,
                                                std::size_t length) const;

    std::vector<std::size_t> labels_;                               ///< equal where nodes are alike
    std::vector<std::vector<std::optional<std::size_t>>> readings_; ///< who makes each input
    std::vector<bool> weighs_;                                      ///< nodes with a weight matrix
    std::vector<std::size_t> last_reader_;                          ///< of what a node makes
};

Searcher::Searcher(const Graph& graph, bool compare_shapes) {
    const std::vector<TensorType> types = types_for_batch(graph, 1);
    const Uses uses(graph);
    std::vector<Label> known;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        const Node& node = graph.nodes[i];
        Label label;
        label.op = node.op;
        std::size_t last = i;
        bool weighs = false;
        for (const ValueId output : node.outputs) {
            if (output == kNoValue) {
                continue;
            }
            for (const std::size_t reader : uses.consumers(output)) {
                last = std::max(last, reader);
            }
            if (uses.is_output(output)) {
                last = graph.nodes.size();
            }
        }
        last_reader_.push_back(last);
        if (compare_shapes && !node.outputs.empty() && node.outputs.front() != kNoValue) {
            label.output = types[static_cast<std::size_t>(node.outputs.front())].shape;
        }
        readings_.emplace_back();
        for (const ValueId input : node.inputs) {
            if (input == kNoValue) {
                continue;
            }
            if (const Parameter* parameter = graph.parameter(input)) {
                const Shape& shape = parameter->shape();
                weighs = weighs || shape.rank() >= 2;
                if (shape.rank() == 4 && label.window.rank() == 0) {
                    label.window = {shape[2], shape[3]};
                }
                continue;
            }
            const auto producer = uses.producer(input);
            readings_.back().push_back(producer);
            label.producers.push_back(producer ? graph.nodes[*producer].op : std::string());
        }
        weighs_.push_back(weighs);
        const auto found = std::find(known.begin(), known.end(), label);
        labels_.push_back(static_cast<std::size_t>(found - known.begin()));
        if (found == known.end()) {
            known.push_back(std::move(label));
        }
    }
}

bool Searcher::alike(std::size_t at, std::size_t period) const {
    const auto& here = readings_[at];
    const auto& there = readings_[at + period];
    if (labels_[at] != labels_[at + period] || here.size() != there.size()) {
        return false;
    }
    for (std::size_t i = 0; i < here.size(); ++i) {
        // Either the same place of its own block, or both read one value from outside.
        const bool moved = here[i] && there[i] && *here[i] + period == *there[i];
        if (!moved && here[i] != there[i]) {
            return false;
        }
    }
    return true;
}

bool Searcher::has_one_exit(std::size_t start, std::size_t end) const {
    std::size_t exits = 0;
    for (std::size_t i = start; i < end; ++i) {
        exits += last_reader_[i] >= end ? 1 : 0;
    }
    return exits == 1;
}

std::optional<Run> Searcher::best_phase(std::size_t start, std::size_t period,
                                        std::size_t length) const {
    std::optional<Run> best;
    for (std::size_t shift = 0; shift < period && shift + 2 * period <= length; ++shift) {
        const Run run{start + shift, period, (length - shift) / period};
        // A block is known by the layer it begins with, not by the Relu before.
        const bool better =
            !best || run.repeats > best->repeats ||
            (run.repeats == best->repeats && weighs_[run.start] && !weighs_[best->start]);
        if (better && has_one_exit(run.start, run.start + period) &&
            has_one_exit(run.end() - period, run.end())) {
            best = run;
        }
    }
    return best;
}

std::vector<Run> Searcher::runs() const {
    const std::size_t count = labels_.size();
    std::vector<Run> candidates;
    for (std::size_t period = 2; period <= std::min(kLongestBlock, count / 2); ++period) {
        std::size_t start = 0;
        for (std::size_t i = 0; i + period <= count; ++i) {
            if (i + period < count && alike(i, period)) {
                continue;
            }
            const std::size_t length = i - start + period;
            if (length >= 2 * period) {
                const auto run = best_phase(start, period, length);
                if (run && (run->repeats - 1) * period >= kLeastSaved) {
                    candidates.push_back(*run);
                }
            }
            start = i + 1;
        }
    }
    // What covers most first; of two that cover the same, the one with shorter blocks.
    std::stable_sort(candidates.begin(), candidates.end(), [](const Run& a, const Run& b) {
        const std::size_t covers_a = a.period * a.repeats;
        const std::size_t covers_b = b.period * b.repeats;
        return covers_a != covers_b ? covers_a > covers_b : a.period < b.period;
    });
    std::vector<Run> chosen;
    for (const Run& run : candidates) {
        const bool free = std::none_of(chosen.begin(), chosen.end(), [&](const Run& other) {
            return run.start < other.end() && other.start < run.end();
        });
        if (free) {
            chosen.push_back(run);
        }
    }
    std::sort(chosen.begin(), chosen.end(),
              [](const Run& a, const Run& b) { return a.start < b.start; });
    return chosen;
}

std::size_t boxes_left(const Graph& graph, const std::vector<Run>& runs) {
    std::size_t left = graph.nodes.size();
    for (const Run& run : runs) {
        left -= run.period * run.repeats - 1;
    }
    return left;
}

} // namespace

std::vector<std::size_t> Blocks::path(const std::string& node) const {
    const auto found = innermost.find(node);
    if (found == innermost.end()) {
        return {};
    }
    const Block& block = all[found->second];
    return block.run ? std::vector<std::size_t>{*block.run, found->second}
                     : std::vector<std::size_t>{found->second};
}

Blocks find_blocks(const Graph& graph, std::size_t many) {
    std::vector<Run> runs = Searcher(graph, true).runs();
    if (boxes_left(graph, runs) > many) {
        runs = Searcher(graph, false).runs();
    }
    Blocks blocks;
    for (const Run& run : runs) {
        const std::size_t whole = blocks.all.size();
        Block all;
        all.repeats = run.repeats;
        blocks.all.push_back(std::move(all));
        for (std::size_t number = 0; number < run.repeats; ++number) {
            Block block;
            block.run = whole;
            block.number = number;
            for (std::size_t i = 0; i < run.period; ++i) {
                const Node& node = graph.nodes[run.start + number * run.period + i];
                block.nodes.push_back(node.name);
                block.ops.push_back(node.op);
                blocks.all[whole].nodes.push_back(node.name);
                blocks.innermost[node.name] = blocks.all.size();
            }
            blocks.all[whole].ops = block.ops;
            blocks.all.push_back(std::move(block));
        }
    }
    return blocks;
}

} // namespace espalier::studio
