// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

namespace espalier {

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const auto end = text.find(separator);
        parts.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) {
            return parts;
        }
        text.remove_prefix(end + 1);
        if (text.empty()) {
            parts.emplace_back();
        }
    }
    return parts;
}

std::string_view trim(std::string_view text) {
    const auto blank = [](char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; };
    while (!text.empty() && blank(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && blank(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

bool glob_match(std::string_view pattern, std::string_view text) {
    std::size_t p = 0;
    std::size_t t = 0;
    std::size_t star = std::string_view::npos;
    std::size_t resume = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            resume = t;
        } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++resume;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*') {
        ++p;
    }
    return p == pattern.size();
}

namespace {

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) {
        row[j] = j;
    }
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t above = row[j];
            const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({replaced, above + 1, row[j - 1] + 1});
            diagonal = above;
        }
    }
    return row[b.size()];
}

std::string joined(const std::vector<std::string>& names, std::string_view last) {
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
        text += i == 0 ? "" : i + 1 == names.size() ? last : ", ";
        text += names[i];
    }
    return text;
}

} // namespace

std::vector<std::string> nearest_names(std::string_view word,
                                       const std::vector<std::string>& names) {
    constexpr std::size_t kMost = 3;
    constexpr std::size_t kLongestWord = 200; // the distance is quadratic and words may be hostile
    std::vector<std::pair<std::size_t, std::string>> near;
    if (word.empty() || word.size() > kLongestWord) {
        return {};
    }
    for (const auto& name : names) {
        const std::size_t distance = edit_distance(word, name);
        if (name.find(word) != std::string::npos || distance <= 1 + word.size() / 3) {
            near.emplace_back(distance, name);
        }
    }
    std::stable_sort(near.begin(), near.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<std::string> found;
    for (std::size_t i = 0; i < std::min(near.size(), kMost); ++i) {
        found.push_back(near[i].second);
    }
    return found;
}

std::string name_hint(std::string_view word, const std::vector<std::string>& names) {
    if (names.empty()) {
        return {};
    }
    const auto near = nearest_names(word, names);
    if (near.empty()) {
        return fmt::format("one of: {}", joined(names, ", "));
    }
    return fmt::format("did you mean {}?", joined(near, " or "));
}

std::string with_thousands(std::uint64_t number) {
    std::string digits = std::to_string(number);
    for (auto i = static_cast<std::ptrdiff_t>(digits.size()) - 3; i > 0; i -= 3) {
        digits.insert(static_cast<std::size_t>(i), 1, ',');
    }
    return digits;
}

namespace {

/// Three significant digits and the largest of `prefixes` (steps of 1000) that keeps value >= 1.
template <std::size_t N>
std::string scaled(double value, const std::array<const char*, N>& prefixes) {
    std::size_t step = 0;
    while (std::abs(value) >= 999.5 && step + 1 < N) {
        value /= 1000;
        ++step;
    }
    const double size = std::abs(value);
    const int decimals = size >= 100 || size == std::floor(size) ? 0 : size >= 10 ? 1 : 2;
    return fmt::format("{:.{}f} {}", value, decimals, prefixes[step]);
}

} // namespace

std::string human_bytes(std::uint64_t bytes) {
    return scaled(static_cast<double>(bytes),
                  std::array<const char*, 5>{"B", "kB", "MB", "GB", "TB"});
}

std::string human_count(double value) {
    auto text = scaled(value, std::array<const char*, 5>{"", "k", "M", "G", "T"});
    return std::string(trim(text));
}

std::string human_energy(double picojoules) {
    return scaled(picojoules, std::array<const char*, 5>{"pJ", "nJ", "µJ", "mJ", "J"});
}

} // namespace espalier
