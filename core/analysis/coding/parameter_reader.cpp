// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/coding/code_block.h"
#include "core/analysis/coding/huffman.h"
#include "core/analysis/coding/layout.h"
#include "core/analysis/coding/parameter_coder.h"
#include "core/base/error.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <optional>

namespace espalier::coding {

namespace {

/// A sparse format holds a huge tensor of zeros in a few bytes, so its length alone proves
/// nothing: beyond this many elements it must bring at least one bit for each thousand.
constexpr std::int64_t kFreeElements = std::int64_t{1} << 26U;
constexpr std::int64_t kElementsPerBit = 1024;
constexpr std::int64_t kMaxElements = std::int64_t{1} << 31U;

class Reader {
public:
    Reader(std::span<const std::byte> bytes, DType type, const Shape& shape)
        : bits_(bytes)
        , type_(type)
        , shape_(shape)
        , elements_(static_cast<std::size_t>(shape.elements())) {}

    Parameter read(std::string provenance) {
        expect(count() < kMaxElements, "{} elements, expected less than {}", elements_,
               kMaxElements);
        const std::uint32_t format = bits_.get(kFormatBits);
        expect(format < all_formats().size(), "storage format {}, expected 0 to {}", format,
               all_formats().size() - 1);
        format_ = static_cast<StorageFormat>(format);
        if (type_ != DType::Float32) {
            expect(format_ == StorageFormat::Dense, "{} values in format {}, expected dense",
                   dtype_name(type_), format_name(format_));
            return Parameter(read_raw(), std::move(provenance));
        }
        const std::uint32_t kind = bits_.get(kMaskBits);
        expect(kind <= static_cast<std::uint32_t>(MaskKind::Explicit), "mask of kind {}", kind);
        mask_kind_ = static_cast<MaskKind>(kind);
        code_ = get_code(bits_);
        const Tensor values = format_ == StorageFormat::Dense ? read_dense() : read_symbols();
        Parameter result(values, std::move(provenance));
        if (code_) {
            result = result.with_code(code_);
        }
        if (mask_kind_ == MaskKind::None) {
            return result;
        }
        return result.with_mask(mask_of(result.effective()));
    }

private:
    [[nodiscard]] std::int64_t count() const { return static_cast<std::int64_t>(elements_); }

    void require_bits(std::int64_t each) {
        expect(each == 0 || count() <= bits_.remaining_bits() / each,
               "{} elements of {} bits in {} bits", elements_, each, bits_.remaining_bits());
    }

    Tensor read_raw() {
        require_bits(static_cast<std::int64_t>(element_bytes(type_)) * 8);
        Tensor tensor(type_, shape_);
        for (std::byte& byte : tensor.writable_raw()) {
            byte = static_cast<std::byte>(bits_.get(8));
            expect(type_ != DType::Bool || byte <= std::byte{1}, "found {} in a list of booleans",
                   static_cast<int>(byte));
        }
        return tensor;
    }

    void read_mask() {
        if (mask_kind_ == MaskKind::Explicit) {
            require_bits(1);
            mask_ = Tensor(DType::Bool, shape_);
            for (bool& kept : mask_.writable<bool>()) {
                kept = bits_.flag();
            }
        }
    }

    Tensor read_dense() {
        read_mask();
        return read_raw();
    }

    Tensor read_symbols() {
        if (code_) {
            width_ = static_cast<int>(bits_.get(5)) + 1;
            base_ = unzigzag(get_number(bits_));
        }
        if (uses_runs(format_)) {
            run_bits_ = static_cast<int>(bits_.get(kRunBitsBits)) + 1;
        }
        const std::int64_t each = format_ == StorageFormat::Packed   ? width_
                                  : format_ == StorageFormat::Bitmap ? 1
                                                                     : 0;
        require_bits(each);
        expect(count() <= kFreeElements || count() / kElementsPerBit <= bits_.remaining_bits(),
               "{} elements in {} bits", elements_, bits_.remaining_bits());
        switch (format_) {
        case StorageFormat::Packed:
            read_packed();
            break;
        case StorageFormat::Bitmap:
            read_bitmap();
            break;
        case StorageFormat::Csr:
            read_compressed(true);
            break;
        case StorageFormat::Csc:
            read_compressed(false);
            break;
        case StorageFormat::Codebook:
            read_codebook();
            break;
        default:
            read_runs();
        }
        return to_values();
    }

