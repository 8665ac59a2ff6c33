// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/inspector/histogram_section.h"

#include "app/studio/models/code_levels.h"
#include "app/studio/widgets/figure.h"
#include "app/studio/widgets/histogram_plot.h"
#include "app/studio/widgets/marker_chart.h"
#include "app/studio/widgets/numbers.h"

#include <QCheckBox>
#include <QPushButton>

#include <algorithm>
#include <cmath>
#include <set>

namespace espalier::studio {

namespace {

constexpr int kBins = 128;
constexpr std::size_t kMostLevels = 256;
constexpr double kMostSparsity = 0.9999;

/// Weights that compete with each other in this step: of the layer alone, or of all in its scope.
std::vector<Parameter> competitors(const StepOnLayer& step, const std::string& origin) {
    const bool whole = step.step.params.text("scope") == "global";
    std::vector<Parameter> parameters;
    std::set<ValueId> seen;
    for (const Node& node : step.before->nodes) {
        const ValueId id = mac_weight(*step.before, node);
        const Parameter* parameter = step.before->parameter(id);
        if (parameter != nullptr && parameter->latent().dtype() == DType::Float32 &&
            (whole ? step.step.scope.contains(node) : node.origin == origin) &&
            seen.insert(id).second) {
            parameters.push_back(*parameter);
        }
    }
    return parameters;
}

/// The greatest magnitude that became zero.
double threshold_between(const Graph& before, const Graph& after, const std::string& origin) {
    const auto from = weights_of(before, origin);
    const auto to = weights_of(after, origin);
    double most = 0;
    for (std::size_t i = 0; i < std::min(from.size(), to.size()); ++i) {
        const auto old_values = from[i].parameter.effective().data<float>();
        const auto new_values = to[i].parameter.effective().data<float>();
        if (old_values.size() != new_values.size()) {
            continue;
        }
        float largest = 0;
        for (std::size_t k = 0; k < old_values.size(); ++k) {
            largest = new_values[k] == 0 ? std::max(largest, std::abs(old_values[k])) : largest;
        }
        most = std::max(most, static_cast<double>(largest));
    }
    return most;
}

} // namespace

HistogramSection::HistogramSection(const Studio& studio, QWidget* parent)
    : Section(QStringLiteral("section-histogram"), parent)
    , studio_(studio)
    , plot_(new HistogramPlot)
    , figure_(new Figure(QStringLiteral("weight-histogram"), plot_, this))
    , logarithmic_(new QCheckBox(figure_))
    , add_(new QPushButton(this)) {
    logarithmic_->setObjectName(QStringLiteral("histogram-log"));
    add_->setObjectName(QStringLiteral("try-prune"));
    add_->setMinimumHeight(24);
    figure_->add_control(logarithmic_);
    figure_->setMinimumHeight(230);
    figure_->set_table([this] { return plot_->table(); });
    plot_->chart().setObjectName(QStringLiteral("histogram-chart"));
    plot_->chart().set_mirrored(true);
    add(figure_);
    add(add_);
    connect(logarithmic_, &QCheckBox::toggled, plot_, &HistogramPlot::set_logarithmic);
    connect(&plot_->chart(), &MarkerChart::marker_moved, this, &HistogramSection::drag_to);
    connect(&plot_->chart(), &MarkerChart::marker_released, this,
            [this] { studio_.document.end_gesture(); });
    connect(add_, &QPushButton::clicked, this, &HistogramSection::add_step);
}

void HistogramSection::retranslate() {
    set_heading(tr("Weight histogram"));
    figure_->set_title(tr("Weights"));
    figure_->set_explanation(
        tr("How often weights have which value. Grey: the original; coloured: the network shown. "
           "Short lines: levels of the code.\nHeight: share of all weights in the bin; zeros stand "
           "apart above. Drag the line, or move it with the arrow keys, to prune."));
    logarithmic_->setText(tr("log"));
    logarithmic_->setToolTip(tr("Logarithmic heights: shows bins that hold little"));
    logarithmic_->setAccessibleName(tr("Logarithmic heights"));
    add_->setText(tr("Prune this layer"));
    add_->setToolTip(tr("Adds a step that sets half of this layer's weights to zero; then drag "
                        "the threshold"));
}

HistogramSection::Distribution
HistogramSection::distribute(const LayerFocus& focus, const std::optional<StepOnLayer>& step) {
    Distribution result;
    const auto values = [](const std::optional<LayerWeight>& weight) {
        return weight ? weight->parameter.effective().data<float>() : std::span<const float>();
    };
    const auto before = values(focus.before);
    const auto after = values(focus.after);
    const auto a = finite_range(before);
    const auto b = finite_range(after);
    double low = std::min(a.first, b.first);
    double high = std::max(a.second, b.second);
    if (low == high) {
        low -= 0.5;
        high += 0.5;
    }
    if (!before.empty()) {
        result.before = histogram(before, kBins, low, high);
    }
    if (!after.empty()) {
        result.after = histogram(after, kBins, low, high);
        result.levels = code_levels(focus.after->parameter.code().get(), kMostLevels);
    }
    if (step && step->after) {
        result.threshold =
            threshold_between(*step->before, *step->after, focus.origin.toStdString());
    }
    return result;
}

void HistogramSection::present() {
    if (!focus().shown) {
        worker_.forget();
        step_.reset();
        table_.reset();
        table_of_.reset();
        show_distribution({});
        return;
    }
    step_ = newest_step(studio_.document, "prune.magnitude", focus().origin.toStdString());
    add_->setVisible(!step_ && focus().after.has_value());
    count_magnitudes();
    worker_.post<Distribution>(
        [focus = focus(), step = step_](const Job&) { return distribute(focus, step); },
        [this](const Distribution& distribution) { show_distribution(distribution); });
}

void HistogramSection::show_distribution(const Distribution& distribution) {
    plot_->show_histograms(distribution.before, distribution.after);
    plot_->chart().set_ticks(distribution.levels);
    const auto& any = distribution.before ? distribution.before : distribution.after;
    if (any) {
        const double most = std::max(std::abs(any->low), std::abs(any->high));
        plot_->chart().set_steps(most / 100, 0, most);
    }
    show_marker(distribution.threshold);
}

void HistogramSection::show_marker(double threshold) {
    MarkerChart& chart = plot_->chart();
    if (!step_) {
        chart.set_marker(std::nullopt);
        return;
    }
    const double place = chart.is_dragging() && chart.marker() ? *chart.marker() : threshold;
    const Step& step = step_->step;
    const bool shares = target_of(step) == "sparsity";
    const bool whole = step.params.text("scope") == "global";
    const QString share = percent_text(100 * step.params.real("sparsity"), 1);
    chart.set_marker(place, !shares ? tr("prunes below %1").arg(place, 0, 'g', 3)
                            : whole ? tr("%1 of all layers").arg(share)
                                    : tr("%1 of this layer").arg(share));
}

void HistogramSection::count_magnitudes() {
    if (!step_) {
        return;
    }
    const std::string origin = focus().origin.toStdString();
    Step key_step = step_->step;
    key_step.params = Params(key_step.technique->info().params);
    key_step.params.set_text("scope", step_->step.params.text("scope"));
    const std::string key = key_step.hash() + origin;
    if (table_of_ == step_->before && table_key_ == key) {
        return;
    }
    table_.reset();
    table_of_ = step_->before;
    table_key_ = key;
    table_worker_.post<MagnitudeTable>(
        [step = *step_, origin](const Job&) { return MagnitudeTable(competitors(step, origin)); },
        [this](const MagnitudeTable& table) {
            table_ = std::make_shared<const MagnitudeTable>(table);
        });
}

void HistogramSection::drag_to(double threshold) {
    if (!step_ || !table_) {
        return;
    }
    const double share = std::min(table_->share_below(threshold), kMostSparsity);
    aim(studio_.document, *step_, "sparsity", QString::number(share, 'f', 4).toStdString());
    if (const Card* card = studio_.document.card(step_->card)) {
        step_->step = card->step;
    }
    show_marker(threshold);
}

void HistogramSection::add_step() {
    Step step(technique_for("prune.magnitude"));
    step.params.set_text("sparsity", "0.5");
    step.params.set_text("scope", "layer");
    step.scope.include = {focus().origin.toStdString()};
    studio_.document.add_step(step);
}

} // namespace espalier::studio
