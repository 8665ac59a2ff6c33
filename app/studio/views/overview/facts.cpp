// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/overview/facts.h"

#include "app/studio/document/text.h"
#include "app/studio/widgets/numbers.h"

#include <QCoreApplication>
#include <QLocale>

namespace espalier::studio {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("espalier::studio", text);
}

} // namespace

std::vector<std::pair<QString, QString>> network_facts(const Network& network) {
    std::vector<std::pair<QString, QString>> facts;
    const auto add = [&](const QString& label, const QString& value) {
        if (!value.isEmpty()) {
            facts.emplace_back(label, value);
        }
    };
    const Graph& graph = network.graph;
    add(tr("File"),
        QStringLiteral("%1 (%2)").arg(text(network.path.string()),
                                      bytes_text(static_cast<std::int64_t>(network.file_bytes))));
    for (const ValueId input : graph.inputs) {
        const Value& value = graph.value(input);
        add(tr("Input"),
            QStringLiteral("%1 %2").arg(text(value.name), text(value.type.shape.str())));
    }
    for (const ValueId output : graph.outputs) {
        const Value& value = graph.value(output);
        add(tr("Output"),
            QStringLiteral("%1 %2").arg(text(value.name), text(value.type.shape.str())));
    }
    add(tr("Preprocessing"), text(network.preprocess_text()));
    add(tr("Nodes"), count_text(static_cast<std::int64_t>(graph.nodes.size())));
    add(tr("Written by"), text(graph.producer));
    if (graph.source_opset > 0) {
        add(tr("ONNX opset"), QString::number(graph.source_opset));
    }
    if (network.card) {
        const ModelCard& card = *network.card;
        add(tr("Trained on"), text(card.data));
        if (card.top1) {
            add(tr("Accuracy as stated"),
                tr("%1 (on its card, not measured here)").arg(percent_text(*card.top1, 2)));
        }
        if (card.perplexity) {
            add(tr("Perplexity as stated"), tr("%1 (on its card, not measured here)")
                                                .arg(QLocale().toString(*card.perplexity, 'f', 2)));
        }
        add(tr("Made by"), text(card.command));
        add(tr("Licence"), text(card.licence));
    }
    add(tr("SHA-256"), text(network.sha256));
    return facts;
}

} // namespace espalier::studio
