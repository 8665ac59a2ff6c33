// SPDX-License-Identifier: GPL-3.0-or-later
// Single-threaded primitives side by side. oneDNN's own threads are not used where they would cut
// a sum: then the bits of the result would depend on their number.
#include "core/kernels/lowering.h"

namespace espalier {

namespace {

/// The parts, bound for one state.
class BoundParts {
public:
    explicit BoundParts(const std::vector<Lowering::Part>& parts) {
        for (const Lowering::Part& part : parts) {
            Bound bound{dnn::Call(part.primitive), {}, dnnl::stream(dnn::engine()), nullptr};
            for (const auto& [arg, operand] : part.arguments) {
                if (operand.constant) {
                    bound.call.bind(arg, *operand.constant);
                } else {
                    bound.call.bind(arg, operand.desc, nullptr);
                }
                bound.arguments.push_back({arg, nullptr, operand.constant != nullptr});
            }
            if (part.scratch_bytes > 0) {
                const auto bytes = static_cast<dnnl::memory::dim>(part.scratch_bytes);
                bound.scratch = dnn::aligned_bytes(part.scratch_bytes);
                bound.call.bind(DNNL_ARG_SCRATCHPAD,
                                dnn::plain(dnn::Dims{bytes}, dnnl::memory::data_type::u8),
                                bound.scratch.get());
            }
            bound_.push_back(std::move(bound));
        }
    }

    void run(std::byte* const* at) {
        for (Bound& bound : bound_) {
            for (Argument& argument : bound.arguments) {
                std::byte* pointer = *at++;
                if (!argument.constant && pointer != argument.pointer) {
                    argument.pointer = pointer;
                    bound.call.rebind(argument.arg, pointer);
                }
            }
        }
        const auto count = static_cast<int>(bound_.size());
#pragma omp parallel for schedule(static)
        for (int i = 0; i < count; ++i) {
            const Bound& bound = bound_[static_cast<std::size_t>(i)];
            bound.call.run(bound.stream);
        }
    }

private:
    struct Argument {
        int arg;
        std::byte* pointer;
        bool constant;
    };

    struct Bound {
        dnn::Call call;
        std::vector<Argument> arguments;
        dnnl::stream stream;
        std::shared_ptr<std::byte> scratch;
    };

    std::vector<Bound> bound_;
};

} // namespace

void Lowering::parallel_parts(std::string implementation, std::vector<Part> parts) {
    std::vector<Operand> operands;
    for (const Part& part : parts) {
        for (const auto& [arg, operand] : part.arguments) {
            operands.push_back(operand);
        }
    }
    kernel(std::move(implementation), std::move(operands), [parts = std::move(parts)]() -> Kernel {
        auto bound = std::make_shared<BoundParts>(parts);
        return [bound](std::byte* const* at) { bound->run(at); };
    });
}

} // namespace espalier
