// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/document/latest.h"
#include "app/studio/document/snapshot.h"
#include "app/studio/models/layer_bytes.h"
#include "app/studio/models/layer_rows.h"
#include "app/studio/views/view.h"

#include <map>
#include <memory>
#include <optional>

class QBoxLayout;
class QComboBox;
class QFormLayout;
class QFrame;
class QGridLayout;
class QLabel;
class QPushButton;
class QScrollArea;

namespace espalier::studio {

class Choosers;
class Figure;
class LayerBars;
class StorageFigure;
class Tile;
class Treemap;

/// What the network is, how large it is, and where its parameters are.
class OverviewView final : public View {
    Q_OBJECT

public:
    explicit OverviewView(const Studio& studio, QWidget* parent = nullptr);
    ~OverviewView() override;

    [[nodiscard]] QString title() const override;

protected:
    void refresh() override;
    void retranslate() override;
    void restyle() override;
    void resizeEvent(QResizeEvent* event) override;

private:
    enum class Measure { Params, Nonzeros, Bytes, Macs };
    using Bytes = std::map<std::string, std::int64_t>;

    struct BytesOfBoth {
        Bytes before;
        Bytes after;
    };

    void build_badges(QBoxLayout& into);
    void build_charts(QBoxLayout& into);
    void connect_changes();
    void arrange_tiles();
    void show_badges();
    void show_facts();
    void show_bars();
    void count_bytes();
    [[nodiscard]] Measure measure() const;
    void choose_layer(const QString& origin);
    void remove_zero_channels();

    QScrollArea* area_;
    QWidget* page_;
    QLabel* incomplete_;
    QFrame* masked_;
    QLabel* masked_text_;
    QPushButton* remove_;
    QGridLayout* tile_grid_;
    std::vector<Tile*> tiles_;
    Choosers* choosers_;
    Figure* map_figure_;
    Treemap* treemap_;
    QComboBox* colour_;
    Figure* bars_figure_;
    LayerBars* bars_;
    QComboBox* measure_;
    QBoxLayout* charts_;
    StorageFigure* storage_;
    QLabel* facts_heading_;
    QFormLayout* facts_;

    std::vector<LayerRow> rows_;
    std::shared_ptr<LayerBytes> layer_bytes_;
    std::optional<BytesOfBoth> bytes_;
    SnapshotPtr bytes_of_; ///< the network that bytes_ belongs to
    Latest worker_;
};

} // namespace espalier::studio
