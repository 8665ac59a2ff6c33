// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/document/recovery.h"

#include "core/base/files.h"
#include "core/base/json.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <QUuid>

namespace espalier::studio {

namespace {

constexpr int kDelayMs = 2000;
constexpr int kDaysKept = 30;

QString with_suffix(const QString& file, const char* suffix) {
    const QFileInfo info(file);
    return info.absolutePath() + QLatin1Char('/') + info.completeBaseName() + QLatin1String(suffix);
}

QString lock_of(const QString& file) {
    return with_suffix(file, ".lock");
}

QString mark_of(const QString& file) {
    return with_suffix(file, ".offered");
}

void remove_all(const QString& file) {
    remove_workspace(file.toStdString());
    QFile::remove(mark_of(file));
}

std::unique_ptr<QLockFile> locked(const QString& file) {
    auto lock = std::make_unique<QLockFile>(lock_of(file));
    lock->setStaleLockTime(0); // a window may run for days; one that died is seen by its process
    return lock->tryLock() ? std::move(lock) : nullptr;
}

/// nullopt where there is nothing to offer.
std::optional<LostWork> look_at(const QString& file) {
    const std::filesystem::path path = file.toStdString();
    const Json json = read_json(path);
    const QString saved = QString::fromStdString(json_get<std::string>(json, "recovery_of"));
    const Json& network = json.at("network");
    LostWork work;
    work.file = file;
    work.workspace = saved;
    work.network = QString::fromStdString(network.contains("bundled")
                                              ? json_get<std::string>(network, "bundled")
                                              : json_get<std::string>(network, "path"));
    work.when = QFileInfo(file).lastModified();
    work.steps = json.at("recipe").at("steps").size();
    work.variants = json.at("variants").size();
    const bool nothing = saved.isEmpty() && work.steps == 0 && work.variants == 0;
    if (nothing || same_workspace(path, saved.toStdString())) {
        remove_all(file);
        return std::nullopt;
    }
    return work;
}

} // namespace

QString recovery_folder() {
    return QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) +
           QStringLiteral("/espalier/recovery");
}

std::vector<LostWork> lost_work(const QString& folder) {
    std::vector<LostWork> found;
    const QFileInfoList files =
        QDir(folder).entryInfoList({QStringLiteral("*.espalier")}, QDir::Files, QDir::Time);
    for (const QFileInfo& info : files) {
        const QString file = info.absoluteFilePath();
        const auto lock = locked(file);
        if (!lock) {
            continue;
        }
        if (QFile::exists(mark_of(file))) {
            if (info.lastModified().daysTo(QDateTime::currentDateTime()) > kDaysKept) {
                remove_all(file);
            }
            continue;
        }
        try {
            if (auto work = look_at(file)) {
                found.push_back(std::move(*work));
            }
        } catch (const std::exception&) {
            // Not ours, or of a newer version: for others to read.
        }
    }
    return found;
}

void put_aside(const LostWork& work) {
    QFile mark(mark_of(work.file));
    if (!mark.open(QIODevice::WriteOnly)) {
        return; // then it is offered again
    }
}

void discard(const LostWork& work) {
    remove_all(work.file);
}

Recovery::Recovery(Document& document, const QString& folder, QObject* parent)
    : QObject(parent)
    , document_(document)
    , file_(QStringLiteral("%1/%2.espalier")
                .arg(folder, QUuid::createUuid().toString(QUuid::WithoutBraces)))
    , lock_(lock_of(file_)) {
    lock_.setStaleLockTime(0);
    timer_.setSingleShot(true);
    timer_.setInterval(kDelayMs);
    connect(&timer_, &QTimer::timeout, this, &Recovery::write);
    connect(&document_, &Document::edited, this, &Recovery::edited);
    connect(&document_, &Document::saved, this, [this] {
        if (!document_.is_modified()) {
            drop();
            drop_restored();
        }
    });
    connect(&document_, &Document::closed, this, [this] {
        drop();
        restored_.reset();
    });
    connect(&document_, &Document::opened, this, [this] {
        if (restoring_ && document_.source() == restoring_->file) {
            restored_ = std::move(restoring_);
            edited();
        }
        restoring_.reset();
    });
    connect(&document_.saver(), &Saver::written, this, &Recovery::take);
}

Recovery::~Recovery() {
    drop();
}

void Recovery::edited() {
    // Not put off by edits that never pause: at most the delay after the first one.
    if (!timer_.isActive()) {
        timer_.start();
    }
}

void Recovery::flush() {
    if (timer_.isActive()) {
        timer_.stop();
        write();
    }
    document_.saver().wait();
}

void Recovery::write() {
    if (!document_.is_open()) {
        return;
    }
    if (!document_.is_modified()) { // undone to what was saved
        drop();
        return;
    }
    if (!kept_) {
        QDir().mkpath(QFileInfo(file_).absolutePath());
        lock_.tryLock(); // where that fails, writing fails too, and says why
        kept_ = true;
    }
    WorkspaceFile file = document_.workspace_file();
    file.recovery_of = document_.file_path().toStdString();
    document_.saver().write(std::move(file), document_.variants(), file_);
}

void Recovery::drop() {
    timer_.stop();
    if (kept_) {
        kept_ = false;
        document_.saver().remove(file_);
        document_.saver().wait();
        lock_.unlock();
    }
}

void Recovery::drop_restored() {
    if (restored_) {
        remove_all(restored_->file);
        restored_.reset();
    }
}

void Recovery::take(const Saver::Result& result) {
    if (result.path != file_) {
        return;
    }
    if (result.error) {
        if (!failing_) {
            Q_EMIT failed(tr("Unsaved work is not being kept for recovery"), *result.error);
        }
        failing_ = true;
        return;
    }
    failing_ = false;
    if (kept_) {
        drop_restored();
    }
}

void Recovery::restore(const LostWork& work) {
    auto lock = locked(work.file);
    if (!lock) {
        Q_EMIT failed(tr("Cannot recover"),
                      Error(ErrorCode::Io, "another window has this work open by now"));
        return;
    }
    restoring_ = Restored{work.file, std::move(lock)};
    document_.open(work.file);
}

} // namespace espalier::studio
