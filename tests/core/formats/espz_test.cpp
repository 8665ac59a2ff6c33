// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/nets.h"
#include "tests/support/paths.h"

#include "core/analysis/coding/bytes.h"
#include "core/analysis/coding/graph_structure.h"
#include "core/analysis/storage.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/json.h"
#include "core/formats/espz.h"

#include <gtest/gtest.h>

#include <limits>
#include <numeric>

namespace espalier {
namespace {

using test::noise;

void change(Graph& graph, const std::string& name,
            const std::function<Parameter(const Parameter&)>& with) {
    const ValueId id = graph.find_value(name);
    graph.set_parameter(id, with(*graph.parameter(id)));
}

/// The small network with a mask, codes of several kinds, an activation code, metadata.
Graph compressed() {
    Graph graph = test::small_cnn();
    graph.name = "small";
    graph.producer = "test";
    graph.source_opset = 13;
    graph.metadata["espalier.preprocess.scale"] = "1";
    graph.metadata["bytes"] = std::string("\xff\x00 not UTF-8", 11);
    change(graph, "conv1_W", [](const Parameter& p) {
        return p.with_mask(test::random_mask(p.shape(), 0.3, 1)).with_provenance("prune.magnitude");
    });
    change(graph, "conv2_W", [](const Parameter& p) {
        return p.with_mask(test::random_mask(p.shape(), 0.1, 2))
            .with_code(std::make_shared<AffineCode>(5, true, true, 0, std::vector<float>(8, 0.05F),
                                                    std::vector<std::int32_t>(8, 0)));
    });
    change(graph, "fc_W", [](const Parameter& p) {
        return p.with_code(
            std::make_shared<CodebookCode>(std::vector<float>{-0.4F, -0.1F, 0, 0.2F, 0.5F}));
    });
    graph.value(graph.find_value("relu1_out")).code = std::make_shared<AffineCode>(
        8, false, false, -1, std::vector<float>{0.02F}, std::vector<std::int32_t>{3});
    return graph;
}

void expect_same(const Graph& a, const Graph& b) {
    EXPECT_EQ(a.name, b.name);
    EXPECT_EQ(a.producer, b.producer);
    EXPECT_EQ(a.source_opset, b.source_opset);
    EXPECT_EQ(a.metadata, b.metadata);
    ASSERT_EQ(a.nodes.size(), b.nodes.size());
    const auto names = [](const Graph& graph, const std::vector<ValueId>& ids) {
        std::vector<std::string> list;
        for (const ValueId id : ids) {
            list.push_back(id == kNoValue ? "" : graph.value(id).name);
        }
        return list;
    };
    EXPECT_EQ(names(a, a.inputs), names(b, b.inputs));
    EXPECT_EQ(names(a, a.outputs), names(b, b.outputs));
    for (std::size_t i = 0; i < a.nodes.size(); ++i) {
        const Node& x = a.nodes[i];
        const Node& y = b.nodes[i];
        EXPECT_EQ(x.name, y.name);
        EXPECT_EQ(x.op, y.op);
        EXPECT_EQ(x.origin, y.origin);
        EXPECT_EQ(names(a, x.inputs), names(b, y.inputs));
        EXPECT_EQ(names(a, x.outputs), names(b, y.outputs));
        EXPECT_EQ(x.attributes.size(), y.attributes.size());
        for (const ValueId output : x.outputs) {
            const Value& left = a.value(output);
            const Value& right = b.value(b.find_value(left.name));
            EXPECT_EQ(left.type, right.type) << left.name;
            ASSERT_EQ(left.code != nullptr, right.code != nullptr);
            if (left.code) {
                EXPECT_EQ(left.code->to_json(), right.code->to_json());
            }
        }
        for (const ValueId input : x.inputs) {
            if (const Parameter* left = a.parameter(input)) {
                const Parameter* right = b.parameter(b.find_value(a.value(input).name));
                ASSERT_NE(right, nullptr);
                EXPECT_TRUE(left->effective().equals(right->effective()));
                EXPECT_EQ(left->has_mask(), right->has_mask());
                if (left->has_mask()) {
                    EXPECT_TRUE(left->mask().equals(right->mask()));
                }
                ASSERT_EQ(left->code() != nullptr, right->code() != nullptr);
                if (left->code()) {
                    EXPECT_EQ(left->code()->to_json(), right->code()->to_json());
                }
                EXPECT_EQ(left->provenance(), right->provenance());
            }
        }
    }
}

TEST(Espz, ComesBackAndTakesTheBytesThatWereCounted) {
    const Graph graph = compressed();
    const test::TempDir dir;
    const auto path = dir / "small.espz";
    write_espz(graph, path);
    EXPECT_EQ(static_cast<std::int64_t>(std::filesystem::file_size(path)), stored_bytes(graph));
    const Graph back = read_espz(path);
    expect_same(graph, back);
    EXPECT_EQ(stored_bytes(back), stored_bytes(graph));
    EXPECT_EQ(to_espz(back), to_espz(graph));
    const Tensor x = noise({2, 3, 12, 12}, 5);
    EXPECT_TRUE(test::reference_output(graph, x).equals(test::reference_output(back, x)));
}

TEST(Espz, TheTableAddsUpToTheFile) {
    const Graph graph = compressed();
    const StorageTable table = storage_table(graph);
    std::int64_t sum = table.structure_bytes;
    for (const ParameterStorage& row : table.parameters) {
        sum += row.best.bytes();
        ASSERT_EQ(row.costs.size(), all_formats().size()) << row.name;
        for (const StorageCost& cost : row.costs) {
            EXPECT_GE(cost.bytes(), row.best.bytes());
        }
        EXPECT_LE(row.entropy_bits, 8.0 * static_cast<double>(row.best.bytes())) << row.name;
    }
    EXPECT_EQ(sum, table.total_bytes);
    EXPECT_EQ(table.total_bytes, stored_bytes(graph));
    EXPECT_EQ(table.parameters.front().layer, "conv1");
    // All the small network is: its structure must not outweigh a few hundred names.
    EXPECT_LT(table.structure_bytes, 2500);
}

TEST(Espz, AttributesOfEveryKindComeBack) {
    test::Net net;
    const ValueId x = net.input({2, 3});
    Attributes attributes;
    const float infinity = std::numeric_limits<float>::infinity();
    attributes.set("alpha", -infinity);
    attributes.set("i", std::int64_t{-5});
    attributes.set("s", std::string("text"));
    attributes.set("is",
                   std::vector<std::int64_t>{1, -2, std::numeric_limits<std::int64_t>::min()});
    attributes.set("fs", std::vector<float>{0.1F, infinity});
    attributes.set("ss", std::vector<std::string>{"a", ""});
    attributes.set("t", Tensor::of<std::int16_t>({2}, std::vector<std::int16_t>{7, -7}));
    net.graph.add_value("unused");
    const Graph graph = net.finish(net.node("Relu", {x}, "relu", attributes));
    const Graph back = from_espz(to_espz(graph), "memory");
    const Attributes& found = back.nodes[0].attributes;
    EXPECT_EQ(found.size(), attributes.size());
    EXPECT_EQ(found.real("alpha", 0), -infinity);
    EXPECT_EQ(found.integer("i", 0), -5);
    EXPECT_EQ(found.text("s", ""), "text");
    EXPECT_EQ(found.integers("is", {}), attributes.integers("is", {}));
    EXPECT_EQ(found.reals("fs", {}), attributes.reals("fs", {}));
    EXPECT_EQ(std::get<std::vector<std::string>>(*found.find("ss")),
              (std::vector<std::string>{"a", ""}));
    EXPECT_TRUE(std::get<Tensor>(*found.find("t")).equals(std::get<Tensor>(*attributes.find("t"))));
    EXPECT_EQ(back.find_value("unused"), kNoValue);
}

TEST(Espz, DamageIsNoticed) {
    const auto bytes = to_espz(compressed());
    Rng rng(3);
    for (int attempt = 0; attempt < 200; ++attempt) {
        auto damaged = bytes;
        if (attempt % 2 == 0) {
            damaged.resize(static_cast<std::size_t>(rng.below(damaged.size())));
        } else {
            damaged[static_cast<std::size_t>(rng.below(damaged.size()))] ^= std::byte{1}
                                                                            << rng.below(8);
        }
        EXPECT_THROW((void)from_espz(damaged, "damaged"), Error);
    }
    auto longer = bytes;
    longer.push_back(std::byte{0});
    EXPECT_THROW((void)from_espz(longer, "longer"), Error);
}

/// Puts the right checksum on a changed file, so that what is behind it is reached.
std::vector<std::byte> sealed(std::vector<std::byte> bytes) {
    constexpr std::size_t kFrame = 12;
    if (bytes.size() >= kFrame) {
        const std::uint32_t sum = coding::crc32(std::span(bytes).subspan(kFrame));
        for (unsigned i = 0; i < 4; ++i) {
            bytes[8 + i] = static_cast<std::byte>(sum >> (8 * i));
        }
    }
    return bytes;
}

TEST(Espz, ForgedFilesAreRefusedOrHarmless) {
    const auto bytes = to_espz(compressed());
    Rng rng(4);
    for (int attempt = 0; attempt < 400; ++attempt) {
        auto forged = bytes;
        for (int flips = 0; flips < 3; ++flips) {
            const auto at = static_cast<std::size_t>(
                12 + rng.below(attempt % 2 == 0 ? 40 : forged.size() - 12));
            forged[at] = static_cast<std::byte>(rng.below(256));
        }
        try {
            (void)from_espz(sealed(forged), "forged");
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::BadInput);
            EXPECT_NE(error.where().find("forged"), std::string::npos);
        }
    }
}

TEST(Espz, ForgedStructuresAreRefusedOrHarmless) {
    // The structure is deflated, so its own bytes are changed before that.
    const Graph graph = compressed();
    const auto bytes = to_espz(graph);
    coding::ByteReader in(std::span<const std::byte>(bytes).subspan(12));
    const auto size = static_cast<std::size_t>(in.number());
    const auto packed = static_cast<std::size_t>(in.number());
    const auto structure = coding::inflate(in.raw(packed), size);
    ASSERT_EQ(coding::parse_structure(structure).graph.nodes.size(), graph.nodes.size());
    Rng rng(5);
    for (int attempt = 0; attempt < 4000; ++attempt) {
        auto forged = structure;
        for (std::uint64_t flips = 1 + rng.below(3); flips > 0; --flips) {
            forged[static_cast<std::size_t>(rng.below(forged.size()))] =
                static_cast<std::byte>(rng.below(256));
        }
        if (attempt % 10 == 0) {
            forged.resize(static_cast<std::size_t>(rng.below(forged.size())));
        }
        try {
            auto parsed = coding::parse_structure(forged);
            validate(parsed.graph);
        } catch (const Error&) {
        }
    }
}

TEST(Espz, SaysWhatIsWrong) {
    const std::vector<std::byte> nothing;
    EXPECT_THROW((void)from_espz(nothing, "empty"), Error);
    auto newer = to_espz(compressed());
    newer[4] = std::byte{9};
    try {
        (void)from_espz(newer, "newer.espz");
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::Unsupported);
        EXPECT_EQ(error.message(), "version 9 of the format, expected 1");
        EXPECT_EQ(error.where(), "newer.espz");
    }
}

} // namespace
} // namespace espalier
