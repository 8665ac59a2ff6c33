// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the built `espalier` as a user would.
#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace espalier::test {

struct ProcessResult {
    int exit_code = -1;
    std::string out;
    std::string err;

    /// stdout as JSON; a test failure where it is none.
    [[nodiscard]] nlohmann::ordered_json json() const;
};

/// espalier ARGUMENTS; no shell in between. `interrupt_after_ms` > 0 sends SIGINT then.
[[nodiscard]] ProcessResult run_espalier(const std::vector<std::string>& arguments,
                                         int interrupt_after_ms = 0);

} // namespace espalier::test
