// SPDX-License-Identifier: GPL-3.0-or-later
// A text as a row of tokens: characters or words, numbered by their vocabulary.
#pragma once

#include "core/data/dataset.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace espalier {

/// What a text is cut into.
enum class TokenKind { Character, Word };

class Vocabulary {
public:
    Vocabulary() = default;
    /// Every character of `text`, in the order of its bytes; or every word (what stands between
    /// blanks; the end of a line is the word "<eos>") that is there at least `least` times, the
    /// frequent ones first, with "<unk>" for all others.
    Vocabulary(const std::string& text, TokenKind kind, std::size_t least = 1);
    /// As list() gave it.
    Vocabulary(std::vector<std::string> tokens, TokenKind kind);

    [[nodiscard]] TokenKind kind() const { return kind_; }

    [[nodiscard]] std::size_t size() const { return tokens_.size(); }

    [[nodiscard]] const std::vector<std::string>& list() const { return tokens_; }

    /// The numbers of the tokens of `text`. A token that is not known is "<unk>" where there is
    /// such a word, else BadInput that shows it.
    [[nodiscard]] std::vector<int> encode(const std::string& text) const;

private:
    TokenKind kind_ = TokenKind::Character;
    std::vector<std::string> tokens_;
};

struct TextSet {
    std::string name;
    Vocabulary vocabulary; ///< of the training split
    std::vector<int> tokens;
    std::string fingerprint; ///< of tokens and vocabulary, hex SHA-256
};

/// Whether `set` names a text: "tiny-shakespeare" (characters; the last tenth is the test split),
/// "wikitext-2" (words; trained on valid.txt where there is no train.txt).
[[nodiscard]] bool is_text_set(const std::string& set);

/// Where its training file is; nullopt where that is missing.
[[nodiscard]] std::optional<std::filesystem::path>
find_text_folder(const std::string& set, const std::filesystem::path& data_dir = {});

/// Looked up like open_dataset(). Errors: Io where the file is not found.
[[nodiscard]] TextSet open_text(const std::string& set, Split split,
                                const std::filesystem::path& data_dir = {});

} // namespace espalier
