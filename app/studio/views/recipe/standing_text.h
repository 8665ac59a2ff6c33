// SPDX-License-Identifier: GPL-3.0-or-later
// What became of a step, in one sentence with numbers.
#pragma once

#include "app/studio/document/document.h"

#include <QStringList>

#include <memory>
#include <optional>

namespace espalier::studio {

struct StandingText {
    enum class Tone { Plain, Off, Masked, Waits, Failed };
    enum class Offer {
        Nothing,
        Run,         ///< run waiting steps
        ReadAndRun,  ///< read the data the network was trained on, then run
        Materialise, ///< put the step behind it that takes masked channels out
    };

    Tone tone = Tone::Plain;
    QString text;
    QStringList remarks; ///< of the technique, one sentence each
    Offer offer = Offer::Nothing;
    /// Layers the step changed; nullopt where that is not known.
    std::optional<std::size_t> layers;
};

/// What was counted of an outcome: zeros are counted once for it, not each time it is shown.
struct OutcomeFacts {
    std::shared_ptr<const StepOutcome> outcome;
    QString sentence;
    bool removable = false; ///< only masked, and whole filters of it
    bool masked = false;
};

/// nullopt while the document does not know yet. `facts` are brought up to the step's outcome.
[[nodiscard]] std::optional<StandingText> standing_text(const Document& document,
                                                        std::uint64_t card, OutcomeFacts& facts);
/// What a finished step did: sizes where they changed, else zeros, else bits.
[[nodiscard]] QString change_sentence(const Step& step, const StepOutcome& outcome);

} // namespace espalier::studio
