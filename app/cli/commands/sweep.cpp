// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/detail/arguments.h"
#include "app/cli/detail/param_flags.h"
#include "app/cli/detail/start_network.h"
#include "app/cli/table.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/compress/training_settings.h"
#include "core/experiments/numeric_sweep.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace espalier::cli::commands::sweep {

namespace {

struct Options {
    StartArgument start;
    DataArgument data;
    std::string vary = "numerics";
    std::vector<int> bits{1, 2, 3, 4, 6, 8};
    std::vector<std::string> objects;
    std::string rounding = "nearest";
    double points = 1;
    std::size_t train_limit = 0;
    ParamFlags training;
};

const std::vector<ParamSpec>& specs() {
    static const std::vector<ParamSpec> list =
        training_params({.epochs = 1, .rate = 0.05, .batch = 64});
    return list;
}

void add_options(CLI::App& app, Options& options) {
    options.start.attach(app, StartArgument::Data::Pictures);
    options.data.attach(app, true, false);
    app.add_option("--vary", options.vary,
                   "numerics: bits x object, one kind of number restricted at a time while the "
                   "network is trained")
        ->check(CLI::IsMember({"numerics"}))
        ->capture_default_str();
    app.add_option("--bits", options.bits, "Bits to try, separated by commas")
        ->delimiter(',')
        ->check(CLI::Range(1, 24))
        ->capture_default_str();
    app.add_option("--objects", options.objects,
                   "weight, activation, error, gradient, update, statistics, separated by commas; "
                   "all unless given")
        ->delimiter(',');
    app.add_option("--rounding", options.rounding, "nearest or stochastic")
        ->check(CLI::IsMember({"nearest", "stochastic"}))
        ->capture_default_str();
    app.add_option("--points", options.points, "How much accuracy may be lost, in points")
        ->check(CLI::Range(0.0, 100.0))
        ->capture_default_str();
    app.add_option("--train-limit", options.train_limit,
                   "Train on the first so many pictures only; 0 takes all");
    options.training.attach(app, specs(), {{"freeze_norm", "--freeze-batch-norm"}});
}

NumericSweep sweep_of(const Options& options, const Globals& globals) {
    NumericSweep sweep;
    sweep.bits = options.bits;
    std::ranges::sort(sweep.bits);
    sweep.bits.erase(std::ranges::unique(sweep.bits).begin(), sweep.bits.end());
    if (!options.objects.empty()) {
        sweep.objects.clear();
        for (const std::string& name : options.objects) {
            sweep.objects.push_back(numeric_object(name));
        }
    }
    sweep.rounding = options.rounding == "stochastic" ? Rounding::Stochastic : Rounding::Nearest;
    sweep.training = training_options(options.training.params());
    sweep.training.seed = globals.seed;
    return sweep;
}

const NumericCell& cell_of(const NumericTable& table, NumericObject object, int bits) {
    return *std::ranges::find_if(table.cells, [&](const NumericCell& cell) {
        return cell.object == object && cell.bits == bits;
    });
}

void print_table(Console& console, const NumericTable& found, const NumericSweep& sweep,
                 double points) {
    Table table;
    table.column("restricted", Table::Align::Left);
    for (const int bits : sweep.bits) {
        table.column(fmt::format("{} bit", bits));
    }
    table.column("bits needed");
    for (const NumericObject object : sweep.objects) {
        std::vector<std::string> row{std::string(object_name(object))};
        for (const int bits : sweep.bits) {
            const NumericCell& cell = cell_of(found, object, bits);
            row.push_back(cell.diverged ? "diverged" : fmt::format("{:.2f}", cell.top1));
        }
        const auto fewest = found.fewest_bits(object, points);
        row.push_back(fewest ? std::to_string(*fewest) : "more");
        table.row(std::move(row));
    }
    console.print(table.str());
    std::string order;
    for (const NumericObject object : found.order(points)) {
        order += (order.empty() ? "" : ", ") + std::string(object_name(object));
    }
    console.print(fmt::format("top-1 in per cent; {:.2f} with float32 throughout. Bits needed to "
                              "stay within {:g} points.\nLeast demanding first: {}",
                              found.baseline, points, order));
}

Json to_json(const NumericTable& found, const NumericSweep& sweep, const Options& options,
             const Globals& globals) {
    Json cells = Json::array();
    for (const NumericCell& cell : found.cells) {
        cells.push_back({{"object", object_name(cell.object)},
                         {"bits", cell.bits},
                         {"top1", cell.top1},
                         {"loss", cell.loss},
                         {"diverged", cell.diverged}});
    }
    Json needed = Json::object();
    for (const NumericObject object : sweep.objects) {
        const auto fewest = found.fewest_bits(object, options.points);
        needed[std::string(object_name(object))] = fewest ? Json(*fewest) : Json(nullptr);
    }
    Json order = Json::array();
    for (const NumericObject object : found.order(options.points)) {
        order.push_back(object_name(object));
    }
    return {{"vary", options.vary},      {"baseline", {{"top1", found.baseline}}},
            {"points", options.points},  {"rounding", options.rounding},
            {"cells", std::move(cells)}, {"bits_needed", std::move(needed)},
            {"order", std::move(order)}, {"seed", globals.seed}};
}

void run(const Options& options, const Globals& globals, Console& console) {
    const NumericSweep sweep = sweep_of(options, globals);
    const DatasetPtr train = limited(options.data.open(globals, Split::Train), options.train_limit);
    const DatasetPtr test = options.data.open(globals, Split::Test);
    const Network network = options.start.load(globals, *train);
    const NumericTable found =
        sweep_numerics(network.graph, *train, *test, network.preprocess, sweep, console.job());
    if (globals.json) {
        console.print_json(to_json(found, sweep, options, globals));
    } else {
        print_table(console, found, sweep, options.points);
    }
}

class Sweep final : public Command {
public:
    [[nodiscard]] std::string_view name() const override { return "sweep"; }

    [[nodiscard]] std::string_view summary() const override {
        return "Trains again and again with one thing varied, and tables what comes of it";
    }

    [[nodiscard]] std::string_view example() const override {
        return "espalier sweep --arch lenet-300-100 --data glyphs --vary numerics --bits 1,2,4,8 "
               "\\\n"
               "      --epochs 0.5 --lr 0.05";
    }

    void attach(CLI::App& app, const Globals& globals, Console& console) const override {
        const auto options = std::make_shared<Options>();
        add_options(app, *options);
        app.callback([options, &globals, &console] { run(*options, globals, console); });
    }
};

} // namespace

const Command& command() {
    static const Sweep sweep;
    return sweep;
}

} // namespace espalier::cli::commands::sweep
