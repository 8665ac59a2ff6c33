// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/detail/start_network.h"

#include "core/base/error.h"
#include "core/train/zoo.h"
#include "core/train/zoo/language_model.h"

#include <CLI/CLI.hpp>

namespace espalier::cli {

void StartArgument::attach(CLI::App& app, Data data) {
    net_.attach(app, true, false);
    std::string ids;
    for (const ZooEntry& entry : zoo()) {
        ids += (ids.empty() ? "" : ", ") + std::string(entry.id);
    }
    for (const LanguageModel& model : language_models()) {
        ids += data == Data::PicturesAndTexts ? ", " + std::string(model.id) : "";
    }
    app.add_option("--arch", arch_, "A new network instead of NET: " + ids);
}

void StartArgument::expect_one() const {
    if (arch_.empty() == !net_.given()) {
        fail(ErrorCode::Usage, "give either NET or --arch");
    }
}

Network StartArgument::load(const Globals& globals, const TextSet& text) const {
    expect_one();
    if (net_.given()) {
        return net_.load();
    }
    Network network;
    network.graph = make_language_model(arch_, text.vocabulary, globals.seed);
    return network;
}

Network StartArgument::load(const Globals& globals, const Dataset& set) const {
    expect_one();
    if (net_.given()) {
        return net_.load();
    }
    Network network;
    network.graph = make_network(arch_, set.classes(), globals.seed, set.picture_size());
    network.preprocess = Preprocess::from_metadata(network.graph.metadata).value_or(Preprocess{});
    network.preprocess_source = PreprocessSource::Metadata;
    return network;
}

} // namespace espalier::cli
