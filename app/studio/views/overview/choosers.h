// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/views/studio.h"

#include <QString>
#include <QWidget>

class QComboBox;
class QLabel;

namespace espalier::studio {

/// What the figures are measured on: the set of pictures, and the machine that is modelled.
class Choosers final : public QWidget {
    Q_OBJECT

public:
    explicit Choosers(const Studio& studio, QWidget* parent = nullptr);

    /// Shows what the document holds now.
    void follow();

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void fill_data();
    void fill_accelerators();
    void fill_dataflows();
    void choose_machine(const QString& accelerator, const QString& dataflow);

    Studio studio_;
    QLabel* data_label_;
    QComboBox* data_;
    QLabel* accelerator_label_;
    QComboBox* accelerator_;
    QLabel* dataflow_label_;
    QString shown_machine_; ///< that the dataflows are of
    QComboBox* dataflow_;
};

} // namespace espalier::studio
