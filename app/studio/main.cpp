// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/shell/language.h"
#include "app/studio/shell/main_window.h"
#include "app/studio/shell/settings.h"
#include "core/base/version.h"

#include <QApplication>
#include <QCommandLineParser>

int main(int argc, char* argv[]) {
    using namespace espalier;
    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("espalier-studio"));
    QApplication::setApplicationDisplayName(QStringLiteral("Espalier Studio"));
    QApplication::setApplicationVersion(QLatin1String(version()));
    QApplication::setDesktopFileName(QStringLiteral("espalier-studio"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/espalier-studio.svg")));
    studio::apply_language(studio::Settings().language());

    QCommandLineParser parser;
    parser.setApplicationDescription(
        QCoreApplication::translate("main", "Shapes a neural network to its hardware"));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(
        QStringLiteral("FILE"),
        QCoreApplication::translate("main", "A network, a workspace, or the name of a sample"),
        QStringLiteral("[FILE]"));
    parser.process(app);

    studio::MainWindow window;
    window.show();
    const QStringList files = parser.positionalArguments();
    if (!files.isEmpty()) {
        window.open(files.first());
    }
    window.files().offer_lost_work();
    return QApplication::exec();
}
