// SPDX-License-Identifier: GPL-3.0-or-later
// What a document has to do with files: opening whatever a file turns out to be, saving, reading
// the network again.
#include "app/session/workload.h"
#include "app/studio/document/document.h"
#include "app/studio/document/opened_file.h"
#include "app/studio/document/saver.h"

#include <QFileInfo>

namespace espalier::studio {

void Document::connect_files() {
    connect(saver_.get(), &Saver::written, this, [this](const Saver::Result& result) {
        take_saved(result.id, result.path, result.error);
    });
    connect(this, &Document::stack_changed, this, [this] { mark_edited(false); });
    for (const auto signal : {&Document::variants_changed, &Document::data_changed,
                              &Document::accelerator_changed, &Document::seed_changed}) {
        connect(this, signal, this, [this] { mark_edited(true); });
    }
    connect(&undo_, &QUndoStack::cleanChanged, this, &Document::modified_changed);
}

void Document::mark_edited(bool beside_undo) {
    if (!is_open() || filling_) {
        return;
    }
    ++edits_;
    changed_ = changed_ || beside_undo;
    Q_EMIT edited();
    Q_EMIT modified_changed();
}

bool Document::is_modified() const {
    return is_open() && (changed_ || !undo_.isClean());
}

void Document::open(const QString& path_or_name) {
    const bool named = !QFileInfo::exists(path_or_name);
    const QString source = named ? path_or_name : QFileInfo(path_or_name).absoluteFilePath();
    jobs_.start<OpenedFile>(
        tr("Open %1").arg(path_or_name),
        [name = source.toStdString()](const Job& job) { return open_file(name, job); }, this,
        [this, source](OpenedFile opened) {
            if (auto* recipe = std::get_if<Recipe>(&opened)) {
                put_recipe(*recipe, source);
            } else if (auto* workspace = std::get_if<OpenedWorkspace>(&opened)) {
                open_workspace(std::move(*workspace), source);
            } else {
                source_ = source;
                open_network(std::move(std::get<Network>(opened)));
            }
        },
        [this, path_or_name](const Error& error) {
            Q_EMIT failed(tr("Cannot open %1").arg(path_or_name), error);
        });
}

void Document::put_recipe(const Recipe& recipe, const QString& source) {
    if (!is_open()) {
        Q_EMIT failed(tr("Cannot open %1").arg(source),
                      Error(ErrorCode::Usage, "a recipe needs a network to be put on",
                            "open a network first, then the recipe"));
        return;
    }
    set_recipe(recipe, tr("load recipe %1").arg(QFileInfo(source).completeBaseName()));
}

void Document::open_workspace(OpenedWorkspace opened, const QString& source) {
    WorkspaceFile& file = opened.file;
    start(std::move(opened.network));
    filling_ = true;
    source_ = source;
    file_path_ = file.recovery_of ? QString::fromStdString(file.recovery_of->string()) : source;
    changed_ = file.recovery_of.has_value();
    seed_ = file.seed;
    for (const Step& step : file.recipe.steps) {
        stack_.push_back({next_card_++, step});
    }
    if (opened.test) {
        workspace_->set_data(file.data, opened.train, opened.test);
        file.data.clear();
    }
    auto original = std::make_shared<Snapshot>(*original_);
    if (opened.accelerator) {
        workspace_->set_accelerator(*opened.accelerator);
        machine_ = {QString::fromStdString(file.accelerator), QString::fromStdString(file.dataflow),
                    QString::fromStdString(file.machine)};
        original->metrics.model = std::move(opened.original_model);
        file.accelerator.clear();
        file.dataflow.clear();
        file.machine.clear();
    }
    // What was not measured in full is measured again when asked for.
    const auto keep = [&](const std::optional<Metrics>& metrics, const Recipe& recipe) {
        if (metrics && metrics->latency && (metrics->accuracy || !opened.test)) {
            measured_[recipe_key(recipe)] = *metrics;
        }
    };
    keep(file.original, {});
    keep(file.working, file.recipe);
    if (file.original) {
        original->metrics.accuracy = file.original->accuracy;
        original->metrics.latency = file.original->latency;
    }
    original_ = original;
    for (SavedVariant& saved : file.variants) {
        auto variant = std::make_shared<Snapshot>();
        variant->name = saved.name;
        variant->recipe = saved.recipe;
        variant->seed = saved.seed;
        variant->graph = std::move(saved.graph);
        variant->metrics = std::move(saved.metrics);
        variants_.push_back(variant);
        saver_->know(variant, saved.part);
    }
    file.variants.clear();
    file.problems.clear();
    kept_ = std::move(file);
    Q_EMIT this->opened();
    Q_EMIT variants_changed();
    filling_ = false;
    follow();
    if (!opened.remarks.empty()) {
        const Error& first = opened.remarks.front();
        const auto more = static_cast<int>(opened.remarks.size()) - 1;
        Q_EMIT failed(more == 0 ? tr("Opened, but something is missing")
                                : tr("Opened, but something is missing (and %n more)", "", more),
                      first);
    }
}

WorkspaceFile Document::workspace_file() const {
    const auto measured = [this](const SnapshotPtr& snapshot) -> std::optional<Metrics> {
        const bool known = snapshot && snapshot->complete() &&
                           (snapshot->metrics.accuracy || snapshot->metrics.latency);
        return known ? std::optional(snapshot->metrics) : std::nullopt;
    };
    WorkspaceFile file = kept_;
    file.recovery_of.reset();
    file.network = network().path;
    file.network_sha256 = network().sha256;
    // What the document asked for and this machine lacks is not forgotten.
    if (!data_name().isEmpty()) {
        file.data = data_name().toStdString();
    }
    if (!machine_.accelerator.isEmpty()) {
        file.accelerator = machine_.accelerator.toStdString();
        file.dataflow = machine_.dataflow.toStdString();
        file.machine = machine_.json.toStdString();
    }
    file.seed = seed_;
    file.recipe = recipe();
    file.original = measured(original_);
    file.working = measured(working_);
    for (const SnapshotPtr& variant : variants_) {
        SavedVariant saved;
        saved.name = variant->name;
        saved.recipe = variant->recipe;
        saved.seed = variant->seed;
        saved.graph = variant->graph;
        saved.metrics = variant->metrics;
        file.variants.push_back(std::move(saved));
    }
    return file;
}

void Document::save(const QString& path) {
    if (is_open()) {
        saving_ = Saving{saver_->write(workspace_file(), variants_, path), edits_};
    }
}

void Document::take_saved(std::uint64_t id, const QString& path,
                          const std::optional<Error>& error) {
    if (!saving_ || saving_->id != id) {
        return;
    }
    const bool current = saving_->edits == edits_; // nothing was edited meanwhile
    saving_.reset();
    if (error) {
        Q_EMIT failed(tr("Not saved"), *error);
        return;
    }
    file_path_ = path;
    if (current) {
        changed_ = false;
        undo_.setClean();
    }
    Q_EMIT modified_changed();
    Q_EMIT saved(path);
}

void Document::reload() {
    if (!is_open()) {
        return;
    }
    const std::string path = network().path.string();
    jobs_.start<Network>(
        tr("Read %1 again").arg(QString::fromStdString(path)),
        [path](const Job&) { return load_network(path); }, this,
        [this](Network network) { exchange_network(std::move(network)); },
        [this](const Error& error) { Q_EMIT failed(tr("Cannot read the network again"), error); });
}

void Document::exchange_network(Network network) {
    if (!is_open()) {
        return;
    }
    const bool other = network.sha256 != this->network().sha256;
    begin_with(network);
    workspace_->set_network(std::move(network));
    model_original();
    if (other) {
        measured_.clear();
    }
    Q_EMIT opened();
    if (other) {
        mark_edited(true);
    }
    follow();
}

} // namespace espalier::studio
