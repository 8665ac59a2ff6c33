// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/hardware/machine_labels.h"

#include "app/studio/document/text.h"
#include "core/base/error.h"
#include "core/base/json.h"

#include <QCoreApplication>
#include <QLocale>

#include <array>

namespace espalier::studio {

namespace {

constexpr std::string_view kComponent = "component ";
constexpr const char* kContext = "espalier::studio::MachineLabels";

struct Name {
    const char* key;
    const char* title;
};

constexpr std::array kSections{
    Name{"array", QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Array")},
    Name{"scratchpads", QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Scratchpads")},
    Name{"buffer", QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Buffer")},
    Name{"dram", QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "DRAM")},
    Name{"precision", QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Precision")},
    Name{"clock", QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Clock")},
    Name{"process", QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Process")},
    Name{"sparsity", QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Sparsity")},
    Name{"engine", QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Engine")},
    Name{"mapping", QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Mapping")},
    Name{"area", QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Area")},
};

constexpr std::array kFigures{
    Name{"rows", QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Rows")},
    Name{"columns", QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Columns")},
    Name{"interconnect", QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Interconnect")},
    Name{"weight_words",
         QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Weights in an element")},
    Name{"input_words",
         QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Inputs in an element")},
    Name{"output_words",
         QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Partial sums in an element")},
    Name{"shared_words",
         QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Shared words in an element")},
    Name{"words", QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Capacity")},
    Name{"word_bits", QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Width of a word")},
    Name{"weight_bytes", QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Weights")},
    Name{"input_bytes", QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Inputs")},
    Name{"output_bytes", QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Outputs")},
    Name{"shared_bytes", QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Capacity")},
    Name{"weight_share_bytes",
         QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Of it for weights only")},
    Name{"bytes", QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Capacity")},
    Name{"double_buffered",
         QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Double-buffered")},
    Name{"bypass", QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "May be passed by")},
    Name{"shares_halos",
         QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Sends overlapping inputs once")},
    Name{"gates_zero_inputs",
         QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Gates zero inputs")},
    Name{"run_length_coded",
         QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Run-length coded in DRAM")},
    Name{"operands", QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Holds")},
    Name{"sram_cell", QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "SRAM cell")},
    Name{"cell", QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "SRAM cell")},
    Name{"dram_kind", QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Kind")},
    Name{"kind", QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Kind")},
    Name{"bits_per_cycle", QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Bandwidth")},
    Name{"bits", QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Native width")},
    Name{"mhz", QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Frequency")},
    Name{"node_nm", QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Node")},
    Name{"voltage", QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Voltage")},
    Name{"objective",
         QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Tilings are chosen by")},
    Name{"read_pj_per_bit",
         QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Energy of a read")},
    Name{"write_pj_per_bit",
         QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Energy of a write")},
    Name{"pj_per_bit",
         QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Energy of a transfer")},
    Name{"area_um2", QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "Area")},
    Name{"um2", QT_TRANSLATE_NOOP("espalier::studio::MachineLabels", "As published")},
};

template <typename Names>
QString named(const Names& names, const std::string& key) {
    for (const Name& name : names) {
        if (key == name.key) {
            return QCoreApplication::translate(kContext, name.title);
        }
    }
    QString raw = text(key);
    return raw.replace(u'_', u' ');
}

QString yes_no(bool yes) {
    return yes ? QCoreApplication::translate("espalier::studio::MachineLabels", "yes")
               : QCoreApplication::translate("espalier::studio::MachineLabels", "no");
}

QStringList words_of(const Json& list) {
    QStringList words;
    for (const Json& word : list) {
        words << text(word.get<std::string>());
    }
    return words;
}

} // namespace

QString section_title(const std::string& section) {
    return section.starts_with(kComponent) ? text(section.substr(kComponent.size()))
                                           : named(kSections, section);
}

QString figure_title(const hw::MachineFigure& figure) {
    return named(kFigures, figure.key);
}

QString figure_text(const hw::MachineFigure& figure) {
    const Json value = parse_json(figure.value, figure.key);
    switch (figure.kind) {
    case hw::FigureKind::Number:
    case hw::FigureKind::Whole:
        return value.is_number() ? QLocale().toString(value.get<double>(), 'g', 12) : QString();
    case hw::FigureKind::YesNo:
        return yes_no(value.is_boolean() && value.get<bool>());
    case hw::FigureKind::Choice:
        return value.is_string() ? text(value.get<std::string>()) : QString();
    case hw::FigureKind::List:
        return words_of(value).join(QStringLiteral(", "));
    }
    return {};
}

QString figure_tip(const hw::MachineFigure& figure) {
    QString tip;
    if (figure.high > 0) {
        const auto number = [](double value) { return QLocale().toString(value, 'g', 10); };
        tip = QCoreApplication::translate("espalier::studio::MachineLabels", "%1 to %2 %3")
                  .arg(number(figure.low), number(figure.high), text(figure.unit))
                  .trimmed();
    } else if (!figure.choices.empty()) {
        QStringList choices;
        for (const std::string& choice : figure.choices) {
            choices << text(choice);
        }
        tip = choices.join(QStringLiteral(", "));
    }
    const QString source =
        QCoreApplication::translate("espalier::studio::MachineLabels", "%1 (confidence %2)")
            .arg(text(figure.source), QString(QLatin1Char(figure.confidence)));
    return tip.isEmpty() ? source : tip + u'\n' + source;
}

std::string figure_json(const hw::MachineFigure& figure, const QString& typed) {
    const QString bare = typed.trimmed();
    switch (figure.kind) {
    case hw::FigureKind::Number:
    case hw::FigureKind::Whole: {
        bool known = false;
        double value = QLocale().toDouble(bare, &known);
        if (!known) {
            value = QLocale::c().toDouble(bare, &known);
        }
        expect(known, "{}: key \"{}\" is \"{}\", expected a number", figure.section, figure.key,
               bare.toStdString());
        return Json(value).dump();
    }
    case hw::FigureKind::YesNo:
        return Json(bare == yes_no(true)).dump();
    case hw::FigureKind::Choice:
        return Json(bare.toStdString()).dump();
    case hw::FigureKind::List: {
        Json list = Json::array();
        for (const QString& word : bare.split(u',', Qt::SkipEmptyParts)) {
            list.push_back(word.trimmed().toStdString());
        }
        return list.dump();
    }
    }
    return "null";
}

} // namespace espalier::studio
