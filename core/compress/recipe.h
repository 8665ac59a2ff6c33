// SPDX-License-Identifier: GPL-3.0-or-later
// An ordered list of steps, as written on the command line, in a recipe file, or in Studio.
//
//     {"espalier_recipe": 1, "title": "...", "steps": [
//        {"technique": "prune.magnitude", "params": {"sparsity": 0.9}, "layers": ["fc*"]},
//        {"technique": "finetune", "params": {"epochs": 2}}]}
#pragma once

#include "core/base/error.h"
#include "core/compress/technique.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace espalier {

struct Step {
    const Technique* technique = nullptr; ///< never null
    Params params;
    Scope scope;
    bool enabled = true;

    explicit Step(const Technique& chosen);

    /// Parses "prune.magnitude:sparsity=0.9,layers='conv*+fc1'": lists joined by `+`, and inside
    /// single quotes `, : =` are literal (a quote is written twice, a `+` inside a list's entry as
    /// `\+`). `layers` and `except` set the scope. Usage error with the place where it went wrong.
    static Step parse(std::string_view text);
    /// The same back; only parameters that were set.
    [[nodiscard]] std::string str() const;
    [[nodiscard]] nlohmann::ordered_json to_json() const;
    static Step from_json(const nlohmann::ordered_json& json);
    /// Identifies technique, all parameter values and scope.
    [[nodiscard]] std::string hash() const;
};

struct Recipe {
    std::string title;
    std::vector<Step> steps;

    [[nodiscard]] nlohmann::ordered_json to_json() const;
    /// BadInput names the step ("step 2: key \"sparsity\" ...") and what was expected; a newer
    /// format version than ours is refused with a hint.
    static Recipe from_json(const nlohmann::ordered_json& json);
    static Recipe read(const std::filesystem::path& path);
    void write(const std::filesystem::path& path) const;
};

/// What running one step came to.
struct StepOutcome {
    Graph graph;
    Preview preview;                ///< what plan said before
    std::vector<std::string> notes; ///< what apply said
    double seconds = 0;
    bool from_cache = false;
    bool interrupted = false; ///< its training was ended early: less than the step says
};

/// Remembers results by the hash of (model, steps 0..k, data, seed); shared by all runs of a
/// workspace and safe from several threads. Bounded by entries and by the bytes of the distinct
/// tensors they hold; what was not used for longest goes first, and what took a second or more to
/// make goes last.
class StepCache {
public:
    explicit StepCache(std::size_t max_entries = 64,
                       std::uint64_t max_bytes = std::uint64_t{2} << 30U);
    ~StepCache();
    StepCache(const StepCache&) = delete;
    StepCache& operator=(const StepCache&) = delete;

    /// nullptr where the key is not held; the outcome outlives its eviction.
    [[nodiscard]] std::shared_ptr<const StepOutcome> find(const std::string& key) const;
    std::shared_ptr<const StepOutcome> insert(const std::string& key, StepOutcome outcome);
    void clear();

    [[nodiscard]] std::size_t size() const;
    /// Bytes of the distinct latents and masks held.
    [[nodiscard]] std::uint64_t bytes() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Key of Graph::metadata under which run_recipe lists the steps a network went through, one a
/// line.
inline constexpr std::string_view kHistoryKey = "espalier.history";

/// Runs the enabled steps in order and returns one outcome per enabled step. Checks first that
/// every step has the data it needs (Usage error naming the step). Each result is validated and its
/// types inferred, changed parameters get the technique's id as provenance, and the graph's
/// metadata lists the steps taken. A missing context.teacher is the original. An error in step k
/// names it, and outcomes before it stay in the cache; what was interrupted and what follows it
/// never go there. `cache` may be nullptr.
[[nodiscard]] std::vector<StepOutcome> run_recipe(const Graph& original, const Recipe& recipe,
                                                  const Context& context, StepCache* cache);

/// How one step of a recipe stands while the recipe is being edited.
struct StepStanding {
    enum class Kind {
        Done,   ///< `outcome` is what it made
        Off,    ///< switched off
        Waits,  ///< needs data and time, and has not been run with these settings; left out
        Failed, ///< `error` says why; left out
    };

    Kind kind = Kind::Off;
    std::shared_ptr<const StepOutcome> outcome;
    std::optional<Error> error;
};

/// Follows a recipe as far as it goes without data: steps that need some are taken from the cache
/// where it holds them and left out where it does not, steps that fail are left out, and the rest
/// is applied to what is there. One standing for each step. Throws only Cancelled.
[[nodiscard]] std::vector<StepStanding> follow_recipe(const Graph& original, const Recipe& recipe,
                                                      const Context& context, StepCache& cache);

} // namespace espalier
