// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/detail/studio_program.h"
#include "app/cli/program.h"
#include "app/session/report/build.h"
#include "app/studio/dialogs/report_pdf.h"
#include "app/studio/shell/language.h"
#include "app/studio/shell/main_window.h"
#include "app/studio/shell/settings.h"
#include "core/base/version.h"

#include <QApplication>
#include <QCommandLineParser>

#include <string_view>

namespace {

/// `espalier` goes on here where it needs Qt: for a PDF.
int run_command_line(int argc, char* argv[]) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QGuiApplication app(argc, argv);
    espalier::report::set_pdf_writer(espalier::studio::write_pdf);
    return espalier::cli::run_program(argc - 1, argv + 1);
}

} // namespace

int main(int argc, char* argv[]) {
    using namespace espalier;
    if (argc > 1 && std::string_view(argv[1]) == cli::kCommandLineOption) {
        return run_command_line(argc, argv);
    }
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
