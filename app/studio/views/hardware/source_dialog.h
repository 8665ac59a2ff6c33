// SPDX-License-Identifier: GPL-3.0-or-later
// Where the modelled numbers come from: every quantity of a layer with formula and source, every
// constant of the technology, the sections of the machine's description, and what the model leaves
// out.
#pragma once

#include "app/studio/document/snapshot.h"
#include "app/studio/widgets/table_data.h"
#include "hwmodel/accelerator.h"

#include <QDialog>

class QComboBox;
class QTabWidget;
class QTableWidget;

namespace espalier::studio {

class SourceDialog : public QDialog {
    Q_OBJECT

public:
    /// Snapshots without a model are not offered; `origin` is the layer shown first.
    SourceDialog(const std::vector<SnapshotPtr>& snapshots, const hw::Accelerator& machine,
                 const QString& origin, QWidget* parent = nullptr);

    /// As shown, for saving and for tests.
    [[nodiscard]] TableData layer_table() const;
    [[nodiscard]] TableData constants_table() const;
    [[nodiscard]] TableData machine_table() const;
    [[nodiscard]] TableData notes_table() const;

private:
    void fill_layers(const QString& origin);
    void fill();
    void copy() const;

    std::vector<SnapshotPtr> snapshots_;
    hw::Accelerator machine_;
    QComboBox* network_;
    QComboBox* layer_;
    QTabWidget* tabs_;
    std::vector<QTableWidget*> tables_;
};

} // namespace espalier::studio
