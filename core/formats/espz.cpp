// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/espz.h"

#include "core/analysis/coding/bytes.h"
#include "core/analysis/coding/graph_structure.h"
#include "core/analysis/coding/parameter_coder.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/parallel.h"
#include "core/graph/infer.h"

#include <cstring>

namespace espalier {

namespace {

constexpr std::string_view kMagic = "ESPZ";
constexpr std::uint64_t kMaxStructureBytes = std::uint64_t{1} << 30U;

coding::ParsedStructure read_structure(coding::ByteReader& in) {
    const auto inflated =
        static_cast<std::size_t>(in.number(kMaxStructureBytes, "size of the structure"));
    const auto deflated = in.raw(in.count("size of the deflated structure"));
    return coding::parse_structure(coding::inflate(deflated, inflated));
}

void read_parameters(coding::ByteReader& in, coding::ParsedStructure& parsed) {
    std::vector<std::size_t> sizes;
    for (std::size_t i = 0; i < parsed.slots.size(); ++i) {
        sizes.push_back(in.count("size of a parameter"));
    }
    std::vector<std::span<const std::byte>> blocks;
    for (const std::size_t size : sizes) {
        blocks.push_back(in.raw(size));
    }
    expect(in.remaining() == 0, "{} bytes follow the last parameter", in.remaining());
    std::vector<Parameter> parameters(blocks.size());
    parallel_for(blocks.size(), [&](std::size_t i) {
        const coding::ParameterSlot& slot = parsed.slots[i];
        located("parameter " + parsed.graph.value(slot.value).name, [&] {
            parameters[i] = coding::read_parameter(blocks[i], slot.type.dtype, slot.type.shape,
                                                   slot.provenance);
        });
    });
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        parsed.graph.set_parameter(parsed.slots[i].value, std::move(parameters[i]));
    }
}

Graph read_frame(std::span<const std::byte> bytes) {
    expect(is_espz(bytes), "not a compressed network: the file does not begin with \"{}\"", kMagic);
    coding::ByteReader in(bytes.subspan(kMagic.size()));
    const std::uint32_t version = in.fixed32();
    if (version != coding::kEspzVersion) {
        fail(ErrorCode::Unsupported, "version {} of the format, expected {}", version,
             coding::kEspzVersion);
    }
    const std::uint32_t sum = in.fixed32();
    const std::uint32_t found = coding::crc32(bytes.last(in.remaining()));
    expect(found == sum, "the file is damaged: checksum {:08x}, expected {:08x}", found, sum);
    coding::ParsedStructure parsed = read_structure(in);
    read_parameters(in, parsed);
    check_operators(parsed.graph);
    validate(parsed.graph);
    infer_types(parsed.graph);
    return std::move(parsed.graph);
}

} // namespace

bool is_espz(std::span<const std::byte> bytes) {
    return bytes.size() >= kMagic.size() &&
           std::memcmp(bytes.data(), kMagic.data(), kMagic.size()) == 0;
}

std::vector<std::byte> to_espz(const Graph& graph) {
    const coding::Structure structure(graph);
    const auto& ids = structure.parameters();
    std::vector<std::vector<std::byte>> parameters(ids.size());
    parallel_for(ids.size(), [&](std::size_t i) {
        const coding::ParameterCoder coder(*graph.parameter(ids[i]));
        const StorageCost best = coder.best();
        parameters[i] = coder.write(best.format, best.run_bits);
    });
    return structure.file(parameters);
}

void write_espz(const Graph& graph, const std::filesystem::path& path) {
    write_atomically(path, std::span<const std::byte>(to_espz(graph)));
}

Graph from_espz(std::span<const std::byte> bytes, std::string_view name) {
    return located(name, [bytes] { return read_frame(bytes); });
}

Graph read_espz(const std::filesystem::path& path) {
    return from_espz(read_bytes(path), path.string());
}

} // namespace espalier
