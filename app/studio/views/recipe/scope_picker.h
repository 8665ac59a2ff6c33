// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/compress/technique.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QListWidget;
class QListWidgetItem;
class QPushButton;

namespace espalier::studio {

/// Which layers a step works on: patterns to type, and below them every layer of the original
/// network with a check box. Either changes the other.
class ScopePicker final : public QWidget {
    Q_OBJECT

public:
    explicit ScopePicker(QWidget* parent = nullptr);

    /// `original` lists the layers; without signals.
    void show_scope(const Graph& original, const Scope& scope);
    void retranslate();

Q_SIGNALS:
    void changed(const espalier::Scope& scope);

private:
    void fill(const Graph& original);
    void mark();
    void take_patterns();
    void take_check(const QListWidgetItem& item);

    Scope scope_;
    std::vector<Node> layers_; ///< of the original, in the order of the list
    QLabel* include_label_;
    QLabel* exclude_label_;
    QLineEdit* include_;
    QLineEdit* exclude_;
    QListWidget* list_;
    QPushButton* all_;
};

/// The scope after one layer was checked or unchecked: patterns that already say so stay as they
/// are, else the layer's name is added where it is needed.
[[nodiscard]] Scope with_layer(const Scope& scope, const std::vector<Node>& layers,
                               const Node& layer, bool chosen);
/// Layers a step may work on: nodes with trainable parameters.
[[nodiscard]] std::vector<Node> layers_to_choose(const Graph& graph);
/// "conv*, fc1" as patterns and back.
[[nodiscard]] std::vector<std::string> patterns_of(const QString& text);
[[nodiscard]] QString text_of(const std::vector<std::string>& patterns);

} // namespace espalier::studio
