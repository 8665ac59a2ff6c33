// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/views/inspector/focus.h"
#include "app/studio/views/view.h"

#include <vector>

class QComboBox;
class QLabel;
class QScrollArea;

namespace espalier::studio {

class LayerHeader;
class Section;

/// One layer in depth: the selected one, or the heaviest where none is.
class InspectorView final : public View {
    Q_OBJECT

public:
    explicit InspectorView(const Studio& studio, QWidget* parent = nullptr);

    [[nodiscard]] QString title() const override;

    /// True while a section still computes.
    [[nodiscard]] bool busy() const;

    [[nodiscard]] QSize sizeHint() const override { return {340, 600}; }

protected:
    void refresh() override;
    void retranslate() override;

private:
    void choose_parts();
    [[nodiscard]] QString layer_in_view() const;

    QScrollArea* area_;
    LayerHeader* header_;
    QWidget* part_line_;
    QLabel* part_label_;
    QComboBox* part_; ///< of a layer that was split
    std::vector<Section*> sections_;
    LayerFocus focus_;
    std::vector<LayerWeight> parts_;
};

} // namespace espalier::studio
