// SPDX-License-Identifier: GPL-3.0-or-later
// What a document does in jobs: reading data, running steps, measuring.
#include "app/studio/document/document.h"
#include "app/studio/document/follower.h"
#include "core/data/library.h"

#include <utility>

namespace espalier::studio {

void Document::set_data(const QString& name) {
    read_data(name, true);
}

void Document::read_data(const QString& name, bool by_hand) {
    if (!is_open()) {
        return;
    }
    if (name.isEmpty()) {
        workspace_->set_data({}, nullptr, nullptr);
        kept_.data.clear();
        Q_EMIT data_changed();
        follow();
        return;
    }
    using Splits = std::pair<DatasetPtr, DatasetPtr>;
    jobs_.start<Splits>(
        tr("Read %1").arg(name),
        [set = name.toStdString()](const Job& job) {
            DatasetPtr train = open_dataset(set, Split::Train);
            job.check();
            return Splits{std::move(train), open_dataset(set, Split::Test)};
        },
        this,
        [this, name, by_hand](Splits splits) {
            if (!is_open()) {
                return;
            }
            workspace_->set_data(name.toStdString(), splits.first, splits.second);
            kept_.data.clear();
            filling_ = !by_hand;
            Q_EMIT data_changed();
            filling_ = false;
            follow();
        },
        [this, name](const Error& error) { Q_EMIT failed(tr("Cannot read %1").arg(name), error); });
}

void Document::set_data_of_card() {
    // A workspace says itself which data it wants.
    if (!is_open() || !network().card || !data_name().isEmpty() || !file_path_.isEmpty()) {
        return;
    }
    const std::string& wanted = network().card->data;
    for (const DatasetListing& listing : list_datasets()) {
        if (listing.id == wanted && listing.available) {
            read_data(QString::fromStdString(wanted), false);
        }
    }
}

void Document::measure_original() {
    if (!is_open() || measured_.contains(recipe_key({}))) {
        return;
    }
    jobs_.start<Metrics>(
        tr("Measure the original"),
        [workspace = *workspace_](const Job& job) {
            return workspace.measure(workspace.network().graph, true, job);
        },
        this, [this, key = recipe_key({})](const Metrics& metrics) { take_measured(key, metrics); },
        [this](const Error& error) { Q_EMIT failed(tr("Evaluation failed"), error); });
}

void Document::run_steps() {
    if (!is_open()) {
        return;
    }
    jobs_.start<std::vector<StepOutcome>>(
        tr("Run steps"),
        [workspace = *workspace_, recipe = recipe(), seed = seed_](const Job& job) {
            return workspace.run(recipe, seed, job);
        },
        this, [this](const std::vector<StepOutcome>&) { follow(); },
        [this](const Error& error) {
            Q_EMIT failed(tr("The steps did not run to the end"), error);
        });
}

void Document::evaluate() {
    if (!is_open()) {
        return;
    }

    struct Measured {
        std::string key;
        Metrics metrics;
    };

    const Recipe recipe = this->recipe();
    const std::string original_key = recipe_key({});
    const std::string key = recipe_key(recipe);
    const bool original_known = measured_.contains(original_key);
    jobs_.start<std::vector<Measured>>(
        tr("Evaluate"),
        [recipe, original_key, key, original_known, workspace = *workspace_,
         seed = seed_](const Job& job) {
            const auto outcomes = workspace.run(recipe, seed, job);
            std::vector<Measured> all;
            if (!original_known) {
                const Job part = key == original_key ? job : job.nested("original");
                all.push_back(
                    {original_key, workspace.measure(workspace.network().graph, true, part)});
            }
            if (!outcomes.empty()) {
                all.push_back({key, workspace.measure(outcomes.back().graph, true, job)});
            }
            return all;
        },
        this,
        [this](const std::vector<Measured>& all) {
            for (const Measured& measured : all) {
                take_measured(measured.key, measured.metrics);
            }
            follow();
        },
        [this](const Error& error) { Q_EMIT failed(tr("Evaluation failed"), error); });
}

} // namespace espalier::studio
