// SPDX-License-Identifier: GPL-3.0-or-later
// One recipe with many values of one or two of its parameters: what would be run, and the running.
#pragma once

#include "app/studio/document/document.h"

#include <QObject>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace espalier::studio {

class Jobs;

/// Values of one parameter of one step.
struct SweepAxis {
    std::size_t step = 0; ///< index into the recipe
    std::string key;
    double from = 0;
    double to = 0;
    int count = 1;
};

struct SweepPoint {
    QString name; ///< "sparsity = 0.7"
    Recipe recipe;
};

/// Evenly spaced values from one end to the other; whole and each only once for Integer
/// parameters.
[[nodiscard]] std::vector<double> sweep_values(const ParamSpec& spec, const SweepAxis& axis);

/// Every value, or every pair of values. Usage where the parameter does not take a value.
[[nodiscard]] std::vector<SweepPoint> sweep_points(const Recipe& recipe, const SweepAxis& first,
                                                   const std::optional<SweepAxis>& second);

/// Runs and measures the points in one job and adds each to the document's variants as soon as it
/// is done: what was measured before a cancel stays.
class Sweep : public QObject {
    Q_OBJECT

public:
    Sweep(Document& document, Jobs& jobs, QObject* parent = nullptr);

    void start(std::vector<SweepPoint> points);

    [[nodiscard]] bool running() const { return job_ != 0; }

Q_SIGNALS:
    void finished();

private:
    struct Results;

    void collect();

    Document& document_;
    Jobs& jobs_;
    std::shared_ptr<Results> results_;
    std::uint64_t job_ = 0;
};

} // namespace espalier::studio
