// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/hash.h"

#include "core/base/error.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <vector>

namespace espalier {

namespace {

std::string finish(EVP_MD_CTX* context) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    EVP_DigestFinal_ex(context, digest.data(), &length);
    std::string text;
    for (unsigned int i = 0; i < length; ++i) {
        text += fmt::format("{:02x}", digest[i]);
    }
    return text;
}

} // namespace

struct Sha256::State {
    explicit State(const EVP_MD* kind)
        : context(EVP_MD_CTX_new()) {
        if (context == nullptr || EVP_DigestInit_ex(context, kind, nullptr) != 1) {
            EVP_MD_CTX_free(context);
            fail(ErrorCode::Failed, "the cryptographic library lacks this digest");
        }
    }

    ~State() { EVP_MD_CTX_free(context); }

    State(const State&) = delete;
    State& operator=(const State&) = delete;

    EVP_MD_CTX* context;
};

Sha256::Sha256()
    : state_(std::make_unique<State>(EVP_sha256())) {}

Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

Sha256& Sha256::update(std::span<const std::byte> bytes) {
    EVP_DigestUpdate(state_->context, bytes.data(), bytes.size());
    return *this;
}

Sha256& Sha256::update(std::string_view text) {
    update(static_cast<std::uint64_t>(text.size()));
    return update(std::as_bytes(std::span(text.data(), text.size())));
}

Sha256& Sha256::update(std::uint64_t number) {
    std::array<std::byte, 8> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = static_cast<std::byte>(number >> (8 * i));
    }
    return update(std::span<const std::byte>(bytes));
}

std::string Sha256::hex_digest() {
    return finish(state_->context);
}

std::string sha256(std::span<const std::byte> bytes) {
    return Sha256().update(bytes).hex_digest();
}

std::string sha256(std::string_view text) {
    return Sha256().update(std::as_bytes(std::span(text.data(), text.size()))).hex_digest();
}

std::string file_digest(const std::filesystem::path& path, DigestKind kind) {
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        throw Error(ErrorCode::Io, fmt::format("cannot be opened: {}", std::strerror(errno)), {},
                    path.string());
    }
    const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(),
                                                                     &EVP_MD_CTX_free);
    const EVP_MD* digest = kind == DigestKind::Sha256 ? EVP_sha256() : EVP_md5();
    if (!context || EVP_DigestInit_ex(context.get(), digest, nullptr) != 1) {
        fail(ErrorCode::Failed, "the cryptographic library lacks this digest");
    }
    std::vector<char> piece(std::size_t{1} << 18U);
    while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())), in.gcount() > 0) {
        EVP_DigestUpdate(context.get(), piece.data(), static_cast<std::size_t>(in.gcount()));
    }
    if (in.bad()) {
        throw Error(ErrorCode::Io, "reading failed", {}, path.string());
    }
    return finish(context.get());
}

} // namespace espalier
