// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/coding/code_block.h"

#include "core/base/json.h"

#include <algorithm>
#include <bit>

namespace espalier::coding {

namespace {

enum class Kind : std::uint8_t { None, Affine, Codebook, Json };

constexpr int kKindBits = 2;

template <typename Sink>
void put_floats(Sink& sink, const std::vector<float>& values) {
    put_number(sink, values.size(), Part::Overhead);
    for (const float value : values) {
        sink.put(std::bit_cast<std::uint32_t>(value), 32, Part::Overhead);
    }
}

std::vector<float> get_floats(BitReader& reader) {
    const std::uint64_t count = get_number(reader);
    expect(static_cast<std::int64_t>(count) <= reader.remaining_bits() / 32,
           "a list of {} numbers in {} bits", count, reader.remaining_bits());
    std::vector<float> values(static_cast<std::size_t>(count));
    for (float& value : values) {
        value = std::bit_cast<float>(reader.get(32));
    }
    return values;
}

template <typename Sink>
void put_affine(Sink& sink, const AffineCode& code) {
    sink.put(static_cast<std::uint64_t>(code.bits() - 2), 4, Part::Overhead);
    sink.put(code.is_signed() ? 1 : 0, 1, Part::Overhead);
    sink.put(code.narrow() ? 1 : 0, 1, Part::Overhead);
    put_number(sink, static_cast<std::uint64_t>(code.axis() + 1), Part::Overhead);
    put_floats(sink, code.scales());
    const auto& zeros = code.zero_points();
    const bool symmetric = std::ranges::all_of(zeros, [](std::int32_t z) { return z == 0; });
    sink.put(symmetric ? 1 : 0, 1, Part::Overhead);
    if (!symmetric) {
        for (const std::int32_t zero : zeros) {
            sink.put(static_cast<std::uint64_t>(zero - code.low()), code.bits(), Part::Overhead);
        }
    }
}

CodePtr get_affine(BitReader& reader) {
    const int bits = static_cast<int>(reader.get(4)) + 2;
    const bool is_signed = reader.flag();
    const bool narrow = reader.flag();
    const std::uint64_t axis = get_number(reader);
    expect(axis <= 64, "an affine code along axis {}", axis);
    std::vector<float> scales = get_floats(reader);
    std::vector<std::int32_t> zeros(scales.size(), 0);
    if (!reader.flag()) {
        const std::int32_t low = is_signed ? -(1 << (bits - 1)) + (narrow ? 1 : 0) : 0;
        for (std::int32_t& zero : zeros) {
            zero = static_cast<std::int32_t>(reader.get(bits)) + low;
        }
    }
    return std::make_shared<AffineCode>(bits, is_signed, narrow, static_cast<int>(axis) - 1,
                                        std::move(scales), std::move(zeros));
}

template <typename Sink>
void put_json(Sink& sink, const Code& code) {
    const std::string text = code.to_json().dump();
    put_number(sink, text.size(), Part::Overhead);
    for (const char c : text) {
        sink.put(static_cast<unsigned char>(c), 8, Part::Overhead);
    }
}

CodePtr get_json(BitReader& reader) {
    const std::uint64_t size = get_number(reader);
    expect(static_cast<std::int64_t>(size) <= reader.remaining_bits() / 8,
           "a description of {} bytes in {} bits", size, reader.remaining_bits());
    std::string text(static_cast<std::size_t>(size), ' ');
    for (char& c : text) {
        c = static_cast<char>(reader.get(8));
    }
    return code_from_json(parse_json(text, "code"));
}

} // namespace

template <typename Sink>
void put_code(Sink& sink, const Code* code) {
    const auto put_kind = [&sink](Kind kind) {
        sink.put(static_cast<std::uint64_t>(kind), kKindBits, Part::Overhead);
    };
    if (code == nullptr) {
        put_kind(Kind::None);
    } else if (const auto* affine = dynamic_cast<const AffineCode*>(code)) {
        put_kind(Kind::Affine);
        put_affine(sink, *affine);
    } else if (const auto* codebook = dynamic_cast<const CodebookCode*>(code)) {
        put_kind(Kind::Codebook);
        put_floats(sink, codebook->levels());
    } else {
        put_kind(Kind::Json);
        put_json(sink, *code);
    }
}

template void put_code(BitTally&, const Code*);
template void put_code(BitWriter&, const Code*);

CodePtr get_code(BitReader& reader) {
    switch (static_cast<Kind>(reader.get(kKindBits))) {
    case Kind::None:
        return nullptr;
    case Kind::Affine:
        return get_affine(reader);
    case Kind::Codebook:
        return std::make_shared<CodebookCode>(get_floats(reader));
    case Kind::Json:
        break;
    }
    return get_json(reader);
}

} // namespace espalier::coding
