// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/graph/op.h"

namespace espalier {

void Op::lower(Lowering& /*lowering*/) const {
    fail(ErrorCode::Unsupported, "operator {} can not be put into a plan yet", type());
}

} // namespace espalier
