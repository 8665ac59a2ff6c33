// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/registry.h"

#include "core/base/error.h"

#include <unordered_map>

namespace espalier {

const Op* find_op(std::string_view type) {
    static const auto by_type = [] {
        std::unordered_map<std::string_view, const Op*> map;
        for (const Op* op : ops::all_ops()) {
            map.emplace(op->type(), op);
        }
        return map;
    }();
    const auto found = by_type.find(type);
    return found == by_type.end() ? nullptr : found->second;
}

const Op& op_for(const Node& node) {
    const Op* op = find_op(node.op);
    if (op == nullptr) {
        fail(ErrorCode::Unsupported, "node {}: operator {} is not supported", node.name, node.op);
    }
    return *op;
}

} // namespace espalier
