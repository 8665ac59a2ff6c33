// SPDX-License-Identifier: GPL-3.0-or-later
// One network on all machines, each with all dataflows it can run: what it would cost there.
#pragma once

#include "app/studio/document/latest.h"
#include "app/studio/document/snapshot.h"
#include "app/studio/views/hardware/machine_costs.h"
#include "app/studio/widgets/table_data.h"

#include <QDialog>

#include <optional>
#include <utility>

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QTableWidget;

namespace espalier::studio {

class Figure;

class MachinesDialog : public QDialog {
    Q_OBJECT

public:
    /// Goes as an id for the machine of add_edited().
    static constexpr QLatin1String kEdited{"edited"};

    /// Starts to estimate beside the window, one machine after the other.
    MachinesDialog(SnapshotPtr network, QString machine, QString dataflow,
                   QWidget* parent = nullptr);

    /// Asks one that is in no list as well, the one in use.
    void add_edited(const AcceleratorChoice& choice);

    /// Whether all machines have answered, or the rest was called off.
    [[nodiscard]] bool finished() const { return finished_; }

    /// Asks no further machine; what has answered stays.
    void stop();

    /// Id of the machine and of the dataflow that was asked for when the dialog was accepted.
    [[nodiscard]] std::pair<QString, QString> chosen() const;
    /// As shown, for saving and for tests; machines that can not run the network have no figures.
    [[nodiscard]] TableData table() const;

    /// Side by side, as drawn: the dataflows of the machine in the chosen row, or everything.
    [[nodiscard]] const std::vector<BarRow>& bars() const { return bars_->rows(); }

private:
    struct Machine {
        QString id;
        QString title;
        std::optional<AcceleratorChoice> edited;
    };

    void build_figure();
    void estimate_next();
    void finish();
    void add_row(const MachineCost& cost);
    void draw();
    [[nodiscard]] QStringList parts() const;
    [[nodiscard]] TableData bars_data() const;

    SnapshotPtr network_;
    QString machine_; ///< in use
    QString dataflow_;
    std::vector<Machine> machines_;
    std::size_t next_ = 0;
    bool finished_ = false;
    std::vector<MachineCost> costs_;
    TableData table_;
    QLabel* head_;
    QProgressBar* progress_;
    QPushButton* stop_;
    QTableWidget* view_;
    QPushButton* use_ = nullptr;
    QComboBox* which_;
    QComboBox* what_;
    StackedBars* bars_;
    Figure* figure_;
    Latest worker_;
};

} // namespace espalier::studio
