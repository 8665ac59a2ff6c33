// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/base/json.h"
#include "hwmodel/technology.h"

#include <algorithm>
#include <cmath>

namespace espalier::hw {

namespace {

double positive(const Json& node, const std::string& key) {
    const auto value = json_get<double>(node, key);
    expect(std::isfinite(value) && value > 0, "key \"{}\" is {}, expected a number above 0", key,
           value);
    return value;
}

std::string sourced(const Json& node) {
    auto source = json_get<std::string>(node, "source");
    expect(source.size() >= 8, "the source is \"{}\", expected a reference", source);
    return source;
}

Figure figure(const Json& node) {
    const auto confidence = json_get<std::string>(node, "confidence");
    expect(confidence == "A" || confidence == "B" || confidence == "C",
           "confidence is \"{}\", expected A, B or C", confidence);
    return {positive(node, "value"), sourced(node), confidence[0]};
}

std::optional<Figure> optional_figure(const Json& root, const std::string& key) {
    if (!root.contains(key)) {
        return std::nullopt;
    }
    return located(key, [&] { return figure(root.at(key)); });
}

const Json* array_at(const Json& root, const std::string& key) {
    if (!root.contains(key)) {
        return nullptr;
    }
    expect(root.at(key).is_array(), "key \"{}\" has the wrong type (found {}, expected array)", key,
           root.at(key).type_name());
    return &root.at(key);
}

std::vector<WidthFigure> widths(const Json& root, const std::string& key) {
    std::vector<WidthFigure> points;
    if (const Json* list = array_at(root, key)) {
        located(key, [&] {
            for (const Json& entry : *list) {
                points.push_back({positive(entry, "bits"), figure(entry)});
                expect(points.size() < 2 || points.back().bits > points[points.size() - 2].bits,
                       "bits must ascend");
            }
        });
    }
    return points;
}

SramTable sram_table(const Json& node) {
    SramTable table;
    table.cell = json_get<std::string>(node, "cell");
    table.word_bits = positive(node, "word_bits");
    table.source = sourced(node);
    const Json* rows = array_at(node, "rows");
    expect(rows != nullptr && rows->size() >= 2, "the table needs at least 2 rows");
    for (const Json& row : *rows) {
        table.rows.push_back({positive(row, "bytes"), positive(row, "read_pj"),
                              positive(row, "write_pj"), positive(row, "leakage_mw"),
                              positive(row, "area_um2")});
        expect(table.rows.size() < 2 ||
                   table.rows.back().bytes > table.rows[table.rows.size() - 2].bytes,
               "bytes must ascend");
    }
    return table;
}

void read_lists(const Json& root, Technology& result) {
    if (const Json* tables = array_at(root, "sram")) {
        for (const Json& node : *tables) {
            result.sram.push_back(located("sram", [&] { return sram_table(node); }));
        }
    }
    const Json* dram = array_at(root, "dram");
    expect(dram != nullptr && !dram->empty(), "key \"dram\" is missing");
    for (const Json& node : *dram) {
        result.dram.push_back(located("dram", [&] {
            return Technology::Dram{json_get<std::string>(node, "kind"), figure(node)};
        }));
    }
    if (root.contains("scaling")) {
        located("scaling", [&] {
            const Json& scaling = root.at("scaling");
            result.scaling_source = sourced(scaling);
            const Json* rows = array_at(scaling, "rows");
            expect(rows != nullptr, "key \"rows\" is missing");
            for (const Json& row : *rows) {
                result.scaling.push_back({positive(row, "node_nm"), json_get<double>(row, "a"),
                                          json_get<double>(row, "b"), json_get<double>(row, "c"),
                                          positive(row, "area")});
            }
        });
    }
}

Technology from_json(const Json& root) {
    expect(root.is_object(), "the document is {}, expected an object", root.type_name());
    Technology result;
    result.id = json_get<std::string>(root, "id");
    result.title = json_get<std::string>(root, "title");
    result.summary = json_get<std::string>(root, "summary");
    result.node_nm = positive(root, "node_nm");
    result.voltage = positive(root, "voltage");
    const auto unit = json_get<std::string>(root, "unit");
    expect(unit == "pJ" || unit == "MAC", "unit is \"{}\", expected pJ or MAC", unit);
    result.relative = unit == "MAC";
    result.mac_flat = optional_figure(root, "mac");
    result.integer_multiply = widths(root, "integer_multiply");
    result.integer_add = widths(root, "integer_add");
    result.float_multiply = widths(root, "float_multiply");
    result.float_add = widths(root, "float_add");
    result.multiply_area = widths(root, "integer_multiply_area");
    result.add_area = widths(root, "integer_add_area");
    result.float_multiply_area = widths(root, "float_multiply_area");
    result.float_add_area = widths(root, "float_add_area");
    result.register_bit = optional_figure(root, "register_bit");
    result.register_area = optional_figure(root, "register_area");
    result.array_bit = optional_figure(root, "array_bit");
    result.buffer_bit = optional_figure(root, "buffer_bit");
    if (root.contains("scratchpad")) {
        located("scratchpad", [&] {
            const Json& node = root.at("scratchpad");
            result.scratchpad_node_nm = positive(node, "node_nm");
            result.scratchpad_voltage = positive(node, "voltage");
            result.scratchpads = widths(node, "points");
            expect(result.scratchpads.size() >= 2, "the table needs at least 2 points");
        });
    }
    read_lists(root, result);
    return result;
}

} // namespace

Technology parse_technology(std::string_view json, std::string_view name) {
    return located(name, [&] { return from_json(parse_json(json, name)); });
}

Technology load_technology(std::string_view id_or_path) {
    const std::filesystem::path shipped =
        resource_dir() / "technology" / (std::string(id_or_path) + ".json");
    std::error_code ignored;
    const bool is_id = id_or_path.find('/') == std::string_view::npos &&
                       std::filesystem::is_regular_file(shipped, ignored);
    const std::filesystem::path path = is_id ? shipped : std::filesystem::path(id_or_path);
    if (!is_id && path.extension() != ".json") {
        fail(ErrorCode::Usage, "technology \"{}\" is neither a shipped table nor a .json file",
             id_or_path);
    }
    return parse_technology(read_text(path, std::uint64_t{1} << 20U), path.string());
}

std::vector<std::string> technology_ids() {
    std::vector<std::string> ids;
    std::error_code ignored;
    for (const auto& entry :
         std::filesystem::directory_iterator(resource_dir() / "technology", ignored)) {
        if (entry.path().extension() == ".json") {
            ids.push_back(entry.path().stem().string());
        }
    }
    std::sort(ids.begin(), ids.end());
    return ids;
}

} // namespace espalier::hw
