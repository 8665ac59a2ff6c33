// SPDX-License-Identifier: GPL-3.0-or-later
// What a run does to memory: no allocations of ours, no dependence on what was there before, and
// an arena smaller than the sum of what lies in it.
#include "compare.h"
#include "networks.h"

#include "core/base/parallel.h"
#include "core/engine/engine.h"

#include <atomic>
#include <cstdlib>
#include <new>

extern "C" {
extern char __executable_start; // NOLINT: the linker's names
extern char etext;
}

namespace {

std::atomic<bool> counting{false};
std::atomic<int> allocations{0};

/// Only calls from this program's own code count: oneDNN builds a small argument map inside each
/// execution, which is not ours to avoid.
void count(const void* caller) {
    const auto* address = static_cast<const char*>(caller);
    if (counting.load(std::memory_order_relaxed) && address >= &__executable_start &&
        address < &etext) {
        ++allocations;
    }
}

void* allocate(std::size_t size, std::size_t alignment) {
    void* memory =
        alignment <= alignof(std::max_align_t)
            ? std::malloc(size)
            : std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
    if (memory == nullptr) {
        throw std::bad_alloc();
    }
    return memory;
}

} // namespace

void* operator new(std::size_t size) {
    count(__builtin_return_address(0));
    return allocate(size, 1);
}

void* operator new(std::size_t size, std::align_val_t alignment) {
    count(__builtin_return_address(0));
    return allocate(size, static_cast<std::size_t>(alignment));
}

// stable_sort allocates with this one and frees with the ones below.
void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
    count(__builtin_return_address(0));
    return std::malloc(size);
}

// Inlined, these would look to GCC like free() on what operator new returned.
[[gnu::noinline]] void operator delete(void* memory) noexcept {
    std::free(memory);
}

[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}

[[gnu::noinline]] void operator delete(void* memory, std::align_val_t) noexcept {
    std::free(memory);
}

[[gnu::noinline]] void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
    std::free(memory);
}

namespace espalier {
namespace {

struct Named {
    const char* name;
    Graph (*build)();
};

void PrintTo(const Named& network, std::ostream* out) {
    *out << network.name;
}

class Memory : public testing::TestWithParam<Named> {};

TEST_P(Memory, ARunAllocatesNothing) {
    const Graph graph = GetParam().build();
    for (const std::int64_t batch : {1, 5}) {
        Executable net = Executable::compile(graph, {.batch = batch});
        const Tensor x = test::random_tensor(net.input_types()[0].shape, 3);
        std::vector<Tensor> out(1);
        for (int warm_up = 0; warm_up < 3; ++warm_up) {
            net.run({&x, 1}, out);
        }
        allocations = 0;
        counting = true;
        for (int run = 0; run < 5; ++run) {
            net.run({&x, 1}, out);
        }
        counting = false;
        EXPECT_EQ(allocations.load(), 0) << "batch " << batch;
    }
}

TEST_P(Memory, TheCountSeesAllocations) {
    allocations = 0;
    counting = true;
    const Tensor tensor(DType::Float32, {16});
    counting = false;
    EXPECT_GT(allocations.load(), 0);
}

TEST_P(Memory, NothingReadsWhatWasNotWritten) {
    const Graph graph = GetParam().build();
    Executable net = Executable::compile(graph, {.batch = 2});
    const Tensor x = test::random_tensor(net.input_types()[0].shape, 3);
    const std::vector<Tensor> before = net.run({x});
    net.poison();
    const std::vector<Tensor> after = net.run({x});
    EXPECT_TRUE(before[0].equals(after[0]));
}

TEST_P(Memory, TheArenaIsReused) {
    const Graph graph = GetParam().build();
    if (graph.value(graph.inputs[0]).type.shape[1] == 1) {
        GTEST_SKIP() << "six channels padded to a block of sixteen outweigh the reuse";
    }
    const Executable lean = Executable::compile(graph, {.single_thread = true});
    const Executable fat = Executable::compile(graph, {.keep_all = true, .single_thread = true});
    std::size_t sum = 0;
    for (const Node& node : graph.nodes) {
        Shape shape = graph.value(node.outputs[0]).type.shape;
        shape[0] = 1;
        sum += static_cast<std::size_t>(shape.elements()) * sizeof(float);
    }
    EXPECT_LT(lean.arena_bytes(), sum / 2);
    EXPECT_LE(lean.arena_bytes(), fat.arena_bytes());
}

TEST_P(Memory, ClonesRunSideBySide) {
    const Graph graph = GetParam().build();
    Executable net = Executable::compile(graph, {.single_thread = true});
    constexpr std::size_t kClones = 4;
    std::vector<Executable> clones;
    std::vector<Tensor> inputs;
    std::vector<std::vector<Tensor>> expected;
    for (std::size_t i = 0; i < kClones; ++i) {
        clones.push_back(net.clone());
        inputs.push_back(test::random_tensor(net.input_types()[0].shape, 10 + i));
        expected.push_back(net.run({inputs[i]}));
    }
    std::vector<std::vector<Tensor>> found(kClones);
    parallel_for(kClones, [&](std::size_t i) { found[i] = clones[i].run({inputs[i]}); });
    for (std::size_t i = 0; i < kClones; ++i) {
        EXPECT_TRUE(found[i][0].equals(expected[i][0])) << i;
    }
}

INSTANTIATE_TEST_SUITE_P(Engine, Memory,
                         testing::Values(Named{"Lenet5", test::lenet5},
                                         Named{"Resnet20", test::resnet20},
                                         Named{"Squeezenet", test::squeezenet},
                                         Named{"MobilenetV2", test::mobilenet_v2}),
                         [](const auto& test) { return std::string(test.param.name); });

} // namespace
} // namespace espalier
