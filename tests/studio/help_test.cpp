// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/dialogs/help_window.h"

#include <QRegularExpression>
#include <QTextBrowser>

#include <gtest/gtest.h>

namespace espalier::studio::testing {
namespace {

const QStringList kPages = {
    QStringLiteral("index"),  QStringLiteral("metrics"), QStringLiteral("lessons"),
    QStringLiteral("recipe"), QStringLiteral("views"),   QStringLiteral("accelerator"),
    QStringLiteral("files"),  QStringLiteral("checked"), QStringLiteral("quantisation")};

TEST(StudioHelp, EveryPageIsThereInBothLanguagesAndItsLinksLeadSomewhere) {
    for (const char* code : {"en", "ko"}) {
        for (const QString& page : kPages) {
            const QString text = help_page(page, QLatin1String(code));
            EXPECT_TRUE(text.startsWith(QStringLiteral("# "))) << page.toStdString();
            static const QRegularExpression link(QStringLiteral("\\]\\(([a-z]+)\\.md\\)"));
            auto links = link.globalMatch(text);
            while (links.hasNext()) {
                EXPECT_TRUE(kPages.contains(links.next().captured(1))) << page.toStdString();
            }
        }
        EXPECT_NE(help_page(kPages[1], QStringLiteral("ko")),
                  help_page(kPages[1], QStringLiteral("en")));
    }
}

TEST(StudioHelp, EveryTechniqueHasAPageThatNamesItsParameters) {
    HelpWindow window(QStringLiteral("en"));
    for (const Technique* technique : all_techniques()) {
        window.show_page(QString::fromStdString(technique->info().id));
        const QString shown = window.findChild<QTextBrowser*>()->toPlainText();
        for (const ParamSpec& spec : technique->info().params) {
            EXPECT_TRUE(shown.contains(QString::fromStdString(spec.key)))
                << technique->info().id << ": " << spec.key;
        }
    }
}

} // namespace
} // namespace espalier::studio::testing
