// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/download.h"

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/data/tar.h"

#include <curl/curl.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <mutex>

namespace espalier {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kMaxDownloadBytes = std::uint64_t{8} << 30U;
constexpr long kConnectSeconds = 20;
constexpr long kStalledSeconds = 30;
constexpr long kMaxRedirects = 8;

struct FileCloser {
    void operator()(std::FILE* file) const {
        if (file != nullptr) {
            std::fclose(file);
        }
    }
};

struct CurlCloser {
    void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
};

/// What the callbacks of one transfer need.
struct Transfer {
    const Job& job;
    const RemoteFile& file;
    std::unique_ptr<std::FILE, FileCloser> out;
    std::uint64_t start = 0; ///< bytes there before this transfer
    std::uint64_t received = 0;
    int disk_error = 0;
    bool too_long = false;
};

std::size_t on_bytes(char* data, std::size_t size, std::size_t count, void* user) {
    auto& transfer = *static_cast<Transfer*>(user);
    const std::size_t bytes = size * count;
    transfer.received += bytes;
    const std::uint64_t limit = transfer.file.bytes != 0 ? transfer.file.bytes : kMaxDownloadBytes;
    if (transfer.start + transfer.received > limit) {
        transfer.too_long = true;
        return 0;
    }
    errno = 0;
    const std::size_t written = std::fwrite(data, 1, bytes, transfer.out.get());
    if (written != bytes) {
        transfer.disk_error = errno != 0 ? errno : EIO;
    }
    return written;
}

int on_progress(void* user, curl_off_t total, curl_off_t, curl_off_t, curl_off_t) {
    const auto& transfer = *static_cast<Transfer*>(user);
    std::uint64_t whole = transfer.file.bytes;
    if (whole == 0 && total > 0) {
        whole = transfer.start + static_cast<std::uint64_t>(total);
    }
    transfer.job.report(transfer.start + transfer.received, whole, transfer.file.name);
    return transfer.job.stopped() ? 1 : 0;
}

/// 0 for anything but a plain file.
std::uint64_t bytes_there(const fs::path& path) {
    std::error_code error;
    return fs::is_regular_file(path, error) ? fs::file_size(path, error) : 0;
}

/// How one transfer ended, where it did not throw.
enum class Outcome { Complete, CannotResume };

[[noreturn]] void fail_transfer(CURLcode code, const std::string& url, long status,
                                const char* detail) {
    std::string message;
    std::string hint;
    switch (code) {
    case CURLE_HTTP_RETURNED_ERROR:
        message = fmt::format("the server answers with HTTP {}", status);
        hint = status == 404 ? "the set may have moved: see its homepage in datasets/" : "";
        break;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
        message = fmt::format("cannot be reached: {}", detail);
        hint = "is this machine offline, or behind a proxy (set https_proxy)?";
        break;
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
        message = fmt::format("the transfer broke off: {}", detail);
        hint = "run the command again: it continues where it stopped";
        break;
    default:
        message = fmt::format("cannot be downloaded: {}", detail);
    }
    throw Error(ErrorCode::Io, std::move(message), std::move(hint), url);
}

Outcome transfer_part(const std::string& url, const RemoteFile& file, const fs::path& part,
                      const Job& job) {
    std::error_code error;
    const std::uint64_t have = bytes_there(part);
    Transfer transfer{job, file, nullptr, have, 0, 0, false};
    transfer.out.reset(std::fopen(part.c_str(), "ab"));
    if (!transfer.out) {
        throw Error(ErrorCode::Io, fmt::format("cannot be written: {}", std::strerror(errno)), {},
                    part.string());
    }
    const std::unique_ptr<CURL, CurlCloser> curl(curl_easy_init());
    if (!curl) {
        fail(ErrorCode::Failed, "the network library cannot be started");
    }
    std::array<char, CURL_ERROR_SIZE> detail{};
    const auto set = [&](CURLoption option, auto value) {
        curl_easy_setopt(curl.get(), option, value);
    };
    set(CURLOPT_URL, url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    set(CURLOPT_FOLLOWLOCATION, 1L);
    set(CURLOPT_MAXREDIRS, kMaxRedirects);
    set(CURLOPT_FAILONERROR, 1L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
    set(CURLOPT_LOW_SPEED_LIMIT, 1L);
    set(CURLOPT_LOW_SPEED_TIME, kStalledSeconds);
    set(CURLOPT_USERAGENT, "espalier");
    set(CURLOPT_ERRORBUFFER, detail.data());
    set(CURLOPT_WRITEFUNCTION, &on_bytes);
    set(CURLOPT_WRITEDATA, static_cast<void*>(&transfer));
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &on_progress);
    set(CURLOPT_XFERINFODATA, static_cast<void*>(&transfer));
    set(CURLOPT_RESUME_FROM_LARGE, static_cast<curl_off_t>(have));
    const CURLcode code = curl_easy_perform(curl.get());
    job.check();
    long status = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
    if (std::fflush(transfer.out.get()) != 0 && transfer.disk_error == 0) {
        transfer.disk_error = errno;
    }
    if (transfer.disk_error != 0) {
        throw Error(ErrorCode::Io,
                    fmt::format("writing failed: {}", std::strerror(transfer.disk_error)), {},
                    part.string());
    }
    if (transfer.too_long) {
        transfer.out.reset();
        fs::remove(part, error);
        throw Error(ErrorCode::BadInput,
                    fmt::format("found more than the {} bytes expected",
                                file.bytes != 0 ? file.bytes : kMaxDownloadBytes),
                    {}, url);
    }
    // The server ignores ranges, or has nothing after the bytes that are here.
    constexpr long kRangeNotSatisfiable = 416;
    if (have > 0 && (code == CURLE_RANGE_ERROR || status == kRangeNotSatisfiable)) {
        return Outcome::CannotResume;
    }
    if (code != CURLE_OK) {
        fail_transfer(code, url, status,
                      detail[0] != '\0' ? detail.data() : curl_easy_strerror(code));
    }
    return Outcome::Complete;
}

void start_curl_once() {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

bool verified(const fs::path& path, const RemoteFile& file) {
    std::error_code error;
    if (!fs::is_regular_file(path, error)) {
        return false;
    }
    try {
        verify_checksum(path, file);
        return true;
    } catch (const Error&) {
        return false;
    }
}

void download_from_any(const Manifest& manifest, const RemoteFile& file, const fs::path& target,
                       const Job& job) {
    std::string tried;
    for (std::size_t i = 0; i < manifest.base_urls.size(); ++i) {
        try {
            download_file(manifest.base_urls[i] + file.name, file, target, job);
            return;
        } catch (const Error& error) {
            const bool last = i + 1 == manifest.base_urls.size();
            if (error.code() == ErrorCode::Cancelled || (last && i == 0)) {
                throw;
            }
            tried += (tried.empty() ? "" : "; ") + error.where() + ": " + error.message();
            if (last) {
                throw Error(error.code(), "no address works: " + tried, error.hint(),
                            target.string());
            }
        }
    }
}

bool all_there(const fs::path& folder, const std::vector<std::string>& names) {
    std::error_code error;
    for (const auto& name : names) {
        if (!fs::is_regular_file(folder / name, error)) {
            return false;
        }
    }
    return !names.empty();
}

} // namespace

fs::path default_dataset_root() {
    return user_data_dir() / "datasets";
}

void verify_checksum(const fs::path& path, const RemoteFile& file) {
    const bool strong = !file.sha256.empty();
    const std::string found = file_digest(path, strong ? DigestKind::Sha256 : DigestKind::Md5);
    const std::string& expected = strong ? file.sha256 : file.md5;
    if (found != expected) {
        throw Error(
            ErrorCode::BadInput,
            fmt::format("{} is {}, expected {}", strong ? "SHA-256" : "MD5", found, expected),
            "the bytes are not those that were published: download them again", path.string());
    }
}

void download_file(const std::string& url, const RemoteFile& file, const fs::path& target,
                   const Job& job) {
    start_curl_once();
    job.check();
    fs::path part = target;
    part += ".part";
    std::error_code error;
    fs::create_directories(target.parent_path(), error);
    // What is left of an earlier download may be of another version: if the whole does not fit its
    // checksum, one more attempt starts from nothing.
    const bool resumed = bytes_there(part) > 0;
    for (bool again = resumed;; again = false) {
        const bool complete =
            verified(part, file) || transfer_part(url, file, part, job) == Outcome::Complete;
        if (complete && (verified(part, file) || !again)) {
            break;
        }
        fs::remove(part, error);
    }
    try {
        verify_checksum(part, file);
    } catch (const Error& mismatch) {
        fs::remove(part, error);
        throw Error(mismatch.code(), mismatch.message(), mismatch.hint(), url);
    }
    fs::rename(part, target, error);
    if (error) {
        throw Error(ErrorCode::Io, error.message(), {}, target.string());
    }
}

fs::path get_dataset(const Manifest& manifest, const fs::path& root, const Job& job) {
    const fs::path folder = root / manifest.id;
    const Job named = job.nested(manifest.id);
    for (const auto& file : manifest.files) {
        const fs::path target = folder / file.name;
        if (file.contents.empty()) {
            if (!verified(target, file)) {
                download_from_any(manifest, file, target, named);
            }
            continue;
        }
        if (all_there(folder, file.contents)) {
            continue;
        }
        if (!verified(target, file)) {
            download_from_any(manifest, file, target, named);
        }
        extract_tar_gz(target, file.contents, folder, named);
        std::error_code error;
        fs::remove(target, error);
    }
    return folder;
}

} // namespace espalier
