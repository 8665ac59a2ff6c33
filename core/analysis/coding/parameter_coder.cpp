// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/coding/parameter_coder.h"

#include "core/analysis/coding/code_block.h"
#include "core/analysis/coding/huffman.h"
#include "core/analysis/coding/layout.h"
#include "core/base/error.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <unordered_map>

namespace espalier::coding {

namespace {

/// Open addressing: the number of distinct symbols is small or we give up.
class SymbolSet {
public:
    SymbolSet() { resize(kFirstBits); }

    /// The number of `symbol`, counted in order of appearance; kFree where there are too many.
    std::uint32_t add(std::uint32_t symbol) {
        const std::size_t slot = slot_of(symbol);
        if (numbers_[slot] != kFree) {
            return numbers_[slot];
        }
        if (seen_.size() == kMaxAlphabet) {
            return kFree;
        }
        const auto number = static_cast<std::uint32_t>(seen_.size());
        keys_[slot] = symbol;
        numbers_[slot] = number;
        seen_.push_back(symbol);
        if (2 * seen_.size() > keys_.size()) {
            grow();
        }
        return number;
    }

    [[nodiscard]] const std::vector<std::uint32_t>& seen() const { return seen_; }

    static constexpr std::uint32_t kFree = 0xFFFFFFFFU;

private:
    /// Most parameters have few symbols, and what is small stays in the cache.
    static constexpr int kFirstBits = 10;
    static constexpr int kGrowth = 2;

    /// Where `symbol` is, or would be.
    [[nodiscard]] std::size_t slot_of(std::uint32_t symbol) const {
        std::size_t slot = (symbol * 2654435761U) >> (32 - bits_);
        while (numbers_[slot] != kFree && keys_[slot] != symbol) {
            slot = (slot + 1) & (keys_.size() - 1);
        }
        return slot;
    }

    void resize(int bits) {
        bits_ = bits;
        keys_.assign(std::size_t{1} << bits, 0);
        numbers_.assign(std::size_t{1} << bits, kFree);
    }

    void grow() {
        resize(bits_ + kGrowth);
        for (std::size_t i = 0; i < seen_.size(); ++i) {
            const std::size_t slot = slot_of(seen_[i]);
            keys_[slot] = seen_[i];
            numbers_[slot] = static_cast<std::uint32_t>(i);
        }
    }

