// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/text_dataset.h"

#include "core/base/error.h"
#include "core/base/hash.h"

#include <algorithm>
#include <utility>

namespace espalier {

namespace {

class TextDataset final : public Dataset {
public:
    explicit TextDataset(TextSet text)
        : text_(std::move(text)) {}

    [[nodiscard]] const TextSet& text() const { return text_; }

    [[nodiscard]] std::string name() const override { return text_.name; }

    [[nodiscard]] std::size_t size() const override {
        return text_.tokens.empty() ? 0 : text_.tokens.size() - 1;
    }

    [[nodiscard]] int classes() const override { return static_cast<int>(text_.vocabulary.size()); }

    [[nodiscard]] std::vector<std::string> class_names() const override {
        return text_.vocabulary.list();
    }

    [[nodiscard]] int label(std::size_t index) const override { return text_.tokens.at(index + 1); }

    [[nodiscard]] Image image(std::size_t /*index*/) const override {
        fail(ErrorCode::Usage, "{} is a text, expected pictures", text_.name);
    }

    [[nodiscard]] std::string fingerprint() const override { return text_.fingerprint; }

private:
    TextSet text_;
};

} // namespace

DatasetPtr text_dataset(TextSet text) {
    return std::make_shared<TextDataset>(std::move(text));
}

const TextSet* text_of(const Dataset& set) {
    const auto* text = dynamic_cast<const TextDataset*>(&set);
    return text == nullptr ? nullptr : &text->text();
}

DatasetPtr shortened_text(const TextSet& text, std::size_t count) {
    TextSet part = text;
    part.tokens.resize(std::min(count + 1, text.tokens.size()));
    part.fingerprint = Sha256()
                           .update(text.fingerprint)
                           .update(static_cast<std::uint64_t>(part.tokens.size()))
                           .hex_digest();
    return text_dataset(std::move(part));
}

} // namespace espalier
