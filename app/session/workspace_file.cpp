// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/workspace_file.h"

#include "app/session/network_place.h"
#include "app/session/saved_metrics.h"
#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/base/version.h"
#include "core/formats/espz.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <set>

namespace espalier {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kFormatName = "espalier-workspace/";
constexpr int kFormatVersion = 1;
constexpr std::size_t kMostVariants = 10000;
constexpr std::size_t kDigits = 64; ///< of a SHA-256

const std::string kFormat = "format";
const std::string kWriter = "written_by";
const std::string kNetwork = "network";
const std::string kVariants = "variants";
const std::string kMachine = "machine";
const std::string kRecovery = "recovery_of";

const std::set<std::string>& workspace_keys() {
    static const std::set<std::string> keys{
        kFormat, kWriter,  kNetwork,   "data",    "accelerator", "dataflow", kMachine,
        "seed",  "recipe", "original", "working", kVariants,     kRecovery};
    return keys;
}

const std::set<std::string>& variant_keys() {
    static const std::set<std::string> keys{"name", "recipe", "seed", "metrics", kNetwork};
    return keys;
}

std::string text_of(const Json& json, int indent = -1) {
    return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

std::string unknown_keys(const Json& json, const std::set<std::string>& known) {
    Json rest = Json::object();
    for (const auto& [key, value] : json.items()) {
        if (!known.contains(key)) {
            rest[key] = value;
        }
    }
    return rest.empty() ? std::string() : text_of(rest);
}

void add_unknown_keys(Json& json, const std::string& rest) {
    if (!rest.empty()) {
        const Json unknown = Json::parse(rest);
        for (const auto& [key, value] : unknown.items()) {
            json[key] = value;
        }
    }
}

/// The version where `json` is a workspace at all; nullopt where it is something else.
std::optional<int> format_version(const Json& json) {
    if (!json.is_object() || !json.contains(kFormat) || !json.at(kFormat).is_string()) {
        return std::nullopt;
    }
    const auto& format = json.at(kFormat).get_ref<const std::string&>();
    if (!format.starts_with(kFormatName)) {
        return std::nullopt;
    }
    int version = 0;
    const char* end = format.data() + format.size();
    const auto parsed = std::from_chars(format.data() + kFormatName.size(), end, version);
    expect(parsed.ec == std::errc() && parsed.ptr == end && version >= 1,
           "key \"{}\": found \"{}\", expected \"{}{}\"", kFormat, format, kFormatName,
           kFormatVersion);
    return version;
}

std::uint64_t read_seed(const Json& json) {
    if (!json.contains("seed")) {
        return 1;
    }
    expect(json.at("seed").is_number_unsigned(), "key \"seed\": expected a whole number from 0");
    return json.at("seed").get<std::uint64_t>();
}

Recipe recipe_of(const Json& json) {
    expect(json.contains("recipe"), "key \"recipe\" is missing");
    return located("recipe", [&] { return Recipe::from_json(json.at("recipe")); });
}

std::optional<Metrics> optional_metrics(const Json& json, const std::string& key) {
    if (!json.contains(key)) {
        return std::nullopt;
    }
    return located(key, [&] { return read_metrics(json.at(key)); });
}

bool is_digest(std::string_view text) {
    return text.size() == kDigits && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

fs::path part_path(const fs::path& folder, const std::string& part) {
    return folder / (part + ".espz");
}

SavedVariant read_variant(const Json& json, const fs::path& folder) {
    expect(json.is_object(), "found {}, expected an object", json.type_name());
    SavedVariant variant;
    variant.name = json_get<std::string>(json, "name");
    variant.recipe = recipe_of(json);
    variant.seed = read_seed(json);
    if (json.contains("metrics")) {
        variant.metrics = located("metrics", [&] { return read_metrics(json.at("metrics")); });
    }
    // Only a name of our own making is opened: a document from elsewhere can not point at other
    // files.
    const fs::path file = json_get<std::string>(json, kNetwork);
    variant.part = file.stem().string();
    expect(is_digest(variant.part) && file == variant.part + ".espz",
           "key \"network\": found \"{}\", expected SHA-256.espz", file.string());
    const fs::path path = part_path(folder, variant.part);
    const auto bytes = read_bytes(path);
    if (const std::string found = sha256(bytes); found != variant.part) {
        throw Error(ErrorCode::BadInput, "the file was changed: its SHA-256 is " + found, {},
                    path.string());
    }
    variant.graph = from_espz(bytes, path.string());
    variant.metrics.account = account(variant.graph);
    variant.metrics.stored_bytes = static_cast<std::int64_t>(bytes.size());
    variant.rest = unknown_keys(json, variant_keys());
    return variant;
}

void read_variants(WorkspaceFile& file, const Json& json, const fs::path& path, const Job& job) {
    if (!json.contains(kVariants)) {
        return;
    }
    const Json& list = json.at(kVariants);
    expect(list.is_array() && list.size() <= kMostVariants,
           "key \"variants\": expected a list of at most {}", kMostVariants);
    for (std::size_t i = 0; i < list.size(); ++i) {
        job.check();
        job.report(i, list.size(), "variants");
        try {
            file.variants.push_back(located(fmt::format("variant {}", i + 1), [&] {
                return read_variant(list[i], parts_folder(path));
            }));
        } catch (const Error& error) {
            file.unread.push_back(text_of(list[i]));
            file.problems.push_back(error);
        }
    }
}

WorkspaceFile from_json(const Json& json, const fs::path& path, const Job& job) {
    const std::optional<int> version = format_version(json);
    expect(version.has_value(), "not a workspace: key \"{}\" does not say \"{}{}\"", kFormat,
           kFormatName, kFormatVersion);
    if (*version > kFormatVersion) {
        throw Error(ErrorCode::Unsupported,
                    fmt::format("the workspace has format version {}, expected at most {}",
                                *version, kFormatVersion),
                    "it was written by a newer version of the program; open it there, or update");
    }
    WorkspaceFile file;
    expect(json.contains(kNetwork), "key \"{}\" is missing", kNetwork);
    const Json& network = json.at(kNetwork);
    located("network", [&] {
        file.network = read_place(network, path);
        file.network_sha256 = json_get<std::string>(network, "sha256");
        expect(is_digest(file.network_sha256), "key \"sha256\": found \"{}\", expected {} digits",
               file.network_sha256, kDigits);
    });
    file.data = json_get<std::string>(json, "data", "");
    file.accelerator = json_get<std::string>(json, "accelerator", "");
    file.dataflow = json_get<std::string>(json, "dataflow", "");
    if (json.contains(kMachine)) {
        expect(json.at(kMachine).is_object(), "key \"{}\": found {}, expected an object", kMachine,
               json.at(kMachine).type_name());
        file.machine = text_of(json.at(kMachine));
    }
    file.seed = read_seed(json);
    file.recipe = recipe_of(json);
    file.original = optional_metrics(json, "original");
    file.working = optional_metrics(json, "working");
    if (json.contains(kRecovery)) {
        file.recovery_of = json_get<std::string>(json, kRecovery);
    }
    file.rest = unknown_keys(json, workspace_keys());
    read_variants(file, json, path, job);
    return file;
}

Json to_json(const WorkspaceFile& file, const fs::path& path) {
    Json json{{kFormat, fmt::format("{}{}", kFormatName, kFormatVersion)},
              {kWriter, fmt::format("espalier {}", version())}};
    json[kNetwork] = write_place(file.network, path, file.recovery_of.has_value());
    json[kNetwork]["sha256"] = file.network_sha256;
    if (file.recovery_of) {
        json[kRecovery] = file.recovery_of->string();
    }
    const std::array<std::pair<const char*, const std::string*>, 3> texts{
        {{"data", &file.data}, {"accelerator", &file.accelerator}, {"dataflow", &file.dataflow}}};
    for (const auto& [key, text] : texts) {
        if (!text->empty()) {
            json[key] = *text;
        }
    }
    if (!file.machine.empty()) {
        json[kMachine] = Json::parse(file.machine);
    }
    json["seed"] = file.seed;
    json["recipe"] = file.recipe.to_json();
    if (file.original) {
        json["original"] = measured_figures(*file.original);
    }
    if (file.working) {
        json["working"] = measured_figures(*file.working);
    }
    json[kVariants] = Json::array();
    for (const SavedVariant& variant : file.variants) {
        Json entry{{"name", variant.name},
                   {"recipe", variant.recipe.to_json()},
                   {"seed", variant.seed},
                   {"metrics", saved_metrics(variant.metrics)},
                   {kNetwork, variant.part + ".espz"}};
        add_unknown_keys(entry, variant.rest);
        json[kVariants].push_back(std::move(entry));
    }
    for (const std::string& text : file.unread) {
        json[kVariants].push_back(Json::parse(text));
    }
    add_unknown_keys(json, file.rest);
    return json;
}

void write_part(SavedVariant& variant, const fs::path& folder) {
    std::error_code error;
    if (!variant.part.empty() && fs::exists(part_path(folder, variant.part), error)) {
        return;
    }
    const auto bytes = to_espz(variant.graph);
    variant.part = sha256(bytes);
    variant.metrics.stored_bytes = static_cast<std::int64_t>(bytes.size());
    if (!fs::exists(part_path(folder, variant.part), error)) {
        write_atomically(part_path(folder, variant.part), bytes);
    }
}

/// Parts that nothing refers to any more, as names of our own making; other files stay.
void remove_old_parts(const Json& json, const fs::path& folder) {
    std::set<std::string> used;
    for (const Json& variant : json.at(kVariants)) {
        if (variant.is_object() && variant.contains(kNetwork) && variant.at(kNetwork).is_string()) {
            used.insert(variant.at(kNetwork).get<std::string>());
        }
    }
    std::error_code error;
    std::vector<fs::path> old;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        const fs::path& path = entry.path();
        if (path.extension() == ".espz" && is_digest(path.stem().string()) &&
            !used.contains(path.filename().string())) {
            old.push_back(path);
        }
    }
    for (const fs::path& path : old) {
        fs::remove(path, error);
    }
    fs::remove(folder, error); // only where it is empty
}

/// What same_workspace() compares.
Json essence(const fs::path& path) {
    Json json = read_json(path);
    expect(format_version(json) == kFormatVersion, "not a workspace of this version");
    json[kNetwork] = read_place(json.at(kNetwork), path).string();
    json.erase(kWriter);
    json.erase(kRecovery);
    return json;
}

} // namespace

FileKind recognise(const std::string& path_or_name) {
    std::error_code error;
    if (!fs::exists(path_or_name, error)) {
        return FileKind::Network;
    }
    check_regular(path_or_name);
    std::string start(64, '\0');
    std::ifstream in(path_or_name, std::ios::binary);
    in.read(start.data(), static_cast<std::streamsize>(start.size()));
    start.resize(static_cast<std::size_t>(in.gcount()));
    if (!trim(start).starts_with('{')) {
        return FileKind::Network;
    }
    const Json json = read_json(path_or_name);
    return located(path_or_name, [&] {
        if (format_version(json)) {
            return FileKind::Workspace;
        }
        if (json.contains("espalier_recipe")) {
            return FileKind::Recipe;
        }
        throw Error(ErrorCode::BadInput, "found JSON that is neither a workspace nor a recipe",
                    "open a network (.onnx, .espz), a workspace (.espalier) or a recipe (.json)");
    });
}

Recipe read_recipe(const fs::path& path) {
    if (recognise(path.string()) != FileKind::Workspace) {
        return Recipe::read(path);
    }
    const Json json = read_json(path);
    return located(path.string(), [&] { return recipe_of(json); });
}

WorkspaceFile read_workspace(const fs::path& path, const Job& job) {
    check_regular(path);
    const Json json = read_json(path);
    return located(path.string(), [&] { return from_json(json, path, job); });
}

void write_workspace(WorkspaceFile& file, const fs::path& path, const Job& job) {
    const fs::path folder = parts_folder(path);
    for (std::size_t i = 0; i < file.variants.size(); ++i) {
        job.check();
        job.report(i, file.variants.size(), "variants");
        write_part(file.variants[i], folder);
    }
    const Json json = to_json(file, path);
    write_atomically(path, text_of(json, 2) + "\n");
    remove_old_parts(json, folder);
}

fs::path parts_folder(const fs::path& workspace) {
    fs::path folder = workspace;
    return folder.replace_extension(".parts");
}

void remove_workspace(const fs::path& path) {
    std::error_code error;
    fs::remove(path, error);
    remove_old_parts(Json{{kVariants, Json::array()}}, parts_folder(path));
}

bool same_workspace(const fs::path& a, const fs::path& b) {
    try {
        return essence(a) == essence(b);
    } catch (const std::exception&) {
        return false;
    }
}

} // namespace espalier
