// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiments/numeric_sweep.h"

#include "core/base/error.h"
#include "core/train/labelled_source.h"
#include "core/train/losses/cross_entropy.h"
#include "core/train/train_plan.h"

#include <fmt/core.h>

#include <algorithm>
#include <numeric>

namespace espalier {

namespace {

constexpr std::size_t kTestBatch = 100;

NumericCell run_cell(const Graph& start, const Dataset& train_set, const Dataset& test_set,
                     const Preprocess& preprocess, const TrainOptions& options, const Job& job) {
    NumericCell cell;
    try {
        const TrainResult result = train(start, train_set, preprocess, options, job);
        cell.loss = result.loss;
        cell.top1 = restricted_accuracy(result.graph, test_set, preprocess, options.numerics);
    } catch (const Error& error) {
        if (error.code() != ErrorCode::Failed) {
            throw;
        }
        cell.diverged = true;
    }
    return cell;
}

} // namespace

double restricted_accuracy(const Graph& graph, const Dataset& set, const Preprocess& preprocess,
                           const Numerics& numerics) {
    Numerics forward;
    forward.chosen = numerics.chosen;
    for (const NumericObject object : {NumericObject::Weight, NumericObject::Activation}) {
        forward[object] = numerics[object];
        forward[object].rounding = Rounding::Nearest;
    }
    const auto source = labelled_source(graph, set, preprocess, {}, 1);
    const std::size_t batch = std::min(kTestBatch, source->size());
    TrainPlan plan(graph, static_cast<std::int64_t>(batch),
                   {.freeze_batch_norm = true, .numerics = forward});
    source->bind(plan.input_shape(), plan.output_shape());
    std::vector<int> labels(batch * source->labels_per_sample());
    std::vector<std::size_t> indices(batch);
    BatchLoss total;
    for (std::size_t begin = 0; begin + batch <= source->size(); begin += batch) {
        std::iota(indices.begin(), indices.end(), begin);
        source->fill(indices, 0, plan.input(), labels);
        const BatchLoss loss = plan.forward(CrossEntropy(), {.labels = labels});
        total.correct += loss.correct;
        total.counted += loss.counted;
    }
    return 100.0 * static_cast<double>(total.correct) / static_cast<double>(total.counted);
}

NumericTable sweep_numerics(const Graph& start, const Dataset& train_set, const Dataset& test_set,
                            const Preprocess& preprocess, const NumericSweep& sweep,
                            const Job& job) {
    NumericTable table;
    const std::size_t count = sweep.objects.size() * sweep.bits.size() + 1;
    TrainOptions options = sweep.training;
    options.numerics = {};
    const NumericCell whole =
        run_cell(start, train_set, test_set, preprocess, options, job.nested("float"));
    if (whole.diverged) {
        fail(ErrorCode::Failed, "sweep: the training diverges in float32, expected one that works");
    }
    table.baseline = whole.top1;
    for (const NumericObject object : sweep.objects) {
        for (const int bits : sweep.bits) {
            job.check();
            job.report(table.cells.size() + 1, count, "sweep");
            options.numerics = {};
            options.numerics[object] = {
                .bits = bits, .rounding = sweep.rounding, .scale = sweep.scale};
            NumericCell cell =
                run_cell(start, train_set, test_set, preprocess, options,
                         job.nested(fmt::format("{} {} bits", object_name(object), bits)));
            cell.object = object;
            cell.bits = bits;
            table.cells.push_back(cell);
        }
    }
    return table;
}

std::optional<int> NumericTable::fewest_bits(NumericObject object, double points) const {
    std::vector<NumericCell> own;
    std::ranges::copy_if(cells, std::back_inserter(own),
                         [&](const NumericCell& cell) { return cell.object == object; });
    std::ranges::sort(own, std::greater(), &NumericCell::bits);
    std::optional<int> fewest;
    for (const NumericCell& cell : own) {
        if (cell.diverged || cell.top1 < baseline - points) {
            break;
        }
        fewest = cell.bits;
    }
    return fewest;
}

std::vector<NumericObject> NumericTable::order(double points) const {
    const auto lost = [&](NumericObject object) {
        double sum = 0;
        for (const NumericCell& cell : cells) {
            sum += cell.object == object ? baseline - cell.top1 : 0.0;
        }
        return sum;
    };
    std::vector<NumericObject> objects;
    for (const NumericCell& cell : cells) {
        if (std::ranges::find(objects, cell.object) == objects.end()) {
            objects.push_back(cell.object);
        }
    }
    constexpr int kTooMany = 1000;
    std::ranges::stable_sort(objects, [&](NumericObject a, NumericObject b) {
        const int first = fewest_bits(a, points).value_or(kTooMany);
        const int second = fewest_bits(b, points).value_or(kTooMany);
        return first != second ? first < second : lost(a) < lost(b);
    });
    return objects;
}

} // namespace espalier
