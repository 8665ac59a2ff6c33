// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/studio/support.h"

#include "app/session/network_file.h"
#include "app/studio/models/graph_blocks.h"
#include "app/studio/models/graph_dot.h"
#include "app/studio/models/network_picture.h"
#include "app/studio/views/graph/graph_canvas.h"
#include "app/studio/views/graph/graph_items.h"
#include "app/studio/views/graph/graph_view.h"
#include "app/studio/widgets/figure.h"

#include <QComboBox>
#include <QFile>
#include <QImage>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QToolButton>

#include <gtest/gtest.h>

#include <set>

namespace espalier::studio::testing {
namespace {

std::set<std::size_t> all_of(const Blocks& blocks) {
    std::set<std::size_t> all;
    for (std::size_t i = 0; i < blocks.all.size(); ++i) {
        all.insert(i);
    }
    return all;
}

Snapshot snapshot_of(const Graph& graph) {
    Snapshot snapshot;
    snapshot.graph = graph;
    snapshot.metrics.account = account(graph);
    return snapshot;
}

double sum(const GraphColouring& colouring) {
    double total = 0;
    for (const auto& value : colouring.values) {
        total += value.value_or(0);
    }
    return total;
}

TEST(GraphBlocks, FindsTheStagesOfAResNet) {
    const Graph graph = load_network("resnet-20-shapes").graph;
    const Blocks blocks = find_blocks(graph);
    std::set<std::string> seen;
    std::size_t runs = 0;
    for (const Block& block : blocks.all) {
        if (block.run) {
            for (const std::string& node : block.nodes) {
                EXPECT_TRUE(seen.insert(node).second) << node << " is in two blocks";
                EXPECT_EQ(blocks.path(node).size(), 2U);
            }
            EXPECT_EQ(block.nodes.size(), block.ops.size());
            EXPECT_EQ(block.ops, blocks.all[*block.run].ops);
            EXPECT_EQ(block.ops.front(), "Conv");
            EXPECT_EQ(std::count(block.ops.begin(), block.ops.end(), "Conv"), 2);
            EXPECT_EQ(std::count(block.ops.begin(), block.ops.end(), "Add"), 1);
        } else {
            ++runs;
            EXPECT_GE(block.repeats, 2U);
            EXPECT_EQ(block.nodes.size(), block.repeats * block.ops.size());
        }
    }
    // Three stages of three blocks; the first block of the later stages halves the picture.
    EXPECT_EQ(runs, 3U);
    EXPECT_EQ(blocks.all.front().repeats, 3U);
}

TEST(GraphBlocks, LeavesANetworkWithoutRepeatsAlone) {
    EXPECT_TRUE(find_blocks(load_network("lenet-5-glyphs").graph).all.empty());
}

TEST(NetworkPicture, OpenBlocksShowEveryOperatorOnce) {
    for (const char* name : {"lenet-5-glyphs", "resnet-20-shapes", "mobilenet-v2-small-shapes"}) {
        const Graph graph = load_network(name).graph;
        const Blocks blocks = find_blocks(graph);
        const NetworkPicture open = network_picture(graph, blocks, all_of(blocks));
        EXPECT_EQ(open.nodes.size(),
                  graph.nodes.size() + graph.inputs.size() + graph.outputs.size());
        const NetworkPicture closed = network_picture(graph, blocks, {});
        EXPECT_EQ(closed.nodes.size() < open.nodes.size(), !blocks.all.empty()) << name;
        for (const NetworkPicture* picture : {&open, &closed}) {
            std::size_t members = 0;
            std::set<std::string> keys;
            for (const PictureNode& node : picture->nodes) {
                members += node.members.size();
                EXPECT_TRUE(keys.insert(node.key).second) << node.key;
            }
            EXPECT_EQ(members, graph.nodes.size());
            const std::vector<LayoutBox> boxes(picture->nodes.size(), {100, 40});
            const GraphLayout layout = layered_layout(boxes, picture->edges);
            for (const LayoutEdge& edge : picture->edges) {
                EXPECT_LT(layout.centres[edge.from].y, layout.centres[edge.to].y);
            }
        }
        EXPECT_TRUE(open.same_structure(open));
        EXPECT_EQ(open.same_structure(closed), blocks.all.empty());
    }
}

TEST(NetworkPicture, MetricsAddUpWhateverIsOpen) {
    const Graph graph = load_network("resnet-20-shapes").graph;
    const Blocks blocks = find_blocks(graph);
    const Snapshot snapshot = snapshot_of(graph);
    for (const auto& open : {std::set<std::size_t>(), all_of(blocks)}) {
        const NetworkPicture picture = network_picture(graph, blocks, open);
        EXPECT_DOUBLE_EQ(sum(colour_by(GraphMetric::Params, picture, snapshot, snapshot)),
                         static_cast<double>(snapshot.metrics.account.params));
        EXPECT_DOUBLE_EQ(sum(colour_by(GraphMetric::Macs, picture, snapshot, snapshot)),
                         static_cast<double>(snapshot.metrics.account.macs));
        const GraphColouring change = colour_by(GraphMetric::Change, picture, snapshot, snapshot);
        EXPECT_DOUBLE_EQ(sum(change), 0);
        EXPECT_FALSE(colour_by(GraphMetric::Energy, picture, snapshot, snapshot).known);
    }
}

TEST(NetworkPicture, PlacesValuesOnTheScale) {
    GraphColouring colouring;
    colouring.low = 10;
    colouring.high = 1000;
    colouring.logarithmic = true;
    EXPECT_DOUBLE_EQ(colouring.place(10), 0);
    EXPECT_DOUBLE_EQ(colouring.place(100), 0.5);
    EXPECT_DOUBLE_EQ(colouring.place(1000), 1);
    colouring.metric = GraphMetric::Change;
    EXPECT_DOUBLE_EQ(colouring.place(-0.5), -0.5);
    EXPECT_DOUBLE_EQ(colouring.place(7), 1);
}

/// The Graph tab of a window, in front and laid out.
struct Tab {
    explicit Tab(MainWindow& window)
        : view(dynamic_cast<GraphView*>(window.view(QStringLiteral("graph"))))
        , canvas(view->findChild<GraphCanvas*>()) {
        window.show_view(QStringLiteral("graph"));
        wait_until([this] { return !view->picture().nodes.empty(); });
    }

