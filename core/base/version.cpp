// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/version.h"

namespace espalier {

const char* version() {
    return ESPALIER_VERSION;
}

} // namespace espalier
