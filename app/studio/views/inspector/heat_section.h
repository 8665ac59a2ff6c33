// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/document/latest.h"
#include "app/studio/views/inspector/heat_map.h"
#include "app/studio/views/inspector/section.h"

namespace espalier::studio {

class Figure;

/// The weight of the network shown, as a picture.
class HeatSection final : public Section {
    Q_OBJECT

public:
    explicit HeatSection(QWidget* parent);

    void retranslate() override;

    [[nodiscard]] bool computing() const override { return worker_.busy(); }

    [[nodiscard]] HeatMap& map() { return *map_; }

protected:
    void present() override;

    [[nodiscard]] bool weights_alone() const override { return true; }

private:
    HeatMap* map_;
    Figure* figure_;
    Latest worker_;
};

} // namespace espalier::studio
