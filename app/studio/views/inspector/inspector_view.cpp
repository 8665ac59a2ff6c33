// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/inspector/inspector_view.h"

#include "app/studio/document/document.h"
#include "app/studio/document/selection.h"
#include "app/studio/views/inspector/activation_section.h"
#include "app/studio/views/inspector/grids_section.h"
#include "app/studio/views/inspector/heat_section.h"
#include "app/studio/views/inspector/histogram_section.h"
#include "app/studio/views/inspector/kernel_section.h"
#include "app/studio/views/inspector/layer_header.h"
#include "app/studio/views/inspector/ranges_section.h"
#include "app/studio/views/inspector/spectrum_section.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace espalier::studio {

InspectorView::InspectorView(const Studio& studio, QWidget* parent)
    : View(studio, parent)
    , area_(new QScrollArea(this)) {
    auto* page = new QWidget;
    area_->setWidget(page);
    area_->setWidgetResizable(true);
    area_->setFrameShape(QFrame::NoFrame);
    area_->setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(area_);

    header_ = new LayerHeader(page);
    part_line_ = new QWidget(page);
    part_label_ = new QLabel(part_line_);
    part_ = new QComboBox(part_line_);
    part_->setObjectName(QStringLiteral("inspector-part"));
    part_->setMinimumHeight(24);
    part_label_->setBuddy(part_);
    auto* line = new QHBoxLayout(part_line_);
    line->setContentsMargins(4, 0, 4, 0);
    line->addWidget(part_label_);
    line->addWidget(part_, 1);
    sections_ = {new HistogramSection(studio, page),
                 new GridsSection(studio, page),
                 new SpectrumSection(studio, page),
                 new HeatSection(page),
                 new KernelSection(page),
                 new RangesSection(page),
                 new ActivationSection(studio, page)};
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->setSpacing(6);
    layout->addWidget(header_);
    layout->addWidget(part_line_);
    for (Section* section : sections_) {
        layout->addWidget(section);
    }
    layout->addStretch(1);
    setMinimumWidth(280);

    const Document& document = studio.document;
    for (const auto signal : {&Document::opened, &Document::closed, &Document::working_changed,
                              &Document::original_changed, &Document::data_changed}) {
        connect(&document, signal, this, &View::touch);
    }
    connect(&studio.selection, &Selection::layer_changed, this, &View::touch);
    connect(part_, &QComboBox::currentIndexChanged, this, &View::touch);
}

QString InspectorView::title() const {
    return tr("Inspector");
}

bool InspectorView::busy() const {
    return header_->busy() ||
           std::ranges::any_of(sections_, [](const Section* each) { return each->busy(); });
}

void InspectorView::retranslate() {
    area_->setAccessibleName(title());
    part_label_->setText(tr("&Part"));
    part_->setAccessibleName(tr("Part of the layer"));
    part_->setToolTip(tr("The layer was split: which of its halves to look at"));
    for (Section* section : sections_) {
        section->retranslate();
    }
}

QString InspectorView::layer_in_view() const {
    const SnapshotPtr original = studio().document.original();
    const SnapshotPtr shown = studio().document.shown();
    const std::string selected = studio().selection.layer().toStdString();
    const auto holds = [&](const SnapshotPtr& side) {
        return side && std::ranges::any_of(side->graph.nodes, [&](const Node& node) {
                   return node.origin == selected;
               });
    };
    if (holds(original) || holds(shown) || !original) {
        return studio().selection.layer();
    }
    return QString::fromStdString(heaviest_layer(original->metrics.account));
}

void InspectorView::choose_parts() {
    const QSignalBlocker blocked(part_);
    const int chosen = std::max(0, part_->currentIndex());
    part_->clear();
    for (const LayerWeight& weight : parts_) {
        part_->addItem(QString::fromStdString(weight.node + " " + weight.parameter.shape().str()));
    }
    part_->setCurrentIndex(std::min(chosen, part_->count() - 1));
    part_line_->setVisible(parts_.size() > 1);
    focus_.after =
        parts_.empty()
            ? std::nullopt
            : std::optional(parts_[static_cast<std::size_t>(std::max(0, part_->currentIndex()))]);
}

void InspectorView::refresh() {
    const Document& document = studio().document;
    focus_ = {layer_in_view(), document.original(), document.shown(), {}, {}};
    if (!focus_.shown || !focus_.original) {
        focus_ = {};
        parts_.clear();
        part_line_->hide();
    } else {
        const std::string origin = focus_.origin.toStdString();
        const auto before = weights_of(focus_.original->graph, origin);
        focus_.before = before.empty() ? std::nullopt : std::optional(before.front());
        parts_ = weights_of(focus_.shown->graph, origin);
        choose_parts();
    }
    header_->show_layer(focus_);
    const bool weight = focus_.before || focus_.after;
    for (Section* section : sections_) {
        section->setVisible(weight || !section->needs_weight());
        section->show_layer(focus_);
    }
}

} // namespace espalier::studio
