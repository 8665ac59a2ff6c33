// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/document/latest.h"
#include "app/studio/views/inspector/section.h"
#include "core/analysis/histogram.h"

class QAreaSeries;
class QChartView;
class QLineSeries;

namespace espalier::studio {

class Figure;

/// Least and greatest weight of each output channel: what one scale for all of them has to cover.
class RangesSection final : public Section {
    Q_OBJECT

public:
    explicit RangesSection(QWidget* parent);

    void retranslate() override;
    void restyle() override;

    [[nodiscard]] bool computing() const override { return worker_.busy(); }

protected:
    void present() override;

    [[nodiscard]] bool weights_alone() const override { return true; }

private:
    using Ranges = std::vector<ChannelRange>;

    struct Both {
        Ranges before;
        Ranges after;
    };

    /// The band between two lines.
    struct Band {
        QLineSeries* high = nullptr;
        QLineSeries* low = nullptr;
        QAreaSeries* area = nullptr;
    };

    [[nodiscard]] Band make_band();
    void show_ranges(const Both& ranges);

    QChartView* view_;
    Figure* figure_;
    Band before_;
    Band after_;
    Both ranges_;
    Latest worker_;
};

} // namespace espalier::studio
