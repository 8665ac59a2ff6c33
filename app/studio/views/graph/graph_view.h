// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/document/latest.h"
#include "app/studio/models/graph_blocks.h"
#include "app/studio/models/network_picture.h"
#include "app/studio/views/graph/graph_items.h"
#include "app/studio/views/view.h"
#include "app/studio/widgets/table_data.h"

#include <set>

class QComboBox;
class QLabel;
class QLineEdit;
class QToolButton;

namespace espalier::studio {

class ColourLegend;
class Figure;
class GraphCanvas;

/// The network as a drawing: who feeds whom, and where the cost is.
class GraphView final : public View {
    Q_OBJECT

public:
    explicit GraphView(const Studio& studio, QWidget* parent = nullptr);

    [[nodiscard]] QString title() const override;

    [[nodiscard]] const NetworkPicture& picture() const { return drawing_.picture; }

    [[nodiscard]] const GraphCanvas& canvas() const { return *canvas_; }

protected:
    void refresh() override;
    void retranslate() override;
    void restyle() override;

private:
    /// What is worked out beside the window.
    struct Drawing {
        NetworkPicture picture;
        std::vector<LayoutBox> boxes;
        GraphLayout layout;
        SnapshotPtr shown;
        std::shared_ptr<const Blocks> blocks;
        bool placed = false; ///< layout is new; else the picture has the one it had
    };

    void take(Drawing drawing);
    void recolour();
    void search();
    void next_match();
    void follow_selection();
    void pick(std::size_t index);
    void toggle(std::size_t index);
    void toggle_all();
    [[nodiscard]] GraphMetric metric() const;
    [[nodiscard]] QString node_title(const PictureNode& node) const;
    [[nodiscard]] QString value_text(const std::optional<double>& value) const;
    [[nodiscard]] BoxLook look(std::size_t index) const;
    [[nodiscard]] TableData table() const;
    [[nodiscard]] QByteArray dot() const;
    /// What screen readers say of the current box.
    void describe();

    Figure* figure_;
    GraphCanvas* canvas_;
    ColourLegend* legend_;
    QLabel* hint_;
    QComboBox* metric_;
    QLabel* metric_label_;
    QLineEdit* search_;
    QToolButton* expand_;
    QToolButton* smaller_;
    QToolButton* larger_;
    QToolButton* fit_;
    std::shared_ptr<const Blocks> blocks_; ///< of the original; null until found
    std::set<std::size_t> open_;           ///< blocks drawn as what they hold
    Drawing drawing_;
    GraphColouring colouring_;
    std::string keep_; ///< layer to stay with when the drawing changes
    bool picking_ = false;
    Latest work_; ///< last: its thread ends before what it delivers to goes
};

} // namespace espalier::studio
