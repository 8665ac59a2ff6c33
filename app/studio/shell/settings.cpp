// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/shell/settings.h"

#include <QDir>
#include <QFileInfo>
#include <QLocale>
#include <QStandardPaths>

#include <algorithm>

namespace espalier::studio {

namespace {

constexpr int kRecentFiles = 10;
/// States of docks are kept apart by this number: raise it where docks come or go.
constexpr int kLayoutVersion = 1;

QString layout_key(const QString& name) {
    return QStringLiteral("layout/%1/%2").arg(kLayoutVersion).arg(name);
}

} // namespace

Settings::Settings(QObject* parent)
    : QObject(parent)
    , store_(QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
                 QStringLiteral("/espalier/studio.ini"),
             QSettings::IniFormat) {}

QString Settings::language() const {
    const QString system = QLocale::system().language() == QLocale::Korean ? QStringLiteral("ko")
                                                                           : QStringLiteral("en");
    return store_.value(QStringLiteral("language"), system).toString();
}

void Settings::set_language(const QString& language) {
    if (language != this->language()) {
        store_.setValue(QStringLiteral("language"), language);
        Q_EMIT language_changed();
    }
}

Theme Settings::theme() const {
    const QString name = store_.value(QStringLiteral("theme")).toString();
    return name == QStringLiteral("light")  ? Theme::Light
           : name == QStringLiteral("dark") ? Theme::Dark
                                            : Theme::System;
}

void Settings::set_theme(Theme theme) {
    if (theme != this->theme()) {
        store_.setValue(QStringLiteral("theme"), theme == Theme::Light  ? QStringLiteral("light")
                                                 : theme == Theme::Dark ? QStringLiteral("dark")
                                                                        : QStringLiteral("system"));
        Q_EMIT theme_changed();
    }
}

int Settings::zoom() const {
    return std::clamp(store_.value(QStringLiteral("zoom"), 100).toInt(), 50, 300);
}

void Settings::set_zoom(int percent) {
    const int zoom = std::clamp(percent, 50, 300);
    if (zoom != this->zoom()) {
        store_.setValue(QStringLiteral("zoom"), zoom);
        Q_EMIT zoom_changed();
    }
}

QStringList Settings::recent_files() const {
    return store_.value(QStringLiteral("recent")).toStringList();
}

void Settings::add_recent_file(const QString& path) {
    const QString absolute = QFileInfo(path).absoluteFilePath();
    QStringList files = recent_files();
    files.removeAll(absolute);
    files.prepend(absolute);
    store_.setValue(QStringLiteral("recent"), QStringList(files.mid(0, kRecentFiles)));
    Q_EMIT recent_files_changed();
}

void Settings::remove_recent_file(const QString& path) {
    QStringList files = recent_files();
    files.removeAll(path);
    store_.setValue(QStringLiteral("recent"), files);
    Q_EMIT recent_files_changed();
}

QByteArray Settings::layout(const QString& name) const {
    return store_.value(layout_key(name)).toByteArray();
}

void Settings::set_layout(const QString& name, const QByteArray& state) {
    store_.setValue(layout_key(name), state);
}

QString Settings::layout_name() const {
    return store_.value(QStringLiteral("layoutName"), QStringLiteral("explore")).toString();
}

void Settings::set_layout_name(const QString& name) {
    store_.setValue(QStringLiteral("layoutName"), name);
}

int Settings::layout_zoom(const QString& name, int otherwise) const {
    return store_.value(QStringLiteral("layoutZoom/") + name, otherwise).toInt();
}

void Settings::set_layout_zoom(const QString& name, int percent) {
    store_.setValue(QStringLiteral("layoutZoom/") + name, percent);
}

QStringList Settings::lessons_done() const {
    return store_.value(QStringLiteral("lessonsDone")).toStringList();
}

void Settings::add_lesson_done(const QString& id) {
    QStringList done = lessons_done();
    if (!done.contains(id)) {
        done << id;
        store_.setValue(QStringLiteral("lessonsDone"), done);
        Q_EMIT lessons_done_changed();
    }
}

QByteArray Settings::geometry() const {
    return store_.value(QStringLiteral("geometry")).toByteArray();
}

void Settings::set_geometry(const QByteArray& geometry) {
    store_.setValue(QStringLiteral("geometry"), geometry);
}

QString Settings::last_folder() const {
    return store_.value(QStringLiteral("folder"), QDir::homePath()).toString();
}

void Settings::set_last_folder(const QString& folder) {
    store_.setValue(QStringLiteral("folder"), folder);
}

bool Settings::measure_on_open() const {
    return store_.value(QStringLiteral("measureOnOpen"), true).toBool();
}

void Settings::set_measure_on_open(bool measure) {
    store_.setValue(QStringLiteral("measureOnOpen"), measure);
}

bool Settings::reduce_motion() const {
    return store_.value(QStringLiteral("reduceMotion"), false).toBool();
}

void Settings::set_reduce_motion(bool reduce) {
    store_.setValue(QStringLiteral("reduceMotion"), reduce);
}

} // namespace espalier::studio
