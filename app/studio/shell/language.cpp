// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/shell/language.h"

#include <QCoreApplication>
#include <QFontDatabase>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace espalier::studio {

QStringList languages() {
    return {QStringLiteral("en"), QStringLiteral("ko")};
}

QString language_name(const QString& code) {
    return code == QStringLiteral("ko") ? QStringLiteral("한국어") : QStringLiteral("English");
}

void apply_language(const QString& code) {
    static QTranslator ours;
    static QTranslator qts;
    QLocale::setDefault(code == QStringLiteral("ko") ? QLocale(QLocale::Korean, QLocale::SouthKorea)
                                                     : QLocale(QLocale::English));
    QCoreApplication::removeTranslator(&ours);
    QCoreApplication::removeTranslator(&qts);
    if (code != QStringLiteral("ko")) {
        return;
    }
    if (qts.load(QStringLiteral("qtbase_ko"), QLibraryInfo::path(QLibraryInfo::TranslationsPath))) {
        QCoreApplication::installTranslator(&qts);
    }
    if (ours.load(QStringLiteral(":/i18n/espalier_ko.qm"))) {
        QCoreApplication::installTranslator(&ours);
    }
}

bool can_draw_korean() {
    return !QFontDatabase::families(QFontDatabase::Korean).isEmpty();
}

QString technique_text(const std::string& english) {
    const QString words = QCoreApplication::translate("technique", english.c_str());
    // Names of data sets, machines and recipes are listed with the other sentences of core.
    return words == QString::fromStdString(english)
               ? QCoreApplication::translate("message", english.c_str())
               : words;
}

} // namespace espalier::studio
