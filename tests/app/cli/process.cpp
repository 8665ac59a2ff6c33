// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/process.h"

#include "tests/support/paths.h"

#include "core/base/files.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <thread>

namespace espalier::test {

nlohmann::ordered_json ProcessResult::json() const {
    auto parsed = nlohmann::ordered_json::parse(out, nullptr, false);
    EXPECT_FALSE(parsed.is_discarded()) << "no JSON on stdout: " << out << err;
    return parsed;
}

ProcessResult run_espalier(const std::vector<std::string>& arguments, int interrupt_after_ms) {
    const TempDir dir;
    const std::string out = (dir / "out").string();
    const std::string err = (dir / "err").string();
    std::vector<char*> argv{const_cast<char*>(ESPALIER_BINARY)};
    for (const std::string& argument : arguments) {
        argv.push_back(const_cast<char*>(argument.c_str()));
    }
    argv.push_back(nullptr);
    const pid_t child = ::fork();
    if (child == 0) {
        const int out_file = ::open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        const int err_file = ::open(err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        ::dup2(out_file, STDOUT_FILENO);
        ::dup2(err_file, STDERR_FILENO);
        ::execv(ESPALIER_BINARY, argv.data());
        ::_exit(127);
    }
    if (interrupt_after_ms > 0) {
        std::this_thread::sleep_for(std::chrono::milliseconds(interrupt_after_ms));
        ::kill(child, SIGINT);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ProcessResult result;
    result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    result.out = read_text(out);
    result.err = read_text(err);
    return result;
}

} // namespace espalier::test
