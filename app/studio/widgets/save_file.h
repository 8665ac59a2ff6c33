// SPDX-License-Identifier: GPL-3.0-or-later
// Files that figures and tables are saved to.
#pragma once

#include <QByteArray>
#include <QString>

#include <functional>

class QWidget;

namespace espalier::studio {

/// Under a temporary name first, so that the old file stays where the new one cannot be written:
/// Error (Io) then.
void write_file(const QString& path, const QByteArray& bytes);

/// Asks for a name ending in `suffix`, proposing `name`, and calls `save` with it; an error is
/// shown. `title` heads both dialogs.
void ask_and_save(QWidget* parent, const QString& title, const QString& name, const QString& suffix,
                  const std::function<void(const QString& path)>& save);

} // namespace espalier::studio
