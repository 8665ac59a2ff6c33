// SPDX-License-Identifier: GPL-3.0-or-later
// What the Pareto view compares: networks as points, figures as axes.
#pragma once

#include "app/studio/document/snapshot.h"
#include "app/studio/views/pareto/front.h"

#include <QString>

#include <array>
#include <optional>
#include <vector>

namespace espalier::studio {

class Document;

enum class Measure {
    Accuracy,
    StoredBytes,
    Params,
    NonZeros,
    Macs,
    Energy,
    ModelledLatency,
    MeasuredLatency,
};
inline constexpr std::array kMeasures{
    Measure::Accuracy, Measure::StoredBytes, Measure::Params,          Measure::NonZeros,
    Measure::Macs,     Measure::Energy,      Measure::ModelledLatency, Measure::MeasuredLatency};

/// nullopt where it was not measured, counted or modelled (yet).
[[nodiscard]] std::optional<double> measure_of(const Metrics& metrics, Measure measure);
[[nodiscard]] Better better(Measure measure);
/// Name without unit, for columns whose cells have one, in the language in use.
[[nodiscard]] QString measure_name(Measure measure);
/// Name with the unit of measure_of, for axes and files.
[[nodiscard]] QString measure_title(Measure measure);
/// With unit, as people read it.
[[nodiscard]] QString measure_text(Measure measure, double value);

struct ParetoPoint {
    enum class Kind { Original, Working, Variant };

    Kind kind = Kind::Variant;
    std::size_t variant = 0; ///< index into Document::variants(), of variants
    SnapshotPtr snapshot;
    QString name; ///< in the language in use

    [[nodiscard]] std::optional<double> value(Measure measure) const {
        return measure_of(snapshot->metrics, measure);
    }
};

/// Original, working network (where steps changed something), variants.
[[nodiscard]] std::vector<ParetoPoint> pareto_points(const Document& document);

/// What a network has to keep to; empty: no limit.
struct Limits {
    std::optional<double> least_accuracy; ///< per cent
    std::optional<double> most_bytes;

    /// False also where the limited figure is not known.
    [[nodiscard]] bool met_by(const Metrics& metrics) const;
};

} // namespace espalier::studio
