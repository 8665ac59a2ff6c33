// SPDX-License-Identifier: GPL-3.0-or-later
// A parameter in each storage format: counted and written by the same code.
//
// Every element has a symbol: the index of its code (counted from the least index in use), or the
// 32 bits of the number where it has no code. Entries are the elements a sparse format names: the
// kept ones under a mask, else those that are not zero. What a reader gets back: values bit for bit
// (effective ones under a mask or code), the mask exactly, and the code.
#pragma once

#include "core/analysis/coding/bits.h"
#include "core/analysis/storage.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace espalier::coding {

/// Which elements a mask keeps.
enum class MaskKind : std::uint8_t {
    None,     ///< there is no mask
    Implied,  ///< exactly the elements that are not zero
    Explicit, ///< kept ones may be zero, or pruned ones not (a code without a zero)
};

/// The distinct symbols of a parameter, ascending, and which of them each element has. Empty where
/// there are more than kMaxAlphabet, or a sample says so: then a table serves nobody.
struct Alphabet {
    std::vector<std::uint32_t> symbols;
    std::vector<std::uint32_t> of_element;
};

inline constexpr std::size_t kMaxAlphabet = 65536;
inline constexpr int kMaxRunBits = 8;

class ParameterCoder {
public:
    explicit ParameterCoder(const Parameter& parameter);

    /// `run_bits` of Relative and Huffman: 1 to 8; 0 chooses the best of 2 to 8.
    [[nodiscard]] StorageCost cost(StorageFormat format, int run_bits = 0) const;
    /// The smallest; of equals the one that comes first in all_formats().
    [[nodiscard]] StorageCost best() const;
    /// Exactly cost(format, run_bits).bytes() bytes.
    [[nodiscard]] std::vector<std::byte> write(StorageFormat format, int run_bits = 0) const;
    /// Lower bound for any code that stores each entry's symbol and each element's being an entry
    /// independently of the others: n H(density) + entries H(symbols), in bits.
    [[nodiscard]] double entropy_bits() const;

private:
    template <typename Sink>
    void emit(Sink& sink, StorageFormat format, int run_bits) const;
    template <typename Sink>
    void emit_raw(Sink& sink) const;
    template <typename Sink>
    void emit_packed(Sink& sink) const;
    template <typename Sink>
    void emit_bitmap(Sink& sink) const;
    template <typename Sink>
    void emit_compressed(Sink& sink, bool by_row) const;
    template <typename Sink>
    void emit_relative(Sink& sink, int run_bits) const;
    template <typename Sink>
    void emit_codebook(Sink& sink) const;
    template <typename Sink>
    void emit_huffman(Sink& sink, int run_bits) const;
    template <typename Sink>
    void put_alphabet(Sink& sink, const std::vector<std::uint32_t>& symbols) const;
    template <typename Sink>
    void put_mask(Sink& sink) const;
    /// Calls entry(run, position, real) for each entry and filler in order.
    template <typename Visitor>
    void for_runs(int run_bits, const Visitor& visitor) const;
    [[nodiscard]] int best_run_bits(StorageFormat format) const;
    /// Runs, fillers included.
    [[nodiscard]] std::uint64_t run_count(int run_bits) const;
    /// The same by their length.
    [[nodiscard]] std::vector<std::uint64_t> run_histogram(int run_bits) const;
    /// How many entries have each symbol of the alphabet.
    [[nodiscard]] std::vector<std::uint64_t> entry_counts() const;
    /// Bits that Huffman cannot go below, whatever the run length: saves building its trees.
    [[nodiscard]] std::int64_t least_huffman_bits() const;

    [[nodiscard]] bool is_entry(std::size_t i) const;

    const Parameter* parameter_;
    bool symbolic_ = false; ///< float32; every other type knows Dense only
    Tensor values_;         ///< effective
    MaskKind mask_kind_ = MaskKind::None;
    std::vector<std::uint32_t> symbols_;
    int width_ = 32;        ///< bits of a symbol
    std::int64_t base_ = 0; ///< index that symbol 0 stands for
    std::vector<std::size_t> entries_;
    /// Elements passed over before an entry, and how many entries have just so many before them.
    std::vector<std::pair<std::size_t, std::uint64_t>> gaps_;
    Alphabet alphabet_;
};

/// The inverse of write() for a parameter of this type and shape; BadInput for malformed data.
[[nodiscard]] Parameter read_parameter(std::span<const std::byte> bytes, DType type,
                                       const Shape& shape, std::string provenance);

} // namespace espalier::coding
