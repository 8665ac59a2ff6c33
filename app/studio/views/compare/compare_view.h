// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/document/latest.h"
#include "app/studio/document/snapshot.h"
#include "app/studio/models/compare_facts.h"
#include "app/studio/models/layer_facts.h"
#include "app/studio/views/view.h"
#include "app/studio/widgets/table_data.h"

#include <functional>

class QCheckBox;
class QComboBox;
class QLabel;
class QTabWidget;
class QToolButton;

namespace espalier::studio {

class CompareTableModel;
class DifferencePicture;
class DisagreementList;
class Figure;
class Headline;
class LayerFilter;
class LayerTableView;
class PairChart;
class TableExport;

/// Two of original, working network and variants beside each other.
class CompareView final : public View {
    Q_OBJECT

public:
    explicit CompareView(const Studio& studio, QWidget* parent = nullptr);

    [[nodiscard]] QString title() const override;

    /// The table as it is shown, with exact numbers.
    [[nodiscard]] TableData shown_table() const;

protected:
    void refresh() override;
    void retranslate() override;
    void restyle() override;

private:
    void fill_choices();
    void swap();
    [[nodiscard]] SnapshotPtr chosen(const QComboBox& choice) const;
    void compare_layers();
    void compare_selected();
    void take_weights(const WeightComparison& comparison);
    [[nodiscard]] TableData histogram_table() const;
    [[nodiscard]] TableData difference_table() const;

    QLabel* a_label_;
    QLabel* b_label_;
    QComboBox* a_;
    QComboBox* b_;
    QToolButton* swap_;
    QCheckBox* differences_;
    TableExport* export_;
    Headline* headline_;
    CompareTableModel* model_;
    LayerFilter* filter_;
    LayerTableView* table_;
    QTabWidget* details_;
    PairChart* chart_;
    DifferencePicture* picture_;
    Figure* chart_figure_;
    Figure* picture_figure_;
    DisagreementList* pictures_;
    std::shared_ptr<StoredBytesCache> stored_;
    WeightComparison weights_;
    int only_one_ = -1; ///< pictures that only one side gets right
    bool fitted_ = false;
    // Last: their threads end before what they deliver to goes.
    Latest table_work_;
    Latest weight_work_;
};

} // namespace espalier::studio
