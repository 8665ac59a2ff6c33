// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compress/distillation_settings.h"

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/formats/espz.h"
#include "core/formats/onnx_read.h"
#include "core/train/distil/train_distilled.h"

#include <algorithm>
#include <filesystem>

namespace espalier {

namespace {

namespace fs = std::filesystem;

ParamSpec text_param(std::string key, std::string label, std::string help) {
    ParamSpec spec;
    spec.key = std::move(key);
    spec.label = std::move(label);
    spec.help = std::move(help);
    spec.type = ParamType::Text;
    spec.initial = std::string();
    return spec;
}

DistilSettings settings_of(const Params& params) {
    return {.temperature = params.real("temperature"),
            .alpha = params.real("alpha"),
            .by_square = params.boolean("square_temperature"),
            .hints = hint_kind(params.text("hints")),
            .weight = params.real("hint_weight")};
}

std::vector<std::string> layers_of(const std::string& text) {
    std::vector<std::string> layers;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('+', begin), text.size());
        layers.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return layers;
}

const Graph& variant_of(const std::string& name, const NamedNetworks* variants) {
    std::string known;
    for (const auto& [each, graph] : variants != nullptr ? *variants : NamedNetworks()) {
        known += (known.empty() ? "" : ", ") + each;
    }
    const bool found = variants != nullptr && variants->contains(name);
    if (!found) {
        throw Error(ErrorCode::Usage, fmt::format("teacher: no variant is named \"{}\"", name),
                    known.empty() ? "no variant was kept" : "there are: " + known);
    }
    return variants->find(name)->second;
}

} // namespace

std::vector<ParamSpec> distillation_params() {
    return {
        text_param("teacher", "Teacher",
                   "Learn from this network, too: original, variant:NAME, a file (.onnx, "
                   ".espz) or a bundled one; empty learns from the labels alone."),
        real_param("temperature", "Temperature",
                   "Scores are divided by it before teacher and student are compared; above 1, "
                   "unlikely classes count more.",
                   4, 0.1, 1000, 0.5),
        real_param("alpha", "Share of the labels",
                   "What the labels count; the rest is the teacher's.", 0.5, 0, 1, 0.05),
        bool_param("square_temperature", "Times temperature squared",
                   "Multiply the teacher's part by the square of the temperature, so that its "
                   "gradient does not fade.",
                   true),
        choice_param("hints", "Hints", "What is compared inside of the networks, beside scores.",
                     "none",
                     {{"none", "None", "scores alone"},
                      {"feature", "Features",
                       "outputs of layers, through a regressor where "
                       "channels differ"},
                      {"attention", "Attention", "where in the picture layers are active"},
                      {"relational", "Relations", "how far the pictures of a batch are apart"}}),
        visible_when(real_param("hint_weight", "Weight of the hints",
                                "What they count beside labels and scores.", 1, 0, 1e6, 1),
                     "hints", {"feature", "attention", "relational"}),
        visible_when(text_param("hint_layers", "Layers of the hints",
                                "Layers joined by +, student=teacher where names differ; empty "
                                "takes all that both have but the last."),
                     "hints", {"feature", "attention", "relational"}),
    };
}

std::optional<Graph> teacher_network(const Params& params, const Teachers& teachers) {
    const std::string& name = params.text("teacher");
    if (name.empty()) {
        return std::nullopt;
    }
    if (name == "original") {
        if (teachers.original == nullptr) {
            fail(ErrorCode::Usage, "teacher: there is no original network, expected a file");
        }
        return *teachers.original;
    }
    if (name.starts_with(kVariantPrefix)) {
        return variant_of(name.substr(kVariantPrefix.size()), teachers.variants);
    }
    fs::path path = name;
    std::error_code error;
    if (!fs::exists(path, error)) {
        path = resource_dir() / "networks" / (name + ".onnx");
    }
    if (!fs::exists(path, error)) {
        throw Error(ErrorCode::Io, "no such file and no bundled network of this name",
                    "expected original, a file or the name of a bundled network", name);
    }
    const auto bytes = read_bytes(path);
    return is_espz(bytes) ? from_espz(bytes, path.string())
                          : parse_onnx(bytes, path.string(), path.parent_path());
}

TrainResult train_as_told(const Graph& graph, const Teachers& teachers, const Dataset& set,
                          const Preprocess& preprocess, const Params& params,
                          const TrainOptions& options, const Job& job) {
    const std::optional<Graph> teacher = teacher_network(params, teachers);
    if (!teacher) {
        return train(graph, set, preprocess, options, job);
    }
    return train_distilled(graph, *teacher, set, preprocess, settings_of(params),
                           layers_of(params.text("hint_layers")), options, job);
}

} // namespace espalier
