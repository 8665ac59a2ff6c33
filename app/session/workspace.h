// SPDX-License-Identifier: GPL-3.0-or-later
// A network being shaped: the original, the variants made of it, the data and the accelerator they
// are measured on. What the command line and Studio share.
//
//     Workspace workspace(load_network("lenet-5-glyphs"));
//     workspace.set_data(train, test);
//     workspace.set_accelerator("eyeriss");
//     const Shaping result = workspace.shape(recipe, {.seed = 1}, job);
#pragma once

#include "app/session/accelerator_choice.h"
#include "app/session/metrics.h"
#include "app/session/network_file.h"
#include "core/compress/recipe.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace espalier {

/// One network with its figures.
struct Variant {
    std::string name;
    std::string step; ///< text of the step that made it; empty for the original
    Graph graph;
    Metrics metrics;
    std::vector<std::string> notes;
    double seconds = 0; ///< that the step took
};

/// What a recipe made: the original first, then the network after each step.
struct Shaping {
    Recipe recipe;
    std::vector<Variant> variants;

    [[nodiscard]] const Variant& original() const { return variants.front(); }

    [[nodiscard]] const Variant& result() const { return variants.back(); }
};

struct ShapingOptions {
    std::uint64_t seed = 1;
    bool measure_latency = true;
    /// Called with what techniques remark.
    std::function<void(std::string_view)> note = {};
};

/// A value: copies are cheap and share the cache of steps, so that a job can work on the copy it
/// was given while the original goes on changing.
class Workspace {
public:
    explicit Workspace(Network network);

    [[nodiscard]] const Network& network() const { return network_; }

    /// Another original; data and accelerator stay.
    void set_network(Network network) { network_ = std::move(network); }

    /// Both may be null; `name` is what the user called the set.
    void set_data(std::string name, DatasetPtr train, DatasetPtr test);

    [[nodiscard]] const std::string& data_name() const { return data_name_; }

    [[nodiscard]] const DatasetPtr& test_set() const { return test_; }

    void set_accelerator(AcceleratorChoice choice);

    /// Networks that steps may name as "variant:NAME", a teacher above all.
    void set_variants(NamedNetworks variants);

    [[nodiscard]] const std::optional<AcceleratorChoice>& accelerator() const {
        return accelerator_;
    }

    /// Counts, measures and models one network. Accuracy where a test set is known.
    [[nodiscard]] Metrics measure(const Graph& graph, bool latency, const Job& job) const;
    /// Runs the recipe on the original and measures after every step. Results of steps are cached
    /// for the life of the workspace.
    [[nodiscard]] Shaping shape(const Recipe& recipe, const ShapingOptions& options,
                                const Job& job) const;

    /// Runs the recipe on the original and measures nothing; one outcome for each enabled step.
    /// `observer` watches the trainings among them.
    [[nodiscard]] std::vector<StepOutcome> run(const Recipe& recipe, std::uint64_t seed,
                                               const Job& job,
                                               const TrainObserver& observer = {}) const;
    /// Follows a recipe while it is being edited (see follow_recipe): nothing is measured.
    [[nodiscard]] std::vector<StepStanding> follow(const Recipe& recipe, std::uint64_t seed,
                                                   const Job& job) const;

private:
    [[nodiscard]] Context context(std::uint64_t seed, const Job& job) const;

    Network network_;
    std::string data_name_;
    DatasetPtr train_;
    DatasetPtr test_;
    std::optional<AcceleratorChoice> accelerator_;
    std::shared_ptr<const CostOracle> oracle_; ///< of the accelerator
    std::shared_ptr<const NamedNetworks> variants_;
    std::shared_ptr<StepCache> cache_;
};

} // namespace espalier
