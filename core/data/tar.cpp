// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/tar.h"

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/data/byte_reader.h"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <ostream>
#include <set>
#include <vector>

namespace espalier {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kBlock = 512;
constexpr std::size_t kPiece = std::size_t{1} << 18U;

using Header = std::array<std::byte, kBlock>;

/// The field's text up to its first zero byte.
std::string text_field(const Header& header, std::size_t offset, std::size_t length) {
    std::string text;
    for (std::size_t i = offset; i < offset + length && header[i] != std::byte{0}; ++i) {
        text += static_cast<char>(header[i]);
    }
    return text;
}

std::uint64_t octal_field(const Header& header, std::size_t offset, std::size_t length,
                          const char* what) {
    std::uint64_t value = 0;
    bool any = false;
    for (const char c : text_field(header, offset, length)) {
        if (c == ' ') {
            continue;
        }
        expect(c >= '0' && c <= '7', "the {} of a member is no octal number", what);
        value = value * 8 + static_cast<std::uint64_t>(c - '0');
        any = true;
    }
    expect(any, "the {} of a member is missing", what);
    return value;
}

struct Member {
    std::string name; ///< last component of the path
    char type = '0';
    std::uint64_t bytes = 0;

    [[nodiscard]] bool plain_file() const { return type == '0' || type == '\0'; }
};

/// nullopt at the end of the archive.
std::optional<Member> next_member(ByteReader& reader) {
    Header header{};
    const std::uint64_t at = reader.offset();
    reader.read_exactly(header, "archive header");
    if (std::all_of(header.begin(), header.end(), [](std::byte b) { return b == std::byte{0}; })) {
        return std::nullopt;
    }
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < kBlock; ++i) {
        const bool in_checksum = i >= 148 && i < 156; // counted as blanks
        sum += in_checksum ? ' ' : std::to_integer<std::uint64_t>(header[i]);
    }
    const std::uint64_t stated = octal_field(header, 148, 8, "checksum");
    expect(sum == stated, "archive header at offset {}: checksum is {}, expected {}", at, sum,
           stated);
    Member member;
    const std::string path = text_field(header, 0, 100);
    member.name = path.substr(path.rfind('/') + 1);
    member.type = static_cast<char>(header[156]);
    member.bytes = octal_field(header, 124, 12, "size");
    expect(member.bytes <= kMaxArchiveBytes, "\"{}\" has {} bytes, at most {} are accepted", path,
           member.bytes, kMaxArchiveBytes);
    return member;
}

/// Reads `bytes` and the padding after them, handing them to `sink` in pieces.
void read_content(ByteReader& reader, std::uint64_t bytes, const Job& job,
                  const std::function<void(std::span<const std::byte>)>& sink) {
    std::vector<std::byte> piece(kPiece);
    for (std::uint64_t left = bytes; left > 0;) {
        job.check();
        const auto now = static_cast<std::size_t>(std::min<std::uint64_t>(left, kPiece));
        reader.read_exactly(std::span(piece).first(now), "content of a member");
        sink(std::span<const std::byte>(piece).first(now));
        left -= now;
    }
    const auto padding = static_cast<std::size_t>((kBlock - bytes % kBlock) % kBlock);
    reader.read_exactly(std::span(piece).first(padding), "padding of a member");
}

} // namespace

void extract_tar_gz(const fs::path& archive, std::span<const std::string> wanted,
                    const fs::path& folder, const Job& job) {
    ByteReader reader(archive);
    const std::set<std::string> names(wanted.begin(), wanted.end());
    std::set<std::string> done;
    located(archive.string(), [&] {
        while (const auto member = next_member(reader)) {
            expect(reader.offset() + member->bytes <= kMaxArchiveBytes,
                   "the archive holds more than {} bytes", kMaxArchiveBytes);
            if (!names.contains(member->name)) {
                read_content(reader, member->bytes, job, [](std::span<const std::byte>) {});
                continue;
            }
            expect(member->plain_file(), "\"{}\" has type '{}', expected a plain file",
                   member->name, member->type);
            expect(done.insert(member->name).second, "\"{}\" is there twice", member->name);
            job.report(done.size(), names.size(), "unpack " + member->name);
            write_atomically(folder / member->name, [&](std::ostream& out) {
                read_content(reader, member->bytes, job, [&](std::span<const std::byte> bytes) {
                    out.write(reinterpret_cast<const char*>(bytes.data()),
                              static_cast<std::streamsize>(bytes.size()));
                    if (!out) {
                        fail(ErrorCode::Io, "writing failed: the disk may be full");
                    }
                });
            });
        }
        for (const auto& name : names) {
            expect(done.contains(name), "the archive lacks \"{}\"", name);
        }
    });
}

} // namespace espalier
