// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/evaluate.h"

#include "core/base/error.h"
#include "core/data/text_dataset.h"
#include "core/engine/engine.h"
#include "core/train/losses/softmax.h"
#include "core/train/text_score.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <numeric>

namespace espalier {

namespace {

constexpr std::size_t kTopGuesses = 5;

enum class ScoreKind { Logits, Probabilities, LogProbabilities };

ScoreKind score_kind(const Graph& graph) {
    const Uses uses(graph);
    const auto maker = uses.producer(graph.outputs.front());
    const std::string op = maker ? graph.nodes[*maker].op : "";
    return op == "Softmax"      ? ScoreKind::Probabilities
           : op == "LogSoftmax" ? ScoreKind::LogProbabilities
                                : ScoreKind::Logits;
}

double cross_entropy(std::span<const float> scores, int label, ScoreKind kind) {
    const auto own = static_cast<double>(scores[static_cast<std::size_t>(label)]);
    switch (kind) {
    case ScoreKind::Probabilities:
        return -std::log(std::max(own, 1e-30));
    case ScoreKind::LogProbabilities:
        return -own;
    case ScoreKind::Logits:
        break;
    }
    const std::array<int, 1> labels{label};
    return softmax_cross_entropy(scores, labels, scores.size(), 1.0, {});
}

/// How many classes are guessed before `label`; of equal scores the lower number comes first.
std::size_t rank_of(std::span<const float> scores, std::size_t label) {
    std::size_t before = 0;
    for (std::size_t k = 0; k < scores.size(); ++k) {
        before += scores[k] > scores[label] || (scores[k] == scores[label] && k < label) ? 1U : 0U;
    }
    return before;
}

TensorType input_type(const Graph& graph, std::size_t batch) {
    if (graph.inputs.size() != 1 || graph.outputs.empty()) {
        fail(ErrorCode::Usage,
             "evaluate: the network has {} inputs and {} outputs, expected one picture in and "
             "scores out",
             graph.inputs.size(), graph.outputs.size());
    }
    TensorType type = graph.value(graph.inputs.front()).type;
    if (type.dtype != DType::Float32 || (type.shape.rank() != 4 && type.shape.rank() != 2)) {
        fail(ErrorCode::Usage,
             "evaluate: the input is {} {}, expected float32 [N, C, H, W] or [N, D]",
             dtype_name(type.dtype), type.shape.str());
    }
    if (type.shape[0] == kUnknownDim) {
        type.shape[0] = static_cast<std::int64_t>(batch);
    }
    return type;
}

/// Checks that the first output has one score per class and returns how many scores that are.
std::size_t score_count(const TensorType& type, const Dataset& set) {
    const Shape& shape = type.shape;
    const bool fits = type.dtype == DType::Float32 && shape.rank() >= 2 &&
                      shape.elements(2, shape.rank()) == 1 &&
                      (shape[1] == set.classes() || shape[1] == set.classes() + 1);
    if (!fits) {
        fail(ErrorCode::Usage,
             "evaluate: the first output is {} {}, expected one score for each of the {} classes "
             "of {}",
             dtype_name(type.dtype), shape.str(), set.classes(), set.name());
    }
    return static_cast<std::size_t>(shape[1]);
}

/// Guesses are counted, but not kept: there is one for every token.
Accuracy accuracy_of(const TextScore& score) {
    Accuracy result;
    result.top1 = score.accuracy;
    result.top5 = score.top5;
    result.loss = score.loss;
    result.images = score.tokens;
    result.hits = score.hits;
    result.images_per_s = static_cast<double>(score.tokens) / std::max(score.seconds, 1e-9);
    return result;
}

} // namespace

std::size_t Accuracy::correct() const {
    return hits;
}

Accuracy evaluate(const Graph& graph, const Dataset& set, const Preprocess& preprocess,
                  const Job& job, std::size_t batch) {
    const std::size_t images = set.size();
    if (images == 0) {
        fail(ErrorCode::Usage, "evaluate: {} has no pictures", set.name());
    }
    if (const TextSet* text = text_of(set)) {
        return accuracy_of(evaluate_text(graph, *text, job));
    }
    const TensorType input = input_type(graph, std::clamp<std::size_t>(batch, 1, images));
    const auto rows = static_cast<std::size_t>(input.shape[0]);
    CompileOptions options;
    options.inputs = {input};
    Executable network = Executable::compile(graph, options);
    const std::size_t classes = score_count(network.output_types().front(), set);
    const int first_class = classes > static_cast<std::size_t>(set.classes()) ? 1 : 0;
    const ScoreKind kind = score_kind(graph);

    Accuracy result;
    result.images = images;
    result.predictions.reserve(images);
    std::size_t top5 = 0;
    double loss = 0;
    std::vector<std::size_t> indices(rows);
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t begin = 0; begin < images; begin += rows) {
        job.check();
        for (std::size_t i = 0; i < rows; ++i) {
            // What is missing in the last batch is filled up with its last picture.
            indices[i] = std::min(begin + i, images - 1);
        }
        const Tensor x = load_batch(set, indices, preprocess, input.shape).reshaped(input.shape);
        const std::vector<Tensor> outputs = network.run({x});
        const auto scores = outputs.front().data<float>();
        for (std::size_t i = 0; i < rows && begin + i < images; ++i) {
            const auto row = scores.subspan(i * classes, classes);
            const int label = set.label(begin + i) + first_class;
            const std::size_t rank = rank_of(row, static_cast<std::size_t>(label));
            result.hits += rank == 0 ? 1U : 0U;
            top5 += rank < kTopGuesses ? 1U : 0U;
            loss += cross_entropy(row, label, kind);
            result.predictions.push_back(
                static_cast<int>(std::max_element(row.begin(), row.end()) - row.begin()) -
                first_class);
        }
        job.report(std::min(begin + rows, images), images, "evaluate");
    }
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    const auto count = static_cast<double>(images);
    result.top1 = 100.0 * static_cast<double>(result.hits) / count;
    result.top5 = 100.0 * static_cast<double>(top5) / count;
    result.loss = loss / count;
    result.images_per_s = count / std::max(seconds.count(), 1e-9);
    return result;
}

} // namespace espalier
