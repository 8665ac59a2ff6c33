// SPDX-License-Identifier: GPL-3.0-or-later
// The sequences: among letters that mean nothing stand three marks, each of one of two kinds; the
// class is the order of their kinds (the temporal order problem of S. Hochreiter and J.
// Schmidhuber, "Long short-term memory", Neural Computation 9(8), 1997, task 6b, shorter). One row
// of the picture is one step, one column one letter. Marks stand anywhere but in the last quarter,
// so whoever reads row by row must remember.
#include "core/base/rng.h"
#include "core/data/synthetic.h"

#include <algorithm>
#include <array>

namespace espalier {

namespace {

constexpr std::size_t kSteps = 32;
constexpr std::size_t kLetters = 8; ///< the last two are the marks
constexpr std::size_t kMarks = 3;

void draw_sequence(int label, std::uint64_t seed, std::uint64_t stream,
                   std::span<std::uint8_t> pixels) {
    Rng rng(seed, stream);
    std::array<std::size_t, kSteps> letters{};
    for (std::size_t& letter : letters) {
        letter = rng.below(kLetters - 2);
    }
    std::array<std::size_t, kSteps * 3 / 4> places{};
    for (std::size_t i = 0; i < places.size(); ++i) {
        places[i] = i;
    }
    rng.shuffle(places);
    std::sort(places.begin(), places.begin() + kMarks);
    for (std::size_t mark = 0; mark < kMarks; ++mark) {
        const auto kind = static_cast<std::size_t>(label) >> (kMarks - 1 - mark) & 1U;
        letters[places[mark]] = kLetters - 2 + kind;
    }
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        const bool shown = letters[i / kLetters] == i % kLetters;
        pixels[i] = static_cast<std::uint8_t>(shown ? 160 + rng.below(96) : rng.below(80));
    }
}

} // namespace

const Generator& sequences() {
    static const Generator generator = {
        .id = "sequences",
        .version = 1,
        .height = kSteps,
        .width = kLetters,
        .channels = 1,
        .class_names = {"aaa", "aab", "aba", "abb", "baa", "bab", "bba", "bbb"},
        .train_size = 20'000,
        .test_size = 4'000,
        .draw = draw_sequence};
    return generator;
}

} // namespace espalier
