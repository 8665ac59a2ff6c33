// SPDX-License-Identifier: GPL-3.0-or-later
// The layer that all views look at. Layers are named by their origin, so that the same one is meant
// in the original, in the working network and in every variant.
#pragma once

#include <QObject>
#include <QString>

namespace espalier::studio {

class Selection : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// Origin of the layer; empty where none is selected.
    [[nodiscard]] const QString& layer() const { return layer_; }

    void set_layer(const QString& origin);

Q_SIGNALS:
    void layer_changed(const QString& origin);

private:
    QString layer_;
};

} // namespace espalier::studio
