// SPDX-License-Identifier: GPL-3.0-or-later
// A network together with what must travel with it: how pictures become its input, and what its
// card says of it. Files are recognised by content, not by name.
#pragma once

#include "core/data/preprocess.h"
#include "core/graph/graph.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace espalier {

/// What is written beside a network as NAME.card.json. Everything but the name may be unknown.
struct ModelCard {
    std::string name;
    std::string data;
    std::string command; ///< that made it
    std::string licence;
    std::string sha256;         ///< of the network's file, in hex; empty in cards made by hand
    std::int64_t params = 0;    ///< trainable values; 0: unknown
    std::int64_t macs = 0;      ///< a sample; 0: unknown
    std::optional<double> top1; ///< per cent on the test split
    std::optional<double> perplexity; ///< of a language model, on the test split
    std::optional<Preprocess> preprocess;

    [[nodiscard]] nlohmann::ordered_json to_json() const;
    static ModelCard from_json(const nlohmann::ordered_json& json);
};

/// Where the preprocessing of a network came from.
enum class PreprocessSource { Given, Metadata, Card, Assumed };

struct Network {
    Graph graph;
    Preprocess preprocess;
    PreprocessSource preprocess_source = PreprocessSource::Assumed;
    std::optional<ModelCard> card;
    std::filesystem::path path;
    std::string sha256; ///< of the file
    std::uint64_t file_bytes = 0;

    /// "pictures scaled by 1/255 (assumed: the network says nothing)" for remarks and reports.
    [[nodiscard]] std::string preprocess_text() const;
};

/// `name` is a path, or the name of a bundled network ("lenet-5-mnist"). ONNX and .espz. A card
/// with the hash of another file keeps its preprocessing and its data only: what it says of
/// accuracy and making is not true of this network.
[[nodiscard]] Network load_network(const std::string& name);

/// Names of the bundled networks, sorted.
[[nodiscard]] std::vector<std::string> bundled_networks();

/// Writes `card` beside the file `network` that was just made of `graph`, with its name, hash,
/// parameters and MACs.
void write_card(ModelCard card, const Graph& graph, const std::filesystem::path& network);

/// Writes .onnx or .espz by the extension of `path` (Usage error for another one), preprocessing in
/// the metadata. Returns what the format could not keep, one sentence each.
std::vector<std::string> save_network(const Graph& graph, const Preprocess& preprocess,
                                      const std::filesystem::path& path);

/// Graph input 0 as a shape with the batch set to 1.
[[nodiscard]] Shape input_shape(const Graph& graph);

} // namespace espalier
