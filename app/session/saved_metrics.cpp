// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/saved_metrics.h"

#include "app/session/report/machine.h"
#include "core/base/json.h"

#include <cmath>
#include <limits>

namespace espalier {

namespace {

const std::string kMachine = "machine";

double number(const Json& json, const std::string& key, double most) {
    const auto value = json_get<double>(json, key);
    expect(std::isfinite(value) && value >= 0 && value <= most,
           "key \"{}\": found {}, expected 0 to {}", key, value, most);
    return value;
}

std::size_t count(const Json& json, const std::string& key) {
    expect(json.contains(key) && json.at(key).is_number_unsigned(),
           "key \"{}\": expected a whole number", key);
    const auto value = json.at(key).get<std::uint64_t>();
    expect(value <= std::uint64_t{std::numeric_limits<std::int32_t>::max()},
           "key \"{}\": found {}, which is too much", key, value);
    return value;
}

Accuracy read_accuracy(const Json& json) {
    constexpr double kPerCent = 100;
    Accuracy accuracy;
    accuracy.top1 = number(json, "top1", kPerCent);
    accuracy.top5 = number(json, "top5", kPerCent);
    accuracy.images = count(json, "images");
    accuracy.hits = count(json, "hits");
    expect(accuracy.hits <= accuracy.images, "found {} hits of {} pictures", accuracy.hits,
           accuracy.images);
    // A network that went astray has a loss that is no number, which JSON writes as null.
    accuracy.loss = json.contains("loss") && json.at("loss").is_number()
                        ? json_get<double>(json, "loss")
                        : std::numeric_limits<double>::quiet_NaN();
    accuracy.images_per_s = json.contains("images_per_s")
                                ? number(json, "images_per_s", std::numeric_limits<double>::max())
                                : 0;
    if (json.contains("predictions")) {
        const Json& list = json.at("predictions");
        expect(list.is_array() && list.size() == accuracy.images,
               "key \"predictions\": expected a list of {} classes", accuracy.images);
        accuracy.predictions.reserve(list.size());
        for (const Json& entry : list) {
            expect(entry.is_number_integer(), "key \"predictions\": found {}, expected classes",
                   entry.type_name());
            const auto guess = entry.get<std::int64_t>();
            expect(guess >= -1 && guess <= std::numeric_limits<int>::max(),
                   "key \"predictions\": found class {}", guess);
            accuracy.predictions.push_back(static_cast<int>(guess));
        }
    }
    return accuracy;
}

} // namespace

nlohmann::ordered_json measured_figures(const Metrics& metrics) {
    Json json = Json::object();
    if (metrics.accuracy) {
        json["top1"] = metrics.accuracy->top1;
        json["top5"] = metrics.accuracy->top5;
        json["images"] = metrics.accuracy->images;
        json["images_per_s"] = metrics.accuracy->images_per_s;
        json["hits"] = metrics.accuracy->hits;
        json["loss"] = metrics.accuracy->loss;
        if (!metrics.accuracy->predictions.empty()) {
            json["predictions"] = metrics.accuracy->predictions;
        }
    }
    if (metrics.latency) {
        json["latency_ms"] = latency_json(*metrics.latency);
        json[kMachine] = report::machine_text();
    }
    return json;
}

nlohmann::ordered_json saved_metrics(const Metrics& metrics) {
    Metrics counted;
    counted.account = metrics.account;
    counted.stored_bytes = metrics.stored_bytes;
    Json json = to_json(counted);
    json.update(measured_figures(metrics));
    return json;
}

Metrics read_metrics(const nlohmann::ordered_json& json) {
    expect(json.is_object(), "found {}, expected an object", json.type_name());
    Metrics metrics;
    if (json.contains("top1")) {
        metrics.accuracy = read_accuracy(json);
    }
    if (json.contains("latency_ms") &&
        json_get<std::string>(json, kMachine, "") == report::machine_text()) {
        constexpr double kDay = 24 * 3600 * 1000.0;
        const Json& latency = json.at("latency_ms");
        metrics.latency = LatencyStats{number(latency, "min", kDay), number(latency, "p50", kDay),
                                       number(latency, "p90", kDay)};
    }
    return metrics;
}

} // namespace espalier
