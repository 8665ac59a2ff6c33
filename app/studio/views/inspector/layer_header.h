// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/document/latest.h"
#include "app/studio/models/headline.h"
#include "app/studio/models/layer_bytes.h"
#include "app/studio/views/inspector/focus.h"

#include <QWidget>

#include <memory>

class QLabel;

namespace espalier::studio {

/// The layer's name, operator, shape and figures, original and now.
class LayerHeader final : public QWidget {
    Q_OBJECT

public:
    explicit LayerHeader(QWidget* parent);

    void show_layer(const LayerFocus& focus);
    /// Everything written in it.
    [[nodiscard]] QString text() const;

    [[nodiscard]] bool busy() const { return worker_.busy(); }

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Stored {
        std::int64_t before = -1;
        std::int64_t after = -1;
    };

    void restyle();
    void show_rows(const LayerFocus& focus);

    QLabel* name_;
    QLabel* kind_;
    FigureGrid* grid_;
    std::vector<FigureRow> rows_;
    QString origin_;
    Stored stored_; ///< of that layer, as last counted
    std::shared_ptr<LayerBytes> counter_;
    Latest worker_;
};

} // namespace espalier::studio
