// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/detail/arguments.h"
#include "app/cli/table.h"
#include "app/session/metrics.h"
#include "core/base/json.h"
#include "core/base/parallel.h"
#include "core/engine/benchmark.h"
#include "core/train/train_bench.h"

#include <CLI/CLI.hpp>

namespace espalier::cli::commands::bench {

namespace {

struct Options {
    NetworkArgument net;
    BenchOptions bench;
    bool train = false;
};

Json document(const Network& network, const Options& options, const BenchResult& result) {
    Json json{{"network", network.graph.name},
              {"batch", options.bench.batch},
              {"runs", options.bench.runs},
              {"threads", threads()},
              {"train", options.train},
              {"latency_ms", latency_json(result.latency)},
              {"images_per_s", result.images_per_s}};
    Json layers = Json::array();
    for (const StepInfo& step : result.steps) {
        layers.push_back(
            {{"name", step.node}, {"op", step.op}, {"kernel", step.kernel}, {"ms", step.ms}});
    }
    json["layers"] = std::move(layers);
    return json;
}

void print_text(Console& console, const Options& options, const BenchResult& result) {
    console.print(
        fmt::format("batch {}, {} threads: min {:.3f} ms, median {:.3f} ms, 90th percentile "
                    "{:.3f} ms; {:.0f} pictures a second{}",
                    options.bench.batch, threads(), result.latency.min, result.latency.p50,
                    result.latency.p90, result.images_per_s, options.train ? " of training" : ""));
    if (result.steps.empty()) {
        return;
    }
    console.print();
    Table table;
    table.column("layer", Table::Align::Left).column("operators", Table::Align::Left);
    table.column("ms").column("share").column("kernel", Table::Align::Left);
    double total = 0;
    for (const StepInfo& step : result.steps) {
        total += step.ms;
    }
    for (const StepInfo& step : result.steps) {
        table.row({step.node, step.op, fmt::format("{:.4f}", step.ms),
                   total > 0 ? fmt::format("{:.1f} %", 100 * step.ms / total) : "", step.kernel});
    }
    console.print(table.str());
}

class Bench final : public Command {
public:
    [[nodiscard]] std::string_view name() const override { return "bench"; }

    [[nodiscard]] std::string_view summary() const override {
        return "Measured latency and throughput, per layer and kernel";
    }

    [[nodiscard]] std::string_view example() const override {
        return "espalier bench lenet-5-mnist --batch 32\n  espalier bench resnet-20-shapes --train "
               "--batch 128";
    }

    void attach(CLI::App& app, const Globals& globals, Console& console) const override {
        const auto options = std::make_shared<Options>();
        options->net.attach(app);
        app.add_option("--batch", options->bench.batch, "Pictures at once")
            ->check(CLI::Range(1, 4096))
            ->capture_default_str();
        app.add_option("--runs", options->bench.runs, "Runs that are counted")
            ->check(CLI::Range(1, 1000000))
            ->capture_default_str();
        app.add_flag("--train", options->train,
                     "Time training steps: forward, backward and update with momentum");
        app.callback([options, &globals, &console] {
            const Network network = options->net.load();
            options->bench.per_layer = !options->train;
            const BenchResult result =
                options->train ? train_bench(network.graph, options->bench, console.job())
                               : espalier::bench(network.graph, options->bench, console.job());
            if (globals.json) {
                console.print_json(document(network, *options, result));
            } else {
                print_text(console, *options, result);
            }
        });
    }
};

} // namespace

const Command& command() {
    static const Bench bench;
    return bench;
}

} // namespace espalier::cli::commands::bench
