// SPDX-License-Identifier: GPL-3.0-or-later
// How long the window takes: to its first paint, to open a network, and from one move of a slider
// to the repaint that shows its effect.
//
//     QT_QPA_PLATFORM=offscreen espalier_studio_bench NETWORK [STEP KEY FROM TO]
#include "app/studio/shell/language.h"
#include "app/studio/shell/main_window.h"
#include "app/studio/views/view.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QTimer>

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace {

using namespace espalier;

constexpr int kMoves = 60;

double percentile(std::vector<double> values, double share) {
    std::sort(values.begin(), values.end());
    return values.at(static_cast<std::size_t>(share * static_cast<double>(values.size() - 1)));
}

template <typename Done>
void wait_for(Done done) {
    while (!done()) {
        // Asleep between events: work beside the window needs the processor more.
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
}

/// Brings what is out of date up to date and paints it, as the screen would.
void paint() {
    QCoreApplication::processEvents();
    QCoreApplication::processEvents();
}

} // namespace

int main(int argc, char* argv[]) {
    QElapsedTimer clock;
    clock.start();
    QApplication app(argc, argv);
    studio::apply_language(QStringLiteral("en"));
    studio::MainWindow window;
    window.resize(1280, 800);
    window.show();
    paint();
    fmt::print("first paint            {:8.0f} ms\n",
               static_cast<double>(clock.nsecsElapsed()) / 1e6);
    if (argc < 2) {
        return 0;
    }

    studio::Document& document = window.studio().document;
    clock.restart();
    window.open(QString::fromLocal8Bit(argv[1]));
    wait_for([&] { return document.is_open(); });
    paint();
    fmt::print("open and first paint   {:8.0f} ms\n",
               static_cast<double>(clock.nsecsElapsed()) / 1e6);
    const auto settled = [&] { return !document.is_following() && !window.studio().jobs.busy(); };
    wait_for(settled);
    fmt::print("all figures            {:8.0f} ms\n",
               static_cast<double>(clock.nsecsElapsed()) / 1e6);
    if (argc < 6) {
        return 0;
    }

    const std::string key = argv[3];
    const double from = std::stod(argv[4]);
    const double to = std::stod(argv[5]);
    const std::uint64_t card = document.add_step(Step::parse(argv[2]));
    wait_for(settled);
    bool arrived = false;
    QObject::connect(&document, &studio::Document::working_changed, &window,
                     [&] { arrived = true; });
    for (const char* view : {"overview", "layers", "graph"}) {
        window.show_view(QLatin1String(view));
        paint();
        std::vector<double> network;
        std::vector<double> figures;
        for (int move = 1; move <= kMoves; ++move) {
            arrived = false;
            const double value = from + (to - from) * move / kMoves;
            clock.restart();
            document.set_param(card, key, fmt::format("{:.4g}", value));
            wait_for([&] { return arrived; });
            paint();
            network.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
            wait_for(settled);
            paint();
            figures.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
        }
        document.end_gesture();
        fmt::print("{:10} slider to repaint, median {:6.1f} ms, 95 % {:6.1f} ms; with stored bytes "
                   "{:6.1f}, {:6.1f} ms\n",
                   view, percentile(network, 0.5), percentile(network, 0.95),
                   percentile(figures, 0.5), percentile(figures, 0.95));
    }
    return 0;
}
