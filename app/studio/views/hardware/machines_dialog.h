// SPDX-License-Identifier: GPL-3.0-or-later
// One network on all machines, each with all dataflows it can run: what it would cost there.
#pragma once

#include "app/session/accelerator_choice.h"
#include "app/studio/document/snapshot.h"
#include "app/studio/widgets/table_data.h"

#include <QDialog>

#include <optional>
#include <utility>

class QLabel;
class QPushButton;
class QTableWidget;

namespace espalier::studio {

class MachinesDialog : public QDialog {
    Q_OBJECT

public:
    /// Starts to estimate, one machine at a time; the window stays usable meanwhile.
    MachinesDialog(SnapshotPtr network, QString machine, QString dataflow,
                   QWidget* parent = nullptr);

    /// Whether all machines were asked.
    [[nodiscard]] bool finished() const { return next_ == pending_.size(); }

    /// Id of the machine and of the dataflow that was asked for when the dialog was accepted.
    [[nodiscard]] std::pair<QString, QString> chosen() const;
    /// As shown, for saving and for tests; machines that can not run the network have no figures.
    [[nodiscard]] TableData table() const;

private:
    struct Candidate {
        QString machine; ///< ids
        QString dataflow;
        QString machine_title;
        QString dataflow_title;
    };

    void estimate_next();
    void add_row(const Candidate& candidate, const std::optional<hw::NetworkCost>& cost,
                 const QString& reason);

    SnapshotPtr network_;
    Candidate now_;
    std::vector<Candidate> pending_;
    std::size_t next_ = 0;
    TableData table_;
    QLabel* head_;
    QTableWidget* view_;
    QPushButton* use_ = nullptr;
};

} // namespace espalier::studio
