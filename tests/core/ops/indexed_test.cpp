// SPDX-License-Identifier: GPL-3.0-or-later
// Operators that pick, place and order elements by index, triangles, and sums over letters.
#include "tests/core/ops/op_case.h"

#include "core/base/error.h"

#include <limits>

namespace espalier::test {

namespace {

const AttributeList kNone;

AttributeList axis(std::int64_t value) {
    return {{"axis", value}};
}

AttributeList reduction(const char* name) {
    return {{"reduction", std::string(name)}};
}

AttributeList equation(const char* text) {
    return {{"equation", std::string(text)}};
}

Tensor indices(Shape shape, std::vector<std::int64_t> values) {
    return Tensor::of<std::int64_t>(std::move(shape), values);
}

std::vector<OpCase> picking_cases() {
    return {
        {"gather_elements",
         "GatherElements",
         axis(1),
         {{2, 4}, indices({2, 3}, {0, 3, 0, -1, 2, 2})},
         {{2, 3}}},
        {"gather_elements_fewer_rows",
         "GatherElements",
         axis(0),
         {{3, 2, 2}, indices({2, 1, 2}, {2, 0, -3, 1})},
         {{2, 1, 2}}},
        {"gather_nd_elements",
         "GatherND",
         kNone,
         {{3, 4}, indices({3, 2}, {0, 0, 2, 3, 0, -4})},
         {{3}}},
        {"gather_nd_slices",
         "GatherND",
         kNone,
         {{3, 2, 4}, indices({2, 2, 1}, {2, 0, -1, 1})},
         {{2, 2, 2, 4}}},
        {"gather_nd_batch",
         "GatherND",
         {{"batch_dims", std::int64_t{1}}},
         {{2, 3, 4}, indices({2, 2, 1}, {1, 0, 2, 2})},
         {{2, 2, 4}}},
        {"top_k", "TopK", kNone, {{3, 5}, int64s({2})}, {{3, 2}, {3, 2}}},
        {"top_k_smallest",
         "TopK",
         {{"axis", std::int64_t{1}}, {"largest", std::int64_t{0}}},
         {{2, 4, 3}, int64s({3})},
         {{2, 3, 3}, {2, 3, 3}}},
        {"top_k_none", "TopK", axis(0), {{4}, int64s({0})}, {{0}, {0}}},
    };
}

std::vector<OpCase> placing_cases() {
    std::vector<OpCase> cases;
    for (const char* name : {"none", "add"}) {
        const std::string suffix = name;
        AttributeList last = reduction(name);
        last.emplace_back("axis", std::int64_t{-1});
        // Element 1 is named twice.
        cases.push_back({"scatter_elements_" + suffix,
                         "ScatterElements",
                         last,
                         {{2, 4}, indices({2, 3}, {1, 3, 1, -1, 0, 2}), {2, 3}},
                         {{2, 4}}});
        cases.push_back({"scatter_nd_elements_" + suffix,
                         "ScatterND",
                         reduction(name),
                         {{3, 4}, indices({3, 2}, {0, 1, 2, 3, 0, -3}), {3}},
                         {{3, 4}}});
        cases.push_back({"scatter_nd_slices_" + suffix,
                         "ScatterND",
                         reduction(name),
                         {{4, 2, 3}, indices({2, 1}, {3, 1}), {2, 2, 3}},
                         {{4, 2, 3}}});
    }
    cases.push_back({"max_unpool",
                     "MaxUnpool",
                     {{"kernel_shape", ints({2, 2})}, {"strides", ints({2, 2})}},
                     {{1, 2, 1, 2}, indices({1, 2, 1, 2}, {1, 6, 8, 15})},
                     {{1, 2, 2, 4}}});
    cases.push_back({"max_unpool_larger",
                     "MaxUnpool",
                     {{"kernel_shape", ints({2})}, {"strides", ints({2})}},
                     {{1, 1, 2}, indices({1, 1, 2}, {0, 3}), int64s({1, 1, 5})},
                     {{1, 1, 5}}});
    return cases;
}

std::vector<OpCase> triangle_cases() {
    std::vector<OpCase> cases;
    for (const std::int64_t upper : {0, 1}) {
        const AttributeList attributes = {{"upper", upper}};
        const std::string name = upper == 0 ? "lower" : "upper";
        cases.push_back({name, "Trilu", attributes, {{3, 4}}, {{3, 4}}});
        for (const std::int64_t k : {-5, -1, 2, 9}) {
            cases.push_back({name + (k < 0 ? "_below" : "_above") + std::to_string(std::abs(k)),
                             "Trilu",
                             attributes,
                             {{2, 4, 3}, Tensor::scalar(k)},
                             {{2, 4, 3}}});
        }
    }
    cases.push_back({"eye_like", "EyeLike", {{"k", std::int64_t{-1}}}, {{3, 2}}, {{3, 2}}});
    return cases;
}

std::vector<OpCase> einsum_cases() {
    return {
        {"einsum_product", "Einsum", equation("ij,jk->ik"), {{2, 3}, {3, 4}}, {{2, 4}}, 24},
        {"einsum_implied", "Einsum", equation("ij , jk"), {{2, 3}, {3, 4}}, {{2, 4}}, 24},
        {"einsum_transpose", "Einsum", equation("ij->ji"), {{2, 3}}, {{3, 2}}},
        {"einsum_sum", "Einsum", equation("ij->i"), {{2, 3}}, {{2}}},
        {"einsum_diagonal", "Einsum", equation("...ii->...i"), {{2, 3, 3}}, {{2, 3}}},
        {"einsum_inner", "Einsum", equation("i,i"), {{5}, {5}}, {Shape{}}, 5},
        {"einsum_batch",
         "Einsum",
         equation("...ij,...jk->...ik"),
         {{3, 1, 2, 4}, {2, 4, 2}},
         {{3, 2, 2, 2}},
         96},
        {"einsum_three",
         "Einsum",
         equation("ai,bi,ci->abc"),
         {{2, 3}, {3, 3}, {2, 3}},
         {{2, 3, 2}},
         36},
    };
}

} // namespace

INSTANTIATE_TEST_SUITE_P(Picking, OpTable, testing::ValuesIn(picking_cases()), case_name);
INSTANTIATE_TEST_SUITE_P(Placing, OpTable, testing::ValuesIn(placing_cases()), case_name);
INSTANTIATE_TEST_SUITE_P(Triangles, OpTable, testing::ValuesIn(triangle_cases()), case_name);
INSTANTIATE_TEST_SUITE_P(Einsum, OpTable, testing::ValuesIn(einsum_cases()), case_name);

TEST(GatherND, KnownValues) {
    const Tensor data = floats({2, 2, 2}, {0, 1, 2, 3, 4, 5, 6, 7});
    EXPECT_TRUE(run_op("GatherND", {}, {data, indices({2, 2}, {0, 1, 1, 0})})
                    .equals(floats({2, 2}, {2, 3, 4, 5})));
    EXPECT_TRUE(
        run_op("GatherND", {{"batch_dims", std::int64_t{1}}}, {data, indices({2, 1}, {1, 0})})
            .equals(floats({2, 2}, {2, 3, 4, 5})));
}

TEST(TopK, IsInOrderWithTheFirstOfEqualsFirst) {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const auto top = [](const std::vector<float>& values, std::int64_t k, std::int64_t largest) {
        const Tensor x = floats({static_cast<std::int64_t>(values.size())}, values);
        const Tensor count = int64s({k});
        return run_node(make_node("TopK", {{"largest", largest}}, 2, 2), {&x, &count});
    };
    const auto high = top({1, 7, 3, 7, 5}, 3, 1);
    EXPECT_TRUE(high[0].equals(floats({3}, {7, 7, 5})));
    EXPECT_TRUE(high[1].equals(int64s({1, 3, 4})));
    const auto low = top({4, 1, 2, 1}, 3, 0);
    EXPECT_TRUE(low[0].equals(floats({3}, {1, 1, 2})));
    EXPECT_TRUE(low[1].equals(int64s({1, 3, 2})));
    EXPECT_TRUE(top({1, nan, 9}, 2, 1)[1].equals(int64s({1, 2})));
    EXPECT_TRUE(top({nan, 4, 1}, 2, 0)[1].equals(int64s({2, 1})));
}

TEST(Scatter, KnownValues) {
    const Tensor data = floats({4}, {10, 20, 30, 40});
    const Tensor where = int64s({1, 1, -1});
    const Tensor updates = floats({3}, {2, 50, 3});
    const auto scattered = [&](const char* name) {
        const Tensor elements = run_op("ScatterElements", reduction(name), {data, where, updates});
        const Tensor slices =
            run_op("ScatterND", reduction(name), {data, where.reshaped({3, 1}), updates});
        EXPECT_TRUE(slices.equals(elements)) << name;
        return elements;
    };
    EXPECT_TRUE(scattered("none").equals(floats({4}, {10, 50, 30, 3})));
    EXPECT_TRUE(scattered("add").equals(floats({4}, {10, 72, 30, 43})));
    EXPECT_TRUE(scattered("mul").equals(floats({4}, {10, 2000, 30, 120})));
    EXPECT_TRUE(scattered("max").equals(floats({4}, {10, 50, 30, 40})));
    EXPECT_TRUE(scattered("min").equals(floats({4}, {10, 2, 30, 3})));
    EXPECT_THROW(scattered("average"), Error);
}

TEST(Indices, OutsideOfTheDataAreNamed) {
    const Tensor data = floats({2, 2}, {1, 2, 3, 4});
    const auto refused = [&](const char* op, const std::vector<Tensor>& inputs) {
        try {
            static_cast<void>(run_op(op, {}, inputs));
            ADD_FAILURE() << op << ": no error";
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::BadInput) << op;
            EXPECT_NE(error.message().find("index 1 is 2, expected a value in [-2, 2)"),
                      std::string::npos)
                << op << ": " << error.message();
        }
    };
    const Tensor bad = indices({1, 2}, {0, 2});
    refused("GatherElements", {data, bad});
    refused("GatherND", {data, bad});
    refused("ScatterElements", {data, bad, floats({1, 2}, {0, 0})});
    refused("ScatterND", {data, bad, floats({1}, {0})});
}

