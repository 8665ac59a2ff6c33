// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/export_network.h"

#include "app/session/network_file.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/engine/engine.h"
#include "core/formats/espz.h"
#include "core/formats/onnx_write.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace espalier {

namespace fs = std::filesystem;

namespace {

constexpr unsigned kNoiseSeed = 20;

/// Removes the file unless it was kept.
class Temporary {
public:
    explicit Temporary(const fs::path& target)
        : path_(target.parent_path() / fmt::format(".espalier-{}-{}{}", ::getpid(),
                                                   target.stem().string(),
                                                   target.extension().string())) {}

    ~Temporary() {
        std::error_code error;
        fs::remove(path_, error);
    }

    Temporary(const Temporary&) = delete;
    Temporary& operator=(const Temporary&) = delete;

    [[nodiscard]] const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

std::vector<Tensor> noise(const std::vector<TensorType>& types) {
    std::mt19937 random(kNoiseSeed);
    std::vector<Tensor> inputs;
    for (const TensorType& type : types) {
        Tensor floats(DType::Float32, type.shape);
        for (float& value : floats.writable<float>()) {
            value = static_cast<float>(random()) / static_cast<float>(std::mt19937::max());
        }
        inputs.push_back(type.dtype == DType::Float32 ? floats : floats.cast(type.dtype));
    }
    return inputs;
}

ExportCheck compare(Executable& ours, const Graph& read_back) {
    Executable theirs = Executable::compile(read_back);
    expect(ours.input_types() == theirs.input_types(), "the inputs read back are others");
    const std::vector<Tensor> inputs = noise(ours.input_types());
    const std::vector<Tensor> expected = ours.run(inputs);
    const std::vector<Tensor> found = theirs.run(inputs);
    expect(expected.size() == found.size(), "found {} outputs, expected {}", found.size(),
           expected.size());
    ExportCheck check;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        expect(expected[i].shape() == found[i].shape(), "output {} has another shape", i + 1);
        for (std::int64_t k = 0; k < expected[i].elements(); ++k) {
            const double a = expected[i].at(k);
            const double b = found[i].at(k);
            // Networks that went astray answer NaN, and then must do so after reading back.
            if (std::isfinite(a) || std::isfinite(b)) {
                const double difference = std::abs(a - b);
                check.max_difference = std::isfinite(difference)
                                           ? std::max(check.max_difference, difference)
                                           : std::numeric_limits<double>::infinity();
                check.max_output = std::max(check.max_output, std::abs(a));
            }
        }
        check.outputs += static_cast<std::size_t>(expected[i].elements());
    }
    return check;
}

/// nullopt where the network holds something we can only look at.
std::optional<Executable> runnable(const Graph& graph) {
    try {
        return Executable::compile(graph);
    } catch (const Error& error) {
        if (error.code() == ErrorCode::Unsupported) {
            return std::nullopt;
        }
        throw;
    }
}

std::vector<std::string> losses_of_espz(const Graph& graph) {
    for (std::size_t i = 0; i < graph.value_count(); ++i) {
        const Parameter* parameter = graph.parameter(static_cast<ValueId>(i));
        if (parameter != nullptr && (parameter->has_mask() || parameter->code() != nullptr)) {
            return {"the float values under masks and codes: training goes on from the values "
                    "that the network computes with now"};
        }
    }
    return {};
}

Graph with_preprocess(const Graph& graph, const Preprocess& preprocess) {
    Graph copy = graph;
    for (auto& [key, value] : preprocess.to_metadata()) {
        copy.metadata[key] = value;
    }
    return copy;
}

} // namespace

std::string extension_of(ExportFormat format) {
    return format == ExportFormat::Onnx ? ".onnx" : ".espz";
}

ExportPlan plan_export(const Graph& graph, const Preprocess& preprocess, ExportFormat format,
                       const Job& job) {
    job.check();
    const Graph copy = with_preprocess(graph, preprocess);
    if (format == ExportFormat::Espz) {
        return {to_espz(copy).size(), losses_of_espz(graph)};
    }
    OnnxExport written = to_onnx(copy);
    return {written.bytes.size(), std::move(written.lost)};
}

Exported export_network(const Graph& graph, const Preprocess& preprocess, const fs::path& path,
                        const Job& job) {
    constexpr std::size_t kStages = 3;
    const Temporary temporary(path);
    Exported exported;
    job.report(0, kStages, "write");
    try {
        exported.lost = save_network(graph, preprocess, temporary.path());
    } catch (const Error& error) { // without the temporary name
        throw Error(error.code(), error.message(), error.hint(), path.string());
    }
    if (path.extension() == ".espz") {
        exported.lost = losses_of_espz(graph);
    }
    job.check();
    job.report(1, kStages, "read back");
    const Network network = load_network(temporary.path().string());
    exported.bytes = network.file_bytes;
    job.check();
    job.report(2, kStages, "compare");
    if (std::optional<Executable> ours = runnable(graph)) {
        exported.check = located("read back", [&] { return compare(*ours, network.graph); });
        if (exported.check->max_difference > kExportTolerance * exported.check->max_output) {
            throw Error(ErrorCode::Failed,
                        fmt::format("what was read back computes something else: outputs differ "
                                    "by up to {:.3g}, the largest is {:.3g}",
                                    exported.check->max_difference, exported.check->max_output),
                        "nothing was kept; try the other format, and report this", path.string());
        }
    }
    job.check();
    std::error_code error;
    fs::rename(temporary.path(), path, error);
    if (error) {
        throw Error(ErrorCode::Io, error.message(), {}, path.string());
    }
    return exported;
}

} // namespace espalier
