// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/document/document.h"

#include "app/studio/document/follower.h"
#include "app/studio/document/saver.h"
#include "app/studio/document/stack_edit.h"
#include "app/studio/document/text.h"
#include "core/analysis/storage.h"
#include "core/base/hash.h"
#include "core/base/text.h"

#include <QFileInfo>

#include <algorithm>

namespace espalier::studio {

namespace {

NamedNetworks networks_of(const std::vector<SnapshotPtr>& variants) {
    NamedNetworks networks;
    for (const SnapshotPtr& variant : variants) {
        networks.emplace(variant->name, variant->graph);
    }
    return networks;
}

bool names_a_variant(const Card& card) {
    return std::ranges::any_of(card.step.params.specs(), [&](const ParamSpec& spec) {
        return spec.type == ParamType::Text &&
               card.step.params.text(spec.key).starts_with(kVariantPrefix);
    });
}

constexpr int kUndoLimit = 200;

auto find_card(Stack& stack, std::uint64_t id) {
    return std::find_if(stack.begin(), stack.end(),
                        [id](const Card& card) { return card.id == id; });
}

} // namespace

Document::Document(Jobs& jobs, QObject* parent)
    : QObject(parent)
    , jobs_(jobs)
    , follower_(std::make_unique<Follower>())
    , saver_(std::make_unique<Saver>()) {
    undo_.setUndoLimit(kUndoLimit);
    connect(follower_.get(), &Follower::followed, this, &Document::take_working);
    connect_machine();
    // Steps may name variants.
    connect(this, &Document::variants_changed, this, [this] {
        if (is_open()) {
            workspace_->set_variants(networks_of(variants_));
            if (std::ranges::any_of(stack_, names_a_variant)) {
                follow();
            }
        }
    });
    connect_files();
}

Document::~Document() = default;

QString Document::title() const {
    if (!is_open()) {
        return {};
    }
    if (!file_path_.isEmpty()) {
        return QFileInfo(file_path_).completeBaseName();
    }
    const Network& network = this->network();
    return network.card && !network.card->name.empty() ? text(network.card->name)
                                                       : text(network.path.stem().string());
}

void Document::set_seed(std::uint64_t seed) {
    if (seed != seed_) {
        seed_ = seed;
        Q_EMIT seed_changed();
        follow();
    }
}

void Document::open_network(Network network) {
    start(std::move(network));
    Q_EMIT opened();
    follow();
}

void Document::start(Network network) {
    close();
    begin_with(network);
    workspace_.emplace(std::move(network));
}

void Document::begin_with(const Network& network) {
    auto original = std::make_shared<Snapshot>();
    original->name = "Original";
    original->graph = network.graph;
    original->metrics.account = account(network.graph);
    original->metrics.stored_bytes = -1;
    original->metrics.file_bytes = static_cast<std::int64_t>(network.file_bytes);
    original_ = original;
    auto working = std::make_shared<Snapshot>(*original);
    working->name = "Working";
    working_ = working;
}

void Document::close() {
    if (!is_open()) {
        return;
    }
    jobs_.cancel_all();
    follower_->forget();
    workspace_.reset();
    undo_.clear();
    stack_.clear();
    variants_.clear();
    measured_.clear();
    original_.reset();
    working_.reset();
    machine_ = {};
    models_late_ = false;
    file_path_.clear();
    kept_ = {};
    changed_ = false;
    saving_.reset();
    Q_EMIT closed();
}

// --- the stack

Recipe Document::recipe() const {
    Recipe recipe;
    for (const Card& card : stack_) {
        recipe.steps.push_back(card.step);
    }
    return recipe;
}

const Card* Document::card(std::uint64_t id) const {
    const auto found = std::find_if(stack_.begin(), stack_.end(),
                                    [id](const Card& card) { return card.id == id; });
    return found == stack_.end() ? nullptr : &*found;
}

const StepStanding* Document::standing(std::uint64_t id) const {
    const Card* found = card(id);
    if (found == nullptr || !working_ || working_->steps.size() != stack_.size()) {
        return nullptr;
    }
    const auto position = static_cast<std::size_t>(found - stack_.data());
    const bool current = working_->recipe.steps[position].hash() == found->step.hash() &&
                         working_->recipe.steps[position].enabled == found->step.enabled;
    return current ? &working_->steps[position] : nullptr;
}

QString Document::step_title(const Step& step) const {
    return QCoreApplication::translate("technique", step.technique->info().title.c_str());
}

void Document::push(Stack after, const QString& undo_text, const std::string& merge_key) {
    undo_.push(
        new StackEdit(*this, std::move(after), undo_text,
                      merge_key.empty() ? merge_key : merge_key + '#' + std::to_string(gesture_)));
}

void Document::put_stack(Stack stack) {
    stack_ = std::move(stack);
    Q_EMIT stack_changed();
    follow();
}

std::uint64_t Document::add_step(const Step& step, int position) {
    Stack after = stack_;
    const std::uint64_t id = next_card_++;
    const auto at = position < 0 || static_cast<std::size_t>(position) > after.size()
                        ? after.end()
                        : after.begin() + position;
    after.insert(at, Card{id, step});
    push(std::move(after), tr("add %1").arg(step_title(step)));
    return id;
}

void Document::remove_step(std::uint64_t id) {
    Stack after = stack_;
    const auto found = find_card(after, id);
    if (found != after.end()) {
        const QString title = step_title(found->step);
        after.erase(found);
        push(std::move(after), tr("remove %1").arg(title));
    }
}

std::uint64_t Document::duplicate_step(std::uint64_t id) {
    const Card* found = card(id);
    if (found == nullptr) {
        return 0;
    }
    return add_step(found->step, static_cast<int>(found - stack_.data()) + 1);
}

void Document::move_step(std::uint64_t id, int position) {
    Stack after = stack_;
    const auto found = find_card(after, id);
    if (found == after.end()) {
        return;
    }
    const auto from = found - after.begin();
    const auto to = std::clamp<std::ptrdiff_t>(position, 0, std::ssize(after) - 1);
    if (from == to) {
        return;
    }
    const Card moved = *found;
    after.erase(found);
    after.insert(after.begin() + to, moved);
    push(std::move(after), tr("move %1").arg(step_title(moved.step)));
}

void Document::set_enabled(std::uint64_t id, bool enabled) {
    Stack after = stack_;
    const auto found = find_card(after, id);
    if (found == after.end() || found->step.enabled == enabled) {
        return;
    }
    found->step.enabled = enabled;
    const QString title = step_title(found->step);
    push(std::move(after),
         enabled ? tr("switch on %1").arg(title) : tr("switch off %1").arg(title));
}

void Document::set_param(std::uint64_t id, const std::string& key, const std::string& value) {
    set_params(id, {{key, value}});
}

void Document::set_params(std::uint64_t id,
                          const std::vector<std::pair<std::string, std::string>>& values) {
    Stack after = stack_;
    const auto found = find_card(after, id);
    if (found == after.end() || values.empty()) {
        return;
    }
    for (const auto& [key, value] : values) {
        found->step.params.set_text(key, value);
    }
    const std::string& key = values.back().first;
    if (found->step.hash() == card(id)->step.hash()) {
        return;
    }
    const QString title = step_title(found->step);
    const auto& specs = found->step.params.specs();
    const auto spec = std::find_if(specs.begin(), specs.end(),
                                   [&](const ParamSpec& each) { return each.key == key; });
    const QString label = QCoreApplication::translate("technique", spec->label.c_str());
    push(std::move(after), tr("%1: %2").arg(title, label), std::to_string(id) + ':' + key);
}

void Document::set_scope(std::uint64_t id, const Scope& scope) {
    Stack after = stack_;
    const auto found = find_card(after, id);
    if (found == after.end() || found->step.scope == scope) {
        return;
    }
    found->step.scope = scope;
    const QString title = step_title(found->step);
    push(std::move(after), tr("layers of %1").arg(title));
}

void Document::set_recipe(const Recipe& recipe, const QString& undo_text) {
    Stack after;
    for (const Step& step : recipe.steps) {
        after.push_back({next_card_++, step});
    }
    push(std::move(after), undo_text);
}

void Document::end_gesture() {
    ++gesture_;
}

// --- what came of it

void Document::follow() {
    if (is_open()) {
        follower_->request({*workspace_, recipe(), seed_, models_late_});
    }
}

bool Document::is_following() const {
    return follower_->busy();
}

std::string Document::recipe_key(const Recipe& recipe) const {
    std::string key = workspace_->data_name() + '#' + std::to_string(seed_);
    for (const Step& step : recipe.steps) {
        if (step.enabled) {
            key += step.hash();
        }
    }
    return key;
}

void Document::take_working(const SnapshotPtr& snapshot) {
    if (!is_open()) {
        return;
    }
    auto taken = std::make_shared<Snapshot>(*snapshot);
    if (snapshot->complete()) {
        if (const auto known = measured_.find(recipe_key(snapshot->recipe));
            known != measured_.end()) {
            taken->metrics.accuracy = known->second.accuracy;
            taken->metrics.latency = known->second.latency;
        }
    }
    working_ = taken;
    if (snapshot->steps.empty()) {
        take_original(taken->metrics);
    }
    Q_EMIT working_changed();
}

void Document::take_original(const Metrics& metrics) {
    auto original = std::make_shared<Snapshot>(*original_);
    const std::int64_t file_bytes = original->metrics.file_bytes;
    original->metrics = metrics;
    original->metrics.file_bytes = file_bytes;
    original_ = original;
    Q_EMIT original_changed();
}

void Document::take_measured(const std::string& key, const Metrics& metrics) {
    measured_[key] = metrics;
    if (key == recipe_key({})) {
        take_original(metrics);
    }
    if (working_ && working_->complete() && key == recipe_key(working_->recipe)) {
        auto working = std::make_shared<Snapshot>(*working_);
        const auto model = working->metrics.model;
        working->metrics = metrics;
        if (!metrics.model) {
            working->metrics.model = model;
        }
        working_ = working;
        Q_EMIT working_changed();
    }
}

void Document::set_blinking(bool blinking) {
    if (blinking_ != blinking) {
        blinking_ = blinking;
        Q_EMIT working_changed();
    }
}

void Document::keep_variant(const QString& name) {
    if (!working_) {
        return;
    }
    auto variant = std::make_shared<Snapshot>(*working_);
    QString chosen = name;
    if (chosen.isEmpty()) {
        QStringList parts;
        for (const Step& step : variant->recipe.steps) {
            if (step.enabled) {
                parts << step_title(step);
            }
        }
        chosen = parts.isEmpty() ? tr("Copy of the original") : parts.join(QStringLiteral(" + "));
    }
    // Two variants of one name could not be told apart in Compare.
    QString unique = chosen;
    const auto taken = [&](const QString& candidate) {
        return candidate == tr("Original") ||
               std::any_of(variants_.begin(), variants_.end(),
                           [&](const SnapshotPtr& each) { return text(each->name) == candidate; });
    };
    for (int i = 2; taken(unique); ++i) {
        unique = QStringLiteral("%1 (%2)").arg(chosen).arg(i);
    }
    variant->name = unique.toStdString();
    add_variant(variant);
}

void Document::add_variant(SnapshotPtr variant) {
    variants_.push_back(std::move(variant));
    Q_EMIT variants_changed();
}

void Document::remove_variant(std::size_t index) {
    if (index < variants_.size()) {
        variants_.erase(variants_.begin() + static_cast<std::ptrdiff_t>(index));
        Q_EMIT variants_changed();
    }
}

void Document::rename_variant(std::size_t index, const QString& name) {
    if (index < variants_.size() && !name.trimmed().isEmpty()) {
        auto renamed = std::make_shared<Snapshot>(*variants_[index]);
        renamed->name = name.trimmed().toStdString();
        variants_[index] = renamed;
        Q_EMIT variants_changed();
    }
}

void Document::use_variant(std::size_t index) {
    if (index < variants_.size()) {
        const SnapshotPtr variant = variants_[index];
        set_recipe(variant->recipe, tr("take up %1").arg(text(variant->name)));
    }
}

// --- data and machine

QString Document::data_name() const {
    return is_open() ? text(workspace_->data_name()) : QString();
}

QString Document::command_line() const {
    const auto quoted = [](const QString& word) {
        QString escaped = word;
        return QStringLiteral("'%1'").arg(escaped.replace(u'\'', QStringLiteral("'\\''")));
    };
    QString line = QStringLiteral("espalier compress %1 -o %2")
                       .arg(quoted(text(network().path.string())),
                            quoted(title() + QStringLiteral("-small.onnx")));
    for (const Card& card : stack_) {
        if (card.step.enabled) {
            line += QStringLiteral(" \\\n    --step ") + quoted(text(card.step.str()));
        }
    }
    if (!data_name().isEmpty()) {
        line += QStringLiteral(" \\\n    --data ") + quoted(data_name());
    }
    if (!machine_.accelerator.isEmpty()) {
        line += QStringLiteral(" \\\n    --accelerator ") +
                quoted(machine_.json.isEmpty() ? machine_.accelerator
                                               : title() + QStringLiteral("-machine.json"));
        if (!machine_.dataflow.isEmpty()) {
            line += QStringLiteral(" --dataflow ") + machine_.dataflow;
        }
    }
    return line + QStringLiteral(" --seed %1").arg(seed_);
}

} // namespace espalier::studio
