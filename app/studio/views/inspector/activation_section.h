// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/document/latest.h"
#include "app/studio/views/inspector/section.h"
#include "app/studio/views/studio.h"
#include "core/analysis/histogram.h"

#include <QTimer>

class QCheckBox;
class QLabel;

namespace espalier::studio {

class Figure;
class HistogramPlot;

/// What leaves the layer when a few pictures of the test split go through, in the original and in
/// the network shown. Folded away at first: it runs both networks.
class ActivationSection final : public Section {
    Q_OBJECT

public:
    ActivationSection(const Studio& studio, QWidget* parent);

    void retranslate() override;

    [[nodiscard]] bool computing() const override { return worker_.busy() || pause_.isActive(); }

    [[nodiscard]] bool needs_weight() const override { return false; }

    [[nodiscard]] HistogramPlot& plot() { return *plot_; }

protected:
    void present() override;

private:
    struct Activations {
        std::optional<Histogram> before;
        std::optional<Histogram> after;
        std::vector<double> levels; ///< of the activation's code
    };

    void run();
    void show_note(const QString& text);

    Studio studio_;
    HistogramPlot* plot_;
    Figure* figure_;
    QCheckBox* logarithmic_;
    QLabel* note_;
    QTimer pause_; ///< runs when nothing was edited for a moment
    Latest worker_;
};

} // namespace espalier::studio
