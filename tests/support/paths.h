// SPDX-License-Identifier: GPL-3.0-or-later
// Where tests find data and may write.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

namespace espalier::test {

/// ESPALIER_DATA/relative when the variable is set and the file exists.
[[nodiscard]] std::optional<std::filesystem::path> data(std::string_view relative);

/// A fresh folder of its own for every object, removed with it.
class TempDir {
public:
    TempDir();
    ~TempDir();
    TempDir(const TempDir&) = delete;
    TempDir& operator=(const TempDir&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

    [[nodiscard]] std::filesystem::path operator/(std::string_view name) const;

private:
    std::filesystem::path path_;
};

} // namespace espalier::test

/// In a test body: `const auto path = ...;` or skip, saying what is missing.
#define ESPALIER_DATA_OR_SKIP(variable, relative)                                                  \
    const auto variable##_found = espalier::test::data(relative);                                  \
    if (!variable##_found) {                                                                       \
        GTEST_SKIP() << "ESPALIER_DATA is unset or lacks " << (relative);                          \
    }                                                                                              \
    const std::filesystem::path& variable = *variable##_found
