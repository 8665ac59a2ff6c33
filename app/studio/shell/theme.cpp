// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/shell/theme.h"

#include "app/studio/shell/studio_style.h"

#include <QApplication>
#include <QFont>

#include <algorithm>
#include <array>
#include <cmath>

namespace espalier::studio {

namespace {

QPalette light_palette() {
    QPalette palette;
    palette.setColor(QPalette::Window, QColor(0xf5, 0xf6, 0xf7));
    palette.setColor(QPalette::WindowText, QColor(0x1c, 0x21, 0x26));
    palette.setColor(QPalette::Base, QColor(0xff, 0xff, 0xff));
    palette.setColor(QPalette::AlternateBase, QColor(0xf0, 0xf2, 0xf4));
    palette.setColor(QPalette::Text, QColor(0x1c, 0x21, 0x26));
    palette.setColor(QPalette::PlaceholderText, QColor(0x6b, 0x73, 0x7b));
    palette.setColor(QPalette::Button, QColor(0xeb, 0xed, 0xef));
    palette.setColor(QPalette::ButtonText, QColor(0x1c, 0x21, 0x26));
    palette.setColor(QPalette::BrightText, QColor(0xff, 0xff, 0xff));
    palette.setColor(QPalette::ToolTipBase, QColor(0xff, 0xff, 0xff));
    palette.setColor(QPalette::ToolTipText, QColor(0x1c, 0x21, 0x26));
    palette.setColor(QPalette::Highlight, QColor(0x1f, 0x6f, 0x54));
    palette.setColor(QPalette::HighlightedText, QColor(0xff, 0xff, 0xff));
    palette.setColor(QPalette::Link, QColor(0x00, 0x5f, 0x9e));
    palette.setColor(QPalette::Mid, QColor(0xc8, 0xcd, 0xd2));
    palette.setColor(QPalette::Dark, QColor(0x9a, 0xa1, 0xa8));
    return palette;
}

QPalette dark_palette() {
    QPalette palette;
    palette.setColor(QPalette::Window, QColor(0x22, 0x26, 0x2a));
    palette.setColor(QPalette::WindowText, QColor(0xe6, 0xe9, 0xec));
    palette.setColor(QPalette::Base, QColor(0x1a, 0x1d, 0x20));
    palette.setColor(QPalette::AlternateBase, QColor(0x25, 0x2a, 0x2e));
    palette.setColor(QPalette::Text, QColor(0xe6, 0xe9, 0xec));
    palette.setColor(QPalette::PlaceholderText, QColor(0x8f, 0x98, 0xa0));
    palette.setColor(QPalette::Button, QColor(0x30, 0x35, 0x3a));
    palette.setColor(QPalette::ButtonText, QColor(0xe6, 0xe9, 0xec));
    palette.setColor(QPalette::BrightText, QColor(0xff, 0xff, 0xff));
    palette.setColor(QPalette::ToolTipBase, QColor(0x30, 0x35, 0x3a));
    palette.setColor(QPalette::ToolTipText, QColor(0xe6, 0xe9, 0xec));
    palette.setColor(QPalette::Highlight, QColor(0x3a, 0x9d, 0x7c));
    palette.setColor(QPalette::HighlightedText, QColor(0x0d, 0x10, 0x12));
    palette.setColor(QPalette::Link, QColor(0x6c, 0xb6, 0xf5));
    palette.setColor(QPalette::Mid, QColor(0x45, 0x4c, 0x52));
    palette.setColor(QPalette::Dark, QColor(0x12, 0x14, 0x16));
    return palette;
}

void grey_out_disabled(QPalette& palette) {
    const QColor text = palette.color(QPalette::PlaceholderText);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, text);
    }
    palette.setColor(QPalette::Disabled, QPalette::Highlight, palette.color(QPalette::Mid));
}

QColor mixed(const QColor& a, const QColor& b, double t) {
    const auto channel = [t](int from, int to) {
        return static_cast<int>(std::lround(from + (to - from) * t));
    };
    return {channel(a.red(), b.red()), channel(a.green(), b.green()), channel(a.blue(), b.blue())};
}

