// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/document/selection.h"

namespace espalier::studio {

void Selection::set_layer(const QString& origin) {
    if (origin != layer_) {
        layer_ = origin;
        Q_EMIT layer_changed(layer_);
    }
}

} // namespace espalier::studio
