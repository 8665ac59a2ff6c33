// SPDX-License-Identifier: GPL-3.0-or-later
// Draws an SVG file as a square PNG: render_icon ICON.svg SIZE OUT.png
#include <QGuiApplication>
#include <QImage>
#include <QPainter>
#include <QSvgRenderer>

int main(int argc, char* argv[]) {
    const QGuiApplication app(argc, argv);
    const QStringList words = QGuiApplication::arguments();
    if (words.size() != 4) {
        return 2;
    }
    const int size = words[2].toInt();
    QSvgRenderer drawing(words[1]);
    if (size <= 0 || !drawing.isValid()) {
        return 1;
    }
    QImage image(size, size, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    drawing.render(&painter);
    painter.end();
    return image.save(words[3], "PNG") ? 0 : 1;
}
