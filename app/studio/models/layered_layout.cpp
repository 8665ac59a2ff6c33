// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/models/layered_layout.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>

namespace espalier::studio {

namespace {

/// Edges beyond this many dummies are drawn straight: better than a window that waits.
constexpr std::size_t kMostDummies = 20000;
constexpr int kOrderSweeps = 16;
constexpr int kPlaceSweeps = 50;
/// Boxes that move less than this in a sweep have found their place.
constexpr double kStill = 0.25;

struct Link {
    std::size_t other = 0;
    double weight = 1;
};

/// A box, or the place in a layer through which a long edge passes.
struct Vertex {
    std::size_t layer = 0;
    bool dummy = false;
    double width = 0;
    double x = 0;
    std::size_t place = 0; ///< in its layer
    std::vector<Link> above;
    std::vector<Link> below;
};

class Layouter {
public:
    Layouter(const std::vector<LayoutBox>& boxes, const std::vector<LayoutEdge>& edges,
             const LayoutSpacing& spacing, const Job& job)
        : boxes_(boxes)
        , edges_(edges)
        , spacing_(spacing)
        , job_(job)
        , vertices_(boxes.size())
        , chains_(edges.size()) {}

    GraphLayout run() {
        if (boxes_.empty()) {
            return {};
        }
        find_layers();
        add_dummies();
        order();
        place();
        return result();
    }

private:
    void find_layers();
    void add_dummies();
    void link(std::size_t above, std::size_t below);
    void order();
    void sort_layer(std::vector<std::size_t>& layer, bool from_above);
    [[nodiscard]] std::size_t crossings() const;
    void place();
    void fit_layer(const std::vector<std::size_t>& layer, bool from_above, bool from_below);
    [[nodiscard]] double distance(const Vertex& left, const Vertex& right) const;
    [[nodiscard]] GraphLayout result() const;
    void route(GraphLayout& layout, const std::vector<double>& tops,
               const std::vector<double>& bottoms) const;

