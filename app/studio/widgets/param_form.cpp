// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/widgets/param_form.h"

#include "app/studio/widgets/param_row.h"

#include <QVBoxLayout>

#include <algorithm>

namespace espalier::studio {

namespace {

/// Longer than between two presses of a key that is held.
constexpr int kIdleMs = 700;

const ParamSpec* find_spec(const Params& params, const std::string& key) {
    const auto& specs = params.specs();
    const auto found = std::find_if(specs.begin(), specs.end(),
                                    [&](const ParamSpec& spec) { return spec.key == key; });
    return found == specs.end() ? nullptr : &*found;
}

} // namespace

std::string effective_text(const Params& params, const std::string& key) {
    const std::string chosen = params.as_text(key);
    const ParamSpec* spec = find_spec(params, key);
    const auto given = [&](const std::string& other) {
        return find_spec(params, other) != nullptr && params.is_set(other);
    };
    if (spec == nullptr || spec->type != ParamType::Choice || params.is_set(key) || given(chosen)) {
        return chosen;
    }
    const auto named = std::find_if(spec->choices.begin(), spec->choices.end(),
                                    [&](const Choice& choice) { return given(choice.id); });
    return named == spec->choices.end() ? chosen : named->id;
}

bool is_visible(const ParamSpec& spec, const Params& params) {
    if (spec.visible_key.empty()) {
        return true;
    }
    const std::string value = effective_text(params, spec.visible_key);
    return std::find(spec.visible_values.begin(), spec.visible_values.end(), value) !=
           spec.visible_values.end();
}

ParamForm::ParamForm(const std::vector<ParamSpec>& specs, QWidget* parent)
    : QWidget(parent)
    , layout_(new QVBoxLayout(this)) {
    layout_->setContentsMargins(0, 0, 0, 0);
    layout_->setSpacing(4);
    idle_.setSingleShot(true);
    idle_.setInterval(kIdleMs);
    connect(&idle_, &QTimer::timeout, this, [this] {
        const bool held = std::any_of(rows_.begin(), rows_.end(),
                                      [](const ParamRow* row) { return row->held(); });
        held ? idle_.start() : Q_EMIT gesture_ended();
    });
    for (const ParamSpec& spec : specs) {
        auto* row = ParamRow::make(spec, this);
        layout_->addWidget(row);
        const QString key = QString::fromStdString(spec.key);
        connect(row, &ParamRow::changed, this, [this, key](const QString& value) {
            idle_.start();
            Q_EMIT changed(key, value);
        });
        connect(row, &ParamRow::released, this, [this] {
            idle_.stop();
            Q_EMIT gesture_ended();
        });
        rows_.push_back(row);
    }
}

void ParamForm::show_values(const Params& params) {
    for (ParamRow* row : rows_) {
        row->show_value(params);
        row->setVisible(is_visible(row->spec(), params));
    }
}

void ParamForm::limit_slider(const std::string& key, double most) {
    if (ParamRow* found = row(key)) {
        found->limit_slider(most);
    }
}

void ParamForm::suggest(const std::string& key, const QStringList& values) {
    if (ParamRow* found = row(key)) {
        found->suggest(values);
    }
}

void ParamForm::show_error(const std::string& key, const QString& message) {
    if (ParamRow* found = row(key)) {
        found->show_error(message);
    }
}

void ParamForm::retranslate() {
    for (ParamRow* row : rows_) {
        row->retranslate();
    }
}

ParamRow* ParamForm::row(const std::string& key) const {
    const auto found = std::find_if(rows_.begin(), rows_.end(),
                                    [&](const ParamRow* row) { return row->spec().key == key; });
    return found == rows_.end() ? nullptr : *found;
}

} // namespace espalier::studio
