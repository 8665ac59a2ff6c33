// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/detail/arguments.h"
#include "app/cli/detail/language.h"
#include "app/cli/detail/param_flags.h"
#include "app/cli/detail/start_network.h"
#include "core/analysis/accounting.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/cluster/simulated_exchange.h"
#include "core/compress/distillation_settings.h"
#include "core/compress/training_settings.h"
#include "core/train/evaluate.h"

#include <CLI/CLI.hpp>

namespace espalier::cli::commands::train {

namespace {

namespace fs = std::filesystem;

struct Options {
    StartArgument start;
    DataArgument data;
    std::string out;
    ParamFlags training;
    std::string resume;
    std::string checkpoint;
    std::size_t workers = 1;
    std::string exchange = "float";
    int exchange_levels = 4;
    std::size_t exchange_bucket = 512;
    double exchange_keep = 0.01;
};

const std::vector<ParamSpec>& specs() {
    static const std::vector<ParamSpec> list = [] {
        std::vector<ParamSpec> all = training_params({.epochs = 10, .rate = 0.1, .batch = 128});
        for (ParamSpec& spec : distillation_params()) {
            all.push_back(std::move(spec));
        }
        return all;
    }();
    return list;
}

void add_options(CLI::App& app, Options& options) {
    options.start.attach(app, StartArgument::Data::PicturesAndTexts);
    options.data.attach(app, true, false);
    app.add_option("-o,--out", options.out, "The trained network: .onnx or .espz")->required();
    options.training.attach(app, specs(), {{"freeze_norm", "--freeze-batch-norm"}});
    app.add_option("--workers", options.workers,
                   "Simulate so many workers, --batch pictures each, that exchange gradients")
        ->check(CLI::Range(1, 1024))
        ->capture_default_str();
    app.add_option("--exchange", options.exchange,
                   "What workers send: float, qsgd, terngrad, onebit (with error feedback) or dgc "
                   "(the largest, with the momentum corrected)")
        ->check(CLI::IsMember({"float", "qsgd", "terngrad", "onebit", "dgc"}))
        ->capture_default_str();
    app.add_option("--exchange-levels", options.exchange_levels, "Levels of qsgd above zero")
        ->check(CLI::Range(1, 65535))
        ->capture_default_str();
    app.add_option("--exchange-bucket", options.exchange_bucket, "Values that share a norm in qsgd")
        ->capture_default_str()
        ->check(CLI::Range(1, 1 << 30));
    app.add_option("--exchange-keep", options.exchange_keep, "Share of the values that dgc sends")
        ->check(CLI::Range(1e-6, 1.0))
        ->capture_default_str();
    app.add_option("--resume", options.resume, "Go on from this checkpoint");
    app.add_option("--checkpoint", options.checkpoint,
                   "Where the state is kept after every epoch; OUT.checkpoint unless given");
}

TrainOptions train_options(const Options& options, const Params& params, const Globals& globals,
                           Console& console) {
    TrainOptions result = training_options(params);
    result.seed = globals.seed;
    result.checkpoint =
        options.checkpoint.empty() ? options.out + ".checkpoint" : options.checkpoint;
    result.resume = options.resume;
    // One line an epoch; the job's bar shows the steps.
    const auto last = std::make_shared<double>(0);
    result.observer = [&console, last](const TrainProgress& progress, const NetworkNow&) {
        if (std::floor(progress.epoch) > std::floor(*last) || progress.step == progress.steps) {
            console.note(fmt::format("epoch {:.4g}: loss {:.4f}, {:.2f} % of training pictures, "
                                     "{:.0f} pictures a second",
                                     progress.epoch, progress.loss, progress.accuracy,
                                     progress.images_per_s));
        }
        *last = progress.epoch;
        return true;
    };
    return result;
}

/// nullptr for a single worker that keeps its gradients to itself.
std::unique_ptr<SimulatedExchange> exchange_of(const Options& options, TrainOptions& settings) {
    if (options.workers == 1 && options.exchange == "float") {
        return nullptr;
    }
    CompressorSettings compressor{.kind = options.exchange,
                                  .levels = options.exchange_levels,
                                  .bucket = options.exchange_bucket,
                                  .keep = options.exchange_keep};
    if (options.exchange == "dgc") {
        // The momentum is the workers' own, before they choose what to send.
        compressor.momentum = settings.optimiser.momentum;
        settings.optimiser.momentum = 0;
    }
    auto exchange =
        std::make_unique<SimulatedExchange>(options.workers, make_compressor(compressor));
    settings.exchange = exchange.get();
    return exchange;
}

/// Beside the network that was just written.
void write_card(const Options& options, const Globals& globals, const Network& network,
                const Graph& trained, const Accuracy& accuracy) {
    ModelCard card;
    card.data = options.data.set();
    card.command = globals.invocation;
    card.licence = "GPL-3.0-or-later";
    card.top1 = accuracy.top1;
    card.preprocess = network.preprocess;
    espalier::write_card(std::move(card), trained, options.out);
}

void train_network(const Options& options, std::size_t limit, const Globals& globals,
                   Console& console) {
    const auto extension = fs::path(options.out).extension();
    if (extension != ".onnx" && extension != ".espz") {
        throw Error(ErrorCode::Usage, "cannot tell the format from the name",
                    "end OUT in .onnx or .espz", options.out);
    }
    const Params params = options.training.params();
    TrainOptions settings = train_options(options, params, globals, console);
    if (is_text_set(options.data.set())) {
        TextTraining text;
        text.set = options.data.set();
        text.limit = limit;
        text.out = options.out;
        text.label_smoothing = settings.label_smoothing;
        text.settings = std::move(settings);
        train_on_text(text, options.start, globals, console);
        return;
    }
    const HeldOut data = hold_out(options.data.open(globals, Split::Train), params, globals.seed);
    settings.validation = data.validation;
    const auto exchange = exchange_of(options, settings);
    const Network network = options.start.load(globals, *data.train);
    const TrainResult result =
        train_as_told(network.graph, {.original = &network.graph}, *data.train, network.preprocess,
                      params, settings, console.job());
    for (const std::string& loss : save_network(result.graph, network.preprocess, options.out)) {
        console.note("note: " + loss);
    }
    const DatasetPtr test = options.data.open(globals, Split::Test);
    const Accuracy accuracy =
        evaluate(result.graph, *test, network.preprocess, console.job().nested("test"));
    write_card(options, globals, network, result.graph, accuracy);
    std::error_code error;
    fs::remove(settings.checkpoint, error);
    if (!globals.json) {
        if (exchange) {
            console.print(fmt::format("{} workers sent {} as {} ({:.1f} times less than float32)",
                                      options.workers, human_bytes(exchange->bytes_sent()),
                                      options.exchange,
                                      static_cast<double>(exchange->bytes_plain()) /
                                          static_cast<double>(exchange->bytes_sent())));
        }
        console.print(fmt::format("top-1 {:.2f} % of {} test pictures; trained {:.4g} epochs in "
                                  "{:.1f} s, {:.0f} pictures a second; wrote {}",
                                  accuracy.top1, with_thousands(accuracy.images),
                                  params.real("epochs"), result.seconds, result.images_per_s,
                                  options.out));
        return;
    }
    const Account totals = account(result.graph);
    Json epochs = Json::array();
    for (const EpochRecord& epoch : result.epochs) {
        epochs.push_back({{"loss", epoch.loss}, {"train_top1", epoch.accuracy}});
        if (epoch.validation >= 0) {
            epochs.back()["validation_top1"] = epoch.validation;
            epochs.back()["validation_loss"] = epoch.validation_loss;
        }
    }
    Json document{{"out", options.out},          {"params", totals.params},
                  {"nonzeros", totals.nonzeros}, {"macs", totals.macs},
                  {"top1", accuracy.top1},       {"top5", accuracy.top5},
                  {"images", accuracy.images},   {"images_per_s", result.images_per_s},
                  {"seconds", result.seconds},   {"seed", globals.seed},
                  {"epochs", std::move(epochs)}};
    if (exchange) {
        document["exchange"] = {{"workers", options.workers},
                                {"kind", options.exchange},
                                {"bytes", exchange->bytes_sent()},
                                {"float_bytes", exchange->bytes_plain()}};
    }
    console.print_json(document);
}

class Train final : public Command {
public:
    [[nodiscard]] std::string_view name() const override { return "train"; }

    [[nodiscard]] std::string_view summary() const override {
        return "Trains a network, or goes on training one";
    }

    [[nodiscard]] std::string_view example() const override {
        return "espalier train --arch lenet-5 --data glyphs --epochs 5 --lr 0.05 -o lenet-5.onnx";
    }

    void attach(CLI::App& app, const Globals& globals, Console& console) const override {
        const auto options = std::make_shared<Options>();
        add_options(app, *options);
        app.callback([options, &app, &globals, &console] {
            train_network(*options, app.get_option("--limit")->as<std::size_t>(), globals, console);
        });
    }
};

} // namespace

const Command& command() {
    static const Train train;
    return train;
}

} // namespace espalier::cli::commands::train
