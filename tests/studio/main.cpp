// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/shell/language.h"
#include "app/studio/shell/settings.h"

#include <QApplication>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <gtest/gtest.h>

int main(int argc, char* argv[]) {
    // A home of its own: tests neither read nor change what the user has set.
    const QTemporaryDir home;
    for (const char* variable : {"XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"}) {
        qputenv(variable, home.path().toUtf8());
    }
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    ::testing::InitGoogleTest(&argc, argv);
    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("espalier-studio"));
    espalier::studio::Settings().set_measure_on_open(false);
    espalier::studio::apply_language(QStringLiteral("en"));
    return RUN_ALL_TESTS();
}
