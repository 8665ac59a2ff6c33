// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/inspector/spectrum_section.h"

#include "app/studio/shell/theme.h"
#include "app/studio/widgets/chart_style.h"
#include "app/studio/widgets/figure.h"
#include "app/studio/widgets/marker_chart.h"
#include "app/studio/widgets/numbers.h"

#include <QChart>
#include <QLabel>
#include <QLineSeries>
#include <QLogValueAxis>
#include <QPushButton>
#include <QValueAxis>

#include <algorithm>
#include <array>
#include <cmath>

namespace espalier::studio {

namespace {

/// Above this the eigenvalues take minutes, and nothing could stop them.
constexpr std::int64_t kMostRank = 4096;
/// Singular values below this share of the first are noise of float32.
constexpr double kFloor = 1e-4;
constexpr double kUsualEnergy = 0.9;
constexpr int kPauseMs = 120;

/// Singular values over the first of `scale`, by rank.
QList<QPointF> scree(const Spectrum& spectrum, double scale) {
    QList<QPointF> points;
    for (std::size_t i = 0; i < spectrum.squares.size() && scale > 0; ++i) {
        const double value = std::sqrt(std::max(spectrum.squares[i], 0.0)) / scale;
        points << QPointF(static_cast<double>(i + 1), std::max(value, kFloor));
    }
    return points;
}

QList<QPointF> energies(const Spectrum& spectrum) {
    QList<QPointF> points;
    double sum = 0;
    for (std::size_t i = 0; i < spectrum.squares.size() && spectrum.total > 0; ++i) {
        sum += spectrum.squares[i];
        points << QPointF(static_cast<double>(i + 1), 100 * sum / spectrum.total);
    }
    return points;
}

/// As the step takes convolutions apart.
Unfolding unfolding_of(const std::optional<StepOnLayer>& step, const LayerWeight& weight) {
    const bool spatial = step && step->step.params.text("mode") == "spatial" &&
                         weight.op == "Conv" && weight.parameter.shape().rank() == 4 &&
                         weight.grid.height > 1 && weight.grid.width > 1;
    return spatial ? Unfolding::Spatial : Unfolding::Channel;
}

std::shared_ptr<const Spectrum> spectrum_of(const LayerWeight& weight, Unfolding unfolding) {
    const Shape& shape = weight.parameter.shape();
    if (std::min(shape[0], shape.elements(1, shape.rank())) > kMostRank) {
        return nullptr;
    }
    return spectrum(weight.parameter.effective(), unfolding);
}

} // namespace

SpectrumSection::SpectrumSection(const Studio& studio, QWidget* parent)
    : Section(QStringLiteral("section-spectrum"), parent)
    , studio_(studio)
    , chart_(new MarkerChart)
    , figure_(new Figure(QStringLiteral("singular-values"), chart_, this))
    , summary_(new QLabel(this))
    , add_(new QPushButton(this))
    , before_line_(new QLineSeries(this))
    , now_line_(new QLineSeries(this))
    , energy_line_(new QLineSeries(this)) {
    chart_->setObjectName(QStringLiteral("spectrum-chart"));
    figure_->setMinimumHeight(210);
    figure_->set_table([this] { return table(); });
    summary_->setWordWrap(true);
    summary_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    add_->setObjectName(QStringLiteral("try-svd"));
    add_->setMinimumHeight(24);
    add(figure_);
    add(summary_);
    add(add_);
    pause_.setSingleShot(true);
    pause_.setInterval(kPauseMs);
    build_chart();
    connect(&pause_, &QTimer::timeout, this, &SpectrumSection::compute);
    connect(chart_, &MarkerChart::marker_moved, this, &SpectrumSection::drag_to);
    connect(chart_, &MarkerChart::marker_released, this,
            [this] { studio_.document.end_gesture(); });
    connect(add_, &QPushButton::clicked, this, &SpectrumSection::add_step);
}

void SpectrumSection::build_chart() {
    QChart& chart = *chart_->chart();
    auto* rank = new QValueAxis;
    rank->setLabelFormat(QStringLiteral("%.0f"));
    rank->setTickCount(5);
    auto* value = new QLogValueAxis;
    value->setLabelFormat(QStringLiteral("%g"));
    value->setRange(kFloor, 1.5);
    auto* energy = new QValueAxis;
    energy->setRange(0, 100);
    energy->setTickCount(3);
    energy->setLabelFormat(QStringLiteral("%.0f %%"));
    chart.addAxis(rank, Qt::AlignBottom);
    chart.addAxis(value, Qt::AlignLeft);
    chart.addAxis(energy, Qt::AlignRight);
    for (QLineSeries* line : {before_line_, now_line_, energy_line_}) {
        chart.addSeries(line);
        line->attachAxis(rank);
        line->attachAxis(line == energy_line_ ? static_cast<QAbstractAxis*>(energy) : value);
    }
    restyle();
}

void SpectrumSection::restyle() {
    const Hues hues(palette());
    before_line_->setPen(QPen(hues.before, 3));
    now_line_->setPen(QPen(hues.after, 2));
    energy_line_->setPen(QPen(series_colour(0, palette()), 1.5, Qt::DashLine));
    style_chart(*chart_->chart(), palette(), font());
}

void SpectrumSection::retranslate() {
    set_heading(tr("Singular values"));
    figure_->set_title(tr("By rank: size (left), energy (right)"));
    figure_->set_explanation(
        tr("Singular values over the largest of the original, on a logarithmic axis (grey: "
           "original, coloured: now), and the share of their squares up to each rank (dashed).\n"
           "Drag the line, or move it with the arrow keys, to set the rank of the layer."));
    add_->setToolTip(tr("Adds a step that splits this layer into two thinner ones"));
    show_summary();
}

void SpectrumSection::present() {
    step_.reset();
    weight_.reset();
    if (!focus().shown) {
        pause_.stop();
        worker_.forget();
        show_spectra({});
        return;
    }
    step_ = newest_step(studio_.document, "decompose.svd", focus().origin.toStdString());
    if (step_) {
        const auto weights = weights_of(*step_->before, focus().origin.toStdString());
        if (!weights.empty()) {
            weight_ = weights.front();
        }
    } else {
        weight_ = focus().after;
    }
    pause_.start();
}

void SpectrumSection::compute() {
    worker_.post<Spectra>(
        [before = focus().before, now = weight_, step = step_](const Job& job) {
            Spectra spectra;
            if (before) {
                spectra.before = spectrum_of(*before, unfolding_of(step, *before));
            }
            job.check();
            if (now) {
                spectra.now = spectrum_of(*now, unfolding_of(step, *now));
            }
            return spectra;
        },
        [this](const Spectra& spectra) { show_spectra(spectra); });
}

std::int64_t SpectrumSection::most_rank() const {
    if (!spectra_.now) {
        return 1;
    }
    const bool larger = step_ && step_->step.params.boolean("larger");
    const auto full = static_cast<std::int64_t>(spectra_.now->squares.size());
    return std::max<std::int64_t>(1, larger ? full : std::min(full, spectra_.now->break_even()));
}

void SpectrumSection::show_spectra(const Spectra& spectra) {
    spectra_ = spectra;
    const auto first = [](const SpectrumPtr& each) {
        return each && !each->squares.empty() ? std::sqrt(each->squares.front()) : 0;
    };
    const double scale = first(spectra.before) > 0 ? first(spectra.before) : first(spectra.now);
    before_line_->replace(spectra.before ? scree(*spectra.before, scale) : QList<QPointF>());
    now_line_->replace(spectra.now ? scree(*spectra.now, scale) : QList<QPointF>());
    energy_line_->replace(spectra.now ? energies(*spectra.now) : QList<QPointF>());
    const auto& any = spectra.now ? spectra.now : spectra.before;
    if (any) {
        const auto ranks = static_cast<double>(any->squares.size());
        chart_->chart()->axes(Qt::Horizontal).front()->setRange(0, std::max(ranks, 2.0));
        chart_->set_steps(1, 1, static_cast<double>(most_rank()));
    }
    show_marker();
    show_summary();
}

void SpectrumSection::show_marker() {
    if (!step_ || !spectra_.now) {
        chart_->set_marker(std::nullopt);
        return;
    }
    if (chart_->is_dragging() && chart_->marker()) {
        return;
    }
    // The rank that the layer really got: the width between its two halves.
    const auto halves = step_->after ? weights_of(*step_->after, focus().origin.toStdString())
                                     : std::vector<LayerWeight>();
    if (halves.size() == 2) {
        const std::int64_t rank = halves.front().grid.outputs;
        chart_->set_marker(static_cast<double>(rank), tr("rank %1").arg(rank));
    } else {
        chart_->set_marker(static_cast<double>(most_rank()), tr("stays whole"));
    }
}

void SpectrumSection::show_summary() {
    add_->setVisible(!step_ && spectra_.now && spectra_.now->break_even() >= 1 && weight_ &&
                     (weight_->op == "Conv" || weight_->op == "Gemm" || weight_->op == "MatMul"));
    if (!spectra_.now) {
        summary_->setText(weight_ ? tr("Too large to be taken apart while you wait.") : QString());
        summary_->setVisible(weight_.has_value());
        return;
    }
    const Spectrum& now = *spectra_.now;
    summary_->setVisible(true);
    summary_->setText(
        tr("Rank for 90 / 95 / 99 % of the energy: %1 / %2 / %3 of %4. Splitting makes the layer "
           "smaller up to rank %5.")
            .arg(now.rank_for(0.90))
            .arg(now.rank_for(0.95))
            .arg(now.rank_for(0.99))
            .arg(static_cast<qlonglong>(now.squares.size()))
            .arg(now.break_even()));
    add_->setText(tr("Try SVD, rank %1").arg(std::min(now.rank_for(kUsualEnergy), most_rank())));
}

void SpectrumSection::drag_to(double place) {
    if (!step_ || !spectra_.now) {
        return;
    }
    const auto rank = std::clamp<std::int64_t>(std::llround(place), 1, most_rank());
    aim(studio_.document, *step_, "rank", std::to_string(rank));
    chart_->set_marker(static_cast<double>(rank),
                       tr("rank %1: %2 of the energy")
                           .arg(rank)
                           .arg(percent_text(100 * spectra_.now->energy(rank), 1)));
}

void SpectrumSection::add_step() {
    if (!spectra_.now) {
        return;
    }
    Step step(technique_for("decompose.svd"));
    step.params.set_text(
        "rank", std::to_string(std::min(spectra_.now->rank_for(kUsualEnergy), most_rank())));
    step.scope.include = {focus().origin.toStdString()};
    studio_.document.add_step(step);
}

TableData SpectrumSection::table() const {
    TableData table{tr("Singular values"),
                    {tr("Rank"), tr("Original"), tr("Now"), tr("Energy up to it [%]")},
                    {}};
    const auto size = [](const SpectrumPtr& each) { return each ? each->squares.size() : 0; };
    const auto cell = [&](const SpectrumPtr& each, std::size_t i) {
        return i < size(each) ? QVariant(std::sqrt(each->squares[i])) : QVariant();
    };
    for (std::size_t i = 0; i < std::max(size(spectra_.before), size(spectra_.now)); ++i) {
        const auto rank = static_cast<qlonglong>(i + 1);
        table.rows.push_back(
            {rank, cell(spectra_.before, i), cell(spectra_.now, i),
             spectra_.now ? QVariant(100 * spectra_.now->energy(rank)) : QVariant()});
    }
    return table;
}

} // namespace espalier::studio
