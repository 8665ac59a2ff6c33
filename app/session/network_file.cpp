// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/network_file.h"

#include "core/analysis/accounting.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/formats/espz.h"
#include "core/formats/onnx_read.h"
#include "core/formats/onnx_write.h"

#include <algorithm>

namespace espalier {

namespace fs = std::filesystem;

namespace {

constexpr int kCardVersion = 1;

fs::path card_path(const fs::path& network) {
    fs::path path = network;
    return path.replace_extension(".card.json");
}

fs::path locate(const std::string& name) {
    std::error_code error;
    if (fs::exists(name, error)) {
        return name;
    }
    const fs::path bundled = resource_dir() / "networks" / (name + ".onnx");
    if (name.find('/') == std::string::npos && fs::exists(bundled, error)) {
        return bundled;
    }
    std::string known;
    for (const std::string& network : bundled_networks()) {
        known += (known.empty() ? "" : ", ") + network;
    }
    throw Error(ErrorCode::Io, "no such file and no bundled network of this name",
                "bundled networks: " + known, name);
}

} // namespace

nlohmann::ordered_json ModelCard::to_json() const {
    Json json{{"espalier_card", kCardVersion}, {"name", name}, {"data", data}};
    if (top1) {
        json["top1"] = *top1;
    }
    if (perplexity) {
        json["perplexity"] = *perplexity;
    }
    if (preprocess) {
        json["preprocess"] = preprocess->to_json();
    }
    json["command"] = command;
    json["licence"] = licence;
    if (params > 0) {
        json["params"] = params;
        json["macs"] = macs;
    }
    if (!sha256.empty()) {
        json["sha256"] = sha256;
    }
    return json;
}

ModelCard ModelCard::from_json(const nlohmann::ordered_json& json) {
    const int version = json_get<int>(json, "espalier_card");
    expect(version == kCardVersion, "found a card of version {}, expected {}", version,
           kCardVersion);
    ModelCard card;
    card.name = json_get<std::string>(json, "name", "");
    card.data = json_get<std::string>(json, "data", "");
    card.command = json_get<std::string>(json, "command", "");
    card.licence = json_get<std::string>(json, "licence", "");
    card.sha256 = json_get<std::string>(json, "sha256", "");
    card.params = json_get<std::int64_t>(json, "params", 0);
    card.macs = json_get<std::int64_t>(json, "macs", 0);
    if (json.contains("top1")) {
        card.top1 = json_get<double>(json, "top1");
    }
    if (json.contains("perplexity")) {
        card.perplexity = json_get<double>(json, "perplexity");
    }
    if (json.contains("preprocess")) {
        card.preprocess = Preprocess::from_json(json.at("preprocess"));
    }
    return card;
}

std::string Network::preprocess_text() const {
    switch (preprocess_source) {
    case PreprocessSource::Given:
        return preprocess.str() + " (as given)";
    case PreprocessSource::Metadata:
        return preprocess.str() + " (from the network's metadata)";
    case PreprocessSource::Card:
        return preprocess.str() + " (from the model card)";
    case PreprocessSource::Assumed:
        break;
    }
    return preprocess.str() + " (assumed: the network says nothing of its preprocessing)";
}

Network load_network(const std::string& name) {
    Network network;
    network.path = locate(name);
    const auto bytes = read_bytes(network.path);
    network.file_bytes = bytes.size();
    network.sha256 = sha256(bytes);
    network.graph = is_espz(bytes)
                        ? from_espz(bytes, network.path.string())
                        : parse_onnx(bytes, network.path.string(), network.path.parent_path());
    if (network.graph.name.empty()) {
        network.graph.name = network.path.stem().string();
    }
    std::error_code error;
    if (const fs::path path = card_path(network.path); fs::exists(path, error)) {
        network.card =
            located(path.string(), [&] { return ModelCard::from_json(read_json(path)); });
        if (!network.card->sha256.empty() && network.card->sha256 != network.sha256) {
            ModelCard kept;
            kept.name = network.card->name;
            kept.data = network.card->data;
            kept.preprocess = network.card->preprocess;
            network.card = kept;
        }
    }
    const auto from_metadata = located(
        network.path.string(), [&] { return Preprocess::from_metadata(network.graph.metadata); });
    if (from_metadata) {
        network.preprocess = *from_metadata;
        network.preprocess_source = PreprocessSource::Metadata;
    } else if (network.card && network.card->preprocess) {
        network.preprocess = *network.card->preprocess;
        network.preprocess_source = PreprocessSource::Card;
    }
    return network;
}

void write_card(ModelCard card, const Graph& graph, const fs::path& network) {
    const Account counts = account(graph);
    card.name = network.stem().string();
    card.sha256 = sha256(read_bytes(network));
    card.params = counts.params;
    card.macs = counts.macs;
    write_atomically(card_path(network), card.to_json().dump(2) + "\n");
}

std::vector<std::string> bundled_networks() {
    std::vector<std::string> names;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(resource_dir() / "networks", error)) {
        if (entry.path().extension() == ".onnx") {
            names.push_back(entry.path().stem().string());
        }
    }
    std::ranges::sort(names);
    return names;
}

std::vector<std::string> save_network(const Graph& graph, const Preprocess& preprocess,
                                      const fs::path& path) {
    Graph copy = graph;
    for (auto& [key, value] : preprocess.to_metadata()) {
        copy.metadata[key] = value;
    }
    if (path.extension() == ".onnx") {
        return write_onnx(copy, path);
    }
    if (path.extension() == ".espz") {
        write_espz(copy, path);
        return {};
    }
    throw Error(ErrorCode::Usage, "cannot tell the format from the name",
                "end it in .onnx or .espz", path.string());
}

Shape input_shape(const Graph& graph) {
    if (graph.inputs.empty()) {
        fail(ErrorCode::Unsupported, "the network has no input");
    }
    Shape shape = graph.value(graph.inputs.front()).type.shape;
    if (shape.rank() > 0) {
        shape[0] = 1;
    }
    return shape;
}

} // namespace espalier
