// SPDX-License-Identifier: GPL-3.0-or-later
// Operators that behave otherwise in training: the program reads networks for inference.
#include "core/base/error.h"
#include "core/formats/onnx_opset/upgrade.h"

#include <array>

namespace espalier::onnx_opset {

namespace {

/// Before opset 9 `spatial` = 0 meant statistics per element; opset 14 turned the extra training
/// outputs into `training_mode`. Opset 6 had `is_test`; a file with one output is for inference
/// whatever it says.
void batch_normalisation(Step& step) {
    Node& node = step.node;
    if (step.opset < 9 && node.attributes.integer("spatial", 1) == 0 &&
        step.type(0).shape.rank() > 2) {
        fail(ErrorCode::Unsupported, "BatchNormalization with spatial = 0");
    }
    if (step.opset >= 14 && node.attributes.integer("training_mode", 0) != 0) {
        fail(ErrorCode::Unsupported, "BatchNormalization in training mode");
    }
    step.forget_outputs_after(1, "statistics of training");
    node.attributes.erase("spatial");
    node.attributes.erase("is_test");
    node.attributes.erase("training_mode");
}

/// In inference dropout passes its input on. `ratio` was an attribute before opset 12, `is_test`
/// before opset 7; training is asked for by the third input.
void dropout(Step& step) {
    Node& node = step.node;
    if (step.has_input(2)) {
        const Tensor* training = step.constant(2);
        const Tensor* ratio = step.constant(1);
        const bool off = training != nullptr && training->elements() == 1 && training->at(0) == 0;
        const bool nothing = ratio != nullptr && ratio->elements() == 1 && ratio->at(0) == 0;
        if (!off && !nothing) {
            fail(ErrorCode::Unsupported, "Dropout in training mode");
        }
    }
    step.keep_inputs(1);
    node.attributes.erase("ratio");
    node.attributes.erase("is_test");
    node.attributes.erase("seed");
    if (step.unread(1)) {
        step.keep_outputs(1);
    } else if (step.opset < 10) {
        // The mask had the type of the data.
        const ValueId mask = step.add_value("mask");
        Node cast = step.sibling("Cast", "mask_cast", {mask}, {node.outputs[1]});
        const bool wide = step.type(0).dtype == DType::Float64;
        cast.attributes.set("to", std::int64_t{wide ? 11 : 1});
        step.after.push_back(std::move(cast));
        node.outputs[1] = mask;
    }
}

/// Unread indices would only cost time.
void max_pool(Step& step) {
    if (step.unread(1)) {
        step.keep_outputs(1);
    }
}

constexpr std::array<Rule, 3> kRules{{
    {"BatchNormalization", batch_normalisation},
    {"Dropout", dropout},
    {"MaxPool", max_pool},
}};

} // namespace

std::span<const Rule> normalisation_rules() {
    return kRules;
}

} // namespace espalier::onnx_opset
