// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/arch/tree.h"

#include <algorithm>
#include <fstream>

namespace espalier::arch {

namespace fs = std::filesystem;

namespace {

std::vector<Source> read_tree() {
    const fs::path top = ESPALIER_SOURCE_DIR;
    std::vector<Source> found;
    for (const char* room : {"core", "hwmodel", "app", "tests"}) {
        for (const auto& entry : fs::recursive_directory_iterator(top / room)) {
            const auto extension = entry.path().extension();
            if (extension != ".h" && extension != ".cpp") {
                continue;
            }
            Source source{fs::relative(entry.path(), top).generic_string(), {}};
            std::ifstream in(entry.path());
            for (std::string line; std::getline(in, line);) {
                source.lines.push_back(line);
            }
            found.push_back(std::move(source));
        }
    }
    std::ranges::sort(found, {}, &Source::path);
    return found;
}

} // namespace

const std::vector<Source>& sources() {
    static const std::vector<Source> tree = read_tree();
    return tree;
}

std::vector<std::string> includes(const Source& source) {
    std::vector<std::string> targets;
    for (const std::string& line : source.lines) {
        if (!line.starts_with("#include ")) {
            continue;
        }
        const auto open = line.find_first_of("\"<");
        const auto close = line.find_first_of("\">", open + 1);
        if (open != std::string::npos && close != std::string::npos) {
            targets.push_back(line.substr(open + 1, close - open - 1));
        }
    }
    return targets;
}

} // namespace espalier::arch
