// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/attributes.h"

#include "core/base/error.h"

namespace espalier {

namespace {

template <typename T>
T typed(const Attribute* attribute, std::string_view name, T otherwise, const char* expected) {
    if (attribute == nullptr) {
        return otherwise;
    }
    const T* value = std::get_if<T>(attribute);
    expect(value != nullptr, "attribute {} has the wrong type, expected {}", name, expected);
    return *value;
}

} // namespace

bool Attributes::has(std::string_view name) const {
    return find(name) != nullptr;
}

const Attribute* Attributes::find(std::string_view name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? nullptr : &found->second;
}

void Attributes::set(std::string name, Attribute value) {
    values_.insert_or_assign(std::move(name), std::move(value));
}

void Attributes::erase(std::string_view name) {
    if (const auto found = values_.find(name); found != values_.end()) {
        values_.erase(found);
    }
}

std::int64_t Attributes::integer(std::string_view name, std::int64_t otherwise) const {
    return typed(find(name), name, otherwise, "an integer");
}

float Attributes::real(std::string_view name, float otherwise) const {
    return typed(find(name), name, otherwise, "a number");
}

std::string Attributes::text(std::string_view name, std::string_view otherwise) const {
    return typed(find(name), name, std::string(otherwise), "a text");
}

std::vector<std::int64_t> Attributes::integers(std::string_view name,
                                               std::vector<std::int64_t> otherwise) const {
    return typed(find(name), name, std::move(otherwise), "a list of integers");
}

std::vector<float> Attributes::reals(std::string_view name, std::vector<float> otherwise) const {
    return typed(find(name), name, std::move(otherwise), "a list of numbers");
}

} // namespace espalier
