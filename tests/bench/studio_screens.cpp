// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of every view, light and dark, in both languages, in two sizes, with real data in them:
// for whoever looks whether anything is cut off. tests/bench/screens.sh runs it at both scales.
//
//     espalier_studio_screens FOLDER [NETWORK DATA STEP...]
#include "app/studio/shell/language.h"
#include "app/studio/shell/main_window.h"
#include "app/studio/views/all_views.h"
#include "app/studio/views/lesson/lesson_view.h"

#include <QApplication>
#include <QDir>
#include <QTest>

#include <fmt/format.h>

#include <string>
#include <vector>

namespace {

using namespace espalier;
using studio::MainWindow;

void settle(MainWindow& window) {
    const bool settled = QTest::qWaitFor(
        [&] { return !window.studio().jobs.busy() && !window.studio().document.is_following(); },
        600000);
    if (!settled) {
        fmt::print(stderr, "a job did not end\n");
    }
    // Views may work on beside the window a little longer.
    QTest::qWait(400);
}

void prepare(MainWindow& window, const QStringList& arguments) {
    const QString network = arguments.value(2, QStringLiteral("lenet-5-glyphs"));
    const QString set = arguments.value(3, QStringLiteral("glyphs"));
    QStringList steps = arguments.mid(4);
    if (steps.isEmpty()) {
        steps = {QStringLiteral("prune.magnitude:sparsity=0.8"),
                 QStringLiteral("quantise.uniform:weight_bits=6")};
    }
    window.open(network);
    studio::Document& document = window.studio().document;
    if (!QTest::qWaitFor([&] { return document.is_open(); }, 60000)) {
        fmt::print(stderr, "cannot open {}\n", network.toStdString());
        return;
    }
    document.set_data(set);
    settle(window);
    document.set_accelerator(QStringLiteral("eyeriss"));
    for (const QString& step : steps) {
        document.add_step(Step::parse(step.toStdString()));
        settle(window);
        document.evaluate();
        settle(window);
        document.keep_variant();
    }
}

void take(MainWindow& window, const QString& folder, const QString& name) {
    settle(window);
    const QString file = QStringLiteral("%1/%2.png").arg(folder, name);
    if (!window.grab().save(file)) {
        fmt::print(stderr, "cannot write {}\n", file.toStdString());
    }
}

} // namespace

int main(int argc, char* argv[]) {
    QApplication app(argc, argv);
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() < 2) {
        fmt::print(stderr, "usage: espalier_studio_screens FOLDER [NETWORK DATA STEP...]\n");
        return 2;
    }
    const QString folder = arguments[1];
    QDir().mkpath(folder);
    studio::apply_language(QStringLiteral("en"));
    MainWindow window;
    studio::Settings& settings = window.studio().settings;
    window.resize(1280, 800);
    window.show();
    take(window, folder, QStringLiteral("start"));
    prepare(window, arguments);
    for (const char* language : {"en", "ko"}) {
        settings.set_language(QLatin1String(language));
        for (const auto& [theme, theme_name] :
             {std::pair{studio::Theme::Light, "light"}, std::pair{studio::Theme::Dark, "dark"}}) {
            settings.set_theme(theme);
            const QString look = QStringLiteral("%1-%2-1280x800")
                                     .arg(QLatin1String(language), QLatin1String(theme_name));
            window.resize(1280, 800);
            window.actions().get("file.start").trigger();
            take(window, folder, QStringLiteral("start-") + look);
            window.actions().get("file.start").trigger();
            window.show_view(QStringLiteral("overview"));
            auto* lesson = qobject_cast<studio::LessonView*>(window.view(QStringLiteral("lesson")));
            lesson->start("2-zeros");
            window.show_view(QStringLiteral("lesson"));
            take(window, folder, QStringLiteral("lesson-") + look);
            lesson->stop();
            window.show_view(QStringLiteral("inspector"));
            for (const QSize size : {QSize(1280, 800), QSize(1920, 1080)}) {
                window.resize(size);
                for (const studio::ViewEntry& view : studio::central_views()) {
                    window.show_view(QLatin1String(view.id));
                    take(window, folder,
                         QStringLiteral("%1-%2-%3-%4x%5")
                             .arg(QLatin1String(view.id), QLatin1String(language),
                                  QLatin1String(theme_name))
                             .arg(size.width())
                             .arg(size.height()));
                }
            }
        }
    }
    return 0;
}