template <std::size_t N>
QColor sampled(const std::array<QRgb, N>& stops, double t) {
    const double place = std::clamp(t, 0.0, 1.0) * (N - 1);
    const auto left = std::min(static_cast<std::size_t>(place), N - 2);
    return mixed(QColor(stops[left]), QColor(stops[left + 1]), place - static_cast<double>(left));
}

} // namespace

void apply_theme(Theme theme, int zoom) {
    static const QPalette system = QApplication::palette();
    static const double points = QApplication::font().pointSizeF();
    QApplication::setStyle(new StudioStyle);
    const bool dark = theme == Theme::Dark || (theme == Theme::System && is_dark(system));
    QPalette palette = dark ? dark_palette() : light_palette();
    grey_out_disabled(palette);
    QApplication::setPalette(palette);
    QFont font = QApplication::font();
    font.setPointSizeF((points > 0 ? points : 10) * zoom / 100.0);
    QApplication::setFont(font);
}

bool is_dark(const QPalette& palette) {
    return palette.color(QPalette::Window).lightness() < 128;
}

Hues::Hues(const QPalette& palette) {
    const bool dark = is_dark(palette);
    before = dark ? QColor(0x8a, 0x94, 0x9e) : QColor(0xa3, 0xad, 0xb7);
    after = dark ? QColor(0x3f, 0xb9, 0x8f) : QColor(0x00, 0x8f, 0x6b);
    accent = dark ? QColor(0xf2, 0xa6, 0x3b) : QColor(0xc9, 0x6a, 0x00);
    good = after;
    bad = dark ? QColor(0xff, 0x7b, 0x6b) : QColor(0xb8, 0x2e, 0x1c);
    warning = dark ? QColor(0xe8, 0xc5, 0x47) : QColor(0x8a, 0x6a, 0x00);
    muted = palette.color(QPalette::PlaceholderText);
    grid = dark ? QColor(0x3a, 0x40, 0x46) : QColor(0xde, 0xe2, 0xe6);
}

QColor series_colour(int index, const QPalette& palette) {
    static constexpr std::array<QRgb, 7> kLight = {0x0072b2, 0xe69f00, 0x009e73, 0xcc79a7,
                                                   0xd55e00, 0x56b4e9, 0x8f8500};
    static constexpr std::array<QRgb, 7> kDark = {0x4aa3e0, 0xf0b030, 0x2fc296, 0xe39bc4,
                                                  0xf08040, 0x8fd0f5, 0xe0d648};
    const auto at = static_cast<std::size_t>(index) % kLight.size();
    return QColor(is_dark(palette) ? kDark[at] : kLight[at]);
}

QColor magnitude_colour(double t) {
    // Nine samples of viridis (S. van der Walt, N. Smith, 2015), which lies in the public domain.
    static constexpr std::array<QRgb, 9> kViridis = {
        0x440154, 0x472d7b, 0x3b528b, 0x2c728e, 0x21918c, 0x28ae80, 0x5ec962, 0xaddc30, 0xfde725};
    return sampled(kViridis, t);
}

QColor signed_colour(double t, bool dark) {
    struct Scale {
        QColor middle;
        QColor negative;
        QColor positive;
    };

    // A heat map asks for every pixel.
    static const Scale light_scale{QColor(0xf7, 0xf7, 0xf7), QColor(0x21, 0x66, 0xac),
                                   QColor(0xb2, 0x18, 0x2b)};
    static const Scale dark_scale{QColor(0x2a, 0x2e, 0x32), QColor(0x21, 0x66, 0xac).lighter(150),
                                  QColor(0xb2, 0x18, 0x2b).lighter(150)};
    const Scale& scale = dark ? dark_scale : light_scale;
    return mixed(scale.middle, t < 0 ? scale.negative : scale.positive,
                 std::sqrt(std::clamp(std::abs(t), 0.0, 1.0)));
}

} // namespace espalier::studio
