// SPDX-License-Identifier: GPL-3.0-or-later
// What the network costs on an accelerator: energy and latency layer by layer, the roofline, the
// use of the array, and where every number comes from.
#pragma once

#include "app/studio/document/snapshot.h"
#include "app/studio/views/hardware/cost_rows.h"
#include "app/studio/views/view.h"
#include "app/studio/widgets/table_data.h"

class QComboBox;
class QGridLayout;
class QLabel;
class QPushButton;

namespace espalier::studio {

class ArrayPicture;
class ArrayPlayer;
class Figure;
class MachineEditor;
class RooflineChart;
class StackedBars;

class HardwareView final : public View {
    Q_OBJECT

public:
    explicit HardwareView(const Studio& studio, QWidget* parent = nullptr);

    [[nodiscard]] QString title() const override;

protected:
    void refresh() override;
    void retranslate() override;
    void restyle() override;
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Tile {
        QLabel* name = nullptr;
        QLabel* value = nullptr;
        QLabel* baseline = nullptr;
    };

    void build_choosers();
    void build_figures();
    void arrange();
    void choose(const QString& accelerator, const QString& dataflow);
    void fill_choosers();
    void fill_tiles();
    void fill_energy();
    void fill_time();
    void fill_roofline();
    void fill_array();
    void fill_schedule(const QString& origin);
    void show_sources();
    void compare_machines();
    void select(const QString& origin);
    [[nodiscard]] QString energy(double value) const;
    [[nodiscard]] TableData energy_data() const;
    [[nodiscard]] TableData time_data() const;
    [[nodiscard]] TableData roofline_data() const;
    [[nodiscard]] TableData array_data() const;
    [[nodiscard]] QStringList energy_parts() const;
    [[nodiscard]] QStringList time_parts() const;

    QComboBox* machine_ = nullptr;
    QComboBox* dataflow_ = nullptr;
    QPushButton* sources_ = nullptr;
    QPushButton* machines_ = nullptr;
    QPushButton* edit_ = nullptr;
    MachineEditor* editor_ = nullptr;
    QLabel* machine_label_ = nullptr;
    QLabel* dataflow_label_ = nullptr;
    std::array<Tile, 4> tiles_;
    QComboBox* energy_by_ = nullptr;
    QComboBox* time_by_ = nullptr;
    StackedBars* energy_bars_ = nullptr;
    StackedBars* time_bars_ = nullptr;
    RooflineChart* roofline_ = nullptr;
    ArrayPicture* array_ = nullptr;
    ArrayPlayer* player_ = nullptr;
    Figure* energy_figure_ = nullptr;
    Figure* time_figure_ = nullptr;
    Figure* roofline_figure_ = nullptr;
    Figure* array_figure_ = nullptr;
    QLabel* notes_ = nullptr;
    QGridLayout* grid_ = nullptr;
    int grid_columns_ = 0;

    SnapshotPtr before_;
    SnapshotPtr after_;
    CostTable table_;
    bool relative_ = false;
    double elements_ = 0;
};

} // namespace espalier::studio