/// What MaxPool took is put back where it lay.
TEST(MaxUnpool, UndoesMaxPoolAtTheMaxima) {
    const AttributeList window = {{"kernel_shape", ints({2, 2})}, {"strides", ints({2, 2})}};
    const Tensor x = grid({2, 3, 4, 6}, 1, 2, 1);
    const auto pooled = run_node(make_node("MaxPool", window, 1, 2), {&x});
    const Tensor back = run_op("MaxUnpool", window, {pooled[0], pooled[1]});
    ASSERT_EQ(back.shape(), x.shape());
    std::int64_t kept = 0;
    for (std::int64_t i = 0; i < x.elements(); ++i) {
        if (back.at(i) != 0) {
            EXPECT_EQ(back.at(i), x.at(i)) << i;
            ++kept;
        }
    }
    EXPECT_EQ(kept, pooled[0].elements());
    EXPECT_TRUE(run_node(make_node("MaxPool", window, 1, 2), {&back})[0].equals(pooled[0]));
}

TEST(Triangles, KnownValues) {
    const Tensor x = floats({2, 3}, {1, 2, 3, 4, 5, 6});
    EXPECT_TRUE(run_op("Trilu", {}, {x}).equals(floats({2, 3}, {1, 2, 3, 0, 5, 6})));
    EXPECT_TRUE(run_op("Trilu", {{"upper", std::int64_t{0}}}, {x, Tensor::scalar<std::int64_t>(1)})
                    .equals(floats({2, 3}, {1, 2, 0, 4, 5, 6})));
    EXPECT_TRUE(run_op("EyeLike", {{"k", std::int64_t{1}}, {"dtype", std::int64_t{7}}}, {x})
                    .equals(indices({2, 3}, {0, 1, 0, 0, 0, 1})));
}

