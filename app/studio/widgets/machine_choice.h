// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QComboBox;

namespace espalier::studio {

/// Adds every accelerator there is, its id as data and its summary as tool tip. The one description
/// that stands for systolic arrays of any size is offered in the usual sizes.
void add_machines(QComboBox& box);

} // namespace espalier::studio
