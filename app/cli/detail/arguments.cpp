// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/detail/arguments.h"

#include "core/base/error.h"
#include "core/base/json.h"

#include <CLI/CLI.hpp>

namespace espalier::cli {

void NetworkArgument::attach(CLI::App& app, bool positional, bool required) {
    if (positional) {
        auto* net = app.add_option("NET", name_,
                                   "Network: an .onnx or .espz file, or a bundled network's name");
        net->required(required);
    }
    const std::string group = "How a picture becomes the input";
    app.add_option("--preprocess", preprocess_file_, "JSON file, or a model card, that says so")
        ->group(group);
    app.add_option("--mean", mean_, "Subtracted after scaling, one for each channel or one for all")
        ->delimiter(',')
        ->group(group);
    app.add_option("--std", std_, "Divisor after the mean, one for each channel or one for all")
        ->delimiter(',')
        ->group(group);
    app.add_option("--scale", scale_, "Factor on pixels 0..255; 1/255 unless given")->group(group);
    app.add_option("--channels", channels_, "Order of the channels: rgb or bgr")
        ->check(CLI::IsMember({"rgb", "bgr"}))
        ->group(group);
    app.add_option("--crop", crop_, "Share of each side that the centre crop keeps")
        ->check(CLI::Range(0.01, 1.0))
        ->group(group);
    app.add_option("--resize", resize_,
                   "Shorter side before the crop; 0: straight to the input size")
        ->check(CLI::Range(0, 16384))
        ->group(group);
}

Network NetworkArgument::load() const {
    return load(name_);
}

Network NetworkArgument::load(const std::string& name) const {
    Network network = load_network(name);
    apply_overrides(network);
    return network;
}

void NetworkArgument::apply_overrides(Network& network) const {
    const bool any = !preprocess_file_.empty() || !mean_.empty() || !std_.empty() || scale_ ||
                     crop_ || resize_ || !channels_.empty();
    if (!any) {
        return;
    }
    Preprocess& preprocess = network.preprocess;
    if (!preprocess_file_.empty()) {
        const Json json = read_json(preprocess_file_);
        preprocess = located(preprocess_file_, [&] {
            return Preprocess::from_json(json.contains("preprocess") ? json.at("preprocess")
                                                                     : json);
        });
    }
    preprocess.mean = mean_.empty() ? preprocess.mean : mean_;
    preprocess.std = std_.empty() ? preprocess.std : std_;
    preprocess.scale = scale_.value_or(preprocess.scale);
    preprocess.crop = crop_.value_or(preprocess.crop);
    preprocess.resize = resize_.value_or(preprocess.resize);
    if (!channels_.empty()) {
        preprocess.bgr = channels_ == "bgr";
    }
    for (const double divisor : preprocess.std) {
        if (divisor == 0) {
            fail(ErrorCode::Usage, "--std holds a 0, and nothing can be divided by it");
        }
    }
    network.preprocess_source = PreprocessSource::Given;
}

void DataArgument::attach(CLI::App& app, bool required, bool with_split) {
    app.add_option("--data", set_, "Data set: a name (see `espalier data list`) or a folder")
        ->required(required);
    if (with_split) {
        app.add_option("--split", split_, "Part of the set: test or train")
            ->check(CLI::IsMember({"test", "train"}))
            ->capture_default_str();
    }
    app.add_option("--limit", limit_, "At most so many pictures; 0: all")->capture_default_str();
}

DatasetPtr DataArgument::open(const Globals& globals) const {
    const Split split = split_ == "train" ? Split::Train : Split::Test;
    return limited(open_dataset(set_, split, globals.data_dir), limit_);
}

DatasetPtr DataArgument::open(const Globals& globals, Split split) const {
    auto set = open_dataset(set_, split, globals.data_dir);
    return split == Split::Test ? limited(std::move(set), limit_) : set;
}

} // namespace espalier::cli
