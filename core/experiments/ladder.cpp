// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiments/ladder.h"

#include "core/analysis/storage.h"

#include <fmt/core.h>

#include <chrono>

namespace espalier {

namespace {

using Steps = std::vector<std::string>;

class Climb {
public:
    Climb(const Graph& graph, const LadderOptions& options, const Context& context,
          const std::function<Accuracy(const Graph&, const Job&)>& measure,
          const std::function<void(const LadderRung&)>& report)
        : graph_(graph)
        , options_(options)
        , context_(context)
        , measure_(measure)
        , report_(report) {
        context_.note = nullptr; // the same for every rung
    }

    Ladder run() {
        const Accuracy whole = measure_(graph_, context_.job.nested("float network"));
        ladder_.baseline = whole.top1;
        ladder_.images = whole.images;
        const std::string bits = fmt::format("weight_bits={}", options_.weight_bits);
        const std::string fitted =
            fmt::format("bits={},images={}", options_.weight_bits, options_.images);
        rounding_ = {fmt::format("quantise.uniform:{},weight_range=minmax", bits)};
        if (climb("round to the nearest")) {
            return std::move(ladder_);
        }
        if (with_rounding("ranges of least error",
                          {fmt::format("quantise.uniform:{},weight_range=mse", bits)}) ||
            equalised() ||
            with_rounding(
                "correct biases",
                Steps{rounding_.front(), fmt::format("correct.bias:images={}", options_.images)}) ||
            with_rounding("compensated rounding (GPTQ)", {"quantise.gptq:" + fitted}) ||
            with_rounding(
                "learnt rounding (AdaRound)",
                {fmt::format("quantise.adaround:{},iterations={}", fitted, options_.iterations)})) {
            return std::move(ladder_);
        }
        with_rounding("mixed precision", {fmt::format("quantise.mixed:bits={},images={}",
                                                      options_.weight_bits, options_.images)});
        return std::move(ladder_);
    }

private:
    bool equalised() {
        equalise_ = true;
        const bool done = climb("equalise layers");
        equalise_ = ladder_.rungs.back().kept;
        return done;
    }

    /// Tries another rounding, which stays where it gains.
    bool with_rounding(const std::string& name, Steps rounding) {
        rounding.swap(rounding_);
        const bool done = climb(name);
        if (!ladder_.rungs.back().kept) {
            rounding_.swap(rounding);
        }
        return done;
    }

    [[nodiscard]] Recipe recipe() const {
        Steps steps{"fold.batchnorm"};
        if (equalise_) {
            steps.emplace_back("equalise.layers");
        }
        steps.insert(steps.end(), rounding_.begin(), rounding_.end());
        if (options_.activation_bits > 0) {
            steps.push_back(
                fmt::format("quantise.uniform:weight_bits=0,activation_bits={},images={}",
                            options_.activation_bits, options_.images));
        }
        Recipe recipe;
        recipe.title = fmt::format("Weights in {} bits", options_.weight_bits);
        for (const std::string& step : steps) {
            recipe.steps.push_back(Step::parse(step));
        }
        return recipe;
    }

    /// Runs and measures the recipe as it is now. True where it is near enough.
    bool climb(const std::string& name) {
        const auto start = std::chrono::steady_clock::now();
        LadderRung rung;
        rung.name = name;
        rung.recipe = recipe();
        Graph made = run_recipe(graph_, rung.recipe, context_, &cache_).back().graph;
        rung.top1 = measure_(made, context_.job.nested(name)).top1;
        rung.stored_bytes = storage_table(made).total_bytes;
        const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
        rung.seconds = taken.count();
        const bool first = ladder_.rungs.empty();
        rung.gain = first ? 0 : rung.top1 - ladder_.rungs[ladder_.best].top1;
        rung.kept = first || rung.gain > 0;
        if (rung.kept) {
            ladder_.best = ladder_.rungs.size();
            ladder_.graph = std::move(made);
        }
        ladder_.reached = ladder_.reached || rung.top1 >= ladder_.baseline - options_.within;
        ladder_.rungs.push_back(rung);
        if (report_) {
            report_(rung);
        }
        return ladder_.reached;
    }

    const Graph& graph_;
    LadderOptions options_;
    Context context_;
    const std::function<Accuracy(const Graph&, const Job&)>& measure_;
    const std::function<void(const LadderRung&)>& report_;
    Steps rounding_;
    bool equalise_ = false;
    StepCache cache_;
    Ladder ladder_;
};

} // namespace

Ladder climb(const Graph& graph, const LadderOptions& options, const Context& context,
             const std::function<Accuracy(const Graph&, const Job&)>& measure,
             const std::function<void(const LadderRung&)>& report) {
    return Climb(graph, options, context, measure, report).run();
}

} // namespace espalier
