// SPDX-License-Identifier: GPL-3.0-or-later
// What the program remembers between runs; keys and defaults stand here and nowhere else.
#pragma once

#include <QByteArray>
#include <QObject>
#include <QSettings>
#include <QString>
#include <QStringList>

namespace espalier::studio {

enum class Theme { System, Light, Dark };

class Settings : public QObject {
    Q_OBJECT

public:
    explicit Settings(QObject* parent = nullptr);

    /// "en", "ko"; the system's where never chosen.
    [[nodiscard]] QString language() const;
    void set_language(const QString& language);

    [[nodiscard]] Theme theme() const;
    void set_theme(Theme theme);

    /// Per cent of the system font, 50 to 300.
    [[nodiscard]] int zoom() const;
    void set_zoom(int percent);

    /// Absolute paths, newest first, at most ten.
    [[nodiscard]] QStringList recent_files() const;
    void add_recent_file(const QString& path);
    void remove_recent_file(const QString& path);

    [[nodiscard]] QByteArray layout(const QString& name) const;
    void set_layout(const QString& name, const QByteArray& state);

    /// Name of the layout in use; "explore" where never chosen.
    [[nodiscard]] QString layout_name() const;
    void set_layout_name(const QString& name);

    /// The zoom that was last used in a layout.
    [[nodiscard]] int layout_zoom(const QString& name, int otherwise) const;
    void set_layout_zoom(const QString& name, int percent);

    /// Ids of lessons that were gone through.
    [[nodiscard]] QStringList lessons_done() const;
    void add_lesson_done(const QString& id);

    [[nodiscard]] QByteArray geometry() const;
    void set_geometry(const QByteArray& geometry);

    [[nodiscard]] QString last_folder() const;
    void set_last_folder(const QString& folder);

    /// Whether opening a network also reads its data set and measures it.
    [[nodiscard]] bool measure_on_open() const;
    void set_measure_on_open(bool measure);

    [[nodiscard]] bool reduce_motion() const;
    void set_reduce_motion(bool reduce);

Q_SIGNALS:
    void language_changed();
    void theme_changed();
    void zoom_changed();
    void recent_files_changed();
    void lessons_done_changed();

private:
    QSettings store_;
};

} // namespace espalier::studio