    [[nodiscard]] const PictureNode& current() const {
        return view->picture().nodes[canvas->current().value()];
    }

    GraphView* view;
    GraphCanvas* canvas;
};

TEST(GraphView, IsWalkedByKeyboardAndLinkedWithTheSelection) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    Tab tab(*window);
    Selection& selection = window->studio().selection;
    tab.canvas->setFocus();
    QTest::keyClick(tab.canvas, Qt::Key_Home);
    EXPECT_EQ(tab.current().kind, PictureNode::Kind::Input);
    QTest::keyClick(tab.canvas, Qt::Key_Down);
    EXPECT_EQ(tab.current().op, "Conv");
    EXPECT_EQ(selection.layer().toStdString(), tab.current().origin);
    EXPECT_FALSE(tab.canvas->accessibleDescription().isEmpty());
    QTest::keyClick(tab.canvas, Qt::Key_Up);
    EXPECT_EQ(tab.current().kind, PictureNode::Kind::Input);

    const std::string last = tab.view->picture().nodes.rbegin()[1].origin;
    selection.set_layer(QString::fromStdString(last));
    EXPECT_EQ(tab.current().origin, last);
    keep_picture(*window, QStringLiteral("graph-lenet-5"));
}

TEST(GraphView, OpensAndClosesBlocks) {
    const auto window = open_window(QStringLiteral("resnet-20-shapes"));
    Tab tab(*window);
    const std::size_t closed = tab.view->picture().nodes.size();
    tab.canvas->setFocus();
    QTest::keyClick(tab.canvas, Qt::Key_Home);
    for (int i = 0; i < 20 && tab.current().kind != PictureNode::Kind::Run; ++i) {
        QTest::keyClick(tab.canvas, Qt::Key_Down);
    }
    ASSERT_EQ(tab.current().kind, PictureNode::Kind::Run);
    const std::size_t repeats = tab.current().count;
    QTest::keyClick(tab.canvas, Qt::Key_Return);
    ASSERT_TRUE(wait_until([&] { return tab.view->picture().nodes.size() > closed; }, 5000));
    EXPECT_EQ(tab.view->picture().nodes.size(), closed + repeats - 1);
    EXPECT_EQ(tab.current().kind, PictureNode::Kind::Block) << "stays where it was";

    // A layer inside of a closed block shows as the block.
    const std::size_t member = tab.current().members.back();
    const std::string inner = window->studio().document.original()->graph.nodes[member].origin;
    window->studio().selection.set_layer(QString::fromStdString(inner));
    EXPECT_EQ(tab.current().kind, PictureNode::Kind::Block);

    auto* all = tab.view->findChild<QToolButton*>(QStringLiteral("graph-expand"));
    all->click();
    EXPECT_TRUE(wait_until([&] { return tab.view->picture().nodes.size() == closed; }, 5000));
    all->click();
    const std::size_t nodes = window->studio().document.original()->graph.nodes.size();
    EXPECT_TRUE(wait_until([&] { return tab.view->picture().nodes.size() == nodes + 2; }, 5000));
    keep_picture(*window, QStringLiteral("graph-resnet-20-open"));
}

TEST(GraphView, FindsByNameAndOperator) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    Tab tab(*window);
    auto* search = tab.view->findChild<QLineEdit*>(QStringLiteral("graph-search"));
    search->setFocus();
    QTest::keyClicks(search, QStringLiteral("gemm"));
    QTest::keyClick(search, Qt::Key_Return);
    ASSERT_TRUE(tab.canvas->current());
    EXPECT_EQ(tab.current().op, "Gemm");
    const std::string first = tab.current().name;
    QTest::keyClick(search, Qt::Key_Return);
    EXPECT_EQ(tab.current().op, "Gemm");
    EXPECT_NE(tab.current().name, first);
}

