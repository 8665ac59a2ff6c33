// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/backend_test.h"

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/json.h"
#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/formats/onnx_inspect.h"
#include "core/formats/onnx_read.h"
#include "core/formats/tensor_pb.h"
#include "core/graph/interpret.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <mutex>

namespace espalier {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::pair<const char*, SkipRule::Kind>, 3> kKinds{
    {{"operator", SkipRule::Kind::Operator},
     {"type", SkipRule::Kind::Type},
     {"name", SkipRule::Kind::Name}}};

bool matches(const SkipRule& rule, const OnnxContents& contents, const std::string& name) {
    const auto any = [&rule](const auto& names) {
        return std::ranges::any_of(
            names, [&rule](const std::string& text) { return glob_match(rule.pattern, text); });
    };
    if (rule.opset != 0 && rule.opset != contents.opset) {
        return false;
    }
    switch (rule.kind) {
    case SkipRule::Kind::Operator:
        return any(contents.operators);
    case SkipRule::Kind::Type:
        return any(contents.types);
    case SkipRule::Kind::Name:
        return glob_match(rule.pattern, name);
    }
    return false;
}

bool starts_with(const fs::path& path, std::string_view prefix) {
    return path.filename().string().starts_with(prefix);
}

std::vector<fs::path> data_sets(const fs::path& folder) {
    std::vector<fs::path> sets;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.is_directory() && starts_with(entry.path(), "test_data_set_")) {
            sets.push_back(entry.path());
        }
    }
    std::ranges::sort(sets);
    return sets;
}

std::vector<NamedTensor> numbered_tensors(const fs::path& set, std::string_view prefix) {
    std::vector<NamedTensor> tensors;
    for (int i = 0;; ++i) {
        const fs::path file = set / fmt::format("{}_{}.pb", prefix, i);
        if (!fs::exists(file)) {
            return tensors;
        }
        tensors.push_back(read_tensor_pb(file));
    }
}

/// The files' tensors in the order of graph.inputs: by name, else by the place in the model's
/// declaration, in which old files list initializers too.
std::vector<Tensor> bind_inputs(const Graph& graph, const OnnxContents& contents,
                                const std::vector<NamedTensor>& given) {
    const bool all = given.size() == contents.inputs.size();
    std::map<std::string, Tensor> by_name;
    for (std::size_t i = 0; i < given.size(); ++i) {
        std::string name = given[i].name;
        if (std::ranges::find(contents.inputs, name) == contents.inputs.end()) {
            expect(all || i < graph.inputs.size(), "found {} input files, expected {}",
                   given.size(), graph.inputs.size());
            name = all ? contents.inputs[i] : graph.value(graph.inputs[i]).name;
        }
        by_name[name] = given[i].tensor;
    }
    std::vector<Tensor> inputs;
    for (const ValueId id : graph.inputs) {
        const auto found = by_name.find(graph.value(id).name);
        expect(found != by_name.end(), "no file for input {}", graph.value(id).name);
        inputs.push_back(found->second);
    }
    return inputs;
}

void check_set(const fs::path& set, const Graph& graph, const OnnxContents& contents,
               const GraphRunner& run, const VerifyOptions& options) {
    const auto inputs = bind_inputs(graph, contents, numbered_tensors(set, "input"));
    const auto expected = numbered_tensors(set, "output");
    expect(expected.size() == graph.outputs.size(), "found {} output files, expected {}",
           expected.size(), graph.outputs.size());
    const auto outputs = run(graph, inputs);
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const std::string fault =
            difference(outputs.at(i), expected[i].tensor, options.rtol, options.atol);
        if (!fault.empty()) {
            fail(ErrorCode::Failed, "output {}: {}", graph.value(graph.outputs[i]).name, fault);
        }
    }
}

std::string describe(const Error& error) {
    return error.what();
}

/// Runs all data sets; an error ends it. Returns what was special.
std::string run_case(const fs::path& folder, const OnnxContents& contents,
                     const VerifyOptions& options) {
    const auto interpreted = [](const Graph& graph, const std::vector<Tensor>& inputs) {
        return interpret(graph, inputs);
    };
    GraphRunner run = options.run ? options.run : GraphRunner(interpreted);
    std::string special;
    Graph graph;
    try {
        graph = read_onnx(folder / "model.onnx");
    } catch (const Error&) {
        // Shapes that depend on data (a target given as input) can not be planned, but the
        // operators can still be checked one by one. An unreadable file fails again here.
        graph = read_onnx(folder / "model.onnx", OnnxLoad::Verbatim);
        run = interpreted;
        special = "shapes depend on data: ran operator by operator";
    }
    for (const fs::path& set : data_sets(folder)) {
        located(set.filename().string(), [&] { check_set(set, graph, contents, run, options); });
    }
    return special;
}

} // namespace

