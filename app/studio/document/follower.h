// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps the working network up with the stack while it is being edited, always at the newest
// request; what is overtaken is dropped.
#pragma once

#include "app/session/workspace.h"
#include "app/studio/document/latest.h"
#include "app/studio/document/snapshot.h"

#include <QObject>

namespace espalier::studio {

class Follower : public QObject {
    Q_OBJECT

public:
    struct Request {
        Workspace workspace;
        Recipe recipe;
        std::uint64_t seed = 1;
        bool model_original = false; ///< as well
    };

    using QObject::QObject;

    void request(Request request);

    /// Drops what is under way.
    void forget() { worker_.forget(); }

    [[nodiscard]] bool busy() const { return worker_.busy(); }

Q_SIGNALS:
    /// Twice for a request: as soon as the network stands, and again with stored bytes and, where
    /// an accelerator is chosen, its model.
    void followed(espalier::studio::SnapshotPtr snapshot);
    /// The original's model, before the second followed(), where it was asked for.
    void modelled(const espalier::hw::NetworkCost& original);
    /// The machine can not run the original.
    void not_modelled(const espalier::Error& why);

private:
    Latest worker_;
};

} // namespace espalier::studio
