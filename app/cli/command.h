// SPDX-License-Identifier: GPL-3.0-or-later
// A sub-command of `espalier`: one file in app/cli/commands, found by its file name.
#pragma once

#include "app/cli/console.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
} // namespace CLI

namespace espalier::cli {

/// Options every command takes.
struct Globals {
    bool json = false;
    bool quiet = false;
    bool verbose = false;
    int threads = 0; ///< 0: all cores
    std::uint64_t seed = 1;
    std::filesystem::path data_dir;
    /// What was given after the program's name.
    std::vector<std::string> arguments;
    /// The command line as given, for reports ("espalier compress ...").
    std::string invocation;
};

class Command {
public:
    virtual ~Command() = default;

    [[nodiscard]] virtual std::string_view name() const = 0;
    [[nodiscard]] virtual std::string_view summary() const = 0;
    /// Shown at the foot of --help: one or more whole command lines.
    [[nodiscard]] virtual std::string_view example() const = 0;
    /// Adds options to `app` and sets its callback, which does the work when the command was
    /// chosen. Both references outlive the call of the callback.
    virtual void attach(CLI::App& app, const Globals& globals, Console& console) const = 0;
};

} // namespace espalier::cli
