// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/report/report.h"
#include "core/base/json.h"

namespace espalier::report {

namespace {

Json optional_json(const std::optional<double>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json pairs_json(const std::vector<std::pair<std::string, std::string>>& pairs) {
    Json json = Json::object();
    for (const auto& [name, text] : pairs) {
        json[name] = text;
    }
    return json;
}

Json headline_json(const Report& report) {
    Json rows = Json::array();
    for (const HeadlineRow& row : report.headline) {
        rows.push_back({{"name", row.name},
                        {"params", row.params},
                        {"nonzeros", row.nonzeros},
                        {"macs", row.macs},
                        {"stored_bytes", row.stored_bytes},
                        {"top1", optional_json(row.top1)},
                        {"perplexity", optional_json(row.perplexity)},
                        {"latency_ms", optional_json(row.latency_ms)},
                        {"energy_pj", optional_json(row.energy_pj)},
                        {"cycles", optional_json(row.cycles)}});
    }
    return rows;
}

Json layers_json(const Report& report) {
    Json rows = Json::array();
    for (const LayerRow& row : report.layers) {
        rows.push_back({{"name", row.name},
                        {"op", row.op},
                        {"output", row.shape_after},
                        {"params", row.params_after},
                        {"nonzeros", row.nonzeros_after},
                        {"macs", row.macs_after},
                        {"weight_bits", row.bits_after},
                        {"stored_bytes", row.bytes_after},
                        {"format", row.format_after},
                        {"baseline",
                         {{"output", row.shape_before},
                          {"params", row.params_before},
                          {"macs", row.macs_before},
                          {"stored_bytes", row.bytes_before}}}});
    }
    return rows;
}

} // namespace

nlohmann::ordered_json to_json(const Report& report) {
    Json steps = Json::array();
    for (const StepText& step : report.steps) {
        steps.push_back({{"title", step.title},
                         {"step", step.text},
                         {"seconds", step.seconds},
                         {"notes", step.notes}});
    }
    return {{"title", report.title},
            {"command", report.command},
            {"identity", pairs_json(report.identity)},
            {"headline", headline_json(report)},
            {"steps", std::move(steps)},
            {"layers", layers_json(report)},
            {"limits", report.limits}};
}

} // namespace espalier::report
