// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/document/snapshot.h"

#include <QWidget>

#include <array>

class QLabel;

namespace espalier::studio {

/// One line for each of two networks: accuracy, size, work, energy, latency; the second with its
/// changes against the first.
class Headline final : public QWidget {
    Q_OBJECT

public:
    explicit Headline(QWidget* parent = nullptr);

    /// Either may be null.
    void show_sides(const SnapshotPtr& a, const SnapshotPtr& b);

protected:
    void changeEvent(QEvent* event) override;

private:
    static constexpr std::size_t kFigures = 6;

    void retranslate();

    std::array<QLabel*, kFigures> titles_{};
    std::array<QLabel*, kFigures> a_{};
    std::array<QLabel*, kFigures> b_{};
};

} // namespace espalier::studio
