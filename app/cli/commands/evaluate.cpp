// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/evaluate.h"

#include "app/cli/command.h"
#include "app/cli/detail/arguments.h"
#include "app/cli/detail/language.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/data/text_set.h"

#include <CLI/CLI.hpp>

namespace espalier::cli::commands::evaluate {

namespace {

class Evaluate final : public Command {
public:
    [[nodiscard]] std::string_view name() const override { return "evaluate"; }

    [[nodiscard]] std::string_view summary() const override {
        return "Accuracy of a network on a data set; perplexity on a text";
    }

    [[nodiscard]] std::string_view example() const override {
        return "espalier evaluate lenet-5-glyphs --data glyphs";
    }

    void attach(CLI::App& app, const Globals& globals, Console& console) const override {
        const auto net = std::make_shared<NetworkArgument>();
        const auto data = std::make_shared<DataArgument>();
        const auto batch = std::make_shared<std::size_t>(64);
        net->attach(app);
        data->attach(app, true, true);
        app.add_option("--batch", *batch, "Pictures at once")
            ->check(CLI::Range(1, 4096))
            ->capture_default_str();
        app.callback([net, data, batch, &app, &globals, &console] {
            const Network network = net->load();
            if (is_text_set(data->set())) {
                evaluate_on_text(network, data->set(), app.get_option("--split")->as<std::string>(),
                                 app.get_option("--limit")->as<std::size_t>(), globals, console);
                return;
            }
            if (network.preprocess_source == PreprocessSource::Assumed) {
                console.note("note: pictures: " + network.preprocess_text());
            }
            const DatasetPtr set = data->open(globals);
            const Accuracy accuracy =
                espalier::evaluate(network.graph, *set, network.preprocess, console.job(), *batch);
            if (globals.json) {
                console.print_json(Json{{"network", network.graph.name},
                                        {"data", data->set()},
                                        {"images", accuracy.images},
                                        {"top1", accuracy.top1},
                                        {"top5", accuracy.top5},
                                        {"loss", accuracy.loss},
                                        {"images_per_s", accuracy.images_per_s},
                                        {"preprocess", network.preprocess.to_json()}});
                return;
            }
            console.print(
                fmt::format("top-1 {:.2f} %   top-5 {:.2f} %   loss {:.4f}   {} pictures, "
                            "{:.0f} a second",
                            accuracy.top1, accuracy.top5, accuracy.loss,
                            with_thousands(accuracy.images), accuracy.images_per_s));
        });
    }
};

} // namespace

const Command& command() {
    static const Evaluate evaluate;
    return evaluate;
}

} // namespace espalier::cli::commands::evaluate