    const std::vector<LayoutBox>& boxes_;
    const std::vector<LayoutEdge>& edges_;
    LayoutSpacing spacing_;
    Job job_;
    std::vector<Vertex> vertices_;                 ///< boxes first, then dummies
    std::vector<std::vector<std::size_t>> chains_; ///< dummies of each edge, downwards
    std::vector<std::vector<std::size_t>> layers_; ///< vertices, from left to right
};

void Layouter::find_layers() {
    const std::size_t count = boxes_.size();
    std::vector<std::vector<std::size_t>> below(count);
    std::vector<std::size_t> waits_for(count, 0);
    for (const LayoutEdge& edge : edges_) {
        expect(edge.from < count && edge.to < count, "an edge leads to a box that does not exist");
        below[edge.from].push_back(edge.to);
        ++waits_for[edge.to];
    }
    std::vector<bool> source(count);
    std::vector<std::size_t> ready;
    for (std::size_t i = 0; i < count; ++i) {
        source[i] = waits_for[i] == 0;
        if (source[i]) {
            ready.push_back(i);
        }
    }
    std::size_t done = 0;
    while (done < ready.size()) {
        const std::size_t at = ready[done++];
        for (const std::size_t next : below[at]) {
            vertices_[next].layer = std::max(vertices_[next].layer, vertices_[at].layer + 1);
            if (--waits_for[next] == 0) {
                ready.push_back(next);
            }
        }
    }
    expect(done == count, "the graph to lay out has a cycle");
    // What nothing leads to stands right above what reads it first, not at the very top.
    for (std::size_t i = 0; i < count; ++i) {
        if (source[i] && !below[i].empty()) {
            std::size_t nearest = vertices_[below[i].front()].layer;
            for (const std::size_t next : below[i]) {
                nearest = std::min(nearest, vertices_[next].layer);
            }
            vertices_[i].layer = nearest - 1;
        }
    }
}

void Layouter::link(std::size_t above, std::size_t below) {
    // Long edges should be straight; where they meet a box matters less (Gansner et al. 1993).
    const bool a = vertices_[above].dummy;
    const bool b = vertices_[below].dummy;
    const double weight = a && b ? 8 : a || b ? 2 : 1;
    vertices_[above].below.push_back({below, weight});
    vertices_[below].above.push_back({above, weight});
}

void Layouter::add_dummies() {
    for (std::size_t i = 0; i < boxes_.size(); ++i) {
        vertices_[i].width = boxes_[i].width;
    }
    for (std::size_t e = 0; e < edges_.size(); ++e) {
        const auto [from, to] = edges_[e];
        const std::size_t span = vertices_[to].layer - vertices_[from].layer;
        if (vertices_.size() - boxes_.size() + span > kMostDummies) {
            continue;
        }
        std::size_t last = from;
        for (std::size_t step = 1; step < span; ++step) {
            Vertex dummy;
            dummy.layer = vertices_[from].layer + step;
            dummy.dummy = true;
            vertices_.push_back(std::move(dummy));
            chains_[e].push_back(vertices_.size() - 1);
            link(last, vertices_.size() - 1);
            last = vertices_.size() - 1;
        }
        link(last, to);
    }
    std::size_t depth = 0;
    for (const Vertex& vertex : vertices_) {
        depth = std::max(depth, vertex.layer + 1);
    }
    layers_.resize(depth);
    for (std::size_t i = 0; i < vertices_.size(); ++i) {
        vertices_[i].place = layers_[vertices_[i].layer].size();
        layers_[vertices_[i].layer].push_back(i);
    }
}

void Layouter::sort_layer(std::vector<std::size_t>& layer, bool from_above) {
    std::vector<std::pair<double, std::size_t>> keys;
    for (const std::size_t at : layer) {
        const auto& links = from_above ? vertices_[at].above : vertices_[at].below;
        double sum = 0;
        for (const Link& each : links) {
            sum += static_cast<double>(vertices_[each.other].place);
        }
        keys.emplace_back(links.empty() ? static_cast<double>(vertices_[at].place)
                                        : sum / static_cast<double>(links.size()),
                          at);
    }
    std::stable_sort(keys.begin(), keys.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (std::size_t i = 0; i < keys.size(); ++i) {
        layer[i] = keys[i].second;
        vertices_[layer[i]].place = i;
    }
}

std::size_t Layouter::crossings() const {
    std::size_t total = 0;
    for (std::size_t l = 0; l + 1 < layers_.size(); ++l) {
        // Edges by their upper end; crossings are inversions of their lower ends.
        std::vector<std::size_t> ends;
        for (const std::size_t at : layers_[l]) {
            std::vector<std::size_t> own;
            for (const Link& each : vertices_[at].below) {
                own.push_back(vertices_[each.other].place);
            }
            std::sort(own.begin(), own.end());
            ends.insert(ends.end(), own.begin(), own.end());
        }
        std::vector<std::size_t> tree(layers_[l + 1].size() + 1, 0); // Fenwick
        for (std::size_t seen = 0; seen < ends.size(); ++seen) {
            std::size_t not_right = 0;
            for (std::size_t i = ends[seen] + 1; i > 0; i &= i - 1) {
                not_right += tree[i];
            }
            total += seen - not_right;
            for (std::size_t i = ends[seen] + 1; i < tree.size(); i += i & (~i + 1)) {
                ++tree[i];
            }
        }
    }
    return total;
}

void Layouter::order() {
    auto best = layers_;
    std::size_t fewest = crossings();
    for (int sweep = 0; sweep < kOrderSweeps && fewest > 0; ++sweep) {
        job_.check();
        if (sweep % 2 == 0) {
            for (std::size_t l = 1; l < layers_.size(); ++l) {
                sort_layer(layers_[l], true);
            }
        } else {
            for (std::size_t l = layers_.size() - 1; l-- > 0;) {
                sort_layer(layers_[l], false);
            }
        }
        if (const std::size_t now = crossings(); now < fewest) {
            fewest = now;
            best = layers_;
        }
    }
    layers_ = std::move(best);
    for (const auto& layer : layers_) {
        for (std::size_t i = 0; i < layer.size(); ++i) {
            vertices_[layer[i]].place = i;
        }
    }
}

double Layouter::distance(const Vertex& left, const Vertex& right) const {
    const double gap = left.dummy || right.dummy ? spacing_.lane : spacing_.across;
    return (left.width + right.width) / 2 + gap;
}

/// Moves a layer to where its neighbours want it: least squares under the distances.
void Layouter::fit_layer(const std::vector<std::size_t>& layer, bool from_above, bool from_below) {
    /// Neighbouring vertices that touch each other and move as one.
    struct Pool {
        double weight = 0;
        double target = 0; ///< of the first vertex, less the distances before it
        std::size_t count = 0;
    };

    std::vector<Pool> pools;
    std::vector<double> offsets;
    double offset = 0;
    for (std::size_t i = 0; i < layer.size(); ++i) {
        const Vertex& vertex = vertices_[layer[i]];
        if (i > 0) {
            offset += distance(vertices_[layer[i - 1]], vertex);
        }
        offsets.push_back(offset);
        double weight = 0;
        double sum = 0;
        const auto pull = [&](const std::vector<Link>& links) {
            for (const Link& each : links) {
                weight += each.weight;
                sum += each.weight * vertices_[each.other].x;
            }
        };
        if (from_above) {
            pull(vertex.above);
        }
        if (from_below) {
            pull(vertex.below);
        }
        if (weight == 0) {
            // Nobody pulls: it stays, and gives way to all others.
            weight = 0.01;
            sum = weight * vertex.x;
        }
        pools.push_back({weight, sum / weight - offset, 1});
        while (pools.size() > 1 && pools[pools.size() - 2].target > pools.back().target) {
            const Pool last = pools.back();
            pools.pop_back();
            Pool& merged = pools.back();
            merged.target = (merged.weight * merged.target + last.weight * last.target) /
                            (merged.weight + last.weight);
            merged.weight += last.weight;
            merged.count += last.count;
        }
    }
    std::size_t at = 0;
    for (const Pool& pool : pools) {
        for (std::size_t i = 0; i < pool.count; ++i, ++at) {
            vertices_[layer[at]].x = pool.target + offsets[at];
        }
    }
}

void Layouter::place() {
    for (const auto& layer : layers_) {
        double x = 0;
        for (std::size_t i = 0; i < layer.size(); ++i) {
            x += i == 0 ? 0 : distance(vertices_[layer[i - 1]], vertices_[layer[i]]);
            vertices_[layer[i]].x = x;
        }
    }
    for (int sweep = 0; sweep < kPlaceSweeps; ++sweep) {
        job_.check();
        std::vector<double> last;
        for (const Vertex& vertex : vertices_) {
            last.push_back(vertex.x);
        }
        // One side at a time carries moves far; both together settle them.
        const bool both = sweep >= 4;
        for (std::size_t l = 0; l < layers_.size(); ++l) {
            fit_layer(layers_[l], true, both);
        }
        for (std::size_t l = layers_.size(); l-- > 0;) {
            fit_layer(layers_[l], both, true);
        }
        double moved = 0;
        for (std::size_t i = 0; i < vertices_.size(); ++i) {
            moved = std::max(moved, std::abs(vertices_[i].x - last[i]));
        }
        if (both && moved < kStill) {
            break;
        }
    }
}

GraphLayout Layouter::result() const {
    GraphLayout layout;
    layout.crossings = crossings();
    double left = vertices_.front().x;
    double right = left;
    for (const Vertex& vertex : vertices_) {
        left = std::min(left, vertex.x - vertex.width / 2);
        right = std::max(right, vertex.x + vertex.width / 2);
    }
    layout.width = right - left;
    std::vector<double> tops;
    std::vector<double> bottoms;
    double y = 0;
    for (const auto& layer : layers_) {
        double height = 0;
        for (const std::size_t at : layer) {
            height = at < boxes_.size() ? std::max(height, boxes_[at].height) : height;
        }
        tops.push_back(y);
        bottoms.push_back(y + height);
        y += height + spacing_.down;
    }
    layout.height = bottoms.back();
    for (std::size_t i = 0; i < boxes_.size(); ++i) {
        const Vertex& vertex = vertices_[i];
        layout.layers.push_back(vertex.layer);
        layout.centres.push_back(
            {vertex.x - left, (tops[vertex.layer] + bottoms[vertex.layer]) / 2});
    }
    route(layout, tops, bottoms);
    for (auto& route : layout.routes) {
        for (LayoutPoint& point : route) {
            point.x -= left;
        }
    }
    return layout;
}

void Layouter::route(GraphLayout& layout, const std::vector<double>& tops,
                     const std::vector<double>& bottoms) const {
    // Edges leave and enter side by side, in the order in which they come.
    std::vector<std::vector<std::size_t>> leaving(boxes_.size());
    std::vector<std::vector<std::size_t>> entering(boxes_.size());
    for (std::size_t e = 0; e < edges_.size(); ++e) {
        leaving[edges_[e].from].push_back(e);
        entering[edges_[e].to].push_back(e);
    }
    std::vector<double> starts(edges_.size());
    std::vector<double> ends(edges_.size());
    const auto spread = [&](std::size_t box, std::vector<std::size_t>& list, bool below,
                            std::vector<double>& ports) {
        const auto towards = [&](std::size_t e) {
            const auto& chain = chains_[e];
            if (chain.empty()) {
                return vertices_[below ? edges_[e].to : edges_[e].from].x;
            }
            return vertices_[below ? chain.front() : chain.back()].x;
        };
        std::stable_sort(list.begin(), list.end(),
                         [&](std::size_t a, std::size_t b) { return towards(a) < towards(b); });
        const double step =
            std::min(16.0, boxes_[box].width * 0.7 / static_cast<double>(list.size()));
        for (std::size_t i = 0; i < list.size(); ++i) {
            const double off = static_cast<double>(i) - static_cast<double>(list.size() - 1) / 2;
            ports[list[i]] = vertices_[box].x + off * step;
        }
    };
    for (std::size_t i = 0; i < boxes_.size(); ++i) {
        spread(i, leaving[i], true, starts);
        spread(i, entering[i], false, ends);
    }
    for (std::size_t e = 0; e < edges_.size(); ++e) {
        const auto [from, to] = edges_[e];
        const std::size_t first = vertices_[from].layer;
        const std::size_t last = vertices_[to].layer;
        std::vector<LayoutPoint> points;
        points.push_back({starts[e], layout.centres[from].y + boxes_[from].height / 2});
        // Straight down to the end of the layer, where a lower neighbour could be in the way.
        points.push_back({starts[e], bottoms[first]});
        for (const std::size_t dummy : chains_[e]) {
            const Vertex& vertex = vertices_[dummy];
            points.push_back({vertex.x, tops[vertex.layer]});
            points.push_back({vertex.x, bottoms[vertex.layer]});
        }
        points.push_back({ends[e], tops[last]});
        points.push_back({ends[e], layout.centres[to].y - boxes_[to].height / 2});
        layout.routes.push_back(std::move(points));
    }
}

} // namespace

GraphLayout layered_layout(const std::vector<LayoutBox>& boxes,
                           const std::vector<LayoutEdge>& edges, const LayoutSpacing& spacing,
                           const Job& job) {
    return Layouter(boxes, edges, spacing, job).run();
}

} // namespace espalier::studio
