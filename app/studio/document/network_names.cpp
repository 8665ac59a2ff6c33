// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/document/network_names.h"

#include "app/session/network_file.h"
#include "app/studio/document/document.h"

namespace espalier::studio {

QStringList network_names(const Document& document) {
    QStringList names{QStringLiteral("original")};
    for (const SnapshotPtr& variant : document.variants()) {
        names << QString::fromStdString(std::string(kVariantPrefix) + variant->name);
    }
    for (const std::string& bundled : bundled_networks()) {
        names << QString::fromStdString(bundled);
    }
    return names;
}

} // namespace espalier::studio
