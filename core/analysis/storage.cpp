// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/storage.h"

#include "core/analysis/coding/graph_structure.h"
#include "core/analysis/coding/parameter_coder.h"
#include "core/base/parallel.h"

#include <numeric>

namespace espalier {

std::string_view format_name(StorageFormat format) {
    switch (format) {
    case StorageFormat::Dense:
        return "dense";
    case StorageFormat::Packed:
        return "packed";
    case StorageFormat::Bitmap:
        return "bitmap";
    case StorageFormat::Csr:
        return "csr";
    case StorageFormat::Csc:
        return "csc";
    case StorageFormat::Relative:
        return "relative";
    case StorageFormat::Codebook:
        return "codebook";
    case StorageFormat::Huffman:
        break;
    }
    return "huffman";
}

const std::vector<StorageFormat>& all_formats() {
    static const std::vector<StorageFormat> formats{
        StorageFormat::Dense,    StorageFormat::Packed,  StorageFormat::Bitmap,
        StorageFormat::Csr,      StorageFormat::Csc,     StorageFormat::Relative,
        StorageFormat::Codebook, StorageFormat::Huffman,
    };
    return formats;
}

StorageCost storage_cost(const Parameter& parameter, StorageFormat format, int run_bits) {
    return coding::ParameterCoder(parameter).cost(format, run_bits);
}

StorageCost best_storage(const Parameter& parameter) {
    return coding::ParameterCoder(parameter).best();
}

std::int64_t stored_bytes(const Graph& graph) {
    const coding::Structure structure(graph);
    const auto& parameters = structure.parameters();
    std::vector<std::int64_t> bytes(parameters.size());
    parallel_for(parameters.size(), [&](std::size_t i) {
        bytes[i] = best_storage(*graph.parameter(parameters[i])).bytes();
    });
    return structure.file_bytes(bytes);
}

StorageTable storage_table(const Graph& graph) {
    const coding::Structure structure(graph);
    const auto& parameters = structure.parameters();
    StorageTable table;
    table.parameters.resize(parameters.size());
    const Uses uses(graph);
    parallel_for(parameters.size(), [&](std::size_t i) {
        const Parameter& parameter = *graph.parameter(parameters[i]);
        const coding::ParameterCoder coder(parameter);
        ParameterStorage& row = table.parameters[i];
        row.name = graph.value(parameters[i]).name;
        const auto& readers = uses.consumers(parameters[i]);
        row.layer = readers.empty() ? std::string() : graph.nodes[readers.front()].name;
        row.dtype = parameter.latent().dtype();
        row.shape = parameter.shape();
        row.elements = parameter.latent().elements();
        row.nonzeros = parameter.nonzeros();
        row.entropy_bits = coder.entropy_bits();
        row.best = coder.cost(StorageFormat::Dense);
        for (const StorageFormat format : all_formats()) {
            const StorageCost cost = coder.cost(format);
            if (cost.format != format) {
                break;
            }
            row.costs.push_back(cost);
            if (cost.bytes() < row.best.bytes()) {
                row.best = cost;
            }
        }
    });
    std::vector<std::int64_t> bytes;
    for (const ParameterStorage& row : table.parameters) {
        bytes.push_back(row.best.bytes());
    }
    table.total_bytes = structure.file_bytes(bytes);
    table.structure_bytes =
        table.total_bytes - std::accumulate(bytes.begin(), bytes.end(), std::int64_t{0});
    return table;
}

} // namespace espalier
