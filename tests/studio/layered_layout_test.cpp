// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/models/layered_layout.h"
#include "core/base/error.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace espalier::studio {
namespace {

struct Case {
    std::vector<LayoutBox> boxes;
    std::vector<LayoutEdge> edges;
};

Case chain(std::size_t count) {
    Case result{std::vector<LayoutBox>(count, {100, 40}), {}};
    for (std::size_t i = 1; i < count; ++i) {
        result.edges.push_back({i - 1, i});
    }
    return result;
}

/// Edges to one to three earlier boxes, mostly near ones; boxes of many sizes.
Case random_network(std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    Case result;
    for (std::size_t i = 0; i < count; ++i) {
        result.boxes.push_back({60.0 + static_cast<double>(random() % 120),
                                20.0 + static_cast<double>(random() % 40)});
        for (unsigned e = 0; i > 0 && e < 1 + random() % 3; ++e) {
            const std::size_t reach = random() % 10 == 0 ? 60 : 6;
            result.edges.push_back({i - 1 - random() % std::min(i, reach), i});
        }
    }
    return result;
}

/// Share of the segment between two points that lies inside a box, borders left out.
bool passes(const LayoutPoint& a, const LayoutPoint& b, const LayoutPoint& centre,
            const LayoutBox& box) {
    for (int step = 0; step <= 20; ++step) {
        const double t = step / 20.0;
        const double x = a.x + t * (b.x - a.x);
        const double y = a.y + t * (b.y - a.y);
        if (std::abs(x - centre.x) < box.width / 2 - 0.01 &&
            std::abs(y - centre.y) < box.height / 2 - 0.01) {
            return true;
        }
    }
    return false;
}

void expect_sound(const Case& network, const GraphLayout& layout) {
    ASSERT_EQ(layout.centres.size(), network.boxes.size());
    ASSERT_EQ(layout.routes.size(), network.edges.size());
    for (std::size_t a = 0; a < network.boxes.size(); ++a) {
        const LayoutPoint& p = layout.centres[a];
        EXPECT_GE(p.x - network.boxes[a].width / 2, -0.01);
        EXPECT_LE(p.x + network.boxes[a].width / 2, layout.width + 0.01);
        EXPECT_LE(p.y + network.boxes[a].height / 2, layout.height + 0.01);
        for (std::size_t b = a + 1; b < network.boxes.size(); ++b) {
            const LayoutPoint& q = layout.centres[b];
            const bool apart = std::abs(p.x - q.x) >=
                                   (network.boxes[a].width + network.boxes[b].width) / 2 - 0.01 ||
                               std::abs(p.y - q.y) >=
                                   (network.boxes[a].height + network.boxes[b].height) / 2 - 0.01;
            EXPECT_TRUE(apart) << "boxes " << a << " and " << b << " overlap";
        }
    }
    for (std::size_t e = 0; e < network.edges.size(); ++e) {
        const auto& route = layout.routes[e];
        EXPECT_LT(layout.centres[network.edges[e].from].y, layout.centres[network.edges[e].to].y);
        ASSERT_GE(route.size(), 2U);
        for (std::size_t i = 1; i < route.size(); ++i) {
            EXPECT_LE(route[i - 1].y, route[i].y + 0.01) << "edge " << e << " goes up";
        }
    }
}

TEST(LayeredLayout, AChainIsAStraightLine) {
    const Case network = chain(5);
    const GraphLayout layout = layered_layout(network.boxes, network.edges);
    expect_sound(network, layout);
    for (const LayoutPoint& centre : layout.centres) {
        EXPECT_DOUBLE_EQ(centre.x, 50);
    }
    EXPECT_DOUBLE_EQ(layout.height, 5 * 40 + 4 * LayoutSpacing{}.down);
    EXPECT_EQ(layout.layers, (std::vector<std::size_t>{0, 1, 2, 3, 4}));
}

TEST(LayeredLayout, ASkipRunsBesideTheBoxesItSkips) {
    Case network = chain(5);
    network.edges.push_back({0, 4});
    const GraphLayout layout = layered_layout(network.boxes, network.edges);
    expect_sound(network, layout);
    const auto& skip = layout.routes.back();
    for (std::size_t i = 1; i < skip.size(); ++i) {
        for (std::size_t box = 1; box < 4; ++box) {
            EXPECT_FALSE(passes(skip[i - 1], skip[i], layout.centres[box], network.boxes[box]));
        }
    }
}

TEST(LayeredLayout, UncrossesWhatNeedNotCross) {
    // Two chains side by side whose boxes are listed in turn, twisted at each step.
    Case network;
    network.boxes.assign(8, {100, 40});
    network.edges = {{0, 3}, {1, 2}, {3, 4}, {2, 5}, {4, 7}, {5, 6}};
    const GraphLayout layout = layered_layout(network.boxes, network.edges);
    expect_sound(network, layout);
    EXPECT_EQ(layout.crossings, 0U);
}

TEST(LayeredLayout, ASourceStandsAboveItsFirstReader) {
    Case network = chain(6);
    network.boxes.push_back({50, 20});
    network.edges.push_back({6, 4});
    const GraphLayout layout = layered_layout(network.boxes, network.edges);
    EXPECT_EQ(layout.layers[6], 3U);
    expect_sound(network, layout);
}

TEST(LayeredLayout, ManyNetworksKeepTheRules) {
    for (unsigned seed = 1; seed <= 12; ++seed) {
        const Case network = random_network(20 + 15 * seed, seed);
        const GraphLayout layout = layered_layout(network.boxes, network.edges);
        expect_sound(network, layout);
        const GraphLayout again = layered_layout(network.boxes, network.edges);
        EXPECT_EQ(layout.centres, again.centres);
        EXPECT_EQ(layout.routes, again.routes);
    }
}

TEST(LayeredLayout, PassingEdgesKeepClearOfBoxes) {
    const Case network = random_network(80, 5);
    const GraphLayout layout = layered_layout(network.boxes, network.edges);
    for (std::size_t e = 0; e < network.edges.size(); ++e) {
        const auto& route = layout.routes[e];
        for (std::size_t box = 0; box < network.boxes.size(); ++box) {
            if (box == network.edges[e].from || box == network.edges[e].to) {
                continue;
            }
            for (std::size_t i = 1; i < route.size(); ++i) {
                EXPECT_FALSE(
                    passes(route[i - 1], route[i], layout.centres[box], network.boxes[box]))
                    << "edge " << e << " runs through box " << box;
            }
        }
    }
}

TEST(LayeredLayout, RefusesCyclesAndTakesNothing) {
    EXPECT_THROW((void)layered_layout({{1, 1}, {1, 1}}, {{0, 1}, {1, 0}}), Error);
    EXPECT_THROW((void)layered_layout({{1, 1}}, {{0, 3}}), Error);
    EXPECT_TRUE(layered_layout({}, {}).centres.empty());
}

} // namespace
} // namespace espalier::studio
