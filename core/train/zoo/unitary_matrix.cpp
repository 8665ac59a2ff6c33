// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/zoo/recurrent_units.h"

#include <fmt/core.h>

#include <cmath>
#include <numbers>
#include <numeric>

namespace espalier {

ValueId zero_like(NetBuilder& net, const std::string& name, ValueId like) {
    // What is computed from parameters alone is a constant to every program, and would not learn;
    // so it is added to a zero that comes with each sample.
    const ValueId flat = net.node("Flatten", name + ".flat", {like});
    const ValueId first =
        net.node("Slice", name + ".first",
                 {flat, net.integers(name + ".first_begin", {0}),
                  net.integers(name + ".first_end", {1}), net.integers(name + ".first_axis", {1})});
    return net.node("Mul", name + ".zero",
                    {first, net.parameter(name + ".nought", Tensor::scalar(0.0F))});
}

UnitaryMatrix::UnitaryMatrix(NetBuilder& net, std::string name, ValueId like, std::int64_t size)
    : net_(net)
    , name_(std::move(name))
    , zero_(zero_like(net, name_, like))
    , size_(size) {
    const auto count = static_cast<std::size_t>(size);
    const auto drawn = [&](double range) {
        Tensor values(DType::Float32, {size});
        for (float& value : values.writable<float>()) {
            value = static_cast<float>((2 * net_.rng().uniform() - 1) * range);
        }
        return values;
    };
    for (int i = 1; i <= 3; ++i) {
        const std::string key = fmt::format("D{}", i);
        const ValueId angle = hung(key, drawn(std::numbers::pi));
        phases_.push_back({net_.node("Cos", name_ + "." + key + ".cos", {angle}),
                           net_.node("Sin", name_ + "." + key + ".sin", {angle})});
    }
    const ValueId two = net_.parameter(name_ + ".reflection_two", Tensor::scalar(2.0F));
    const ValueId axis = net_.integers(name_ + ".reflection_axis", {1});
    for (int i = 1; i <= 2; ++i) {
        const std::string key = fmt::format("R{}", i);
        const Complex v{hung(key + ".re", drawn(1)), hung(key + ".im", drawn(1))};
        const ValueId square =
            net_.node("Add", name_ + "." + key + ".square",
                      {net_.node("Mul", name_ + "." + key + ".re_square", {v.re, v.re}),
                       net_.node("Mul", name_ + "." + key + ".im_square", {v.im, v.im})});
        const ValueId length =
            net_.node("ReduceSum", name_ + "." + key + ".length", {square, axis});
        mirrors_.push_back(v);
        lengths_.push_back(net_.node("Div", name_ + "." + key + ".factor", {two, length}));
    }
    // Fixed, not learnt: Einsum has no weights, so that nobody trains or prunes these.
    Tensor cosines(DType::Float32, {size, size});
    Tensor sines(DType::Float32, {size, size});
    const double scale = 1 / std::sqrt(static_cast<double>(size));
    for (std::size_t j = 0; j < count; ++j) {
        for (std::size_t k = 0; k < count; ++k) {
            const double angle = 2 * std::numbers::pi * static_cast<double>(j * k % count) /
                                 static_cast<double>(count);
            cosines.writable<float>()[j * count + k] = static_cast<float>(scale * std::cos(angle));
            sines.writable<float>()[j * count + k] = static_cast<float>(scale * std::sin(angle));
        }
    }
    cosines_ = net_.parameter(name_ + ".fourier_cos", std::move(cosines));
    sines_ = net_.parameter(name_ + ".fourier_sin", std::move(sines));
    std::vector<std::int64_t> order(count);
    std::iota(order.begin(), order.end(), 0);
    net_.rng().shuffle(order);
    order_ = net_.integers(name_ + ".permutation", order);
}

ValueId UnitaryMatrix::hung(const std::string& suffix, const Tensor& values) {
    const std::string key = name_ + "." + suffix;
    return net_.node("Add", key + ".each", {zero_, net_.parameter(key, values)});
}

Complex UnitaryMatrix::times(const std::string& step, Complex z) {
    const std::string at = name_ + "." + step;
    Attributes columns;
    columns.set("axis", std::int64_t{1});
    z = reflect(at + ".first", fourier(at + ".forth", rotate(at, z, 0), false), 0);
    z = {net_.node("Gather", at + ".permuted_re", {z.re, order_}, columns),
         net_.node("Gather", at + ".permuted_im", {z.im, order_}, columns)};
    z = fourier(at + ".back", rotate(at + ".middle", z, 1), true);
    return rotate(at + ".last", reflect(at + ".second", z, 1), 2);
}

Complex UnitaryMatrix::rotate(const std::string& at, Complex z, int which) {
    const auto [cos, sin] = phases_[static_cast<std::size_t>(which)];
    const auto product = [&](const char* what, ValueId a, ValueId b) {
        return net_.node("Mul", at + ".turn_" + what, {a, b});
    };
    return {
        net_.node("Sub", at + ".turned_re", {product("a", z.re, cos), product("b", z.im, sin)}),
        net_.node("Add", at + ".turned_im", {product("c", z.re, sin), product("d", z.im, cos)})};
}

/// z - 2 v <v, z> / |v|^2
Complex UnitaryMatrix::reflect(const std::string& at, Complex z, int which) {
    const Complex v = mirrors_[static_cast<std::size_t>(which)];
    const ValueId factor = lengths_[static_cast<std::size_t>(which)];
    const ValueId axis = net_.find(name_ + ".reflection_axis");
    const auto op = [&](const char* type, const char* what, std::vector<ValueId> inputs) {
        return net_.node(type, at + ".mirror_" + what, std::move(inputs));
    };
    const auto inner = [&](const char* what, ValueId sum) {
        return op("Mul", what,
                  {factor, op("ReduceSum", (std::string(what) + "_sum").c_str(), {sum, axis})});
    };
    // <v, z> = sum of conj(v) z
    const ValueId re = inner(
        "re", op("Add", "re_all", {op("Mul", "a", {v.re, z.re}), op("Mul", "b", {v.im, z.im})}));
    const ValueId im = inner(
        "im", op("Sub", "im_all", {op("Mul", "c", {v.re, z.im}), op("Mul", "d", {v.im, z.re})}));
    const ValueId along_re =
        op("Sub", "along_re", {op("Mul", "e", {v.re, re}), op("Mul", "f", {v.im, im})});
    const ValueId along_im =
        op("Add", "along_im", {op("Mul", "g", {v.re, im}), op("Mul", "h", {v.im, re})});
    return {op("Sub", "out_re", {z.re, along_re}), op("Sub", "out_im", {z.im, along_im})};
}

/// (re + i im)(C - i S) forth, (C + i S) back, with C and S symmetric.
Complex UnitaryMatrix::fourier(const std::string& at, Complex z, bool inverse) {
    Attributes rows;
    rows.set("equation", std::string("nj,jk->nk"));
    const auto product = [&](const char* what, ValueId a, ValueId b) {
        return net_.node("Einsum", at + "_" + what, {a, b}, rows);
    };
    const ValueId re_cos = product("re_cos", z.re, cosines_);
    const ValueId im_sin = product("im_sin", z.im, sines_);
    const ValueId im_cos = product("im_cos", z.im, cosines_);
    const ValueId re_sin = product("re_sin", z.re, sines_);
    const char* with = inverse ? "Sub" : "Add";
    const char* against = inverse ? "Add" : "Sub";
    return {net_.node(with, at + "_re", {re_cos, im_sin}),
            net_.node(against, at + "_im", {im_cos, re_sin})};
}

} // namespace espalier
