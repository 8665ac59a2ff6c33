// SPDX-License-Identifier: GPL-3.0-or-later
// Work that was not saved, kept in the cache folder while it is being done: written soon after each
// edit, removed once it was saved or given up, and offered again after a crash.
#pragma once

#include "app/studio/document/document.h"
#include "app/studio/document/saver.h"

#include <QDateTime>
#include <QLockFile>
#include <QObject>
#include <QString>
#include <QTimer>

#include <memory>
#include <vector>

namespace espalier::studio {

/// Work that a window left behind.
struct LostWork {
    QString file; ///< the recovery file
    QString network;
    QString workspace; ///< where it was last saved; empty: never
    QDateTime when;
    std::size_t steps = 0;
    std::size_t variants = 0;
};

/// GenericCacheLocation/espalier/recovery.
[[nodiscard]] QString recovery_folder();

/// What windows that are no longer running left in `folder`, newest first; work of windows that run
/// is left alone, and so is what was offered before. Files that say the same as the saved
/// workspace, or nothing at all, are removed.
[[nodiscard]] std::vector<LostWork> lost_work(const QString& folder = recovery_folder());
/// It is not offered again, but stays for thirty days.
void put_aside(const LostWork& work);
void discard(const LostWork& work);

class Recovery : public QObject {
    Q_OBJECT

public:
    explicit Recovery(Document& document, const QString& folder = recovery_folder(),
                      QObject* parent = nullptr);
    /// The document is given up: so is its recovery file.
    ~Recovery() override;

    [[nodiscard]] const QString& file() const { return file_; }

    /// After an edit, in ms; 2,000 unless set.
    void set_delay(int ms) { timer_.setInterval(ms); }

    /// Writes now what waits to be written.
    void flush();

    /// Opens lost work in the document. Its file goes once this window keeps one of its own.
    void restore(const LostWork& work);

Q_SIGNALS:
    /// Told once, until it works again.
    void failed(const QString& what, const espalier::Error& error);

private:
    void edited();
    void write();
    void drop();
    void drop_restored();
    void take(const Saver::Result& result);

    Document& document_;
    QString file_;
    QLockFile lock_;
    QTimer timer_;
    bool kept_ = false; ///< a file of ours may lie there
    bool failing_ = false;

    /// Lost work on its way into the document, and the file it came from; locked against other
    /// windows.
    struct Restored {
        QString file;
        std::unique_ptr<QLockFile> lock;
    };

    std::optional<Restored> restoring_;
    std::optional<Restored> restored_;
};

} // namespace espalier::studio