std::vector<SkipRule> skip_rules_from_json(const nlohmann::ordered_json& json) {
    expect(json.is_object() && json.contains("skip") && json.at("skip").is_array(),
           "expected an object with a list \"skip\"");
    std::vector<SkipRule> rules;
    for (const auto& entry : json.at("skip")) {
        const auto kind = std::ranges::find_if(
            kKinds, [&entry](const auto& known) { return entry.contains(known.first); });
        expect(kind != kKinds.end(), "a skip names neither operator, type nor name");
        rules.push_back({kind->second, json_get<std::string>(entry, kind->first),
                         json_get<std::string>(entry, "reason"), json_get<int>(entry, "opset", 0)});
    }
    return rules;
}

std::vector<SkipRule> shipped_skip_rules() {
    const fs::path path = resource("verify/skips.json");
    return located(path.string(), [&] { return skip_rules_from_json(read_json(path)); });
}

std::vector<fs::path> find_backend_tests(std::span<const fs::path> roots) {
    std::vector<fs::path> folders;
    for (const fs::path& root : roots) {
        if (!fs::is_directory(root)) {
            fail(ErrorCode::Io, "{} is no folder", root.string());
        }
        const auto add = [&folders](const fs::path& model) {
            if (model.filename() == "model.onnx" && !data_sets(model.parent_path()).empty()) {
                folders.push_back(model.parent_path());
            }
        };
        for (const auto& entry : fs::recursive_directory_iterator(
                 root, fs::directory_options::skip_permission_denied)) {
            add(entry.path());
        }
    }
    std::ranges::sort(folders);
    const auto repeated = std::ranges::unique(folders);
    folders.erase(repeated.begin(), repeated.end());
    return folders;
}

CaseResult verify_case(const fs::path& folder, const VerifyOptions& options) {
    CaseResult result{folder.filename().string(), folder, CaseOutcome::Failed, {}};
    OnnxContents contents;
    try {
        contents = inspect_onnx(folder / "model.onnx");
        result.reason = run_case(folder, contents, options);
        result.outcome = CaseOutcome::Passed;
        return result;
    } catch (const Error& error) {
        if (error.code() == ErrorCode::Cancelled) {
            throw;
        }
        result.reason = describe(error);
    } catch (const std::exception& error) {
        result.reason = error.what();
    }
    const auto rule = std::ranges::find_if(options.skips, [&](const SkipRule& candidate) {
        return matches(candidate, contents, result.name);
    });
    if (rule != options.skips.end()) {
        result.outcome = CaseOutcome::Skipped;
        result.reason = rule->reason;
    }
    return result;
}

VerifyReport verify(std::span<const fs::path> folders, const VerifyOptions& options,
                    const Job& job) {
    VerifyReport report;
    report.cases.resize(folders.size());
    std::mutex mutex;
    std::size_t done = 0;
    parallel_for(folders.size(), [&](std::size_t i) {
        job.check();
        report.cases[i] = verify_case(folders[i], options);
        const std::scoped_lock lock(mutex);
        job.report(++done, folders.size(), "verify");
    });
    return report;
}

std::size_t VerifyReport::count(CaseOutcome outcome) const {
    return static_cast<std::size_t>(std::ranges::count(cases, outcome, &CaseResult::outcome));
}

std::string VerifyReport::summary() const {
    return fmt::format("{} passed, {} failed, {} skipped", count(CaseOutcome::Passed),
                       count(CaseOutcome::Failed), count(CaseOutcome::Skipped));
}

std::string difference(const Tensor& found, const Tensor& expected, double rtol, double atol) {
    if (found.dtype() != expected.dtype() || found.shape() != expected.shape()) {
        return fmt::format("found {} of shape {}, expected {} of shape {}",
                           dtype_name(found.dtype()), found.shape().str(),
                           dtype_name(expected.dtype()), expected.shape().str());
    }
    std::int64_t first = -1;
    std::int64_t count = 0;
    const Tensor wide_found = found.cast(DType::Float64);
    const Tensor wide_expected = expected.cast(DType::Float64);
    const auto f = wide_found.data<double>();
    const auto e = wide_expected.data<double>();
    for (std::size_t i = 0; i < f.size(); ++i) {
        const bool equal = f[i] == e[i] || (std::isnan(f[i]) && std::isnan(e[i])) ||
                           std::abs(f[i] - e[i]) <= atol + rtol * std::abs(e[i]);
        if (!equal || (std::isinf(e[i]) && f[i] != e[i])) {
            first = first < 0 ? static_cast<std::int64_t>(i) : first;
            ++count;
        }
    }
    if (count == 0) {
        return {};
    }
    return fmt::format("{} of {} values differ; element {} is {}, expected {}", count, f.size(),
                       first, f[static_cast<std::size_t>(first)],
                       e[static_cast<std::size_t>(first)]);
}

} // namespace espalier
