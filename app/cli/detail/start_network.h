// SPDX-License-Identifier: GPL-3.0-or-later
// Where a training begins: with a network that is given, or with a new one.
#pragma once

#include "app/cli/detail/arguments.h"
#include "core/data/text_set.h"

#include <string>

namespace espalier::cli {

/// NET, or --arch with a network from the zoo.
class StartArgument {
public:
    /// What a command trains on: --arch lists the networks that go with it.
    enum class Data { Pictures, PicturesAndTexts };

    void attach(CLI::App& app, Data data);

    /// A new network has a score for each class of `set`; Usage error where both or none are given.
    [[nodiscard]] Network load(const Globals& globals, const Dataset& set) const;

    /// The same for a text: a new network is a language model of its vocabulary.
    [[nodiscard]] Network load(const Globals& globals, const TextSet& text) const;

private:
    void expect_one() const;

    NetworkArgument net_;
    std::string arch_;
};

} // namespace espalier::cli
