// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/widgets/numbers.h"

#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>

namespace espalier::studio {

namespace {

/// Three significant digits, never in exponents.
QString three_digits(double value) {
    const double size = std::abs(value);
    const int decimals = size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : 2;
    return QLocale().toString(value, 'f', decimals);
}

QString with_sign(double value, int decimals) {
    const QString digits = QLocale().toString(std::abs(value), 'f', decimals);
    return (value < 0 ? QStringLiteral("−") : QStringLiteral("+")) + digits;
}

} // namespace

QString count_text(std::int64_t count) {
    return QLocale().toString(static_cast<qlonglong>(count));
}

QString short_count_text(double count) {
    static constexpr std::array<const char*, 5> kPrefixes = {"", " k", " M", " G", " T"};
    std::size_t prefix = 0;
    double value = count;
    while (std::abs(value) >= 999.5 && prefix + 1 < kPrefixes.size()) {
        value /= 1000;
        ++prefix;
    }
    return (prefix == 0 ? QLocale().toString(value, 'g', 6) : three_digits(value)) +
           QLatin1String(kPrefixes[prefix]);
}

QString bytes_text(std::int64_t bytes) {
    static constexpr std::array<const char*, 4> kUnits = {" B", " kB", " MB", " GB"};
    if (bytes < 0) {
        return QStringLiteral("…");
    }
    auto value = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (value >= 999.5 && unit + 1 < kUnits.size()) {
        value /= 1000;
        ++unit;
    }
    return (unit == 0 ? QLocale().toString(value, 'f', 0) : three_digits(value)) +
           QLatin1String(kUnits[unit]);
}

QString energy_text(double picojoules) {
    static constexpr std::array<const char16_t*, 5> kUnits = {u" pJ", u" nJ", u" µJ", u" mJ",
                                                              u" J"};
    double value = picojoules;
    std::size_t unit = 0;
    while (std::abs(value) >= 999.5 && unit + 1 < kUnits.size()) {
        value /= 1000;
        ++unit;
    }
    return three_digits(value) + QString::fromUtf16(kUnits[unit]);
}

QString area_text(double square_micrometres) {
    const double square_mm = square_micrometres / 1e6;
    return square_mm < 0.01 ? three_digits(square_micrometres) + QStringLiteral(" µm²")
                            : three_digits(square_mm) + QStringLiteral(" mm²");
}

QString ms_text(double ms) {
    if (ms < 0.0995) {
        return three_digits(ms * 1000) + QStringLiteral(" µs");
    }
    return ms < 999.5 ? three_digits(ms) + QStringLiteral(" ms")
                      : three_digits(ms / 1000) + QStringLiteral(" s");
}

QString duration_text(double seconds) {
    const auto whole = static_cast<std::int64_t>(std::llround(std::max(seconds, 0.0)));
    const auto two = [](std::int64_t value) {
        return QStringLiteral("%1").arg(value, 2, 10, QLatin1Char('0'));
    };
    if (whole < 60) {
        return QStringLiteral("%1 s").arg(whole);
    }
    return whole < 3600 ? QStringLiteral("%1:%2 min").arg(whole / 60).arg(two(whole % 60))
                        : QStringLiteral("%1:%2 h").arg(whole / 3600).arg(two(whole / 60 % 60));
}

QString percent_text(double percent, int decimals) {
    return QLocale().toString(percent, 'f', decimals) + QStringLiteral(" %");
}

QString change_text(double before, double after) {
    if (before == 0) {
        return {};
    }
    const double percent = 100 * (after - before) / before;
    if (std::abs(percent) < 0.05) {
        return QStringLiteral("=");
    }
    return with_sign(percent, 1) + QStringLiteral(" %");
}

QString points_text(double before, double after) {
    return std::abs(after - before) < 0.005 ? QStringLiteral("=") : with_sign(after - before, 2);
}

} // namespace espalier::studio
