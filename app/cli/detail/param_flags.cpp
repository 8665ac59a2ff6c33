// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/detail/param_flags.h"

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include <algorithm>

namespace espalier::cli {

namespace {

std::string flag_of(const ParamSpec& spec, const std::map<std::string, std::string>& also) {
    std::string flag = "--" + spec.key;
    std::replace(flag.begin(), flag.end(), '_', '-');
    const auto second = also.find(spec.key);
    return second == also.end() ? flag : flag + "," + second->second;
}

std::string help_of(const ParamSpec& spec) {
    std::string help = spec.help;
    if (spec.choices.empty()) {
        return help;
    }
    help += " One of";
    for (const Choice& choice : spec.choices) {
        help += (&choice == &spec.choices.front() ? " " : ", ") + choice.id;
    }
    return help;
}

} // namespace

void ParamFlags::attach(CLI::App& app, const std::vector<ParamSpec>& specs,
                        const std::map<std::string, std::string>& also) {
    specs_ = &specs;
    const Params defaults(specs);
    for (const ParamSpec& spec : specs) {
        const std::string flag = flag_of(spec, also);
        if (spec.type == ParamType::Boolean) {
            app.add_flag(flag, switches_[spec.key], help_of(spec));
        } else {
            app.add_option(flag, texts_[spec.key], help_of(spec))
                ->default_str(defaults.as_text(spec.key));
        }
    }
}

Params ParamFlags::params() const {
    Params params(*specs_);
    for (const auto& [key, text] : texts_) {
        if (!text.empty()) {
            params.set_text(key, text);
        }
    }
    for (const auto& [key, on] : switches_) {
        if (on) {
            params.set_text(key, "true");
        }
    }
    return params;
}

} // namespace espalier::cli
