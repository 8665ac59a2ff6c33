// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/dialogs/recovery_dialog.h"

#include <QDialogButtonBox>
#include <QFileInfo>
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace espalier::studio {

RecoveryDialog::RecoveryDialog(std::vector<LostWork> found, QWidget* parent)
    : QDialog(parent)
    , found_(std::move(found)) {
    setObjectName(QStringLiteral("recovery"));
    setWindowTitle(tr("Recover work"));
    auto* text = new QLabel(tr("Espalier ended before this work was saved. Recover it?"), this);
    text->setWordWrap(true);
    list_ = new QListWidget(this);
    list_->setObjectName(QStringLiteral("recovery-list"));
    list_->setAccessibleName(tr("Work that was not saved"));
    for (const LostWork& work : found_) {
        const QString name =
            QFileInfo(work.workspace.isEmpty() ? work.network : work.workspace).completeBaseName();
        auto* item =
            new QListWidgetItem(tr("%1\n%2 · %3, %4")
                                    .arg(name, QLocale().toString(work.when, QLocale::ShortFormat),
                                         tr("%n step(s)", "", static_cast<int>(work.steps)),
                                         tr("%n variant(s)", "", static_cast<int>(work.variants))),
                                list_);
        item->setToolTip(work.workspace.isEmpty() ? tr("never saved") : work.workspace);
    }
    list_->setCurrentRow(0);
    auto* buttons = new QDialogButtonBox(this);
    auto* recover = buttons->addButton(tr("&Recover"), QDialogButtonBox::ActionRole);
    auto* give_up = buttons->addButton(tr("&Delete"), QDialogButtonBox::DestructiveRole);
    auto* later = buttons->addButton(tr("&Not now"), QDialogButtonBox::RejectRole);
    recover->setObjectName(QStringLiteral("recovery-recover"));
    give_up->setObjectName(QStringLiteral("recovery-delete"));
    later->setObjectName(QStringLiteral("recovery-later"));
    give_up->setToolTip(tr("Removes the selected work for good"));
    later->setToolTip(tr("Keeps the files for thirty days, but does not ask again"));
    recover->setDefault(true);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(text);
    layout->addWidget(list_);
    layout->addWidget(buttons);
    connect(recover, &QPushButton::clicked, this, &RecoveryDialog::recover);
    connect(list_, &QListWidget::itemDoubleClicked, this, &RecoveryDialog::recover);
    connect(give_up, &QPushButton::clicked, this, &RecoveryDialog::give_up);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    resize(480, 260);
}

std::optional<std::size_t> RecoveryDialog::selected() const {
    const auto row = static_cast<std::size_t>(list_->currentRow());
    return row < found_.size() ? std::optional(row) : std::nullopt;
}

void RecoveryDialog::recover() {
    if (const auto row = selected()) {
        const LostWork work = found_[*row];
        found_.clear(); // the others are offered next time
        accept();
        Q_EMIT chosen(work);
    }
}

void RecoveryDialog::give_up() {
    if (const auto row = selected()) {
        discard(found_[*row]);
        found_.erase(found_.begin() + static_cast<std::ptrdiff_t>(*row));
        delete list_->takeItem(static_cast<int>(*row));
    }
    if (found_.empty()) {
        accept();
    }
}

void RecoveryDialog::done(int result) {
    for (const LostWork& work : found_) {
        put_aside(work);
    }
    found_.clear();
    QDialog::done(result);
}

} // namespace espalier::studio
