// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QStringList>

namespace espalier::studio {

/// Something to begin with, on the start page: a bundled network, with the kind of things that it
/// reads, or a lesson; its name, and what is known of it.
class SampleCard final : public QAbstractButton {
    Q_OBJECT

public:
    enum class Pictures { Digits, Shapes, Photographs, Text, Orders, Lesson };

    SampleCard(const QString& name, QStringList facts, Pictures pictures,
               QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void paint_pictures(QPainter& painter, const QRectF& place) const;
    void paint_word(QPainter& painter, const QRectF& place, const QString& word) const;

    QStringList facts_;
    Pictures pictures_;
};

} // namespace espalier::studio
