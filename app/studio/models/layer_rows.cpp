// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/models/layer_rows.h"

#include <map>

namespace espalier::studio {

namespace {

void add(LayerSums& sums, const LayerAccount& layer) {
    if (sums.weights == 0 && layer.weights > 0) {
        sums.weight_bits = layer.weight_bits;
    }
    sums.present = true;
    sums.params += layer.params;
    sums.nonzeros += layer.nonzeros;
    sums.macs += layer.macs;
    sums.weights += layer.weights;
    sums.weight_nonzeros += layer.weight_nonzeros;
    sums.ops += (sums.ops.empty() ? "" : " + ") + layer.op;
}

} // namespace

double LayerSums::sparsity() const {
    return weights == 0 ? 0
                        : 1 - static_cast<double>(weight_nonzeros) / static_cast<double>(weights);
}

std::vector<LayerRow> layer_rows(const Account& before, const Account& after) {
    std::vector<LayerRow> rows;
    std::map<std::string, std::size_t, std::less<>> position;
    const auto row_of = [&](const std::string& origin) -> LayerRow& {
        const auto [found, added] = position.try_emplace(origin, rows.size());
        if (added) {
            rows.push_back({origin, {}, {}});
        }
        return rows[found->second];
    };
    for (const LayerAccount& layer : before.layers) {
        add(row_of(layer.origin).before, layer);
    }
    for (const LayerAccount& layer : after.layers) {
        add(row_of(layer.origin).after, layer);
    }
    return rows;
}

double nonzero_macs(const Account& account) {
    double sum = 0;
    for (const LayerAccount& layer : account.layers) {
        const double kept = layer.weights == 0 ? 1
                                               : static_cast<double>(layer.weight_nonzeros) /
                                                     static_cast<double>(layer.weights);
        sum += static_cast<double>(layer.macs) * kept;
    }
    return sum;
}

} // namespace espalier::studio