    void start() {
        symbols_.assign(elements_, 0);
        entry_.assign(elements_, false);
    }

    void place(std::size_t i, std::uint32_t symbol) {
        symbols_[i] = symbol;
        entry_[i] = true;
    }

    void read_packed() {
        read_mask();
        require_bits(width_);
        start();
        for (std::size_t i = 0; i < elements_; ++i) {
            place(i, bits_.get(width_));
        }
    }

    void read_bitmap() {
        start();
        for (std::size_t i = 0; i < elements_; ++i) {
            entry_[i] = bits_.flag();
        }
        for (std::size_t i = 0; i < elements_; ++i) {
            if (entry_[i]) {
                symbols_[i] = bits_.get(width_);
            }
        }
        entries_are_mask();
    }

    void read_compressed(bool by_row) {
        const Grid grid(shape_);
        const std::size_t lines = by_row ? grid.rows : grid.cols;
        const std::size_t across = by_row ? grid.cols : grid.rows;
        const std::uint64_t entries = get_number(bits_);
        expect(entries <= elements_, "{} entries in {} elements", entries, elements_);
        const int pointer_bits = bits_for(entries + 1);
        expect(pointer_bits == 0 ||
                   static_cast<std::int64_t>(lines) <= bits_.remaining_bits() / pointer_bits,
               "{} pointers in {} bits", lines, bits_.remaining_bits());
        start();
        std::vector<std::uint64_t> ends(elements_ == 0 ? 0 : lines);
        std::uint64_t before = 0;
        for (std::uint64_t& end : ends) {
            end = bits_.get(pointer_bits);
            expect(end >= before && end <= entries, "pointer {} after {}, of {} entries", end,
                   before, entries);
            before = end;
        }
        expect(before == entries, "the last pointer is {}, expected {}", before, entries);
        const int index_bits = bits_for(across);
        std::uint64_t entry = 0;
        for (std::size_t line = 0; line < ends.size(); ++line) {
            for (; entry < ends[line]; ++entry) {
                const std::size_t index = bits_.get(index_bits);
                expect(index < across, "index {}, expected less than {}", index, across);
                place(by_row ? line * grid.cols + index : index * grid.cols + line,
                      bits_.get(width_));
            }
        }
        entries_are_mask();
    }

    std::vector<std::uint32_t> read_alphabet() {
        const std::uint64_t size = get_number(bits_);
        expect(size <= kMaxAlphabet, "a table of {} symbols, expected at most {}", size,
               kMaxAlphabet);
        std::vector<std::uint32_t> symbols;
        if (!bitmap_is_smaller(static_cast<std::size_t>(size), width_)) {
            for (std::uint64_t i = 0; i < size; ++i) {
                symbols.push_back(bits_.get(width_));
            }
            return symbols;
        }
        const auto all = std::uint32_t{1} << static_cast<unsigned>(width_);
        for (std::uint32_t symbol = 0; symbol < all; ++symbol) {
            if (bits_.flag()) {
                symbols.push_back(symbol);
            }
        }
        expect(symbols.size() == size, "a table of {} symbols, expected {}", symbols.size(), size);
        return symbols;
    }

    void read_codebook() {
        read_mask();
        const bool tabled = bits_.flag();
        const std::vector<std::uint32_t> table =
            tabled ? read_alphabet() : std::vector<std::uint32_t>{};
        const int bits = tabled ? bits_for(table.size()) : width_;
        require_bits(bits);
        expect(!tabled || elements_ == 0 || !table.empty(), "{} elements with an empty table",
               elements_);
        start();
        for (std::size_t i = 0; i < elements_; ++i) {
            const std::uint32_t number = bits_.get(bits);
            expect(!tabled || number < table.size(), "entry {} of a table of {}", number,
                   table.size());
            place(i, tabled ? table[number] : number);
        }
    }

    std::vector<int> read_lengths(std::size_t count) {
        std::vector<int> lengths(count);
        for (int& length : lengths) {
            length = static_cast<int>(bits_.get(kLengthBits));
        }
        return lengths;
    }