TEST(GraphView, FollowsEditsAndIsSavedWhole) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    Tab tab(*window);
    auto* metric = tab.view->findChild<QComboBox*>(QStringLiteral("graph-metric"));
    auto* figure = tab.view->findChild<Figure*>(QStringLiteral("graph"));
    metric->setCurrentIndex(metric->findData(static_cast<int>(GraphMetric::Sparsity)));
    add_step(*window, "prune.magnitude:sparsity=0.5,scope=layer");
    EXPECT_TRUE(wait_until(
        [&] {
            for (const auto& row : figure->table().rows) {
                if (row[1].toString() == QStringLiteral("Gemm") &&
                    std::abs(row.back().toDouble() - 50) < 0.1) {
                    return true;
                }
            }
            return false;
        },
        5000));
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("graph.svg"));
    figure->save(path);
    QFile file(path);
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    const QByteArray svg = file.readAll();
    EXPECT_TRUE(svg.contains("<svg"));
    // What lies below the fold of the window is in the picture: the last operator with weights.
    EXPECT_TRUE(svg.contains("Gemm"));
}

TEST(GraphDot, NamesCannotEndTheirLabels) {
    const QByteArray dot =
        to_dot(QStringLiteral("a \"net\""),
               {{{QStringLiteral("con\\v\"; evil"), QStringLiteral("3×3")}, {}, false},
                {{QStringLiteral("out")}, QColor(0x10, 0x20, 0x30), true}},
               {{0, 1}});
    EXPECT_EQ(dot.toStdString(),
              "digraph \"a \\\"net\\\"\" {\n"
              "    rankdir=TB;\n"
              "    node [shape=box, style=filled, fillcolor=white, fontname=sans];\n"
              "    n0 [label=\"con\\\\v\\\"; evil\\n3×3\"];\n"
              "    n1 [label=\"out\", fillcolor=\"#102030\", fontcolor=white, "
              "style=\"filled,rounded\"];\n"
              "    n0 -> n1;\n"
              "}\n");
}

TEST(GraphView, IsSavedForGraphviz) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    Tab tab(*window);
    auto* figure = tab.view->findChild<Figure*>(QStringLiteral("graph"));
    ASSERT_TRUE(wait_until([&] { return figure->table().rows.size() > 5; }));
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("graph.dot"));
    figure->save(path);
    QFile file(path);
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    const QString dot = QString::fromUtf8(file.readAll());
    qsizetype readers = 0;
    for (const auto& row : figure->table().rows) {
        readers += row[3].toString().split(u',', Qt::SkipEmptyParts).size();
    }
    EXPECT_EQ(dot.count(QStringLiteral("[label=")),
              static_cast<qsizetype>(figure->table().rows.size()));
    EXPECT_EQ(dot.count(QStringLiteral(" -> ")), readers);
}

TEST(GraphCanvas, DrawsAThousandBoxesFromAfarAndFromNear) {
    std::vector<LayoutBox> boxes(1000, {140, 50});
    std::vector<LayoutEdge> edges;
    std::vector<BoxLook> looks;
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        if (i > 0) {
            edges.push_back({i - 1, i});
        }
        if (i % 4 == 0 && i > 4) {
            edges.push_back({i - 4, i});
        }
        BoxLook look;
        look.title = QStringLiteral("conv%1").arg(i);
        look.detail = QStringLiteral("Conv 3×3 · 64→64");
        look.value = QStringLiteral("36.9 k parameters");
        look.fill = QColor(60, 120, 140);
        looks.push_back(look);
    }
    GraphCanvas canvas;
    canvas.resize(1000, 700);
    canvas.show();
    canvas.set_graph(boxes, edges, layered_layout(boxes, edges));
    canvas.set_looks(looks);
    // From afar boxes are thin and lines over them mix with their fill.
    const auto like_fill = [](const QColor& colour) {
        return colour.blue() > colour.red() + 30 && colour.green() > colour.red() + 20;
    };
    const auto filled = [&] {
        QImage image(canvas.size(), QImage::Format_RGB32);
        static_cast<QWidget&>(canvas).render(&image);
        int count = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                count += like_fill(image.pixelColor(x, y)) ? 1 : 0;
            }
        }
        return count;
    };
    canvas.fit();
    EXPECT_GT(filled(), 0);
    canvas.show_start();
    EXPECT_GT(filled(), 1000);
}

} // namespace
} // namespace espalier::studio::testing
