// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/report/model_figures.h"

#include "core/base/text.h"

#include <cmath>

namespace espalier::report {

namespace {

double known(double value) {
    return std::isfinite(value) ? value : 0;
}

void add_points(RooflineFigure& figure, const hw::NetworkCost& cost, int series) {
    for (const hw::LayerEstimate& layer : cost.layers) {
        if (layer.work.has_macs()) {
            figure.points.push_back(
                {layer.name, known(layer.roof.intensity), known(layer.roof.achieved_gops), series});
        }
    }
}

} // namespace

StackedFigure energy_figure(const Shaping& shaping) {
    StackedFigure figure;
    figure.title =
        "Energy of one sample by component, " + shaping.result().metrics.model->accelerator;
    figure.components = {"MAC", "register", "array", "buffer", "DRAM", "leakage"};
    for (const Variant& variant : shaping.variants) {
        const hw::LayerCost& total = variant.metrics.model->total;
        StackedFigure::Row row;
        row.label = variant.name;
        row.parts = {total.mac_pj,
                     total.level_pj(hw::Level::Register),
                     total.level_pj(hw::Level::Array),
                     total.level_pj(hw::Level::Buffer),
                     total.level_pj(hw::Level::Dram),
                     known(total.leakage_pj)};
        row.total = human_energy(total.energy_pj());
        figure.rows.push_back(std::move(row));
    }
    return figure;
}

RooflineFigure roofline_figure(const Shaping& shaping) {
    const hw::NetworkCost& before = *shaping.original().metrics.model;
    const hw::NetworkCost& after = *shaping.result().metrics.model;
    RooflineFigure figure;
    figure.title = "Layers under the roofline of " + after.accelerator +
                   ": grey before, coloured after; name and figures on hover";
    figure.peak = after.machine.peak_gops;
    figure.bandwidth = after.machine.bandwidth_gbs;
    add_points(figure, before, 0);
    add_points(figure, after, 1);
    return figure;
}

} // namespace espalier::report
