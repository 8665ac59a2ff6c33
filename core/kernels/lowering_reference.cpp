// SPDX-License-Identifier: GPL-3.0-or-later
// The step that is correct for every operator, and Op's default lowering, which uses it.
#include "core/kernels/lowering.h"

#include <cstring>

namespace espalier {

void Op::lower(Lowering& lowering) const {
    lowering.keep_followers(0);
    lowering.reference();
}

namespace {

/// Tensors around the plan's memory for one node.
struct ReferenceCall {
    const Op* op = nullptr;
    Node node;
    std::vector<Tensor> inputs; ///< undefined where absent
    std::vector<bool> from_plan;
    std::vector<std::optional<TensorType>> outputs; ///< none where nobody wants it

    void run(std::byte* const* at) {
        std::vector<const Tensor*> arguments;
        std::size_t operand = 0;
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            if (from_plan[i]) {
                const auto bytes = inputs[i].writable_raw();
                std::memcpy(bytes.data(), at[operand++], bytes.size());
            }
            arguments.push_back(inputs[i].defined() ? &inputs[i] : nullptr);
        }
        std::vector<Tensor> results;
        for (const auto& type : outputs) {
            results.push_back(type ? Tensor(type->dtype, type->shape) : Tensor());
        }
        op->reference({node, arguments, results});
        for (const Tensor& result : results) {
            if (!result.defined()) {
                continue;
            }
            std::memcpy(at[operand++], result.raw().data(), result.byte_size());
        }
    }
};

} // namespace

void Lowering::reference() {
    ReferenceCall call;
    call.op = &op_for(node());
    call.node = node();
    std::vector<Operand> operands;
    for (const ValueId value : node().inputs) {
        call.inputs.emplace_back();
        call.from_plan.push_back(false);
        if (value == kNoValue) {
            continue;
        }
        if (const Tensor* known = constant(value)) {
            call.inputs.back() = *known;
        } else {
            call.inputs.back() = Tensor(type(value).dtype, type(value).shape);
            call.from_plan.back() = true;
            operands.push_back(plain(value));
        }
    }
    for (const ValueId value : node().outputs) {
        if (value == kNoValue) {
            call.outputs.emplace_back();
            continue;
        }
        call.outputs.emplace_back(type(value));
        operands.push_back(destination(value, dnn::plain(type(value)), Place::Exact));
    }
    kernel("plain loops", std::move(operands), [call]() -> Kernel {
        auto own = std::make_shared<ReferenceCall>(call);
        return [own](std::byte* const* at) { own->run(at); };
    });
}

} // namespace espalier
