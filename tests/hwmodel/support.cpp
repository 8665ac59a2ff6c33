// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/hwmodel/support.h"

#include <cstdlib>
#include <map>
#include <string>

namespace espalier::hw::test {

std::optional<std::filesystem::path> hardware_data(std::string_view relative) {
    const char* root = std::getenv("ESPALIER_HARDWARE_DATA");
    if (root == nullptr) {
        return std::nullopt;
    }
    const std::filesystem::path path = std::filesystem::path(root) / relative;
    return std::filesystem::exists(path) ? std::optional(path) : std::nullopt;
}

Workload conv(int channels, int filters, int height, int width, int filter, int stride) {
    Workload work;
    work.set(Dim::C, channels);
    work.set(Dim::K, filters);
    work.set(Dim::R, filter);
    work.set(Dim::S, filter);
    work.set(Dim::P, (height - filter) / stride + 1);
    work.set(Dim::Q, (width - filter) / stride + 1);
    work.stride_h = work.stride_w = stride;
    work.input_h = height;
    work.input_w = width;
    return work;
}

const Accelerator& machine(std::string_view id) {
    static std::map<std::string, Accelerator, std::less<>> loaded;
    const auto found = loaded.find(id);
    return found != loaded.end() ? found->second
                                 : loaded.emplace(id, load_accelerator(id)).first->second;
}

const Technology& technology(std::string_view id) {
    static std::map<std::string, Technology, std::less<>> loaded;
    const auto found = loaded.find(id);
    return found != loaded.end() ? found->second
                                 : loaded.emplace(id, load_technology(id)).first->second;
}

LayerCost run(std::string_view machine_id, std::string_view dataflow, const Workload& work,
              std::string_view technology_id) {
    const Accelerator& accelerator = machine(machine_id);
    const Prices prices = make_prices(accelerator, technology(technology_id));
    return find_dataflow(dataflow).estimate(work, accelerator, prices);
}

} // namespace espalier::hw::test
