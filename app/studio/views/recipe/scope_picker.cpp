// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/recipe/scope_picker.h"

#include "core/analysis/accounting.h"

#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace espalier::studio {

namespace {

constexpr int kMostRows = 7; // that are seen without scrolling

void drop(std::vector<std::string>& patterns, const std::string& pattern) {
    patterns.erase(std::remove(patterns.begin(), patterns.end(), pattern), patterns.end());
}

/// Exclusions that match `layer` give way; other layers they kept out stay out by name.
void admit(Scope& scope, const std::vector<Node>& layers, const Node& layer) {
    const Scope before = scope;
    std::erase_if(scope.exclude, [&](const std::string& pattern) {
        return Scope{{pattern}, {}}.contains(layer);
    });
    for (const Node& other : layers) {
        if (other.name != layer.name && !before.contains(other) && scope.contains(other)) {
            scope.exclude.push_back(other.name);
        }
    }
}

} // namespace

Scope with_layer(const Scope& scope, const std::vector<Node>& layers, const Node& layer,
                 bool chosen) {
    if (scope.contains(layer) == chosen) {
        return scope;
    }
    Scope result = scope;
    if (chosen) {
        admit(result, layers, layer);
        if (!result.contains(layer)) {
            result.include.push_back(layer.name);
        }
        return result;
    }
    drop(result.include, layer.name);
    // Nothing included means everything: the last name has to stay.
    if (result.include.empty() && !scope.include.empty()) {
        result.include = scope.include;
    }
    if (result.contains(layer)) {
        result.exclude.push_back(layer.name);
    }
    return result;
}

std::vector<Node> layers_to_choose(const Graph& graph) {
    std::vector<Node> layers;
    for (const Node& node : graph.nodes) {
        if (!trainable_inputs(graph, node).empty()) {
            layers.push_back(node);
        }
    }
    return layers;
}

std::vector<std::string> patterns_of(const QString& text) {
    std::vector<std::string> patterns;
    for (const QString& part : text.split(u',')) {
        if (const QString pattern = part.trimmed(); !pattern.isEmpty()) {
            patterns.push_back(pattern.toStdString());
        }
    }
    return patterns;
}

QString text_of(const std::vector<std::string>& patterns) {
    QStringList parts;
    for (const std::string& pattern : patterns) {
        parts << QString::fromStdString(pattern);
    }
    return parts.join(QStringLiteral(", "));
}

ScopePicker::ScopePicker(QWidget* parent)
    : QWidget(parent)
    , include_label_(new QLabel(this))
    , exclude_label_(new QLabel(this))
    , include_(new QLineEdit(this))
    , exclude_(new QLineEdit(this))
    , list_(new QListWidget(this))
    , all_(new QPushButton(this)) {
    include_->setObjectName(QStringLiteral("scope-include"));
    exclude_->setObjectName(QStringLiteral("scope-exclude"));
    list_->setObjectName(QStringLiteral("scope-layers"));
    all_->setObjectName(QStringLiteral("scope-all"));
    for (QWidget* each : {static_cast<QWidget*>(include_), static_cast<QWidget*>(exclude_),
                          static_cast<QWidget*>(all_)}) {
        each->setMinimumHeight(24);
    }
    include_label_->setBuddy(include_);
    exclude_label_->setBuddy(exclude_);
    auto* form = new QFormLayout;
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(include_label_, include_);
    form->addRow(exclude_label_, exclude_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(form);
    layout->addWidget(list_);
    layout->addWidget(all_, 0, Qt::AlignLeft);
    for (QLineEdit* line : {include_, exclude_}) {
        connect(line, &QLineEdit::editingFinished, this, &ScopePicker::take_patterns);
    }
    connect(list_, &QListWidget::itemChanged, this,
            [this](const QListWidgetItem* item) { take_check(*item); });
    connect(all_, &QPushButton::clicked, this, [this] { Q_EMIT changed(Scope{}); });
}

void ScopePicker::retranslate() {
    include_label_->setText(tr("Only"));
    exclude_label_->setText(tr("Not"));
    include_->setPlaceholderText(tr("every layer it can handle"));
    exclude_->setPlaceholderText(tr("none"));
    const QString help = tr("Names or patterns, separated by commas.\n* stands for any letters, "
                            "? for one: conv*, layer?.0");
    include_->setToolTip(help);
    exclude_->setToolTip(help);
    include_->setAccessibleName(tr("Layers the step works on"));
    exclude_->setAccessibleName(tr("Layers the step leaves alone"));
    list_->setAccessibleName(tr("Layers"));
    all_->setText(tr("All layers"));
}

void ScopePicker::show_scope(const Graph& original, const Scope& scope) {
    fill(original);
    scope_ = scope;
    for (const auto& [line, patterns] :
         {std::pair(include_, &scope.include), std::pair(exclude_, &scope.exclude)}) {
        if (!line->isModified() || !line->hasFocus()) {
            if (const QString text = text_of(*patterns); line->text() != text) {
                line->setText(text);
            }
        }
    }
    all_->setEnabled(!scope.include.empty() || !scope.exclude.empty());
    mark();
}

void ScopePicker::fill(const Graph& original) {
    std::vector<Node> layers = layers_to_choose(original);
    const bool same =
        std::equal(layers.begin(), layers.end(), layers_.begin(), layers_.end(),
                   [](const Node& a, const Node& b) { return a.name == b.name && a.op == b.op; });
    if (same && list_->count() > 0) {
        return;
    }
    layers_ = std::move(layers);
    const QSignalBlocker quiet(list_);
    list_->clear();
    for (const Node& layer : layers_) {
        auto* item = new QListWidgetItem(
            QStringLiteral("%1  (%2)")
                .arg(QString::fromStdString(layer.name), QString::fromStdString(layer.op)),
            list_);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setToolTip(QString::fromStdString(layer.name));
    }
    const int rows = std::min(list_->count(), kMostRows);
    const int height = list_->count() > 0 ? list_->sizeHintForRow(0) : 0;
    list_->setFixedHeight(std::max(rows, 1) * std::max(height, 18) + 2 * list_->frameWidth() + 2);
}

void ScopePicker::mark() {
    const QSignalBlocker quiet(list_);
    for (int row = 0; row < list_->count(); ++row) {
        const bool chosen = scope_.contains(layers_[static_cast<std::size_t>(row)]);
        list_->item(row)->setCheckState(chosen ? Qt::Checked : Qt::Unchecked);
    }
}

void ScopePicker::take_patterns() {
    if (!include_->isModified() && !exclude_->isModified()) {
        return;
    }
    include_->setModified(false);
    exclude_->setModified(false);
    Q_EMIT changed({patterns_of(include_->text()), patterns_of(exclude_->text())});
}

void ScopePicker::take_check(const QListWidgetItem& item) {
    const Node& layer = layers_[static_cast<std::size_t>(list_->row(&item))];
    Q_EMIT changed(with_layer(scope_, layers_, layer, item.checkState() == Qt::Checked));
    mark();
}

} // namespace espalier::studio
