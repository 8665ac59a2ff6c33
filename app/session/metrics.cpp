// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/metrics.h"

#include "core/base/json.h"
#include "core/train/text_score.h"

namespace espalier {

nlohmann::ordered_json latency_json(const LatencyStats& latency) {
    return {{"min", latency.min}, {"p50", latency.p50}, {"p90", latency.p90}};
}

nlohmann::ordered_json to_json(const Metrics& metrics) {
    Json json{{"params", metrics.account.params},
              {"nonzeros", metrics.account.nonzeros},
              {"macs", metrics.account.macs},
              {"sparsity", metrics.account.sparsity()},
              {"stored_bytes", metrics.stored_bytes}};
    if (metrics.accuracy) {
        json["top1"] = metrics.accuracy->top1;
        json["top5"] = metrics.accuracy->top5;
        if (const auto perplexity = perplexity_of(*metrics.accuracy)) {
            json["perplexity"] = *perplexity;
        }
        json["images"] = metrics.accuracy->images;
        json["images_per_s"] = metrics.accuracy->images_per_s;
    }
    if (metrics.latency) {
        json["latency_ms"] = latency_json(*metrics.latency);
    }
    if (metrics.model) {
        json["energy_pj"] = metrics.model->total.energy_pj();
        json["cycles"] = metrics.model->total.counts.cycles;
        json["compute_cycles"] = metrics.model->total.counts.compute_cycles;
        json["area_um2"] = metrics.model->area_um2 ? Json(*metrics.model->area_um2) : Json(nullptr);
    }
    return json;
}

} // namespace espalier
