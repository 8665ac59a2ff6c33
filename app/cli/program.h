// SPDX-License-Identifier: GPL-3.0-or-later
// `espalier`: reads the command line, runs one command, and turns its errors into exit codes.
#pragma once

namespace espalier::cli {

/// As main() is called; returns the exit code. Once per process.
int run_program(int count, char** arguments);

} // namespace espalier::cli
