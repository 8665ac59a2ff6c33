// SPDX-License-Identifier: GPL-3.0-or-later
// From a layer to the step that shapes it, and from a place in a plot to that step's parameter.
#pragma once

#include "app/studio/document/document.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace espalier::studio {

struct StepOnLayer {
    std::uint64_t card = 0;
    Step step;
    std::shared_ptr<const Graph> before; ///< what the step works on; never null
    std::shared_ptr<const Graph> after;  ///< what it made; null where it has not run
};

/// The last enabled step of this technique whose scope contains the layer.
[[nodiscard]] std::optional<StepOnLayer>
newest_step(const Document& document, std::string_view technique, const std::string& origin);

/// Which of a step's targets decides ("sparsity"), by the rule of the techniques: what is chosen,
/// or else what is given.
[[nodiscard]] std::string target_of(const Step& step);

/// Sets parameter `key` to `value` and makes it the one that decides.
void aim(Document& document, const StepOnLayer& step, const std::string& key,
         const std::string& value);

} // namespace espalier::studio
