// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/widgets/table_data.h"

#include <QLocale>

namespace espalier::studio {

namespace {

bool is_number(const QVariant& cell) {
    switch (cell.typeId()) {
    case QMetaType::Double:
    case QMetaType::Int:
    case QMetaType::UInt:
    case QMetaType::LongLong:
    case QMetaType::ULongLong:
        return true;
    default:
        return false;
    }
}

/// For files: the point as separator, whatever the language, and no digit lost.
QString plain(const QVariant& cell) {
    return cell.typeId() == QMetaType::Double
               ? QString::number(cell.toDouble(), 'g', QLocale::FloatingPointShortest)
               : cell.toString();
}

QString csv_field(QString field) {
    const bool quote = field.contains(u',') || field.contains(u'"') || field.contains(u'\n');
    return quote ? u'"' + field.replace(u'"', QStringLiteral("\"\"")) + u'"' : field;
}

QString latex_text(const QString& text) {
    QString escaped;
    for (const QChar c : text) {
        if (c == u'\\') {
            escaped += QStringLiteral("\\textbackslash{}");
        } else if (QStringLiteral("&%$#_{}").contains(c)) {
            escaped += u'\\';
            escaped += c;
        } else if (c == u'~' || c == u'^') {
            escaped += u'\\';
            escaped += c;
            escaped += QStringLiteral("{}");
        } else {
            escaped += c;
        }
    }
    return escaped;
}

template <typename Dress>
QString joined(const std::vector<QVariant>& row, const QString& separator, Dress dress) {
    QStringList cells;
    for (const QVariant& cell : row) {
        cells << dress(plain(cell));
    }
    return cells.join(separator);
}

} // namespace

QString to_csv(const TableData& table) {
    QStringList heads;
    for (const QString& column : table.columns) {
        heads << csv_field(column);
    }
    QString out = heads.join(u',') + u'\n';
    for (const auto& row : table.rows) {
        out += joined(row, QStringLiteral(","), csv_field) + u'\n';
    }
    return out;
}

QString to_markdown(const TableData& table) {
    const auto dressed = [](QString cell) { return cell.replace(u'|', QStringLiteral("\\|")); };
    QStringList heads;
    QString rule = QStringLiteral("|");
    for (qsizetype i = 0; i < table.columns.size(); ++i) {
        heads << dressed(table.columns[i]);
        const bool right = !table.rows.empty() &&
                           static_cast<std::size_t>(i) < table.rows.front().size() &&
                           is_number(table.rows.front()[static_cast<std::size_t>(i)]);
        rule += right ? QStringLiteral("---:|") : QStringLiteral("---|");
    }
    QString out = QStringLiteral("| ") + heads.join(QStringLiteral(" | ")) +
                  QStringLiteral(" |\n") + rule + u'\n';
    for (const auto& row : table.rows) {
        out += QStringLiteral("| ") + joined(row, QStringLiteral(" | "), dressed) +
               QStringLiteral(" |\n");
    }
    return out;
}

QString to_latex(const TableData& table) {
    QString layout;
    QStringList heads;
    for (qsizetype i = 0; i < table.columns.size(); ++i) {
        const bool right = !table.rows.empty() &&
                           static_cast<std::size_t>(i) < table.rows.front().size() &&
                           is_number(table.rows.front()[static_cast<std::size_t>(i)]);
        layout += right ? u'r' : u'l';
        heads << latex_text(table.columns[i]);
    }
    QString out = QStringLiteral("\\begin{tabular}{%1}\n\\toprule\n").arg(layout) +
                  heads.join(QStringLiteral(" & ")) + QStringLiteral(" \\\\\n\\midrule\n");
    for (const auto& row : table.rows) {
        out += joined(row, QStringLiteral(" & "), latex_text) + QStringLiteral(" \\\\\n");
    }
    return out + QStringLiteral("\\bottomrule\n\\end{tabular}\n");
}

QString cell_text(const QVariant& cell, int precision) {
    if (!cell.isValid()) {
        return QStringLiteral("–");
    }
    if (cell.typeId() == QMetaType::Double) {
        return QLocale().toString(cell.toDouble(), 'g', precision);
    }
    return is_number(cell) ? QLocale().toString(cell.toLongLong()) : cell.toString();
}

} // namespace espalier::studio