    /// Relative and Huffman.
    void read_runs() {
        const bool coded = format_ == StorageFormat::Huffman;
        const std::size_t longest = std::size_t{1} << static_cast<unsigned>(run_bits_);
        const std::uint64_t count = get_number(bits_);
        expect(count <= elements_, "{} entries in {} elements", count, elements_);
        std::optional<HuffmanDecoder> run_code;
        std::optional<HuffmanDecoder> value_code;
        std::vector<std::uint32_t> table;
        if (coded) {
            run_code.emplace(read_lengths(longest));
            if (bits_.flag()) {
                table = read_alphabet();
                value_code.emplace(read_lengths(table.size()));
            }
        }
        start();
        std::size_t next = 0;
        for (std::uint64_t entry = 0; entry < count; ++entry) {
            const std::size_t run =
                run_code ? run_code->get(bits_) : std::size_t{bits_.get(run_bits_)};
            const bool flagged = mask_kind_ == MaskKind::Explicit && run == longest - 1;
            const bool real = !flagged || bits_.flag();
            const std::uint32_t symbol =
                value_code ? table[value_code->get(bits_)] : bits_.get(width_);
            next += run;
            expect(next < elements_, "an entry at {}, expected less than {}", next, elements_);
            if (real) {
                place(next, symbol);
            }
            ++next;
        }
        entries_are_mask();
    }

    /// Under an explicit mask the entries of a sparse format are what it keeps.
    void entries_are_mask() {
        if (mask_kind_ == MaskKind::Explicit) {
            mask_ = Tensor(DType::Bool, shape_);
            std::copy(entry_.begin(), entry_.end(), mask_.writable<bool>().begin());
        }
    }

    [[nodiscard]] Tensor to_values() const {
        Tensor values(DType::Float32, shape_);
        const auto target = values.writable<float>();
        if (!code_) {
            std::ranges::transform(symbols_, target.begin(), [](std::uint32_t symbol) {
                return std::bit_cast<float>(symbol);
            });
            return values;
        }
        // Elements that are no entries get any legal index: their value is 0 whatever it says.
        const auto first_entry = std::ranges::find(entry_, true);
        if (first_entry == entry_.end()) {
            return values;
        }
        const std::uint32_t legal =
            symbols_[static_cast<std::size_t>(first_entry - entry_.begin())];
        Tensor indices(DType::Int32, shape_);
        const auto index = indices.writable<std::int32_t>();
        for (std::size_t i = 0; i < elements_; ++i) {
            const std::int64_t wide = base_ + (entry_[i] ? symbols_[i] : legal);
            expect(wide >= std::numeric_limits<std::int32_t>::min() &&
                       wide <= std::numeric_limits<std::int32_t>::max(),
                   "index {} of a code", wide);
            index[i] = static_cast<std::int32_t>(wide);
        }
        const Tensor decoded = code_->decode(indices);
        const auto source = decoded.data<float>();
        for (std::size_t i = 0; i < elements_; ++i) {
            target[i] = entry_[i] ? source[i] : 0.0F;
        }
        return values;
    }

    [[nodiscard]] Tensor mask_of(const Tensor& effective) const {
        if (mask_kind_ == MaskKind::Explicit) {
            return mask_;
        }
        Tensor mask(DType::Bool, shape_);
        std::ranges::transform(
            effective.data<float>(), mask.writable<bool>().begin(),
            [](float value) { return std::bit_cast<std::uint32_t>(value) != 0; });
        return mask;
    }

    BitReader bits_;
    DType type_;
    Shape shape_;
    std::size_t elements_;
    StorageFormat format_ = StorageFormat::Dense;
    MaskKind mask_kind_ = MaskKind::None;
    CodePtr code_;
    int width_ = 32;
    int run_bits_ = 0;
    std::int64_t base_ = 0;
    Tensor mask_;
    std::vector<std::uint32_t> symbols_;
    std::vector<bool> entry_;
};

} // namespace

Parameter read_parameter(std::span<const std::byte> bytes, DType type, const Shape& shape,
                         std::string provenance) {
    return Reader(bytes, type, shape).read(std::move(provenance));
}

} // namespace espalier::coding
