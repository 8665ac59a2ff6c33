// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/document/latest.h"
#include "app/studio/models/layer_facts.h"
#include "app/studio/views/view.h"
#include "app/studio/widgets/table_data.h"

#include <functional>

class QAction;
class QCheckBox;
class QLabel;
class QLineEdit;
class QToolButton;

namespace espalier::studio {

class LayerFilter;
class LayerTableView;
class LayerTableModel;
class TableExport;

/// Every layer with exact numbers: now, in the original, and the change.
class LayersView final : public View {
    Q_OBJECT

public:
    explicit LayersView(const Studio& studio, QWidget* parent = nullptr);

    [[nodiscard]] QString title() const override;

    /// What is shown, as it is shown: rows filtered and sorted, chosen columns, exact numbers.
    [[nodiscard]] TableData shown_table() const;

protected:
    void refresh() override;
    void retranslate() override;
    void restyle() override;

private:
    void build_columns_menu();
    void take(LayerTable table);
    void show_columns();
    void show_counts();

    std::shared_ptr<StoredBytesCache> stored_;
    LayerTableModel* model_;
    LayerFilter* filter_;
    QLineEdit* search_;
    QCheckBox* differences_;
    QToolButton* columns_;
    TableExport* export_;
    LayerTableView* table_;
    QLabel* counts_;
    std::vector<QAction*> metric_actions_;
    QAction* original_action_ = nullptr;
    QAction* change_action_ = nullptr;
    bool fitted_ = false;
    Latest work_; ///< last: its thread ends before what it delivers to goes
};

} // namespace espalier::studio
