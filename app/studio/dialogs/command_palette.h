// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QString>

#include <functional>
#include <vector>

class QLabel;
class QLineEdit;
class QListWidget;

namespace espalier::studio {

/// One thing that can be found by typing.
struct Command {
    QString text;    ///< in the language in use
    QString english; ///< found by it too, whatever the language
    QString hint;    ///< at the right: a shortcut, an operator
    QString detail;  ///< one sentence, for the line below the list
    std::function<void()> run;
    bool enabled = true; ///< else shown, and greyed out
};

/// A line to type into and the commands that match, best first; keys alone are enough: Up, Down,
/// Page keys, Enter, Escape. The command runs after the palette has gone.
class CommandPalette final : public QDialog {
    Q_OBJECT

public:
    /// `placeholder` says what can be found.
    CommandPalette(std::vector<Command> commands, const QString& placeholder,
                   QWidget* parent = nullptr);

    /// Opens it at the top of `window`, runs what was chosen, and destroys it.
    static void open_over(QWidget* window, std::vector<Command> commands,
                          const QString& placeholder);

    /// What is listed now, best first.
    [[nodiscard]] QStringList shown() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void filter(const QString& query);
    void choose();
    void explain();

    std::vector<Command> commands_;
    QLineEdit* line_;
    QListWidget* list_;
    QLabel* detail_;
};

} // namespace espalier::studio
