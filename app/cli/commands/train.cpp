// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/detail/arguments.h"
#include "app/cli/detail/param_flags.h"
#include "core/analysis/accounting.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/compress/distillation_settings.h"
#include "core/compress/training_settings.h"
#include "core/train/evaluate.h"
#include "core/train/zoo.h"

#include <CLI/CLI.hpp>

namespace espalier::cli::commands::train {

namespace {

namespace fs = std::filesystem;

struct Options {
    NetworkArgument net;
    DataArgument data;
    std::string arch;
    std::string out;
    ParamFlags training;
    std::string resume;
    std::string checkpoint;
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
    options.net.attach(app, true, false);
    app.add_option("--arch", options.arch,
                   "A new network instead of NET: lenet-300-100, lenet-5, resnet-20, resnet-56, "
                   "mobilenet-v2-small");
    options.data.attach(app, true, false);
    app.add_option("-o,--out", options.out, "The trained network: .onnx or .espz")->required();
    options.training.attach(app, specs(), {{"freeze_norm", "--freeze-batch-norm"}});
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

/// A new network, or the one given; its input channels follow the architecture.
Network start(const Options& options, const Globals& globals, const Dataset& set) {
    if (options.arch.empty() == !options.net.given()) {
        fail(ErrorCode::Usage, "give either NET or --arch");
    }
    if (options.net.given()) {
        return options.net.load();
    }
    Network network;
    network.graph = make_network(options.arch, set.classes(), globals.seed);
    network.preprocess = Preprocess::from_metadata(network.graph.metadata).value_or(Preprocess{});
    network.preprocess_source = PreprocessSource::Metadata;
    return network;
}

/// Beside the network that was just written.
void write_card(const Options& options, const Globals& globals, const Network& network,
                const Graph& trained, const Accuracy& accuracy) {
    const Account counts = account(trained);
    ModelCard card;
    card.name = fs::path(options.out).stem().string();
    card.data = options.data.set();
    card.command = globals.invocation;
    card.licence = "GPL-3.0-or-later";
    card.sha256 = sha256(read_bytes(options.out));
    card.params = counts.params;
    card.macs = counts.macs;
    card.top1 = accuracy.top1;
    card.preprocess = network.preprocess;
    fs::path path = options.out;
    write_atomically(path.replace_extension(".card.json"), card.to_json().dump(2) + "\n");
}

void train_network(const Options& options, const Globals& globals, Console& console) {
    const auto extension = fs::path(options.out).extension();
    if (extension != ".onnx" && extension != ".espz") {
        throw Error(ErrorCode::Usage, "cannot tell the format from the name",
                    "end OUT in .onnx or .espz", options.out);
    }
    const Params params = options.training.params();
    TrainOptions settings = train_options(options, params, globals, console);
    const HeldOut data = hold_out(options.data.open(globals, Split::Train), params, globals.seed);
    settings.validation = data.validation;
    const Network network = start(options, globals, *data.train);
    const TrainResult result = train_as_told(network.graph, &network.graph, *data.train,
                                             network.preprocess, params, settings, console.job());
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
    console.print_json(Json{{"out", options.out},
                            {"params", totals.params},
                            {"nonzeros", totals.nonzeros},
                            {"macs", totals.macs},
                            {"top1", accuracy.top1},
                            {"top5", accuracy.top5},
                            {"images", accuracy.images},
                            {"images_per_s", result.images_per_s},
                            {"seconds", result.seconds},
                            {"seed", globals.seed},
                            {"epochs", std::move(epochs)}});
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
        app.callback([options, &globals, &console] { train_network(*options, globals, console); });
    }
};

} // namespace

const Command& command() {
    static const Train train;
    return train;
}

} // namespace espalier::cli::commands::train
