// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/techniques/detail/kept_layer.h"

namespace espalier::techniques {

LayerChange kept_layer(const LayerAccount& layer, std::string what) {
    return {.node = layer.name,
            .origin = layer.origin,
            .what = std::move(what),
            .params_before = layer.params,
            .params_after = layer.params,
            .nonzeros_before = layer.nonzeros,
            .nonzeros_after = layer.nonzeros,
            .macs_before = layer.macs,
            .macs_after = layer.macs};
}

} // namespace espalier::techniques
