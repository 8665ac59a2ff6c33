// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/paths.h"

#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <string>

namespace espalier::test {

namespace fs = std::filesystem;

std::optional<fs::path> data(std::string_view relative) {
    const char* root = std::getenv("ESPALIER_DATA");
    if (root == nullptr || *root == '\0') {
        return std::nullopt;
    }
    fs::path path = fs::path(root) / relative;
    std::error_code error;
    return fs::exists(path, error) ? std::optional(std::move(path)) : std::nullopt;
}

TempDir::TempDir() {
    static std::atomic<unsigned> next{0};
    path_ = fs::temp_directory_path() /
            ("espalier-test-" + std::to_string(::getpid()) + "-" + std::to_string(next++));
    fs::create_directories(path_);
}

TempDir::~TempDir() {
    std::error_code error;
    fs::remove_all(path_, error);
}

fs::path TempDir::operator/(std::string_view name) const {
    return path_ / name;
}

} // namespace espalier::test
