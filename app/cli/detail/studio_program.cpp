// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/detail/studio_program.h"

#include "app/session/report/build.h"
#include "core/base/error.h"

#include <pthread.h>
#include <unistd.h>

#include <csignal>
#include <system_error>

namespace espalier::cli {

namespace fs = std::filesystem;

namespace {

constexpr const char* kStudio = "espalier-studio";

/// The one beside this program, so that both are of one version; else whatever the PATH has.
std::string studio_program() {
    std::error_code error;
    const fs::path beside = fs::read_symlink("/proc/self/exe", error).parent_path() / kStudio;
    return fs::exists(beside, error) ? beside.string() : kStudio;
}

} // namespace

void become_studio(const std::vector<std::string>& arguments) {
    std::string program = studio_program();
    std::vector<std::string> words = arguments;
    std::vector<char*> pointers{program.data()};
    for (std::string& word : words) {
        pointers.push_back(word.data());
    }
    pointers.push_back(nullptr);
    // The watch for Ctrl-C keeps signals from other threads; a mask outlives exec.
    sigset_t none;
    sigemptyset(&none);
    pthread_sigmask(SIG_SETMASK, &none, nullptr);
    ::execvp(program.c_str(), pointers.data());
    throw Error(ErrorCode::Unsupported,
                "espalier-studio can not be started: " + std::generic_category().message(errno),
                "install it beside espalier", program);
}

void hand_over_pdf(const fs::path& out, const Globals& globals) {
    if (out.extension() != ".pdf" || report::writes_pdf()) {
        return;
    }
    std::vector<std::string> arguments{kCommandLineOption};
    arguments.insert(arguments.end(), globals.arguments.begin(), globals.arguments.end());
    become_studio(arguments);
}

} // namespace espalier::cli
