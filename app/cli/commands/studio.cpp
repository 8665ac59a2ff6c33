// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/detail/studio_program.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace espalier::cli::commands::studio {

namespace {

class Studio final : public Command {
public:
    [[nodiscard]] std::string_view name() const override { return "studio"; }

    [[nodiscard]] std::string_view summary() const override { return "Opens the window"; }

    [[nodiscard]] std::string_view example() const override {
        return "espalier studio lenet-5-mnist";
    }

    void attach(CLI::App& app, const Globals& /*globals*/, Console& /*console*/) const override {
        const auto file = std::make_shared<std::string>();
        app.add_option("FILE", *file, "A network, a workspace, or the name of a bundled network");
        app.callback([file] {
            become_studio(file->empty() ? std::vector<std::string>{} : std::vector{*file});
        });
    }
};

} // namespace

const Command& command() {
    static const Studio studio;
    return studio;
}

} // namespace espalier::cli::commands::studio
