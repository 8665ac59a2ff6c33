// SPDX-License-Identifier: GPL-3.0-or-later
// Groups of options that several commands share.
#pragma once

#include "app/cli/command.h"
#include "app/session/network_file.h"
#include "core/data/dataset.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace espalier::cli {

/// NET and how its pictures are prepared.
class NetworkArgument {
public:
    /// `positional`: also adds NET itself, required unless said otherwise.
    void attach(CLI::App& app, bool positional = true, bool required = true);

    [[nodiscard]] bool given() const { return !name_.empty(); }

    [[nodiscard]] const std::string& name() const { return name_; }

    /// The network, with the options' preprocessing over its own.
    [[nodiscard]] Network load() const;
    /// The same for another file of the same command.
    [[nodiscard]] Network load(const std::string& name) const;

private:
    void apply_overrides(Network& network) const;

    std::string name_;
    std::string preprocess_file_;
    std::vector<double> mean_;
    std::vector<double> std_;
    std::optional<double> scale_;
    std::optional<double> crop_;
    std::optional<int> resize_;
    std::string channels_;
};

/// --data, --split and --limit.
class DataArgument {
public:
    void attach(CLI::App& app, bool required, bool with_split);

    [[nodiscard]] bool given() const { return !set_.empty(); }

    [[nodiscard]] const std::string& set() const { return set_; }

    /// The split asked for, cut to --limit.
    [[nodiscard]] DatasetPtr open(const Globals& globals) const;
    /// A named split, cut to --limit only when it is the test split.
    [[nodiscard]] DatasetPtr open(const Globals& globals, Split split) const;

private:
    std::string set_;
    std::string split_ = "test";
    std::size_t limit_ = 0;
};

} // namespace espalier::cli
