// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/manifest.h"

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/json.h"

#include <algorithm>
#include <cstdlib>

namespace espalier {

namespace fs = std::filesystem;

namespace {

/// No folders, nothing hidden, nothing a shell or another system would trip over.
void check_file_name(const std::string& name) {
    const bool plain = !name.empty() && name.size() <= 128 && name[0] != '.' &&
                       std::all_of(name.begin(), name.end(), [](char c) {
                           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                  (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
                       });
    expect(plain, "\"{}\" is no plain file name", name);
}

void check_digest(const std::string& text, std::size_t digits, const char* kind) {
    const bool good =
        text.empty() ||
        (text.size() == digits && text.find_first_not_of("0123456789abcdef") == std::string::npos);
    expect(good, "{} is \"{}\", expected {} lower-case hexadecimal digits", kind, text, digits);
}

std::uint64_t count(const Json& json, const char* key) {
    const auto value = json_get<std::int64_t>(json, key, 0);
    expect(value >= 0, "{} is {}, expected at least 0", key, value);
    return static_cast<std::uint64_t>(value);
}

RemoteFile file_from(const Json& json) {
    RemoteFile file;
    file.name = json_get<std::string>(json, "name");
    check_file_name(file.name);
    file.bytes = count(json, "bytes");
    file.sha256 = json_get<std::string>(json, "sha256", "");
    file.md5 = json_get<std::string>(json, "md5", "");
    check_digest(file.sha256, 64, "sha256");
    check_digest(file.md5, 32, "md5");
    expect(!file.sha256.empty() || !file.md5.empty(), "{} has no checksum", file.name);
    file.contents = json_get<std::vector<std::string>>(json, "contents", {});
    for (const auto& name : file.contents) {
        check_file_name(name);
    }
    expect(file.contents.empty() || file.name.ends_with(".tar.gz"),
           "{} has contents, expected a .tar.gz", file.name);
    return file;
}

} // namespace

std::uint64_t Manifest::bytes() const {
    std::uint64_t total = 0;
    for (const auto& file : files) {
        if (file.bytes == 0) {
            return 0;
        }
        total += file.bytes;
    }
    return total;
}

std::vector<std::string> Manifest::installed_files() const {
    std::vector<std::string> names;
    for (const auto& file : files) {
        if (file.contents.empty()) {
            names.push_back(file.name);
        }
        names.insert(names.end(), file.contents.begin(), file.contents.end());
    }
    return names;
}

Manifest read_manifest(const fs::path& path) {
    const Json json = read_json(path);
    return located(path.string(), [&] {
        Manifest manifest;
        manifest.id = json_get<std::string>(json, "id");
        check_file_name(manifest.id);
        manifest.title = json_get<std::string>(json, "title");
        manifest.homepage = json_get<std::string>(json, "homepage", "");
        manifest.licence = json_get<std::string>(json, "licence");
        manifest.train = count(json, "train");
        manifest.test = count(json, "test");
        manifest.classes =
            static_cast<int>(std::min<std::uint64_t>(count(json, "classes"), 1U << 20U));
        manifest.base_urls = json_get<std::vector<std::string>>(json, "base_urls");
        expect(!manifest.base_urls.empty(), "base_urls is empty");
        for (const auto& url : manifest.base_urls) {
            expect((url.starts_with("https://") || url.starts_with("http://")) &&
                       url.ends_with('/'),
                   "base_urls has \"{}\", expected https://.../ or http://.../", url);
        }
        expect(json.contains("files") && json.at("files").is_array() && !json.at("files").empty(),
               "key \"files\" is missing or empty");
        for (const auto& file : json.at("files")) {
            manifest.files.push_back(file_from(file));
        }
        return manifest;
    });
}

fs::path manifest_dir() {
    if (const char* set = std::getenv("ESPALIER_DATASETS"); set != nullptr && *set != '\0') {
        return set;
    }
    const fs::path resources = resource_dir();
    std::error_code error;
    const fs::path inside = resources / "datasets";
    return fs::is_directory(inside, error)
               ? inside
               : resources.lexically_normal().parent_path() / "datasets";
}

std::optional<Manifest> find_manifest(const std::string& id) {
    const fs::path path = manifest_dir() / (id + ".json");
    std::error_code error;
    const bool plain = fs::path(id).filename() == fs::path(id);
    if (!plain || !fs::is_regular_file(path, error)) {
        return std::nullopt;
    }
    return read_manifest(path);
}

} // namespace espalier
