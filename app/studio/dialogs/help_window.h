// SPDX-License-Identifier: GPL-3.0-or-later
// Help: the pages of resources/help in the language in use, and one page for each technique, made
// from what the technique says of itself.
#pragma once

#include "core/compress/technique.h"

#include <QDialog>

class QListWidget;
class QTextBrowser;

namespace espalier::studio {

/// A technique's page in Markdown: summary, parameters with ranges, explanation, references.
[[nodiscard]] QString technique_page(const Technique& technique);

/// A page of resources/help ("metrics") in the language `code`, else in English.
[[nodiscard]] QString help_page(const QString& page, const QString& code);

class HelpWindow final : public QDialog {
    Q_OBJECT

public:
    explicit HelpWindow(const QString& language, QWidget* parent = nullptr);

    /// A page's name ("metrics"), or a technique's id.
    void show_page(const QString& page);

private:
    void fill();

    QString language_;
    QListWidget* contents_;
    QTextBrowser* text_;
};

} // namespace espalier::studio
