// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/document/latest.h"
#include "app/studio/models/magnitude_table.h"
#include "app/studio/views/inspector/section.h"
#include "app/studio/views/inspector/step_on_layer.h"
#include "app/studio/views/studio.h"
#include "core/analysis/histogram.h"

class QCheckBox;
class QPushButton;

namespace espalier::studio {

class Figure;
class HistogramPlot;

/// How the layer's weights are distributed, and the threshold below which they are pruned: dragging
/// it sets the sparsity of the newest step that prunes this layer by magnitude.
class HistogramSection final : public Section {
    Q_OBJECT

public:
    HistogramSection(const Studio& studio, QWidget* parent);

    void retranslate() override;

    [[nodiscard]] bool computing() const override { return worker_.busy() || table_worker_.busy(); }

    [[nodiscard]] HistogramPlot& plot() { return *plot_; }

protected:
    void present() override;

private:
    struct Distribution {
        std::optional<Histogram> before;
        std::optional<Histogram> after;
        std::vector<double> levels; ///< of the code, where they are few enough to tell apart
        double threshold = 0;       ///< greatest magnitude that the step took from this layer
    };

    [[nodiscard]] static Distribution distribute(const LayerFocus& focus,
                                                 const std::optional<StepOnLayer>& step);
    void show_distribution(const Distribution& distribution);
    void show_marker(double threshold);
    void count_magnitudes();
    void drag_to(double threshold);
    void add_step();

    Studio studio_;
    HistogramPlot* plot_;
    Figure* figure_;
    QCheckBox* logarithmic_;
    QPushButton* add_;
    std::optional<StepOnLayer> step_;
    std::shared_ptr<const MagnitudeTable> table_;
    std::shared_ptr<const Graph> table_of_; ///< what the table was counted over
    std::string table_key_;
    Latest worker_;
    Latest table_worker_;
};

} // namespace espalier::studio
