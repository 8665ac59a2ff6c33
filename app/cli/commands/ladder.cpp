// SPDX-License-Identifier: GPL-3.0-or-later
// Quantisation after training, rung by rung, until the accuracy is near enough.
#include "core/experiments/ladder.h"

#include "app/cli/command.h"
#include "app/cli/detail/arguments.h"
#include "app/cli/table.h"
#include "core/base/json.h"
#include "core/base/text.h"

#include <CLI/CLI.hpp>

namespace espalier::cli::commands::ladder {

namespace {

struct Options {
    NetworkArgument net;
    DataArgument data;
    LadderOptions ladder;
    std::string recipe;
};

Json to_json(const Ladder& ladder, const LadderOptions& options) {
    Json rungs = Json::array();
    for (const LadderRung& rung : ladder.rungs) {
        Json steps = Json::array();
        for (const Step& step : rung.recipe.steps) {
            steps.push_back(step.str());
        }
        rungs.push_back({{"name", rung.name},
                         {"steps", std::move(steps)},
                         {"top1", rung.top1},
                         {"gain", rung.gain},
                         {"kept", rung.kept},
                         {"stored_bytes", rung.stored_bytes},
                         {"seconds", rung.seconds}});
    }
    return {{"baseline", ladder.baseline}, {"images", ladder.images}, {"within", options.within},
            {"reached", ladder.reached},   {"best", ladder.best},     {"rungs", std::move(rungs)}};
}

void print(Console& console, const Ladder& ladder, const LadderOptions& options) {
    Table table;
    table.column("rung", Table::Align::Left)
        .column("top-1")
        .column("gained")
        .column("stored")
        .column("seconds");
    table.row({"float", fmt::format("{:.2f} %", ladder.baseline), "", "", ""});
    for (std::size_t i = 0; i < ladder.rungs.size(); ++i) {
        const LadderRung& rung = ladder.rungs[i];
        table.row({rung.name, fmt::format("{:.2f} %", rung.top1),
                   i == 0 ? "" : fmt::format("{:+.2f}", rung.gain),
                   human_bytes(static_cast<std::uint64_t>(rung.stored_bytes)),
                   fmt::format("{:.1f}", rung.seconds)});
    }
    console.print(table.str());
    console.print();
    const LadderRung& best = ladder.rungs[ladder.best];
    console.print(fmt::format("{} {:g} points of the float network on {} pictures: {}",
                              ladder.reached ? "within" : "not within", options.within,
                              with_thousands(ladder.images), best.name));
    for (const Step& step : best.recipe.steps) {
        console.print("  --step " + step.str());
    }
}

void run(const Options& options, const Globals& globals, Console& console) {
    const Network network = options.net.load();
    const DatasetPtr test = options.data.open(globals);
    Context context;
    context.job = console.job();
    context.seed = globals.seed;
    context.train = options.data.open(globals, Split::Train);
    context.test = test;
    context.preprocess = network.preprocess;
    context.teacher = &network.graph;
    const Ladder ladder = climb(
        network.graph, options.ladder, context,
        [&](const Graph& graph, const Job& job) {
            return espalier::evaluate(graph, *test, network.preprocess, job);
        },
        [&](const LadderRung& rung) {
            console.note(fmt::format("{}: {:.2f} %", rung.name, rung.top1));
        });
    if (globals.json) {
        console.print_json(to_json(ladder, options.ladder));
    } else {
        print(console, ladder, options.ladder);
    }
    if (!options.recipe.empty()) {
        ladder.rungs[ladder.best].recipe.write(options.recipe);
    }
}

class LadderCommand final : public Command {
public:
    [[nodiscard]] std::string_view name() const override { return "ladder"; }

    [[nodiscard]] std::string_view summary() const override {
        return "Fewer bits without training, rung by rung until the accuracy is near enough";
    }

    [[nodiscard]] std::string_view example() const override {
        return "espalier ladder resnet-20-shapes --data shapes --bits 3 --within 1 --limit 1000 "
               "\\\n"
               "      --recipe three-bits.json";
    }

    void attach(CLI::App& app, const Globals& globals, Console& console) const override {
        const auto options = std::make_shared<Options>();
        options->net.attach(app);
        options->data.attach(app, true, true);
        LadderOptions& ladder = options->ladder;
        app.add_option("--bits", ladder.weight_bits, "Bits of weights")
            ->check(CLI::Range(2, 8))
            ->capture_default_str();
        app.add_option("--activation-bits", ladder.activation_bits,
                       "Bits of activations; 0 leaves them float")
            ->check(CLI::Range(0, 16))
            ->capture_default_str();
        app.add_option("--within", ladder.within,
                       "Points of accuracy below the float network where the climb ends")
            ->check(CLI::Range(0.0, 100.0))
            ->capture_default_str();
        app.add_option("--images", ladder.images,
                       "Pictures of the training split that ranges and roundings are fitted on")
            ->check(CLI::Range(1, 100000))
            ->capture_default_str();
        app.add_option("--iterations", ladder.iterations, "Steps of AdaRound for each layer")
            ->check(CLI::Range(1, 100000))
            ->capture_default_str();
        app.add_option("--recipe", options->recipe, "Write the best rung's recipe here (JSON)");
        app.callback([options, &globals, &console] { run(*options, globals, console); });
    }
};

} // namespace

const Command& command() {
    static const LadderCommand ladder;
    return ladder;
}

} // namespace espalier::cli::commands::ladder
