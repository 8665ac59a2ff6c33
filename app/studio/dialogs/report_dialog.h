// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/views/studio.h"
#include "core/base/error.h"

#include <QDialog>

#include <cstdint>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace espalier::studio {

/// Runs the stack, measures after every step, and writes it down as a page, on paper or as text.
class ReportDialog final : public QDialog {
    Q_OBJECT

public:
    explicit ReportDialog(const Studio& studio, QWidget* parent = nullptr);

    void set_path(const QString& path);
    void set_measure_latency(bool measure);

    /// What became of it; empty before.
    [[nodiscard]] QString outcome() const;

public Q_SLOTS:
    void write();

private:
    void build();
    void browse();
    void adapt_extension();
    void set_busy(bool busy);
    void show_outcome(const QString& text, bool good);

    Studio studio_;
    QComboBox* format_ = nullptr;
    QCheckBox* latency_ = nullptr;
    QCheckBox* look_ = nullptr;
    QLineEdit* path_ = nullptr;
    QPushButton* write_ = nullptr;
    QProgressBar* progress_ = nullptr;
    QLabel* outcome_ = nullptr;
    std::uint64_t job_ = 0;
};

} // namespace espalier::studio
