// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/program.h"

int main(int count, char** arguments) {
    return espalier::cli::run_program(count, arguments);
}
