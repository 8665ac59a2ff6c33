// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/document/opened_file.h"

#include "app/session/workload.h"

namespace espalier::studio {

namespace {

std::optional<hw::NetworkCost> modelled(const Graph& graph, const AcceleratorChoice& choice,
                                        const Job& job) {
    try {
        return estimate(graph, choice, job);
    } catch (const Error& error) {
        if (error.code() == ErrorCode::Cancelled) {
            throw;
        }
        return std::nullopt; // what this machine can not run has no modelled figures
    }
}

OpenedWorkspace open_workspace(const std::string& path, const Job& job) {
    OpenedWorkspace opened;
    opened.file = read_workspace(path, job);
    opened.network = load_workspace_network(opened.file, path);
    opened.remarks = opened.file.problems;
    const auto attempt = [&](auto&& body) {
        try {
            body();
        } catch (const Error& error) {
            opened.remarks.push_back(error);
        }
    };
    job.check();
    if (!opened.file.data.empty()) {
        attempt([&] {
            opened.train = open_dataset(opened.file.data, Split::Train);
            opened.test = open_dataset(opened.file.data, Split::Test);
        });
    }
    job.check();
    if (!opened.file.accelerator.empty()) {
        attempt([&] {
            opened.accelerator =
                opened.file.machine.empty()
                    ? choose_accelerator(opened.file.accelerator, opened.file.dataflow)
                    : choose_described(opened.file.machine, opened.file.dataflow);
        });
    }
    if (opened.accelerator) {
        opened.original_model = modelled(opened.network.graph, *opened.accelerator, job);
        for (SavedVariant& variant : opened.file.variants) {
            variant.metrics.model = modelled(variant.graph, *opened.accelerator, job);
        }
    }
    return opened;
}

} // namespace

OpenedFile open_file(const std::string& name, const Job& job) {
    switch (recognise(name)) {
    case FileKind::Recipe:
        return Recipe::read(name);
    case FileKind::Workspace:
        return open_workspace(name, job);
    case FileKind::Network:
        break;
    }
    return load_network(name);
}

} // namespace espalier::studio
