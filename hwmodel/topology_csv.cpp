// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/topology_csv.h"

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/text.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>

namespace espalier::hw {

namespace {

constexpr std::uint64_t kMaxCsvBytes = std::uint64_t{16} << 20U;
constexpr std::int64_t kMaxExtent = 1 << 24;

std::vector<std::string> fields_of(std::string_view line) {
    std::vector<std::string> fields = split(line, ',');
    for (std::string& field : fields) {
        field = std::string(trim(field));
    }
    // Every line of the public tables ends in a comma.
    while (!fields.empty() && fields.back().empty()) {
        fields.pop_back();
    }
    return fields;
}

std::int32_t extent(const std::vector<std::string>& fields, std::size_t column,
                    std::string_view what) {
    const std::string& text = fields[column];
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    expect(error == std::errc{} && end == text.data() + text.size(),
           "{} is \"{}\", expected a whole number", what, text.substr(0, 40));
    expect(value >= 1 && value <= kMaxExtent, "{} is {}, expected 1 to {}", what, value,
           kMaxExtent);
    return static_cast<std::int32_t>(value);
}

NamedWorkload convolution(const std::vector<std::string>& fields) {
    // v3 tables may close with an N:M sparsity column; the systolic model is dense, so a density
    // that nobody honours must not be accepted silently.
    expect(fields.size() == 8, "the line has {} columns, expected 8", fields.size());
    const std::int32_t height = extent(fields, 1, "IFMAP height");
    const std::int32_t width = extent(fields, 2, "IFMAP width");
    const std::int32_t rows = extent(fields, 3, "filter height");
    const std::int32_t columns = extent(fields, 4, "filter width");
    const std::int32_t stride = extent(fields, 7, "stride");
    expect(rows <= height && columns <= width,
           "the filter is {}x{}, expected at most the input's {}x{}", rows, columns, height, width);
    NamedWorkload layer{fields[0], "Conv", {}};
    Workload& work = layer.work;
    work.set(Dim::C, extent(fields, 5, "channels"));
    work.set(Dim::K, extent(fields, 6, "number of filters"));
    work.set(Dim::R, rows);
    work.set(Dim::S, columns);
    work.set(Dim::P, (height - rows + 2 * stride - 1) / stride);
    work.set(Dim::Q, (width - columns + 2 * stride - 1) / stride);
    work.stride_h = work.stride_w = stride;
    work.input_h = height;
    work.input_w = width;
    return layer;
}

NamedWorkload product(const std::vector<std::string>& fields) {
    expect(fields.size() == 4, "the line has {} columns, expected 4", fields.size());
    NamedWorkload layer{fields[0], "Gemm", {}};
    layer.work.kind = OpKind::Gemm;
    layer.work.set(Dim::P, extent(fields, 1, "M"));
    layer.work.set(Dim::K, extent(fields, 2, "N"));
    layer.work.set(Dim::C, extent(fields, 3, "K"));
    return layer;
}

bool is_product_header(const std::vector<std::string>& header) {
    return header.size() == 4 && header[1] == "M" && header[2] == "N" && header[3] == "K";
}

void check_header(const std::vector<std::string>& header) {
    const bool words = header.size() >= 2 && !header[1].empty() &&
                       std::isalpha(static_cast<unsigned char>(header[1].front())) != 0;
    expect(words && (header.size() == 8 || is_product_header(header)),
           "the first line has {} column names, expected \"Layer name, IFMAP Height, IFMAP Width, "
           "Filter Height, Filter Width, Channels, Num Filter, Strides\" or \"Layer, M, N, K\"",
           words ? header.size() : 0);
}

} // namespace

Network parse_topology_csv(std::string_view text, std::string_view name) {
    Network network;
    network.name = std::string(name);
    std::optional<bool> products;
    std::size_t number = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        ++number;
        located(fmt::format("{}:{}", name, number), [&] {
            const std::vector<std::string> fields = fields_of(line);
            if (fields.empty()) {
                return;
            }
            if (!products) {
                check_header(fields);
                products = is_product_header(fields);
                return;
            }
            expect(!fields[0].empty(), "the layer has no name");
            network.layers.push_back(*products ? product(fields) : convolution(fields));
            validate(network.layers.back().work);
        });
    }
    located(name, [&] { expect(!network.layers.empty(), "the table has no layers"); });
    return network;
}

Network read_topology_csv(const std::filesystem::path& path) {
    Network network = parse_topology_csv(read_text(path, kMaxCsvBytes), path.string());
    network.name = path.stem().string();
    return network;
}

} // namespace espalier::hw
