// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/models/graph_dot.h"

namespace espalier::studio {

namespace {

QString quoted(QString text) {
    text.replace(u'\\', QStringLiteral("\\\\"));
    text.replace(u'"', QStringLiteral("\\\""));
    text.replace(u'\n', QStringLiteral("\\n"));
    return u'"' + text + u'"';
}

} // namespace

QByteArray to_dot(const QString& name, const std::vector<DotNode>& nodes,
                  const std::vector<LayoutEdge>& edges) {
    QString dot = QStringLiteral("digraph %1 {\n").arg(quoted(name));
    dot += QStringLiteral("    rankdir=TB;\n    node [shape=box, style=filled, "
                          "fillcolor=white, fontname=sans];\n");
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const DotNode& node = nodes[i];
        dot += QStringLiteral("    n%1 [label=%2").arg(i).arg(quoted(node.lines.join(u'\n')));
        if (node.fill.isValid()) {
            // Dark fills need light letters.
            const bool dark = node.fill.lightness() < 128;
            dot += QStringLiteral(", fillcolor=%1%2")
                       .arg(quoted(node.fill.name()),
                            dark ? QStringLiteral(", fontcolor=white") : QString());
        }
        dot += node.rounded ? QStringLiteral(", style=\"filled,rounded\"];\n")
                            : QStringLiteral("];\n");
    }
    for (const LayoutEdge& edge : edges) {
        dot += QStringLiteral("    n%1 -> n%2;\n").arg(edge.from).arg(edge.to);
    }
    return (dot + QStringLiteral("}\n")).toUtf8();
}

} // namespace espalier::studio
