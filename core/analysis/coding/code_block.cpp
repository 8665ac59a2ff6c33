// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/coding/code_block.h"

#include "core/base/error.h"
#include "core/graph/group_code.h"
#include "core/graph/level_code.h"
#include "core/graph/minifloat_code.h"
#include "core/graph/multibit_code.h"

#include <algorithm>
#include <bit>

namespace espalier::coding {

namespace {

enum class Kind : std::uint8_t { None, Affine, Codebook, Other };
enum class OtherKind : std::uint8_t { Levels, MultiBit, Minifloat, Groups };

constexpr int kKindBits = 2;
constexpr int kOtherKindBits = 3;
constexpr std::uint64_t kMostAxes = 64;
constexpr std::uint64_t kMostLetters = 32;

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
void put_axis(Sink& sink, int axis) {
    put_number(sink, static_cast<std::uint64_t>(axis + 1), Part::Overhead);
}

int get_axis(BitReader& reader) {
    const std::uint64_t axis = get_number(reader);
    expect(axis <= kMostAxes, "a code along axis {}", axis);
    return static_cast<int>(axis) - 1;
}

template <typename Sink>
void put_affine(Sink& sink, const AffineCode& code) {
    sink.put(static_cast<std::uint64_t>(code.bits() - 2), 4, Part::Overhead);
    sink.put(code.is_signed() ? 1 : 0, 1, Part::Overhead);
    sink.put(code.narrow() ? 1 : 0, 1, Part::Overhead);
    put_axis(sink, code.axis());
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
    const int axis = get_axis(reader);
    std::vector<float> scales = get_floats(reader);
    std::vector<std::int32_t> zeros(scales.size(), 0);
    if (!reader.flag()) {
        const std::int32_t low = is_signed ? -(1 << (bits - 1)) + (narrow ? 1 : 0) : 0;
        for (std::int32_t& zero : zeros) {
            zero = static_cast<std::int32_t>(reader.get(bits)) + low;
        }
    }
    return std::make_shared<AffineCode>(bits, is_signed, narrow, axis, std::move(scales),
                                        std::move(zeros));
}

/// The grids as those of a code along axis 0, then the axis of outputs and the ends of the groups.
template <typename Sink>
void put_groups(Sink& sink, const GroupCode& code) {
    put_affine(sink, AffineCode(code.bits(), code.is_signed(), code.narrow(), 0, code.scales(),
                                code.zero_points()));
    put_axis(sink, code.axis());
    put_number(sink, static_cast<std::uint64_t>(code.ends().back()), Part::Overhead);
    put_number(sink, static_cast<std::uint64_t>(code.size()), Part::Overhead);
    if (code.size() == 0) {
        put_number(sink, code.ends().size(), Part::Overhead);
        for (const std::int64_t end : code.ends()) {
            put_number(sink, static_cast<std::uint64_t>(end), Part::Overhead);
        }
    }
}

CodePtr get_groups(BitReader& reader) {
    const CodePtr stored = get_affine(reader);
    const auto& grids = dynamic_cast<const AffineCode&>(*stored);
    const int axis = get_axis(reader);
    const auto inputs = static_cast<std::int64_t>(get_number(reader));
    const auto size = static_cast<std::int64_t>(get_number(reader));
    const auto most = static_cast<std::int64_t>(grids.scales().size());
    std::vector<std::int64_t> ends;
    if (size > 0) {
        expect(inputs > 0 && (inputs - 1) / size < most, "{} inputs in groups of {} with {} grids",
               inputs, size, most);
        ends = GroupCode::equal_ends(inputs, size);
    } else {
        const std::uint64_t count = get_number(reader);
        expect(count <= grids.scales().size(), "{} groups with {} grids", count, most);
        for (std::uint64_t i = 0; i < count; ++i) {
            ends.push_back(static_cast<std::int64_t>(get_number(reader)));
        }
    }
    return std::make_shared<GroupCode>(grids.bits(), grids.is_signed(), grids.narrow(), axis,
                                       std::move(ends), grids.scales(), grids.zero_points());
}

template <typename Sink>
void put_text(Sink& sink, std::string_view text) {
    put_number(sink, text.size(), Part::Overhead);
    for (const char c : text) {
        sink.put(static_cast<unsigned char>(c), 8, Part::Overhead);
    }
}

std::string get_text(BitReader& reader) {
    const std::uint64_t size = get_number(reader);
    expect(size <= kMostLetters, "a name of {} letters, expected at most {}", size, kMostLetters);
    std::string text(static_cast<std::size_t>(size), ' ');
    for (char& c : text) {
        c = static_cast<char>(reader.get(8));
    }
    return text;
}

template <typename Sink>
void put_levels(Sink& sink, const LevelCode& code) {
    put_text(sink, code.grid());
    put_floats(sink, code.unit_levels());
    put_axis(sink, code.axis());
    put_floats(sink, code.scales());
    put_floats(sink, code.dead_zones());
}

CodePtr get_levels(BitReader& reader) {
    std::string grid = get_text(reader);
    std::vector<float> levels = get_floats(reader);
    const int axis = get_axis(reader);
    std::vector<float> scales = get_floats(reader);
    return std::make_shared<LevelCode>(std::move(grid), std::move(levels), axis, std::move(scales),
                                       get_floats(reader));
}

template <typename Sink>
void put_other(Sink& sink, const Code& code) {
    const auto put_kind = [&sink](OtherKind kind) {
        sink.put(static_cast<std::uint64_t>(kind), kOtherKindBits, Part::Overhead);
    };
    if (const auto* levels = dynamic_cast<const LevelCode*>(&code)) {
        put_kind(OtherKind::Levels);
        put_levels(sink, *levels);
    } else if (const auto* sums = dynamic_cast<const MultiBitCode*>(&code)) {
        put_kind(OtherKind::MultiBit);
        put_number(sink, static_cast<std::uint64_t>(sums->planes()), Part::Overhead);
        put_axis(sink, sums->axis());
        put_floats(sink, sums->factors());
    } else if (const auto* floats = dynamic_cast<const MinifloatCode*>(&code)) {
        put_kind(OtherKind::Minifloat);
        put_text(sink, floats->format().name);
        put_axis(sink, floats->axis());
        put_floats(sink, floats->scales());
    } else if (const auto* groups = dynamic_cast<const GroupCode*>(&code)) {
        put_kind(OtherKind::Groups);
        put_groups(sink, *groups);
    } else {
        fail(ErrorCode::Unsupported, "a code of kind {} can not be stored", code.kind());
    }
}

CodePtr get_other(BitReader& reader) {
    const std::uint32_t kind = reader.get(kOtherKindBits);
    switch (static_cast<OtherKind>(kind)) {
    case OtherKind::Levels:
        return get_levels(reader);
    case OtherKind::Groups:
        return get_groups(reader);
    case OtherKind::MultiBit: {
        const std::uint64_t planes = get_number(reader);
        expect(planes <= MultiBitCode::kMostPlanes, "a multi-bit code of {} planes", planes);
        const int axis = get_axis(reader);
        return std::make_shared<MultiBitCode>(static_cast<int>(planes), axis, get_floats(reader));
    }
    case OtherKind::Minifloat: {
        const std::string name = get_text(reader);
        const auto format = std::ranges::find(minifloats(), name, &Minifloat::name);
        expect(format != minifloats().end(), "a number format \"{}\"", name);
        const int axis = get_axis(reader);
        return std::make_shared<MinifloatCode>(*format, axis, get_floats(reader));
    }
    }
    fail(ErrorCode::BadInput, "a code of kind {}", kind);
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
        put_kind(Kind::Other);
        put_other(sink, *code);
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
    case Kind::Other:
        break;
    }
    return get_other(reader);
}

} // namespace espalier::coding
