// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/detail/language.h"

#include "core/analysis/accounting.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/train/losses/cross_entropy.h"
#include "core/train/text_score.h"
#include "core/train/text_source.h"

#include <algorithm>
#include <filesystem>

namespace espalier::cli {

namespace {

TextSet open_limited(const std::string& set, Split split, std::size_t limit,
                     const Globals& globals) {
    TextSet text = open_text(set, split, globals.data_dir);
    if (limit > 0 && limit < text.tokens.size()) {
        text.tokens.resize(limit);
    }
    return text;
}

Json score_json(const TextScore& score) {
    return Json{{"tokens", score.tokens},
                {"loss", score.loss},
                {"perplexity", score.perplexity},
                {"memory_carried", score.carried},
                {"top1", score.accuracy}};
}

std::string score_text(const TextScore& score) {
    return fmt::format("perplexity {:.2f}, loss {:.4f}, {:.2f} % of {} tokens guessed",
                       score.perplexity, score.loss, score.accuracy, with_thousands(score.tokens));
}

} // namespace

void train_on_text(const TextTraining& training, const StartArgument& start, const Globals& globals,
                   Console& console) {
    const TextSet text = open_limited(training.set, Split::Train, training.limit, globals);
    const Network network = start.load(globals, text);
    TextSource source(text, stretch_of(network.graph, text), globals.seed);
    const TrainOptions& settings = training.settings;
    if (settings.keep_best || settings.patience > 0) {
        fail(ErrorCode::Usage, "a text has no validation split: leave out what needs one");
    }
    const TrainResult result = train(network.graph, source, CrossEntropy(training.label_smoothing),
                                     settings, console.job());
    for (const std::string& loss : save_network(result.graph, network.preprocess, training.out)) {
        console.note("note: " + loss);
    }
    const TextSet test = open_limited(training.set, Split::Test, training.limit, globals);
    const TextScore score = evaluate_text(result.graph, test, console.job().nested("test"));
    ModelCard card;
    card.data = training.set;
    card.command = globals.invocation;
    card.licence = "GPL-3.0-or-later";
    card.perplexity = score.perplexity;
    write_card(std::move(card), result.graph, training.out);
    std::error_code error;
    std::filesystem::remove(settings.checkpoint, error);
    if (!globals.json) {
        console.print(fmt::format("{}; trained in {:.1f} s, {:.0f} stretches a second; wrote {}",
                                  score_text(score), result.seconds, result.images_per_s,
                                  training.out));
        return;
    }
    const Account totals = account(result.graph);
    Json epochs = Json::array();
    for (const EpochRecord& epoch : result.epochs) {
        epochs.push_back({{"loss", epoch.loss},
                          {"perplexity", perplexity(epoch.loss)},
                          {"train_top1", epoch.accuracy}});
    }
    Json json = score_json(score);
    json.update(Json{{"out", training.out},
                     {"params", totals.params},
                     {"nonzeros", totals.nonzeros},
                     {"macs", totals.macs},
                     {"images_per_s", result.images_per_s},
                     {"seconds", result.seconds},
                     {"seed", globals.seed},
                     {"epochs", std::move(epochs)}});
    console.print_json(json);
}

void evaluate_on_text(const Network& network, const std::string& set, const std::string& split,
                      std::size_t limit, const Globals& globals, Console& console) {
    const TextSet text =
        open_limited(set, split == "train" ? Split::Train : Split::Test, limit, globals);
    const TextScore score = evaluate_text(network.graph, text, console.job());
    if (globals.json) {
        Json json = score_json(score);
        json.update(Json{{"network", network.graph.name}, {"data", set}});
        console.print_json(json);
        return;
    }
    console.print(score_text(score));
}

} // namespace espalier::cli
