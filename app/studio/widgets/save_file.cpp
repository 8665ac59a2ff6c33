// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/widgets/save_file.h"

#include "app/studio/shell/message_text.h"
#include "core/base/error.h"

#include <QFileDialog>
#include <QMessageBox>
#include <QSaveFile>

namespace espalier::studio {

void write_file(const QString& path, const QByteArray& bytes) {
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit()) {
        throw Error(ErrorCode::Io, "cannot be written: " + file.errorString().toStdString(),
                    "choose another folder, or make room on the disk", path.toStdString());
    }
}

void ask_and_save(QWidget* parent, const QString& title, const QString& name, const QString& suffix,
                  const std::function<void(const QString& path)>& save) {
    const QString path =
        QFileDialog::getSaveFileName(parent, title, QStringLiteral("%1.%2").arg(name, suffix),
                                     QStringLiteral("%1 (*.%2)").arg(suffix.toUpper(), suffix));
    if (path.isEmpty()) {
        return;
    }
    try {
        save(path);
    } catch (const Error& error) {
        QMessageBox::warning(parent, title, error_text(error));
    }
}

} // namespace espalier::studio
