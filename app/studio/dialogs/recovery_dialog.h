// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/document/recovery.h"

#include <QDialog>

#include <optional>
#include <vector>

class QListWidget;

namespace espalier::studio {

/// Lists work that was not saved, once. What is neither opened nor given up stays, but is not
/// offered again.
class RecoveryDialog final : public QDialog {
    Q_OBJECT

public:
    explicit RecoveryDialog(std::vector<LostWork> found, QWidget* parent = nullptr);

    void done(int result) override;

Q_SIGNALS:
    void chosen(const espalier::studio::LostWork& work);

private:
    void recover();
    void give_up();
    [[nodiscard]] std::optional<std::size_t> selected() const;

    std::vector<LostWork> found_;
    QListWidget* list_;
};

} // namespace espalier::studio
