// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"

#include <fmt/format.h>

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

std::string with_thousands(std::uint64_t number) {
    std::string digits = std::to_string(number);
    for (auto i = static_cast<std::ptrdiff_t>(digits.size()) - 3; i > 0; i -= 3) {
        digits.insert(static_cast<std::size_t>(i), ",");
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
