// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/program.h"

#include "app/cli/command.h"
#include "app/cli/commands/registry.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/parallel.h"
#include "core/base/version.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <pthread.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <new>
#include <thread>

namespace espalier::cli {

namespace {

constexpr int kInterrupted = 130;

/// A thread that waits for Ctrl-C: the first asks the work to stop, the second ends the process.
class InterruptWatch {
public:
    InterruptWatch() {
        sigemptyset(&signals_);
        sigaddset(&signals_, SIGINT);
        sigaddset(&signals_, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
        std::thread([this] {
            int signal = 0;
            sigwait(&signals_, &signal);
            source_.request_stop();
            sigwait(&signals_, &signal);
            ::_exit(kInterrupted);
        }).detach();
    }

    [[nodiscard]] std::stop_token token() const { return source_.get_token(); }

private:
    sigset_t signals_{};
    std::stop_source source_;
};

std::string invocation(const std::vector<std::string>& arguments) {
    std::string text = "espalier";
    for (const std::string& word : arguments) {
        const bool plain = !word.empty() && word.find_first_of(" \t\"'\\$&|;<>()*?!`") == word.npos;
        std::string quoted = "'";
        for (const char c : word) {
            quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
        }
        text += " " + (plain ? word : quoted + "'");
    }
    return text;
}

int report_error(const Globals& globals, Console& console, const Error& error) {
    if (globals.json && !console.json_printed()) {
        const Json document{{"error",
                             {{"code", code_name(error.code())},
                              {"message", error.message()},
                              {"where", error.where()},
                              {"hint", error.hint()}}}};
        console.print_json(document);
    }
    fmt::print(stderr, "espalier: {}\n", error.what());
    if (!error.hint().empty()) {
        fmt::print(stderr, "  {}\n", error.hint());
    }
    return exit_code(error.code());
}

} // namespace

int run_program(int count, char** arguments) {
    // Never destroyed: its thread may be waiting when the process ends.
    static auto& watch = *new InterruptWatch;
    Console console(watch.token());
    Globals globals;
    globals.arguments.assign(arguments + 1, arguments + count);
    globals.invocation = invocation(globals.arguments);

    CLI::App app("Espalier shapes a neural network to its hardware.");
    app.set_version_flag("--version", std::string("espalier ") + version());
    app.require_subcommand(1);
    app.get_formatter()->column_width(36);
    for (const Command* command : commands::all_commands()) {
        CLI::App* sub =
            app.add_subcommand(std::string(command->name()), std::string(command->summary()));
        sub->footer("Example:\n  " + std::string(command->example()));
        sub->add_flag("--json", globals.json, "One JSON document on stdout and nothing else there");
        sub->add_option("--threads", globals.threads, "Cores to use; 0 means all")
            ->check(CLI::Range(0, 1024));
        sub->add_option("--seed", globals.seed, "Seed of everything random");
        sub->add_option("--data-dir", globals.data_dir, "Where data sets are looked up first");
        sub->add_flag("-q,--quiet", globals.quiet, "No progress and no remarks");
        sub->add_flag("-v,--verbose", globals.verbose, "More remarks");
        sub->parse_complete_callback([&] {
            set_threads(globals.threads);
            console.set_quiet(globals.quiet);
        });
        command->attach(*sub, globals, console);
    }
    try {
        app.parse(count, arguments);
        return 0;
    } catch (const CLI::ParseError& error) {
        const int code = app.exit(error);
        return code == 0 ? 0 : exit_code(ErrorCode::Usage);
    } catch (const Error& error) {
        return report_error(globals, console, error);
    } catch (const std::bad_alloc&) {
        return report_error(globals, console, Error(ErrorCode::Failed, "memory ran out"));
    } catch (const std::exception& error) {
        return report_error(globals, console, Error(ErrorCode::Failed, error.what()));
    }
}

} // namespace espalier::cli
