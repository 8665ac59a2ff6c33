// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/inspector/activation_section.h"

#include "app/studio/document/document.h"
#include "app/studio/models/code_levels.h"
#include "app/studio/shell/message_text.h"
#include "app/studio/widgets/figure.h"
#include "app/studio/widgets/histogram_plot.h"
#include "app/studio/widgets/marker_chart.h"
#include "core/engine/engine.h"

#include <QCheckBox>
#include <QLabel>

#include <algorithm>
#include <numeric>

namespace espalier::studio {

namespace {

constexpr int kBins = 128;
constexpr std::size_t kPictures = 16;
constexpr std::size_t kMostLevels = 256;
constexpr int kPauseMs = 300;

/// What the last node of this origin makes; kNoValue where it is gone.
ValueId output_of(const Graph& graph, const std::string& origin) {
    ValueId output = kNoValue;
    for (const Node& node : graph.nodes) {
        if (node.origin == origin && !node.outputs.empty()) {
            output = node.outputs.front();
        }
    }
    return output;
}

Tensor activations(const Graph& graph, ValueId value, const Tensor& pictures) {
    CompileOptions options;
    options.inputs = {{DType::Float32, pictures.shape()}};
    options.keep = {value};
    Executable network = Executable::compile(graph, options);
    Tensor captured;
    network.run_capturing(std::span<const Tensor>(&pictures, 1),
                          [&](ValueId, const Tensor& tensor) {
                              captured = Tensor::of<float>(tensor.shape(), tensor.data<float>());
                          });
    return captured;
}

} // namespace

ActivationSection::ActivationSection(const Studio& studio, QWidget* parent)
    : Section(QStringLiteral("section-activations"), parent)
    , studio_(studio)
    , plot_(new HistogramPlot)
    , figure_(new Figure(QStringLiteral("activation-histogram"), plot_, this))
    , logarithmic_(new QCheckBox(figure_))
    , note_(new QLabel(this)) {
    logarithmic_->setObjectName(QStringLiteral("activations-log"));
    figure_->add_control(logarithmic_);
    figure_->setMinimumHeight(210);
    figure_->set_table([this] { return plot_->table(); });
    note_->setWordWrap(true);
    note_->setObjectName(QStringLiteral("activations-note"));
    add(note_);
    add(figure_);
    pause_.setSingleShot(true);
    pause_.setInterval(kPauseMs);
    set_expanded(false);
    connect(logarithmic_, &QCheckBox::toggled, plot_, &HistogramPlot::set_logarithmic);
    connect(&pause_, &QTimer::timeout, this, &ActivationSection::run);
}

void ActivationSection::retranslate() {
    set_heading(tr("Activations"));
    figure_->set_title(tr("Outputs of the layer"));
    figure_->set_explanation(
        tr("Values that leave the layer for the first %1 pictures of the test split. Grey: the "
           "original, coloured: the network shown.\nHeight: share of all values in the bin; zeros "
           "stand apart above.")
            .arg(kPictures));
    logarithmic_->setText(tr("log"));
    logarithmic_->setAccessibleName(tr("Logarithmic heights"));
    logarithmic_->setToolTip(tr("Logarithmic heights: shows bins that hold little"));
}

void ActivationSection::show_note(const QString& text) {
    note_->setText(text);
    note_->setVisible(!text.isEmpty());
    figure_->setVisible(text.isEmpty());
}

void ActivationSection::present() {
    worker_.forget();
    const Document& document = studio_.document;
    if (!focus().shown || !document.is_open()) {
        pause_.stop();
        show_note({});
        plot_->show_histograms(std::nullopt, std::nullopt);
        return;
    }
    if (!document.workspace().test_set()) {
        pause_.stop();
        show_note(tr("Choose data in the overview to see what leaves this layer."));
        return;
    }
    pause_.start();
}

void ActivationSection::run() {
    const Document& document = studio_.document;
    if (!document.is_open() || !focus().shown || !document.workspace().test_set()) {
        return;
    }
    worker_.post<Activations>(
        [focus = focus(), set = document.workspace().test_set(),
         preprocess = document.network().preprocess](const Job& job) {
            const Graph& original = focus.original->graph;
            std::vector<std::size_t> indices(std::min(kPictures, set->size()));
            std::iota(indices.begin(), indices.end(), std::size_t{0});
            const Tensor pictures = load_batch(*set, indices, preprocess,
                                               original.value(original.inputs.front()).type.shape);
            const std::string origin = focus.origin.toStdString();
            const ValueId before = output_of(original, origin);
            const ValueId after = output_of(focus.shown->graph, origin);
            std::vector<Tensor> sides(2);
            if (before != kNoValue) {
                sides[0] = activations(original, before, pictures);
            }
            job.check();
            if (after != kNoValue) {
                sides[1] = activations(focus.shown->graph, after, pictures);
            }
            double low = 0;
            double high = 0;
            for (const Tensor& side : sides) {
                if (side.defined()) {
                    const auto range = finite_range(side.data<float>());
                    low = std::min(low, range.first);
                    high = std::max(high, range.second);
                }
            }
            high = high > low ? high : low + 1;
            Activations result;
            if (sides[0].defined()) {
                result.before = histogram(sides[0].data<float>(), kBins, low, high);
            }
            if (sides[1].defined()) {
                result.after = histogram(sides[1].data<float>(), kBins, low, high);
                result.levels =
                    code_levels(focus.shown->graph.value(after).code.get(), kMostLevels);
            }
            return result;
        },
        [this](const Activations& result) {
            show_note(result.before || result.after
                          ? QString()
                          : tr("Nothing of this layer is left to be looked at."));
            plot_->show_histograms(result.before, result.after);
            plot_->chart().set_ticks(result.levels);
        },
        [this](const Error& error) { show_note(error_text(error)); });
}

} // namespace espalier::studio
