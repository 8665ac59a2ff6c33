// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/accelerator.h"

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/json.h"

#include <algorithm>
#include <charconv>

namespace espalier::hw {

namespace {

constexpr std::string_view kSystolic = "systolic-";
constexpr std::int32_t kMaxSide = 65536;
constexpr std::uint64_t kMaxJsonBytes = std::uint64_t{1} << 20U;

struct Side {
    std::int32_t rows = 0;
    std::int32_t columns = 0;
};

std::optional<Side> parse_side(std::string_view text) {
    Side side;
    const char* end = text.data() + text.size();
    const auto [x, first] = std::from_chars(text.data(), end, side.rows);
    if (first != std::errc{} || x == end || *x != 'x') {
        return std::nullopt;
    }
    const auto [last, second] = std::from_chars(x + 1, end, side.columns);
    const bool fits =
        side.rows >= 1 && side.rows <= kMaxSide && side.columns >= 1 && side.columns <= kMaxSide;
    if (second != std::errc{} || last != end || !fits) {
        return std::nullopt;
    }
    return side;
}

std::filesystem::path preset_path(std::string_view id) {
    return resource_dir() / "accelerators" / (std::string(id) + ".json");
}

Accelerator systolic(std::string_view id) {
    const std::optional<Side> side = parse_side(id.substr(kSystolic.size()));
    if (!side) {
        fail(ErrorCode::Usage,
             "accelerator \"{}\" has no readable size, expected systolic-ROWSxCOLS with 1 to {} "
             "each",
             id, kMaxSide);
    }
    const std::filesystem::path path = preset_path("systolic");
    Json document = read_json(path);
    document["id"] = id;
    document["title"] = fmt::format("Systolic array, {} x {}", side->rows, side->columns);
    document["array"]["rows"] = side->rows;
    document["array"]["columns"] = side->columns;
    return parse_accelerator(document.dump(), path.string());
}

} // namespace

double Accelerator::usable_bits(Operand which) const {
    const auto bytes = static_cast<double>(
        has_shared_buffer() ? shared_buffer_bytes : buffer_bytes[static_cast<std::size_t>(which)]);
    return 8 * bytes / (double_buffered ? 2 : 1);
}

double Accelerator::stored_bits(const OperandInfo& info) const {
    return precision == Precision::Fixed ? native_bits : info.bits;
}

double Accelerator::accumulator_bits(const Workload& work) const {
    return precision == Precision::Fixed ? native_bits : work.accumulator_bits;
}

bool Accelerator::runs(std::string_view dataflow) const {
    return std::find(dataflows.begin(), dataflows.end(), dataflow) != dataflows.end();
}

double Accelerator::figure(std::string_view name) const {
    const auto found = engine.find(name);
    if (found == engine.end()) {
        fail(ErrorCode::Unsupported, "accelerator {}: its engine does not say \"{}\"", id, name);
    }
    return found->second;
}

std::vector<AcceleratorInfo> accelerator_list() {
    std::vector<AcceleratorInfo> list;
    std::error_code ignored;
    for (const auto& entry :
         std::filesystem::directory_iterator(resource_dir() / "accelerators", ignored)) {
        if (entry.path().extension() != ".json") {
            continue;
        }
        const Json document = read_json(entry.path());
        list.push_back(located(entry.path().string(), [&] {
            return AcceleratorInfo{json_get<std::string>(document, "id"),
                                   json_get<std::string>(document, "title"),
                                   json_get<std::string>(document, "summary")};
        }));
    }
    std::sort(list.begin(), list.end(),
              [](const AcceleratorInfo& a, const AcceleratorInfo& b) { return a.id < b.id; });
    return list;
}

Accelerator load_accelerator(std::string_view id_or_path) {
    const bool is_path = id_or_path.find('/') != std::string_view::npos ||
                         std::filesystem::path(id_or_path).extension() == ".json";
    if (is_path) {
        const std::filesystem::path path(id_or_path);
        return parse_accelerator(read_text(path, kMaxJsonBytes), path.string());
    }
    if (id_or_path.starts_with(kSystolic)) {
        return systolic(id_or_path);
    }
    const std::filesystem::path path = preset_path(id_or_path);
    std::error_code ignored;
    if (id_or_path == "systolic" || !std::filesystem::is_regular_file(path, ignored)) {
        std::string known;
        for (const AcceleratorInfo& info : accelerator_list()) {
            known += (known.empty() ? "" : ", ") + info.id;
        }
        fail(ErrorCode::Usage, "accelerator \"{}\" is unknown, expected a .json file or one of: {}",
             id_or_path, known);
    }
    return parse_accelerator(read_text(path, kMaxJsonBytes), path.string());
}

} // namespace espalier::hw
