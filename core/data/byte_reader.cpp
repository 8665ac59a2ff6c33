// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/byte_reader.h"

#include "core/base/error.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <limits>
#include <vector>

namespace espalier {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kBufferBytes = std::size_t{1} << 18U;
constexpr std::uint64_t kMostExpansion = 1032;
/// zlib's code for "expect a gzip wrapper" on top of the window size.
constexpr int kGzipWindow = 16 + MAX_WBITS;

} // namespace

struct ByteReader::State {
    std::ifstream in;
    std::uint64_t file_bytes = 0;
    std::uint64_t offset = 0;
    bool compressed = false;
    bool member_open = false; ///< inside a gzip member
    bool at_end = false;
    z_stream stream{};
    std::vector<Bytef> buffer;

    ~State() {
        if (compressed) {
            inflateEnd(&stream);
        }
    }

    /// Makes input available to zlib; false at the end of the file.
    bool refill() {
        if (stream.avail_in > 0) {
            return true;
        }
        in.read(reinterpret_cast<char*>(buffer.data()),
                static_cast<std::streamsize>(buffer.size()));
        if (in.bad()) {
            fail(ErrorCode::Io, "reading failed");
        }
        stream.next_in = buffer.data();
        stream.avail_in = static_cast<uInt>(in.gcount());
        return stream.avail_in > 0;
    }

    std::size_t inflate_into(std::span<std::byte> bytes) {
        std::size_t done = 0;
        while (done < bytes.size() && !at_end) {
            if (!refill()) {
                if (member_open) {
                    fail(ErrorCode::BadInput,
                         "the gzip stream is cut short: its {} bytes on disk hold {} bytes and no "
                         "end mark",
                         file_bytes, offset + done);
                }
                at_end = true;
                break;
            }
            const auto room =
                std::min<std::size_t>(bytes.size() - done, std::numeric_limits<uInt>::max());
            stream.next_out = reinterpret_cast<Bytef*>(bytes.data() + done);
            stream.avail_out = static_cast<uInt>(room);
            member_open = true;
            const int status = inflate(&stream, Z_NO_FLUSH);
            done += room - stream.avail_out;
            if (status == Z_STREAM_END) {
                // Another member may follow; bytes that are none fail in its header.
                member_open = false;
                inflateReset(&stream);
            } else if (status != Z_OK && status != Z_BUF_ERROR) {
                fail(ErrorCode::BadInput, "the gzip stream is corrupt after {} bytes: {}",
                     offset + done, stream.msg != nullptr ? stream.msg : "unknown reason");
            }
        }
        return done;
    }
};

ByteReader::ByteReader(const fs::path& path)
    : state_(std::make_unique<State>()) {
    std::error_code error;
    if (fs::is_directory(path, error)) {
        throw Error(ErrorCode::BadInput, "found a folder, expected a file", {}, path.string());
    }
    state_->in.open(path, std::ios::binary);
    if (!state_->in) {
        throw Error(ErrorCode::Io, fmt::format("cannot be opened: {}", std::strerror(errno)), {},
                    path.string());
    }
    state_->file_bytes = fs::file_size(path, error);
    if (error) {
        throw Error(ErrorCode::Io, error.message(), {}, path.string());
    }
    std::array<char, 2> magic{};
    state_->in.read(magic.data(), magic.size());
    const bool gzipped =
        state_->in.gcount() == 2 && magic[0] == '\x1f' && magic[1] == static_cast<char>(0x8b);
    if (!gzipped && path.extension() == ".gz") {
        throw Error(ErrorCode::BadInput,
                    "this is no gzip stream: expected it to start with the bytes 1f 8b", {},
                    path.string());
    }
    state_->in.clear();
    state_->in.seekg(0);
    if (gzipped) {
        state_->buffer.resize(kBufferBytes);
        if (inflateInit2(&state_->stream, kGzipWindow) != Z_OK) {
            fail(ErrorCode::Failed, "zlib cannot be started");
        }
        state_->compressed = true;
    }
}

ByteReader::~ByteReader() = default;

std::size_t ByteReader::read(std::span<std::byte> bytes) {
    std::size_t done = 0;
    if (state_->compressed) {
        done = state_->inflate_into(bytes);
    } else {
        state_->in.read(reinterpret_cast<char*>(bytes.data()),
                        static_cast<std::streamsize>(bytes.size()));
        done = static_cast<std::size_t>(state_->in.gcount());
        if (state_->in.bad()) {
            fail(ErrorCode::Io, "reading failed");
        }
    }
    state_->offset += done;
    return done;
}

void ByteReader::read_exactly(std::span<std::byte> bytes, std::string_view what) {
    const std::uint64_t start = state_->offset;
    const std::size_t found = read(bytes);
    if (found != bytes.size()) {
        fail(ErrorCode::BadInput, "{} at offset {}: found {} bytes before the end, expected {}",
             what, start, found, bytes.size());
    }
}

void ByteReader::expect_end() {
    std::byte extra{};
    if (read(std::span(&extra, 1)) != 0) {
        fail(ErrorCode::BadInput, "found more bytes at offset {}, expected the end of the file",
             state_->offset - 1);
    }
}

std::uint64_t ByteReader::offset() const {
    return state_->offset;
}

std::uint64_t ByteReader::most_bytes() const {
    return state_->compressed ? state_->file_bytes * kMostExpansion : state_->file_bytes;
}

std::string gzip(std::span<const std::byte> bytes) {
    z_stream stream{};
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzipWindow, 8,
                     Z_DEFAULT_STRATEGY) != Z_OK) {
        fail(ErrorCode::Failed, "zlib cannot be started");
    }
    std::string out;
    std::vector<Bytef> buffer(kBufferBytes);
    std::size_t taken = 0;
    int status = Z_OK;
    while (status != Z_STREAM_END) {
        if (stream.avail_in == 0 && taken < bytes.size()) {
            const auto piece =
                std::min<std::size_t>(bytes.size() - taken, std::numeric_limits<uInt>::max());
            // zlib reads through next_in only, though its type does not say so.
            stream.next_in =
                const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data() + taken));
            stream.avail_in = static_cast<uInt>(piece);
            taken += piece;
        }
        stream.next_out = buffer.data();
        stream.avail_out = static_cast<uInt>(buffer.size());
        status = deflate(&stream, taken == bytes.size() ? Z_FINISH : Z_NO_FLUSH);
        out.append(reinterpret_cast<const char*>(buffer.data()), buffer.size() - stream.avail_out);
    }
    deflateEnd(&stream);
    return out;
}

} // namespace espalier
