// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/text_set.h"

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/hash.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <optional>
#include <string_view>
#include <unordered_map>

namespace espalier {

namespace {

constexpr std::string_view kUnknown = "<unk>";
constexpr std::string_view kEnd = "<eos>";

/// Calls body(token) for every token of the text.
void for_each_token(const std::string& text, TokenKind kind,
                    const std::function<void(std::string_view)>& body) {
    if (kind == TokenKind::Character) {
        for (const char& letter : text) {
            body({&letter, 1});
        }
        return;
    }
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        const bool ends = i == text.size() || text[i] == ' ' || text[i] == '\n' ||
                          text[i] == '\t' || text[i] == '\r';
        if (!ends) {
            continue;
        }
        if (i > begin) {
            body(std::string_view(text).substr(begin, i - begin));
        }
        if (i < text.size() && text[i] == '\n') {
            body(kEnd);
        }
        begin = i + 1;
    }
}

struct KnownText {
    std::string_view name;
    std::string_view folder;
    TokenKind kind;
    std::size_t least; ///< how often a word is there at least
    /// Files of the training split, the first one that is there; then of the test split.
    std::array<std::string_view, 2> train;
    std::string_view test; ///< empty: the last tenth of the training file
};

constexpr std::array<KnownText, 2> kTexts{{
    {"tiny-shakespeare", "tinyshakespeare", TokenKind::Character, 1, {"input.txt", ""}, ""},
    {"wikitext-2", "wikitext-2", TokenKind::Word, 2, {"train.txt", "valid.txt"}, "test.txt"},
}};

const KnownText* known(const std::string& set) {
    const auto found = std::ranges::find(kTexts, set, &KnownText::name);
    return found == kTexts.end() ? nullptr : &*found;
}

std::optional<std::filesystem::path> find_file(const KnownText& text, std::string_view file,
                                               const std::filesystem::path& data_dir) {
    for (const auto& root : data_search_path(data_dir)) {
        for (const char* sub : {"text", "."}) {
            const auto path = root / sub / text.folder / file;
            if (!file.empty() && std::filesystem::is_regular_file(path)) {
                return path;
            }
        }
    }
    return std::nullopt;
}

std::optional<std::filesystem::path> find_training_file(const KnownText& text,
                                                        const std::filesystem::path& data_dir) {
    const auto first = find_file(text, text.train[0], data_dir);
    return first ? first : find_file(text, text.train[1], data_dir);
}

} // namespace

Vocabulary::Vocabulary(const std::string& text, TokenKind kind, std::size_t least)
    : kind_(kind) {
    std::map<std::string, std::size_t, std::less<>> counts;
    for_each_token(text, kind, [&](std::string_view token) {
        const auto found = counts.find(token);
        if (found == counts.end()) {
            counts.emplace(token, 1);
        } else {
            ++found->second;
        }
    });
    if (kind == TokenKind::Word) {
        counts[std::string(kUnknown)] += least; // stays, whatever the text says
    }
    for (const auto& [token, count] : counts) {
        if (kind == TokenKind::Character || count >= least) {
            tokens_.push_back(token);
        }
    }
    if (kind == TokenKind::Word) {
        std::ranges::stable_sort(tokens_, std::greater{},
                                 [&](const std::string& token) { return counts[token]; });
    }
}

Vocabulary::Vocabulary(std::vector<std::string> tokens, TokenKind kind)
    : kind_(kind)
    , tokens_(std::move(tokens)) {}

std::vector<int> Vocabulary::encode(const std::string& text) const {
    std::unordered_map<std::string_view, int> numbers;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
        numbers.emplace(tokens_[i], static_cast<int>(i));
    }
    const auto unknown = numbers.find(kUnknown);
    std::vector<int> result;
    for_each_token(text, kind_, [&](std::string_view token) {
        auto found = numbers.find(token);
        if (found == numbers.end()) {
            expect(unknown != numbers.end(), "\"{}\" is not among the {} tokens of the vocabulary",
                   token, tokens_.size());
            found = unknown;
        }
        result.push_back(found->second);
    });
    return result;
}

bool is_text_set(const std::string& set) {
    return known(set) != nullptr;
}

std::optional<std::filesystem::path> find_text_folder(const std::string& set,
                                                      const std::filesystem::path& data_dir) {
    const KnownText* text = known(set);
    const auto train = text == nullptr ? std::nullopt : find_training_file(*text, data_dir);
    return train ? std::optional(train->parent_path()) : std::nullopt;
}

TextSet open_text(const std::string& set, Split split, const std::filesystem::path& data_dir) {
    const KnownText* text = known(set);
    expect(text != nullptr, "\"{}\" is no text", set);
    const auto train = find_training_file(*text, data_dir);
    const auto test = text->test.empty() ? train : find_file(*text, text->test, data_dir);
    if (!train || !test) {
        throw Error(ErrorCode::Io, fmt::format("data set \"{}\" is not there", set),
                    fmt::format("put {} into the folder text/{} of --data-dir or ESPALIER_DATA",
                                text->train[0], text->folder));
    }
    std::string learnt = read_text(*train);
    std::string asked;
    if (text->test.empty()) {
        const std::size_t border = learnt.size() - learnt.size() / 10;
        asked = learnt.substr(border);
        learnt.resize(border);
    } else {
        asked = read_text(*test);
    }
    TextSet result;
    result.name = set;
    // Characters that only the test has must be known, or nothing could be said about it.
    result.vocabulary = text->kind == TokenKind::Character
                            ? Vocabulary(learnt + asked, text->kind)
                            : Vocabulary(learnt, text->kind, text->least);
    const std::string& chosen = split == Split::Train ? learnt : asked;
    result.tokens = result.vocabulary.encode(chosen);
    std::string content = chosen;
    for (const std::string& token : result.vocabulary.list()) {
        content += '\n' + token;
    }
    result.fingerprint = sha256(content);
    return result;
}

} // namespace espalier
