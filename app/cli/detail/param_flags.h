// SPDX-License-Identifier: GPL-3.0-or-later
// Flags made from the parameters that a technique (or another ParamSpec list) describes:
// `weight_decay` becomes --weight-decay.
#pragma once

#include "core/compress/param_spec.h"

#include <map>
#include <string>
#include <vector>

namespace CLI {
class App;
} // namespace CLI

namespace espalier::cli {

class ParamFlags {
public:
    /// `specs` outlives the flags. `also` gives a parameter a second flag, by key: "--freeze".
    void attach(CLI::App& app, const std::vector<ParamSpec>& specs,
                const std::map<std::string, std::string>& also = {});

    /// What was given, the rest at its default. Usage error as Params::set_text().
    [[nodiscard]] Params params() const;

private:
    const std::vector<ParamSpec>* specs_ = nullptr;
    std::map<std::string, std::string> texts_;
    std::map<std::string, bool> switches_;
};

} // namespace espalier::cli
