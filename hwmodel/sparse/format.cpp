// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/sparse/format.h"

#include "hwmodel/sparse/density.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace espalier::hw {

namespace {

/// Bits that tell `choices` things apart.
double index_bits(double choices) {
    return choices <= 1 ? 0 : std::ceil(std::log2(choices));
}

/// Pairs of run and value that a stream of values takes, zeros of a run beyond `longest` counted
/// as a pair of their own; a run that the stream ends in is closed by one.
double pairs_of(const Mask& mask, double longest) {
    double pairs = 0;
    double run = 0;
    for (std::size_t row = 0; row < mask.rows(); ++row) {
        for (std::size_t column = 0; column < mask.columns(); ++column) {
            if (mask.at(row, column) || run == longest) {
                ++pairs;
                run = 0;
            } else {
                ++run;
            }
        }
    }
    return pairs + (run > 0 ? 1 : 0);
}

/// Entries of the columns, each coded on its own, with padding zeros; zeros at a column's end are
/// not stored.
double relative_entries(const Mask& mask, int longest) {
    double entries = 0;
    for (std::size_t column = 0; column < mask.columns(); ++column) {
        std::size_t run = 0;
        for (std::size_t row = 0; row < mask.rows(); ++row) {
            if (mask.at(row, column)) {
                entries += 1.0 + static_cast<double>(run / (static_cast<std::size_t>(longest) + 1));
                run = 0;
            } else {
                ++run;
            }
        }
    }
    return entries;
}

double fullest_block(const Mask& mask, std::size_t block) {
    double fullest = 0;
    for (std::size_t row = 0; row < mask.rows(); ++row) {
        for (std::size_t first = 0; first < mask.columns(); first += block) {
            double count = 0;
            for (std::size_t c = first; c < std::min(first + block, mask.columns()); ++c) {
                count += mask.at(row, c) ? 1 : 0;
            }
            fullest = std::max(fullest, count);
        }
    }
    return fullest;
}

/// What both ways of counting feed in.
struct Shape {
    double rows = 0;
    double columns = 0;
    double nonzeros = 0;
    double run_pairs = 0;
    double relative = 0;
    double per_block = 0;
};

FormatBits bits_of(SparseFormat format, const Shape& shape, const FormatOptions& options) {
    const double bits = options.value_bits;
    const double values = shape.nonzeros * bits;
    const double pointer = index_bits(shape.nonzeros + 1);
    switch (format) {
    case SparseFormat::Dense:
        return {shape.rows * shape.columns * bits, 0};
    case SparseFormat::Bitmask:
        return {values, shape.rows * shape.columns};
    case SparseFormat::RunLength: {
        // Three pairs fill a word that has a bit left over; with other widths it is 64 as well.
        const double pair = options.run_bits + bits;
        const double in_word = std::max(1.0, std::floor(64 / pair));
        const double total = shape.run_pairs / in_word * std::max(64.0, pair);
        return {shape.run_pairs * bits, total - shape.run_pairs * bits};
    }
    case SparseFormat::Rows:
        return {values, shape.nonzeros * index_bits(shape.columns) + (shape.rows + 1) * pointer};
    case SparseFormat::Columns:
        return {values, shape.nonzeros * index_bits(shape.rows) + (shape.columns + 1) * pointer};
    case SparseFormat::RelativeColumns:
        return {shape.relative * bits, shape.relative * options.relative_bits +
                                           (shape.columns + 1) * index_bits(shape.relative + 1)};
    case SparseFormat::Blocked: {
        const double blocks = shape.rows * std::ceil(shape.columns / options.block);
        const double kept = blocks * shape.per_block;
        return {kept * bits, kept * index_bits(options.block)};
    }
    case SparseFormat::Coordinates:
        return {values, shape.nonzeros * (index_bits(shape.rows) + index_bits(shape.columns))};
    }
    return {};
}

} // namespace

double entries_per_nonzero(double density, double longest) {
    return 1 / (1 - std::pow(1 - density, longest + 1));
}

FormatBits format_bits(SparseFormat format, double rows, double columns, double density,
                       const FormatOptions& options) {
    Shape shape{rows, columns, rows * columns * density, 0, 0, 0};
    const double longest_run = std::exp2(options.run_bits) - 1;
    const double longest_step = std::exp2(options.relative_bits) - 1;
    if (density > 0) {
        shape.run_pairs = shape.nonzeros * entries_per_nonzero(density, longest_run);
        shape.relative = shape.nonzeros * entries_per_nonzero(density, longest_step);
    } else {
        shape.run_pairs = rows * columns / (longest_run + 1);
    }
    const double blocks = rows * std::ceil(columns / options.block);
    shape.per_block = expected_largest(blocks, options.block, density);
    return bits_of(format, shape, options);
}

FormatBits format_bits(SparseFormat format, const Mask& mask, const FormatOptions& options) {
    Shape shape{static_cast<double>(mask.rows()),
                static_cast<double>(mask.columns()),
                static_cast<double>(mask.nonzeros()),
                0,
                0,
                0};
    if (format == SparseFormat::RunLength) {
        shape.run_pairs = pairs_of(mask, std::exp2(options.run_bits) - 1);
    } else if (format == SparseFormat::RelativeColumns) {
        shape.relative = relative_entries(mask, (1 << options.relative_bits) - 1);
    } else if (format == SparseFormat::Blocked) {
        shape.per_block = fullest_block(mask, static_cast<std::size_t>(options.block));
    }
    return bits_of(format, shape, options);
}

const char* to_string(SparseFormat format) {
    switch (format) {
    case SparseFormat::Dense:
        return "dense";
    case SparseFormat::Bitmask:
        return "bitmask";
    case SparseFormat::RunLength:
        return "run-length";
    case SparseFormat::Rows:
        return "csr";
    case SparseFormat::Columns:
        return "csc";
    case SparseFormat::RelativeColumns:
        return "csc-relative";
    case SparseFormat::Blocked:
        return "blocked";
    case SparseFormat::Coordinates:
        return "coordinates";
    }
    return "";
}

} // namespace espalier::hw
