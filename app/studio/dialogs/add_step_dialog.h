// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/compress/technique.h"

#include <QDialog>

class QLineEdit;
class QPushButton;
class QTextBrowser;
class QTreeWidget;

namespace espalier::studio {

/// All techniques by family, to be found by typing, with what each does and where it comes from.
class AddStepDialog final : public QDialog {
    Q_OBJECT

public:
    explicit AddStepDialog(QWidget* parent = nullptr);

    /// The one selected; nullptr where none is.
    [[nodiscard]] const Technique* technique() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fill();
    void filter(const QString& query);
    void explain();

    QLineEdit* line_;
    QTreeWidget* tree_;
    QTextBrowser* text_;
    QPushButton* add_;
};

} // namespace espalier::studio
