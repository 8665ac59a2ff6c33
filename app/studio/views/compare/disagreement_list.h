// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/document/latest.h"
#include "app/studio/document/snapshot.h"
#include "app/studio/models/compare_facts.h"
#include "core/data/dataset.h"

#include <QImage>
#include <QWidget>

class QLabel;
class QListWidget;
class QPushButton;
class QStackedLayout;

namespace espalier::studio {

/// Pictures that one of two networks gets right and the other wrong.
class DisagreementList final : public QWidget {
    Q_OBJECT

public:
    explicit DisagreementList(QWidget* parent = nullptr);

    /// Any may be null. `can_evaluate`: evaluating would bring what is missing.
    void show_sides(const SnapshotPtr& a, const SnapshotPtr& b, const DatasetPtr& set,
                    bool can_evaluate);

Q_SIGNALS:
    void evaluate_asked();
    /// How many pictures each side alone gets right; -1 where not known.
    void counted(int only_a, int only_b);

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Thumbnail {
        Disagreement what;
        QImage image;
    };

    struct Found {
        std::vector<Thumbnail> shown;
        int only_a = 0;
        int only_b = 0;
        QStringList classes;
    };

    void take(const Found& found);
    void say(const QString& text, bool offer);
    void retranslate();

    QStackedLayout* stack_;
    QLabel* message_;
    QPushButton* evaluate_;
    QLabel* summary_;
    QListWidget* list_;
    SnapshotPtr shown_a_; ///< what the list was made of
    SnapshotPtr shown_b_;
    Latest work_; ///< last: its thread ends before what it delivers to goes
};

} // namespace espalier::studio
