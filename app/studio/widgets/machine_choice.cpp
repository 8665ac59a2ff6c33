// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/widgets/machine_choice.h"

#include "app/studio/shell/language.h"
#include "hwmodel/accelerator.h"

#include <QComboBox>
#include <QCoreApplication>

namespace espalier::studio {

void add_machines(QComboBox& box) {
    const auto add = [&](const QString& title, const QString& id, const std::string& summary) {
        box.addItem(title, id);
        box.setItemData(box.count() - 1, technique_text(summary), Qt::ToolTipRole);
    };
    for (const hw::AcceleratorInfo& machine : hw::accelerator_list()) {
        if (machine.id.find("ROWSxCOLS") == std::string::npos) {
            add(technique_text(machine.title), QString::fromStdString(machine.id), machine.summary);
            continue;
        }
        for (const int size : {8, 16, 32, 128}) {
            add(QCoreApplication::translate("espalier::studio::Choosers", "Systolic array %1")
                    .arg(QStringLiteral("%1×%1").arg(size)),
                QStringLiteral("systolic-%1x%1").arg(size), machine.summary);
        }
    }
}

} // namespace espalier::studio
