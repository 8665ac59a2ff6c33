// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/hwmodel/nest/timeloop_text.h"

#include "core/base/error.h"
#include "core/base/text.h"

#include <algorithm>
#include <limits>
#include <sstream>
#include <vector>

namespace espalier::hw::test {

namespace {

struct Loop {
    std::string dim;
    std::int32_t bound = 1;
    char space = ' ';
};

struct Block {
    std::string name;
    std::vector<std::string> tensors;
    std::vector<Loop> loops; // outermost first
};

std::string strip(std::string text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '|')) {
        text.erase(text.begin());
    }
    return text;
}

std::vector<Block> blocks_of(const std::string& text) {
    std::vector<Block> blocks;
    std::istringstream lines(text);
    std::string line;
    while (std::getline(lines, line)) {
        const std::string body = strip(line);
        if (body.starts_with("for ")) {
            Loop loop;
            loop.dim = body.substr(4, body.find(' ', 4) - 4);
            loop.bound = std::stoi(body.substr(body.find(':') + 1));
            if (const auto at = body.find("Spatial-"); at != std::string::npos) {
                loop.space = body[at + 8];
            }
            blocks.back().loops.push_back(loop);
        } else if (const auto open = body.find('['); open != std::string::npos) {
            Block block;
            block.name = body.substr(0, body.find(' '));
            std::istringstream words(body.substr(open + 1));
            std::string word;
            while (words >> word && word != "]") {
                if (const auto colon = word.find(':'); colon != std::string::npos) {
                    block.tensors.push_back(word.substr(0, colon));
                }
            }
            blocks.push_back(block);
        }
    }
    return blocks;
}

Dim dim_named(const std::string& name, bool product) {
    if (product) {
        return name == "M" ? Dim::P : name == "N" ? Dim::K : Dim::C;
    }
    static const std::map<std::string, Dim> kNames{{"N", Dim::N}, {"G", Dim::G}, {"K", Dim::K},
                                                   {"M", Dim::K}, {"C", Dim::C}, {"P", Dim::P},
                                                   {"Q", Dim::Q}, {"R", Dim::R}, {"S", Dim::S}};
    return kNames.at(name);
}

void place(Mapping& mapping, std::size_t store, const std::vector<Loop>& loops, bool product) {
    std::vector<Dim> order;
    for (std::size_t i = loops.size(); i-- > 0;) {
        const Loop& loop = loops[i];
        const Dim dim = dim_named(loop.dim, product);
        const auto d = static_cast<std::size_t>(dim);
        if (loop.space == ' ') {
            mapping.temporal[store][d] *= loop.bound;
            order.push_back(dim);
        } else {
            (loop.space == 'X' ? mapping.columns : mapping.rows)[store][d] *= loop.bound;
        }
    }
    for (std::size_t d = 0; d < kDims; ++d) {
        if (std::find(order.begin(), order.end(), static_cast<Dim>(d)) == order.end()) {
            order.push_back(static_cast<Dim>(d));
        }
    }
    std::copy(order.begin(), order.end(), mapping.order[store].begin());
}

} // namespace

Operand operand_named(std::string_view tensor) {
    if (tensor == "Weights" || tensor == "B") {
        return Operand::Weight;
    }
    return tensor == "Inputs" || tensor == "A" ? Operand::Input : Operand::Output;
}

TimeloopRun parse_timeloop(const std::string& name, const Json& run, int stride) {
    TimeloopRun result;
    result.name = name;
    result.levels = run.at("levels");
    result.layer.stride_h = result.layer.stride_w = stride;
    std::vector<Block> blocks = blocks_of(run.at("mapping").get<std::string>());
    for (const Block& block : blocks) {
        for (const std::string& tensor : block.tensors) {
            result.has_product_names = result.has_product_names || tensor == "Z";
        }
    }
    // A block that keeps nothing and is named after a network only spreads work below the store
    // before it.
    std::vector<Block> stores;
    for (Block& block : blocks) {
        if (block.name.find("spatial") == std::string::npos || stores.empty()) {
            stores.push_back(std::move(block));
        } else {
            stores.back().loops.insert(stores.back().loops.end(), block.loops.begin(),
                                       block.loops.end());
        }
    }
    expect(stores.size() <= kMaxStores, "{} has {} stores", name, stores.size());
    result.machine.count = stores.size();
    result.mapping = Mapping::trivial(result.machine);
    for (std::size_t i = 0; i < stores.size(); ++i) {
        const std::size_t l = stores.size() - 1 - i;
        result.stores[stores[i].name] = l;
        NestStore& store = result.machine.stores[l];
        store.columns = store.rows = 1 << 20;
        store.capacity_bits = std::numeric_limits<double>::infinity();
        for (const std::string& tensor : stores[i].tensors) {
            store.keeps[static_cast<std::size_t>(operand_named(tensor))] = true;
        }
        result.mapping.keep[l] = store.keeps;
        place(result.mapping, l, stores[i].loops, result.has_product_names);
    }
    for (std::size_t l = 0; l < stores.size(); ++l) {
        for (std::size_t d = 0; d < kDims; ++d) {
            result.layer.dims[d] *= result.mapping.temporal[l][d] * result.mapping.columns[l][d] *
                                    result.mapping.rows[l][d];
        }
    }
    return result;
}

} // namespace espalier::hw::test
