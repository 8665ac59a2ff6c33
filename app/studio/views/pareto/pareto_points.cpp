// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/pareto/pareto_points.h"

#include "app/studio/document/document.h"
#include "app/studio/widgets/numbers.h"

#include <QCoreApplication>

namespace espalier::studio {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("espalier::studio", text);
}

std::optional<double> counted(std::int64_t value) {
    return value >= 0 ? std::optional(static_cast<double>(value)) : std::nullopt;
}

} // namespace

std::optional<double> measure_of(const Metrics& metrics, Measure measure) {
    switch (measure) {
    case Measure::Accuracy:
        return metrics.accuracy ? std::optional(metrics.accuracy->top1) : std::nullopt;
    case Measure::StoredBytes:
        return counted(metrics.stored_bytes);
    case Measure::Params:
        return counted(metrics.account.params);
    case Measure::NonZeros:
        return counted(metrics.account.nonzeros);
    case Measure::Macs:
        return counted(metrics.account.macs);
    case Measure::Energy:
        return metrics.model && !metrics.model->relative
                   ? std::optional(metrics.model->total.energy_pj())
                   : std::nullopt;
    case Measure::ModelledLatency:
        return metrics.model ? std::optional(metrics.model->total.latency_ms) : std::nullopt;
    case Measure::MeasuredLatency:
        return metrics.latency ? std::optional(metrics.latency->p50) : std::nullopt;
    }
    return std::nullopt;
}

Better better(Measure measure) {
    return measure == Measure::Accuracy ? Better::Higher : Better::Lower;
}

QString measure_name(Measure measure) {
    switch (measure) {
    case Measure::Accuracy:
        return tr("Accuracy");
    case Measure::StoredBytes:
        return tr("Stored size");
    case Measure::Params:
        return tr("Parameters");
    case Measure::NonZeros:
        return tr("Non-zeros");
    case Measure::Macs:
        return tr("MACs");
    case Measure::Energy:
        return tr("Energy (modelled)");
    case Measure::ModelledLatency:
        return tr("Latency (modelled)");
    case Measure::MeasuredLatency:
        return tr("Latency (measured)");
    }
    return {};
}

QString measure_title(Measure measure) {
    const QString name = measure_name(measure);
    switch (measure) {
    case Measure::Accuracy:
        return name + QStringLiteral(" [%]");
    case Measure::StoredBytes:
        return QStringLiteral("%1 [B]").arg(name);
    case Measure::Energy:
        return QStringLiteral("%1 [pJ]").arg(name);
    case Measure::ModelledLatency:
    case Measure::MeasuredLatency:
        return QStringLiteral("%1 [ms]").arg(name);
    default:
        return name;
    }
}

QString measure_text(Measure measure, double value) {
    switch (measure) {
    case Measure::Accuracy:
        return percent_text(value, 2);
    case Measure::StoredBytes:
        return bytes_text(static_cast<std::int64_t>(value));
    case Measure::Energy:
        return energy_text(value);
    case Measure::ModelledLatency:
    case Measure::MeasuredLatency:
        return ms_text(value);
    default:
        return short_count_text(value);
    }
}

std::vector<ParetoPoint> pareto_points(const Document& document) {
    std::vector<ParetoPoint> points;
    if (!document.is_open()) {
        return points;
    }
    points.push_back({ParetoPoint::Kind::Original, 0, document.original(), tr("Original")});
    if (document.working() && !document.working()->recipe.steps.empty()) {
        points.push_back({ParetoPoint::Kind::Working, 0, document.working(), tr("Working")});
    }
    for (std::size_t i = 0; i < document.variants().size(); ++i) {
        const SnapshotPtr& variant = document.variants()[i];
        points.push_back(
            {ParetoPoint::Kind::Variant, i, variant, QString::fromStdString(variant->name)});
    }
    return points;
}

bool Limits::met_by(const Metrics& metrics) const {
    const auto accuracy = measure_of(metrics, Measure::Accuracy);
    const auto bytes = measure_of(metrics, Measure::StoredBytes);
    return (!least_accuracy || (accuracy && *accuracy >= *least_accuracy)) &&
           (!most_bytes || (bytes && *bytes <= *most_bytes));
}

} // namespace espalier::studio
