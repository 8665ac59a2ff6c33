// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/export_network.h"
#include "app/studio/document/snapshot.h"
#include "app/studio/views/studio.h"
#include "core/base/error.h"
#include "core/data/preprocess.h"

#include <QDialog>

#include <array>
#include <optional>
#include <thread>

class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QRadioButton;

namespace espalier::studio {

/// Writes the working network, as it was when the dialog opened. Size and losses of both formats
/// stand there before; what was written is read back and compared before it is kept.
class ExportDialog final : public QDialog {
    Q_OBJECT

public:
    explicit ExportDialog(const Studio& studio, QWidget* parent = nullptr);
    ~ExportDialog() override;

    void set_path(const QString& path);

    [[nodiscard]] QString path() const;

    void set_format(ExportFormat format);

    /// Both formats have been worked out.
    [[nodiscard]] bool is_planned() const;

    /// What became of the export; empty before.
    [[nodiscard]] QString outcome() const;

public Q_SLOTS:
    void write();

private:
    struct Choice {
        ExportFormat format = ExportFormat::Onnx;
        QRadioButton* button = nullptr;
        QLabel* facts = nullptr;
        bool planned = false;
    };

    void build();
    void start_planning();
    void take_plan(std::size_t index, const ExportPlan& plan, const std::optional<Error>& error);
    void take_export(const QString& path, const Exported& exported);
    void take_error(const Error& error);
    void browse();
    void adapt_extension();
    void set_busy(bool busy);
    [[nodiscard]] ExportFormat format() const;

    Studio studio_;
    SnapshotPtr network_;
    Preprocess preprocess_;
    std::array<Choice, 2> choices_;
    QLineEdit* path_ = nullptr;
    QPushButton* export_ = nullptr;
    QProgressBar* progress_ = nullptr;
    QLabel* result_ = nullptr;
    std::uint64_t job_ = 0;
    std::jthread planner_;
};

} // namespace espalier::studio
