// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/table.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/data/download.h"
#include "core/data/library.h"
#include "core/data/manifest.h"

#include <CLI/CLI.hpp>

namespace espalier::cli::commands::data {

namespace {

namespace fs = std::filesystem;

struct Options {
    std::string id;
    std::string out;
};

fs::path target(const Options& options, const Globals& globals) {
    if (!options.out.empty()) {
        return options.out;
    }
    return globals.data_dir.empty() ? default_dataset_root() : globals.data_dir;
}

void list(const Globals& globals, Console& console) {
    const auto sets = list_datasets(globals.data_dir);
    if (globals.json) {
        Json all = Json::array();
        for (const DatasetListing& set : sets) {
            all.push_back(set.to_json());
        }
        console.print_json(Json{{"datasets", std::move(all)}});
        return;
    }
    Table table;
    table.column("id", Table::Align::Left).column("what it is", Table::Align::Left);
    table.column("where", Table::Align::Left).column("licence", Table::Align::Left);
    for (const DatasetListing& set : sets) {
        const std::string where = !set.available     ? "missing: " + set.how_to_get
                                  : set.path.empty() ? "made on the spot"
                                                     : set.path.string();
        table.row({set.id, set.title, where, set.licence});
    }
    console.print(table.str());
}

void make(const Options& options, const Globals& globals, Console& console) {
    const fs::path folder =
        options.out.empty() ? target(options, globals) / options.id : fs::path(options.out);
    // The seed of the named set, so that the files hold what the name stands for.
    make_dataset(options.id, folder, kDatasetSeed, console.job());
    if (globals.json) {
        console.print_json(Json{{"id", options.id}, {"path", folder.string()}});
    } else {
        console.print("wrote " + folder.string());
    }
}

void get(const Options& options, const Globals& globals, Console& console) {
    const auto manifest = find_manifest(options.id);
    if (!manifest) {
        throw Error(ErrorCode::Usage, "no public set \"" + options.id + "\" is known",
                    "espalier data list shows the sets there are");
    }
    const fs::path folder = get_dataset(*manifest, target(options, globals), console.job());
    if (globals.json) {
        console.print_json(Json{{"id", options.id}, {"path", folder.string()}});
    } else {
        console.print(
            fmt::format("{} is in {} ({})", manifest->title, folder.string(), manifest->licence));
    }
}

std::string split_text(const std::string& name, const SplitCheck& split) {
    if (!split.found) {
        return name + ": not found";
    }
    return fmt::format("{}: {} pictures, {} x {} x {}, mean {:.1f}, fingerprint {}", name,
                       with_thousands(split.pictures), split.height[1], split.width[1],
                       split.channels[1], split.mean, split.fingerprint);
}

void check(const Options& options, const Globals& globals, Console& console) {
    const DatasetCheck found = check_dataset(options.id, globals.data_dir, console.job());
    if (globals.json) {
        console.print_json(found.to_json());
    } else {
        console.print(fmt::format("{}: {} classes", found.name, found.classes));
        console.print(split_text("train", found.train));
        console.print(split_text("test", found.test));
        if (!found.note.empty()) {
            console.print(found.note);
        }
        for (const std::string& problem : found.problems) {
            console.print("problem: " + problem);
        }
    }
    if (!found.ok()) {
        fail(ErrorCode::BadInput, "{}: {} problems", options.id, found.problems.size());
    }
}

class Data final : public Command {
public:
    [[nodiscard]] std::string_view name() const override { return "data"; }

    [[nodiscard]] std::string_view summary() const override {
        return "Lists, makes, downloads and checks data sets";
    }

    [[nodiscard]] std::string_view example() const override {
        return "espalier data list\n  espalier data get mnist\n  espalier data make glyphs";
    }

    void attach(CLI::App& app, const Globals& globals, Console& console) const override {
        app.require_subcommand(1);
        app.fallthrough();
        using Work = void (*)(const Options&, const Globals&, Console&);
        app.add_subcommand("list", "The sets there are, and where they lie")
            ->fallthrough()
            ->callback([&globals, &console] { list(globals, console); });
        const auto add = [&](const char* verb, const char* help, const char* what, Work work,
                             bool writes) {
            const auto options = std::make_shared<Options>();
            CLI::App* sub = app.add_subcommand(verb, help)->fallthrough();
            sub->add_option("SET", options->id, what)->required();
            if (writes) {
                sub->add_option("-o,--out", options->out, "Folder to write to");
            }
            sub->callback(
                [options, work, &globals, &console] { work(*options, globals, console); });
        };
        add("make", "Writes a synthetic set to files", "glyphs, shapes or sequences", make, true);
        add("get", "Downloads a public set, with its checksums verified", "mnist, cifar10 ...", get,
            true);
        add("check", "Reads everything and says what is wrong", "A set's name or a folder", check,
            false);
    }
};

} // namespace

const Command& command() {
    static const Data data;
    return data;
}

} // namespace espalier::cli::commands::data
