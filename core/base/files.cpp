// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"

#include "core/base/error.h"

#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <system_error>

namespace espalier {

namespace fs = std::filesystem;

namespace {

template <typename Container>
Container read_whole(const fs::path& path, std::uint64_t limit) {
    std::error_code error;
    if (fs::is_directory(path, error)) {
        throw Error(ErrorCode::BadInput, "found a folder, expected a file", {}, path.string());
    }
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        throw Error(ErrorCode::Io, fmt::format("cannot be opened: {}", std::strerror(errno)), {},
                    path.string());
    }
    Container bytes;
    const auto size = fs::file_size(path, error);
    if (!error && size > limit) {
        throw Error(ErrorCode::BadInput,
                    fmt::format("the file has {} bytes, at most {} are accepted", size, limit), {},
                    path.string());
    }
    if (!error) {
        bytes.resize(size);
        in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
        bytes.resize(static_cast<std::size_t>(in.gcount()));
    }
    if (in.bad()) {
        throw Error(ErrorCode::Io, "reading failed", {}, path.string());
    }
    return bytes;
}

std::atomic<unsigned> g_temporary{0};

} // namespace

std::vector<std::byte> read_bytes(const fs::path& path, std::uint64_t limit) {
    return read_whole<std::vector<std::byte>>(path, limit);
}

std::string read_text(const fs::path& path, std::uint64_t limit) {
    return read_whole<std::string>(path, limit);
}

void write_atomically(const fs::path& path, const std::function<void(std::ostream&)>& writer) {
    std::error_code error;
    if (path.has_parent_path()) {
        fs::create_directories(path.parent_path(), error);
    }
    fs::path temporary = path;
    temporary += fmt::format(".{}-{}.tmp", ::getpid(), g_temporary++);
    try {
        std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
        if (!out) {
            fail(ErrorCode::Io, "cannot be written: {}", std::strerror(errno));
        }
        writer(out);
        out.flush();
        if (!out) {
            fail(ErrorCode::Io, "writing failed: {}", std::strerror(errno));
        }
        out.close();
        fs::rename(temporary, path);
    } catch (const fs::filesystem_error& failure) {
        fs::remove(temporary, error);
        throw Error(ErrorCode::Io, failure.code().message(), {}, path.string());
    } catch (const Error& failure) {
        fs::remove(temporary, error);
        throw failure.at(path.string());
    } catch (...) {
        fs::remove(temporary, error);
        throw;
    }
}

void write_atomically(const fs::path& path, std::string_view text) {
    write_atomically(path, [&](std::ostream& out) {
        out.write(text.data(), static_cast<std::streamsize>(text.size()));
    });
}

void write_atomically(const fs::path& path, std::span<const std::byte> bytes) {
    write_atomically(path,
                     std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

fs::path resource_dir() {
    if (const char* set = std::getenv("ESPALIER_RESOURCES"); set != nullptr && *set != '\0') {
        return set;
    }
    std::error_code error;
    const fs::path self = fs::read_symlink("/proc/self/exe", error);
    if (!error) {
        const fs::path installed = self.parent_path().parent_path() / "share" / "espalier";
        if (fs::is_directory(installed / "networks", error)) {
            return installed;
        }
    }
    return ESPALIER_SOURCE_RESOURCES;
}

fs::path resource(std::string_view relative) {
    const fs::path path = resource_dir() / relative;
    if (!fs::exists(path)) {
        throw Error(ErrorCode::Io, "this resource is missing from the installation",
                    "set ESPALIER_RESOURCES to the folder that holds it", path.string());
    }
    return path;
}

fs::path user_data_dir() {
    if (const char* xdg = std::getenv("XDG_DATA_HOME"); xdg != nullptr && *xdg != '\0') {
        return fs::path(xdg) / "espalier";
    }
    const char* home = std::getenv("HOME");
    return fs::path(home != nullptr ? home : ".") / ".local" / "share" / "espalier";
}

} // namespace espalier