/// Einsum against the operators that stand for the same sums.
TEST(Einsum, AgreesWithMatMulAndTranspose) {
    const Tensor a = grid({2, 3, 4}, -1, 1, 1);
    const Tensor b = grid({2, 4, 5}, -1, 1, 2);
    const Tensor product = run_op("MatMul", {}, {a, b});
    const Tensor summed = run_op("Einsum", equation("bij,bjk->bik"), {a, b});
    for (std::int64_t i = 0; i < product.elements(); ++i) {
        EXPECT_NEAR(summed.at(i), product.at(i), 1e-6) << i;
    }
    EXPECT_TRUE(run_op("Einsum", equation("abc->cab"), {a})
                    .equals(run_op("Transpose", {{"perm", ints({2, 0, 1})}}, {a})));
}

TEST(Einsum, RefusesWhatDoesNotFit) {
    const Tensor a = floats({2, 3}, {1, 2, 3, 4, 5, 6});
    const auto message = [](const char* text, const std::vector<Tensor>& inputs) {
        try {
            static_cast<void>(run_op("Einsum", equation(text), inputs));
        } catch (const Error& error) {
            return error.message();
        }
        return std::string("no error");
    };
    const auto has = [](const std::string& text, const char* part) {
        return text.find(part) != std::string::npos;
    };
    EXPECT_TRUE(has(message("ij,jk->ik", {a, a}), "dimension 0 of input 1 is 2, expected 3"));
    EXPECT_TRUE(has(message("ij,jk->ik", {a}), "has 2 terms, found 1 inputs"));
    EXPECT_TRUE(has(message("ijk->i", {a}), "input 0 has 2 dimensions"));
    EXPECT_TRUE(has(message("ij->k", {a}), "an output letter that no input has"));
    EXPECT_TRUE(has(message("ij->ii", {a}), "or twice"));
    EXPECT_TRUE(has(message("......ij->ij", {a}), "twice"));
    EXPECT_TRUE(has(message("i1->i", {a}), "the equation has a '1'"));
}

} // namespace espalier::test