    int bits_ = 0;
    std::vector<std::uint32_t> keys_;
    std::vector<std::uint32_t> numbers_;
    std::vector<std::uint32_t> seen_;
};

/// How often each gap between entries occurs. Nearly all gaps are short.
std::vector<std::pair<std::size_t, std::uint64_t>>
count_gaps(const std::vector<std::size_t>& entries) {
    constexpr std::size_t kShort = 1024;
    std::vector<std::uint64_t> near(kShort, 0);
    std::unordered_map<std::size_t, std::uint64_t> far;
    std::size_t next = 0;
    for (const std::size_t i : entries) {
        const std::size_t gap = i - next;
        ++(gap < kShort ? near[gap] : far[gap]);
        next = i + 1;
    }
    std::vector<std::pair<std::size_t, std::uint64_t>> gaps(far.begin(), far.end());
    for (std::size_t gap = 0; gap < kShort; ++gap) {
        if (near[gap] > 0) {
            gaps.emplace_back(gap, near[gap]);
        }
    }
    return gaps;
}

Alphabet make_alphabet(const std::vector<std::uint32_t>& symbols) {
    // Of kMaxAlphabet symbols, all as frequent, so many would come in the first 4,096 elements that
    // are not zero: more of them, and there is no need to look at the rest.
    constexpr std::size_t kSample = 4096;
    constexpr std::size_t kMostInSample = 3970;
    SymbolSet set;
    Alphabet result;
    result.of_element.reserve(symbols.size());
    std::size_t looked_at = 0;
    for (const std::uint32_t symbol : symbols) {
        const std::uint32_t number = set.add(symbol);
        looked_at += symbol != 0 ? 1 : 0;
        if (number == SymbolSet::kFree ||
            (looked_at == kSample && symbol != 0 && set.seen().size() > kMostInSample)) {
            return {};
        }
        result.of_element.push_back(number);
    }
    result.symbols = set.seen();
    std::ranges::sort(result.symbols);
    std::vector<std::uint32_t> rank(result.symbols.size());
    for (std::size_t i = 0; i < rank.size(); ++i) {
        rank[i] = static_cast<std::uint32_t>(
            std::ranges::lower_bound(result.symbols, set.seen()[i]) - result.symbols.begin());
    }
    for (std::uint32_t& number : result.of_element) {
        number = rank[number];
    }
    return result;
}

/// Elements of one width each.
template <typename Sink, typename Elements>
void put_each(Sink& sink, const Elements& elements, int bits, Part part) {
    if constexpr (kCounts<Sink>) {
        sink.put_all(elements.size(), bits, part);
    } else {
        for (const auto element : elements) {
            sink.put(static_cast<std::uint64_t>(element), bits, part);
        }
    }
}

double entropy(std::span<const std::uint64_t> frequencies) {
    double total = 0;
    double sum = 0;
    for (const std::uint64_t frequency : frequencies) {
        if (frequency > 0) {
            const auto f = static_cast<double>(frequency);
            total += f;
            sum += f * std::log2(f);
        }
    }
    return total > 0 ? total * std::log2(total) - sum : 0;
}

} // namespace

ParameterCoder::ParameterCoder(const Parameter& parameter)
    : parameter_(&parameter)
    , symbolic_(parameter.latent().dtype() == DType::Float32)
    , values_(parameter.effective()) {
    if (!symbolic_) {
        return;
    }
    expect(values_.elements() < (std::int64_t{1} << 31U), "a parameter of {} elements is too large",
           values_.elements());
    const auto values = values_.data<float>();
    const auto is_zero = [&](std::size_t i) {
        return std::bit_cast<std::uint32_t>(values[i]) == 0;
    };
    symbols_.resize(values.size());
    if (const CodePtr& code = parameter.code()) {
        const Tensor encoded = code->encode(values_);
        const auto indices = encoded.data<std::int32_t>();
        base_ = indices.empty() ? 0 : *std::ranges::min_element(indices);
        std::uint32_t most = 0;
        for (std::size_t i = 0; i < symbols_.size(); ++i) {
            symbols_[i] = static_cast<std::uint32_t>(indices[i] - base_);
            most = std::max(most, symbols_[i]);
        }
        width_ = std::max(code->bits(), static_cast<int>(std::bit_width(most)));
    } else {
        for (std::size_t i = 0; i < symbols_.size(); ++i) {
            symbols_[i] = std::bit_cast<std::uint32_t>(values[i]);
        }
    }
    // Without branches: which weights are zero follows no pattern.
    entries_.resize(values.size());
    std::size_t count = 0;
    if (parameter.has_mask()) {
        const auto kept = parameter.mask().data<bool>();
        bool agrees = true;
        for (std::size_t i = 0; i < kept.size(); ++i) {
            entries_[count] = i;
            count += kept[i] ? 1 : 0;
            agrees &= kept[i] != is_zero(i);
        }
        mask_kind_ = agrees ? MaskKind::Implied : MaskKind::Explicit;
    } else {
        for (std::size_t i = 0; i < values.size(); ++i) {
            entries_[count] = i;
            count += is_zero(i) ? 0 : 1;
        }
    }
    entries_.resize(count);
    gaps_ = count_gaps(entries_);
    alphabet_ = make_alphabet(symbols_);
}

bool ParameterCoder::is_entry(std::size_t i) const {
    return parameter_->has_mask() ? parameter_->mask().data<bool>()[i]
                                  : std::bit_cast<std::uint32_t>(values_.data<float>()[i]) != 0;
}

template <typename Sink>
void ParameterCoder::put_mask(Sink& sink) const {
    if (mask_kind_ == MaskKind::Explicit) {
        put_each(sink, parameter_->mask().data<bool>(), 1, Part::Index);
    }
}

template <typename Sink>
void ParameterCoder::emit_raw(Sink& sink) const {
    put_mask(sink);
    put_each(sink, values_.raw(), 8, Part::Value);
}

template <typename Sink>
void ParameterCoder::emit_packed(Sink& sink) const {
    put_mask(sink);
    put_each(sink, symbols_, width_, Part::Value);
}

template <typename Sink>
void ParameterCoder::emit_bitmap(Sink& sink) const {
    if constexpr (kCounts<Sink>) {
        sink.put_all(symbols_.size(), 1, Part::Index);
        sink.put_all(entries_.size(), width_, Part::Value);
        return;
    }
    for (std::size_t i = 0; i < symbols_.size(); ++i) {
        sink.put(is_entry(i) ? 1 : 0, 1, Part::Index);
    }
    for (const std::size_t i : entries_) {
        sink.put(symbols_[i], width_, Part::Value);
    }
}

template <typename Sink>
void ParameterCoder::emit_compressed(Sink& sink, bool by_row) const {
    const Grid grid(parameter_->shape());
    const std::size_t lines = by_row ? grid.rows : grid.cols;
    const std::size_t across = by_row ? grid.cols : grid.rows;
    const int index_bits = bits_for(across);
    if constexpr (kCounts<Sink>) {
        put_number(sink, entries_.size(), Part::Overhead);
        sink.put_all(lines, bits_for(entries_.size() + 1), Part::Overhead);
        sink.put_all(entries_.size(), index_bits, Part::Index);
        sink.put_all(entries_.size(), width_, Part::Value);
        return;
    }
    const auto line_of = [&](std::size_t i) { return by_row ? i / grid.cols : i % grid.cols; };
    std::vector<std::size_t> count(lines + 1, 0);
    for (const std::size_t i : entries_) {
        ++count[line_of(i) + 1];
    }
    for (std::size_t line = 0; line < lines; ++line) {
        count[line + 1] += count[line];
    }
    put_number(sink, entries_.size(), Part::Overhead);
    const int pointer_bits = bits_for(entries_.size() + 1);
    for (std::size_t line = 0; line < lines; ++line) {
        sink.put(count[line + 1], pointer_bits, Part::Overhead);
    }
    std::vector<std::size_t> order(entries_.size());
    for (const std::size_t i : entries_) {
        order[count[line_of(i)]++] = i;
    }
    for (const std::size_t i : order) {
        sink.put(by_row ? i % grid.cols : i / grid.cols, index_bits, Part::Index);
        sink.put(symbols_[i], width_, Part::Value);
    }
}

template <typename Visitor>
void ParameterCoder::for_runs(int run_bits, const Visitor& visitor) const {
    const std::size_t longest = std::size_t{1} << static_cast<unsigned>(run_bits);
    std::size_t next = 0; // the first element not yet passed
    for (const std::size_t i : entries_) {
        while (i - next >= longest) {
            next += longest;
            visitor(longest - 1, next - 1, false);
        }
        visitor(i - next, i, true);
        next = i + 1;
    }
}

std::uint64_t ParameterCoder::run_count(int run_bits) const {
    std::uint64_t count = 0;
    for (const auto& [gap, times] : gaps_) {
        count += times * (1 + (gap >> static_cast<unsigned>(run_bits)));
    }
    return count;
}

std::vector<std::uint64_t> ParameterCoder::run_histogram(int run_bits) const {
    const std::size_t longest = std::size_t{1} << static_cast<unsigned>(run_bits);
    std::vector<std::uint64_t> counts(longest, 0);
    for (const auto& [gap, times] : gaps_) {
        counts[gap % longest] += times;
        counts[longest - 1] += times * (gap / longest);
    }
    return counts;
}

template <typename Sink>
void ParameterCoder::emit_relative(Sink& sink, int run_bits) const {
    const std::size_t longest = std::size_t{1} << static_cast<unsigned>(run_bits);
    const std::uint64_t count = run_count(run_bits);
    put_number(sink, count, Part::Overhead);
    if constexpr (kCounts<Sink>) {
        sink.put_all(count, run_bits, Part::Index);
        sink.put_all(count, width_, Part::Value);
        if (mask_kind_ == MaskKind::Explicit) {
            sink.put_all(run_histogram(run_bits).back(), 1, Part::Index);
        }
        return;
    }
    for_runs(run_bits, [&](std::size_t run, std::size_t i, bool real) {
        sink.put(run, run_bits, Part::Index);
        if (mask_kind_ == MaskKind::Explicit && run == longest - 1) {
            sink.put(real ? 1 : 0, 1, Part::Index);
        }
        sink.put(symbols_[i], width_, Part::Value);
    });
}

template <typename Sink>
void ParameterCoder::put_alphabet(Sink& sink, const std::vector<std::uint32_t>& symbols) const {
    put_number(sink, symbols.size(), Part::Overhead);
    if (!bitmap_is_smaller(symbols.size(), width_)) {
        put_each(sink, symbols, width_, Part::Overhead);
        return;
    }
    const auto all = std::uint32_t{1} << static_cast<unsigned>(width_);
    if constexpr (kCounts<Sink>) {
        sink.put_all(all, 1, Part::Overhead);
        return;
    }
    std::size_t next = 0;
    for (std::uint32_t symbol = 0; symbol < all; ++symbol) {
        const bool used = next < symbols.size() && symbols[next] == symbol;
        next += used ? 1 : 0;
        sink.put(used ? 1 : 0, 1, Part::Overhead);
    }
}

template <typename Sink>
void ParameterCoder::emit_codebook(Sink& sink) const {
    put_mask(sink);
    const bool tabled = !alphabet_.symbols.empty();
    sink.put(tabled ? 1 : 0, 1, Part::Overhead);
    if (!tabled) {
        put_each(sink, symbols_, width_, Part::Value);
        return;
    }
    put_alphabet(sink, alphabet_.symbols);
    put_each(sink, alphabet_.of_element, bits_for(alphabet_.symbols.size()), Part::Value);
}

template <typename Sink>
void ParameterCoder::emit_huffman(Sink& sink, int run_bits) const {
    const std::size_t longest = std::size_t{1} << static_cast<unsigned>(run_bits);
    const bool tabled = !alphabet_.symbols.empty();
    const std::uint64_t count = run_count(run_bits);
    const std::vector<std::uint64_t> run_counts = run_histogram(run_bits);
    std::vector<std::uint64_t> counts;
    if (tabled) {
        counts.resize(alphabet_.symbols.size(), 0);
        for_runs(run_bits,
                 [&](std::size_t, std::size_t i, bool) { ++counts[alphabet_.of_element[i]]; });
    }
    put_number(sink, count, Part::Overhead);
    const std::vector<int> run_lengths = huffman_lengths(run_counts);
    for (const int length : run_lengths) {
        sink.put(static_cast<std::uint64_t>(length), kLengthBits, Part::Overhead);
    }
    const HuffmanEncoder runs(run_lengths);
    sink.put(tabled ? 1 : 0, 1, Part::Overhead);
    const std::vector<int> lengths = huffman_lengths(counts);
    if (tabled) {
        std::vector<std::uint32_t> used;
        for (std::size_t number = 0; number < counts.size(); ++number) {
            if (counts[number] > 0) {
                used.push_back(alphabet_.symbols[number]);
            }
        }
        put_alphabet(sink, used);
        for (const int length : lengths) {
            if (length > 0) {
                sink.put(static_cast<std::uint64_t>(length), kLengthBits, Part::Overhead);
            }
        }
    }
    const HuffmanEncoder values(lengths);
    if constexpr (kCounts<Sink>) {
        for (std::size_t run = 0; run < longest; ++run) {
            sink.put_all(run_counts[run], run_lengths[run], Part::Index);
        }
        if (mask_kind_ == MaskKind::Explicit) {
            sink.put_all(run_counts.back(), 1, Part::Index);
        }
        if (!tabled) {
            sink.put_all(count, width_, Part::Value);
        }
        for (std::size_t number = 0; number < counts.size(); ++number) {
            sink.put_all(counts[number], lengths[number], Part::Value);
        }
        return;
    }
    for_runs(run_bits, [&](std::size_t run, std::size_t i, bool real) {
        runs.put(sink, run, Part::Index);
        if (mask_kind_ == MaskKind::Explicit && run == longest - 1) {
            sink.put(real ? 1 : 0, 1, Part::Index);
        }
        if (tabled) {
            values.put(sink, alphabet_.of_element[i], Part::Value);
        } else {
            sink.put(symbols_[i], width_, Part::Value);
        }
    });
}

template <typename Sink>
void ParameterCoder::emit(Sink& sink, StorageFormat format, int run_bits) const {
    if (!symbolic_) {
        format = StorageFormat::Dense;
    }
    sink.put(static_cast<std::uint64_t>(format), kFormatBits, Part::Overhead);
    if (!symbolic_) {
        emit_raw(sink);
        return;
    }
    sink.put(static_cast<std::uint64_t>(mask_kind_), kMaskBits, Part::Overhead);
    put_code(sink, parameter_->code().get());
    if (format == StorageFormat::Dense) {
        emit_raw(sink);
        return;
    }
    if (parameter_->code()) {
        sink.put(static_cast<std::uint64_t>(width_ - 1), 5, Part::Overhead);
        put_number(sink, zigzag(base_), Part::Overhead);
    }
    if (uses_runs(format)) {
        sink.put(static_cast<std::uint64_t>(run_bits - 1), kRunBitsBits, Part::Overhead);
    }
    switch (format) {
    case StorageFormat::Packed:
        return emit_packed(sink);
    case StorageFormat::Bitmap:
        return emit_bitmap(sink);
    case StorageFormat::Csr:
        return emit_compressed(sink, true);
    case StorageFormat::Csc:
        return emit_compressed(sink, false);
    case StorageFormat::Relative:
        return emit_relative(sink, run_bits);
    case StorageFormat::Codebook:
        return emit_codebook(sink);
    case StorageFormat::Huffman:
        return emit_huffman(sink, run_bits);
    case StorageFormat::Dense:
        break;
    }
}

int ParameterCoder::best_run_bits(StorageFormat format) const {
    int best = 0;
    std::int64_t least = 0;
    for (int bits = 2; bits <= kMaxRunBits; ++bits) {
        const std::int64_t bytes = cost(format, bits).bytes();
        if (best == 0 || bytes < least) {
            best = bits;
            least = bytes;
        }
    }
    return best;
}

StorageCost ParameterCoder::cost(StorageFormat format, int run_bits) const {
    expect(run_bits >= 0 && run_bits <= kMaxRunBits, "runs of {} bits, expected 1 to {} or 0",
           run_bits, kMaxRunBits);
    const bool runs = symbolic_ && uses_runs(format);
    StorageCost result;
    result.format = symbolic_ ? format : StorageFormat::Dense;
    result.run_bits = runs ? (run_bits == 0 ? best_run_bits(format) : run_bits) : 0;
    BitTally tally;
    emit(tally, format, result.run_bits);
    result.value_bits = tally.bits(Part::Value);
    result.index_bits = tally.bits(Part::Index);
    result.overhead_bits = tally.bits(Part::Overhead);
    return result;
}

std::int64_t ParameterCoder::least_huffman_bits() const {
    if (alphabet_.symbols.empty()) {
        return static_cast<std::int64_t>(entries_.size()) * width_;
    }
    const std::vector<std::uint64_t> counts = entry_counts();
    const auto used = static_cast<std::size_t>(
        std::ranges::count_if(counts, [](std::uint64_t count) { return count > 0; }));
    const std::int64_t table = bitmap_is_smaller(used, width_)
                                   ? std::int64_t{1} << static_cast<unsigned>(width_)
                                   : static_cast<std::int64_t>(used) * width_;
    return table + static_cast<std::int64_t>(used) * kLengthBits +
           static_cast<std::int64_t>(entropy(counts));
}

std::vector<std::uint64_t> ParameterCoder::entry_counts() const {
    std::vector<std::uint64_t> counts(alphabet_.symbols.size(), 0);
    for (const std::size_t i : entries_) {
        ++counts[alphabet_.of_element[i]];
    }
    return counts;
}

StorageCost ParameterCoder::best() const {
    StorageCost best = cost(StorageFormat::Dense);
    if (!symbolic_) {
        return best;
    }
    for (const StorageFormat format : all_formats()) {
        if (format == StorageFormat::Huffman && least_huffman_bits() >= best.bytes() * 8) {
            continue;
        }
        const StorageCost candidate = cost(format);
        if (candidate.bytes() < best.bytes()) {
            best = candidate;
        }
    }
    return best;
}

std::vector<std::byte> ParameterCoder::write(StorageFormat format, int run_bits) const {
    const int bits = cost(format, run_bits).run_bits;
    BitWriter writer;
    emit(writer, format, bits);
    return writer.finish();
}

double ParameterCoder::entropy_bits() const {
    if (!symbolic_) {
        return static_cast<double>(values_.byte_size()) * 8;
    }
    const std::vector<std::uint64_t> split{entries_.size(), symbols_.size() - entries_.size()};
    if (alphabet_.symbols.empty()) {
        std::vector<std::uint32_t> sorted;
        for (const std::size_t i : entries_) {
            sorted.push_back(symbols_[i]);
        }
        std::ranges::sort(sorted);
        std::vector<std::uint64_t> counts;
        for (std::size_t i = 0; i < sorted.size(); ++i) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                counts.push_back(0);
            }
            ++counts.back();
        }
        return entropy(split) + entropy(counts);
    }
    return entropy(split) + entropy(entry_counts());
}

} // namespace espalier::coding
