// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/document/latest.h"
#include "app/studio/views/inspector/section.h"
#include "app/studio/views/inspector/step_on_layer.h"
#include "app/studio/views/studio.h"
#include "app/studio/widgets/table_data.h"
#include "core/analysis/spectrum.h"

#include <QTimer>

class QLabel;
class QLineSeries;
class QPushButton;

namespace espalier::studio {

class Figure;
class MarkerChart;

/// Singular values of the weight, and the rank at which the newest step that splits this layer cuts
/// them off: dragging the line sets it.
class SpectrumSection final : public Section {
    Q_OBJECT

public:
    SpectrumSection(const Studio& studio, QWidget* parent);

    void retranslate() override;
    void restyle() override;

    [[nodiscard]] bool computing() const override { return worker_.busy() || pause_.isActive(); }

    [[nodiscard]] MarkerChart& chart() { return *chart_; }

protected:
    void present() override;

private:
    using SpectrumPtr = std::shared_ptr<const Spectrum>;

    struct Spectra {
        SpectrumPtr before; ///< of the original
        SpectrumPtr now;    ///< of what the step works on, or of the network shown
    };

    void build_chart();
    void compute();
    void show_spectra(const Spectra& spectra);
    void show_marker();
    void show_summary();
    [[nodiscard]] std::int64_t most_rank() const;
    void drag_to(double rank);
    void add_step();
    [[nodiscard]] TableData table() const;

    Studio studio_;
    MarkerChart* chart_;
    Figure* figure_;
    QLabel* summary_;
    QPushButton* add_;
    QLineSeries* before_line_;
    QLineSeries* now_line_;
    QLineSeries* energy_line_;
    std::optional<StepOnLayer> step_;
    std::optional<LayerWeight> weight_; ///< that the spectrum `now` is of
    Spectra spectra_;
    QTimer pause_; ///< eigenvalues wait until a slider rests: they cost more than all else
    Latest worker_;
};

} // namespace espalier::studio
