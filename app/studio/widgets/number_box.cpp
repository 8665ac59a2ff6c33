// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/widgets/number_box.h"

#include <QLocale>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace espalier::studio {

namespace {

constexpr int kDecimals = 12; // that the value keeps; what is shown is shorter
constexpr int kDigits = 6;

} // namespace

NumberBox::NumberBox(bool whole, QWidget* parent)
    : QDoubleSpinBox(parent)
    , whole_(whole) {
    setDecimals(whole ? 0 : kDecimals);
    setKeyboardTracking(false);
    setFocusPolicy(Qt::StrongFocus);
}

QString NumberBox::textFromValue(double value) const {
    return whole_ ? QLocale().toString(std::llround(value))
                  : QLocale().toString(value, 'g', kDigits);
}

QString NumberBox::bare(QString text) const {
    if (!suffix().isEmpty() && text.endsWith(suffix())) {
        text.chop(suffix().size());
    }
    return text.trimmed();
}

double NumberBox::valueFromText(const QString& text) const {
    const QString digits = bare(text);
    bool known = false;
    double value = QLocale().toDouble(digits, &known);
    if (!known) {
        value = QLocale::c().toDouble(digits, &known);
    }
    return known ? (whole_ ? std::round(value) : value) : this->value();
}

QValidator::State NumberBox::validate(QString& text, int& /*position*/) const {
    const QString digits = bare(text);
    bool known = false;
    double value = QLocale().toDouble(digits, &known);
    if (!known) {
        value = QLocale::c().toDouble(digits, &known);
    }
    if (known && value >= minimum() && value <= maximum()) {
        return QValidator::Acceptable;
    }
    const bool begun = std::all_of(digits.begin(), digits.end(), [](QChar c) {
        return c.isDigit() || QStringLiteral("+-.,eE  ").contains(c);
    });
    return begun ? QValidator::Intermediate : QValidator::Invalid;
}

void NumberBox::stepBy(int steps) {
    if (by_decades_ && value() > 0) {
        // Ten steps to a decade, in the numbers people choose: 0.01, 0.013, 0.016, 0.02 ...
        const double next = value() * std::pow(10, steps / 10.0);
        const double rounded = QString::number(next, 'g', 2).toDouble();
        const double least = whole_ ? 1 : 0;
        setValue(std::abs(rounded - value()) < least ? value() + steps : rounded);
        selectAll();
        return;
    }
    QDoubleSpinBox::stepBy(steps);
}

QSize NumberBox::sizeHint() const {
    QSize size = QDoubleSpinBox::sizeHint();
    if (!whole_) {
        const QFontMetrics letters = fontMetrics();
        const int ends = std::max(letters.horizontalAdvance(textFromValue(minimum())),
                                  letters.horizontalAdvance(textFromValue(maximum())));
        size.rwidth() += std::max(0, letters.horizontalAdvance(QStringLiteral("0.99999")) - ends);
    }
    return size;
}

void NumberBox::wheelEvent(QWheelEvent* event) {
    if (hasFocus()) {
        QDoubleSpinBox::wheelEvent(event);
    } else {
        event->ignore();
    }
}

} // namespace espalier::studio
