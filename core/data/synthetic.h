// SPDX-License-Identifier: GPL-3.0-or-later
// The project's own sets, made by drawing: useful with no download, free of anybody's rights, and
// the same on every machine of one instruction set. Every picture follows from (seed, split, index)
// alone.
#pragma once

#include "core/data/dataset.h"

#include <cstdint>
#include <span>

namespace espalier {

/// What draws the pictures of one synthetic set.
struct Generator {
    std::string id;
    int version = 1; ///< raised whenever the pictures change; part of the fingerprint
    int height = 0;
    int width = 0;
    int channels = 0;
    std::vector<std::string> class_names;
    std::size_t train_size = 0;
    std::size_t test_size = 0;
    /// Draws a picture of class `label` into `pixels` (height * width * channels, interleaved).
    /// `stream` differs for every picture. Called from several threads.
    void (*draw)(int label, std::uint64_t seed, std::uint64_t stream,
                 std::span<std::uint8_t> pixels) = nullptr;
};

/// Characters: the ten digits, 28x28 grey, written in 35 ways with strokes of varying thickness,
/// bent by affine and elastic distortion, with clutter, gaps, gradients and noise; 60,000 and
/// 10,000 pictures.
[[nodiscard]] const Generator& glyphs();

/// Ten outlines, 32x32 RGB, in any colour, texture, size and orientation, on cluttered backgrounds;
/// 20,000 and 4,000 pictures.
[[nodiscard]] const Generator& shapes();

/// Rows of letters, 32 steps of 8 letters, grey: the class is the order in which two kinds of marks
/// come, three marks in all, so eight classes; 20,000 and 4,000.
[[nodiscard]] const Generator& sequences();

/// The set: pictures are drawn when first asked for, a block at a time, and kept. Every run of as
/// many pictures as there are classes holds each class once, in random order.
[[nodiscard]] DatasetPtr make_synthetic(const Generator& generator, Split split,
                                        std::uint64_t seed);

} // namespace espalier
