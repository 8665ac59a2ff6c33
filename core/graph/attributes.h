// SPDX-License-Identifier: GPL-3.0-or-later
// The named constants of a node ("strides", "axis" ...), with typed access.
#pragma once

#include "core/tensor/tensor.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace espalier {

using Attribute = std::variant<std::int64_t, float, std::string, std::vector<std::int64_t>,
                               std::vector<float>, std::vector<std::string>, Tensor>;

class Attributes {
public:
    [[nodiscard]] bool has(std::string_view name) const;
    /// nullptr where the attribute is absent.
    [[nodiscard]] const Attribute* find(std::string_view name) const;
    void set(std::string name, Attribute value);
    void erase(std::string_view name);

    [[nodiscard]] auto begin() const { return values_.begin(); }

    [[nodiscard]] auto end() const { return values_.end(); }

    [[nodiscard]] std::size_t size() const { return values_.size(); }

    /// Typed values, `otherwise` where absent; BadInput where the type is another.
    [[nodiscard]] std::int64_t integer(std::string_view name, std::int64_t otherwise) const;
    [[nodiscard]] float real(std::string_view name, float otherwise) const;
    [[nodiscard]] std::string text(std::string_view name, std::string_view otherwise) const;
    [[nodiscard]] std::vector<std::int64_t> integers(std::string_view name,
                                                     std::vector<std::int64_t> otherwise) const;
    [[nodiscard]] std::vector<float> reals(std::string_view name,
                                           std::vector<float> otherwise) const;

private:
    std::map<std::string, Attribute, std::less<>> values_;
};

} // namespace espalier
