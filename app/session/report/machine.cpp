// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/report/machine.h"

#include "core/base/text.h"

#include <fmt/format.h>
#include <sys/utsname.h>

#include <fstream>
#include <thread>

namespace espalier::report {

std::string machine_text() {
    std::string model = "unknown processor";
    std::ifstream cpuinfo("/proc/cpuinfo");
    for (std::string line; std::getline(cpuinfo, line);) {
        if (line.starts_with("model name")) {
            model = trim(std::string_view(line).substr(line.find(':') + 1));
            break;
        }
    }
    utsname name{};
    const bool known = ::uname(&name) == 0;
    return fmt::format("{}, {} cores, {} {}", model, std::thread::hardware_concurrency(),
                       known ? name.sysname : "unknown system", known ? name.machine : "");
}

} // namespace espalier::report
