// SPDX-License-Identifier: GPL-3.0-or-later
// A technique is data and two functions: plan (cheap: what would change) and apply (the work). A
// new one is ONE file in core/techniques and one test; see any of them.
#pragma once

#include "core/base/job.h"
#include "core/compress/cost_oracle.h"
#include "core/compress/param_spec.h"
#include "core/data/dataset.h"
#include "core/data/preprocess.h"
#include "core/graph/graph.h"
#include "core/train/observer.h"

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace espalier {

/// The data a technique cannot work without.
enum class Needs {
    Nothing,
    Images, ///< calibration pictures, no labels
    Labels, ///< labelled pictures
};

enum class Family { Compact, Decomposition, Quantisation, Sparsification, Distillation, Utility };

[[nodiscard]] std::string_view family_name(Family family);

struct Reference {
    std::string text; ///< "Han et al., Deep Compression, ICLR 2016"
    std::string link; ///< "arXiv:1510.00149"
};

struct TechniqueInfo {
    std::string id; ///< contract: "prune.magnitude"
    std::string title;
    std::string summary; ///< one sentence
    Family family = Family::Utility;
    std::vector<Reference> references;
    std::vector<ParamSpec> params;
    /// Equation in plain text, complexity and limits, for the help page (Markdown).
    std::string explanation;
};

/// Which layers a step works on. A pattern matches a node's name or its origin.
struct Scope {
    std::vector<std::string> include; ///< globs; empty: every layer the technique can handle
    std::vector<std::string> exclude;

    [[nodiscard]] bool contains(const Node& node) const;
    bool operator==(const Scope&) const = default;
};

/// What a step would do (or did) to one layer; before and after in the same units.
struct LayerChange {
    std::string node;   ///< name of the node before the step
    std::string origin; ///< for matching views
    std::string what;   ///< "90.0 % of 36,864 weights", "rank 12 of 64", "8 bit per channel"
    std::int64_t params_before = 0;
    std::int64_t params_after = 0;
    std::int64_t nonzeros_before = 0;
    std::int64_t nonzeros_after = 0;
    std::int64_t macs_before = 0;
    std::int64_t macs_after = 0;
};

struct Preview {
    std::vector<LayerChange> layers;
    /// What the user should know first: a mask or code that will be dropped, layers left out and
    /// why. One sentence each.
    std::vector<std::string> notes;
};

/// Networks that were kept under a name.
using NamedNetworks = std::map<std::string, Graph, std::less<>>;

/// How a parameter names one of them.
inline constexpr std::string_view kVariantPrefix = "variant:";

/// What apply may use beside the graph.
struct Context {
    Job job;
    std::uint64_t seed = 1;
    DatasetPtr train;               ///< training split, nullptr where no data was given
    DatasetPtr test;                ///< held out; for reporting only, never for fitting
    Preprocess preprocess;          ///< of this network
    const Graph* teacher = nullptr; ///< the original network
    /// What a text parameter may name as "variant:NAME"; nullptr where nothing was kept.
    const NamedNetworks* variants = nullptr;
    /// Top-1 accuracy in per cent of a graph on held-out training data; empty where no labels.
    std::function<double(const Graph&)> evaluate;
    const CostOracle* oracle = nullptr; ///< nullptr where no accelerator was chosen
    /// Called with a line of text where a technique has something to say of what it did.
    std::function<void(std::string_view)> note;
    /// Watches the trainings that techniques do; may be empty. One that it ends early gives a
    /// network all the same, which is never cached.
    TrainObserver observer;
};

class Technique {
public:
    virtual ~Technique() = default;

    [[nodiscard]] virtual const TechniqueInfo& info() const = 0;
    /// With these parameters.
    [[nodiscard]] virtual Needs needs(const Params& params) const;
    /// What would change, in at most 100 ms on a network like SqueezeNet; no data, nothing changed.
    [[nodiscard]] virtual Preview plan(const Graph& graph, const Params& params,
                                       const Scope& scope) const = 0;
    /// The compressed network. Types are inferred in the result. Errors leave nothing behind.
    [[nodiscard]] virtual Graph apply(const Graph& graph, const Params& params, const Scope& scope,
                                      const Context& context) const = 0;
};

/// All techniques, in the order of their file names.
[[nodiscard]] std::span<const Technique* const> all_techniques();
/// nullptr where there is none of this id.
[[nodiscard]] const Technique* find_technique(std::string_view id);
/// The technique, or a Usage error that lists the ids that come closest.
[[nodiscard]] const Technique& technique_for(std::string_view id);

} // namespace espalier
