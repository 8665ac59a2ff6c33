// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/shell/message_text.h"

#include "app/studio/shell/language.h"

#include <QCoreApplication>
#include <QFile>
#include <QLocale>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <optional>
#include <vector>

namespace espalier::studio {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Messages)
};

constexpr int kMostNesting = 3;

/// "%1 stays: %2" as what stands between the places.
struct Pattern {
    QString source;
    QStringList pieces;
    qsizetype letters = 0;
};

std::vector<Pattern> read_patterns() {
    std::vector<Pattern> patterns;
    QFile file(QStringLiteral(":/i18n/messages.txt"));
    if (!file.open(QIODevice::ReadOnly)) {
        return patterns;
    }
    static const QRegularExpression place(QStringLiteral("%[1-9]"));
    const QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
    for (const QString& line : lines) {
        Pattern pattern{line, line.split(place), 0};
        for (const QString& piece : pattern.pieces) {
            pattern.letters += piece.size();
        }
        patterns.push_back(std::move(pattern));
    }
    // The one that says most first: "%1 stays: %2" fits many a sentence that has its own.
    std::ranges::stable_sort(patterns, std::ranges::greater(), &Pattern::letters);
    return patterns;
}

/// What stands at the places of `pattern`; nothing where it does not fit.
std::optional<QStringList> fitted(const Pattern& pattern, const QString& sentence) {
    if (!sentence.startsWith(pattern.pieces.front())) {
        return std::nullopt;
    }
    QStringList parts;
    qsizetype at = pattern.pieces.front().size();
    for (qsizetype i = 1; i < pattern.pieces.size(); ++i) {
        const QString& piece = pattern.pieces[i];
        const bool last = i + 1 == pattern.pieces.size();
        const qsizetype next = last && piece.isEmpty() ? sentence.size()
                               : last                  ? sentence.lastIndexOf(piece)
                                                       : sentence.indexOf(piece, at);
        if (next < at || (last && next + piece.size() != sentence.size())) {
            return std::nullopt;
        }
        parts << sentence.mid(at, next - at);
        at = next + piece.size();
    }
    return at == sentence.size() ? std::optional(parts) : std::nullopt;
}

/// The sentence with `parts` at its places, in whatever order the language puts them.
QString filled(const QString& sentence, const QStringList& parts) {
    QString result;
    for (qsizetype i = 0; i < sentence.size(); ++i) {
        const int place =
            sentence[i] == u'%' && i + 1 < sentence.size() ? sentence[i + 1].digitValue() : -1;
        if (place >= 1 && place <= parts.size()) {
            result += parts[place - 1];
            ++i;
        } else {
            result += sentence[i];
        }
    }
    return result;
}

QString translated(const QString& sentence, int depth) {
    static const std::vector<Pattern> patterns = read_patterns();
    for (const Pattern& pattern : patterns) {
        auto parts = fitted(pattern, sentence);
        if (!parts) {
            continue;
        }
        const QByteArray source = pattern.source.toUtf8();
        const QString words = QCoreApplication::translate("message", source.constData());
        if (depth < kMostNesting) {
            for (QString& part : *parts) {
                part = translated(part, depth + 1);
            }
        }
        return filled(words, *parts);
    }
    return sentence;
}

bool in_english() {
    return QLocale().language() == QLocale::English;
}

QString kind_text(ErrorCode code) {
    switch (code) {
    case ErrorCode::BadInput:
        return Words::tr("The content is not what it should be");
    case ErrorCode::Unsupported:
        return Words::tr("Not supported");
    case ErrorCode::Io:
        return Words::tr("The system refused");
    case ErrorCode::Usage:
        return Words::tr("This cannot be meant");
    case ErrorCode::Cancelled:
        return Words::tr("Stopped");
    case ErrorCode::Failed:
        break;
    }
    return Words::tr("It did not work");
}

} // namespace

QString message_text(const std::string& english) {
    // Words of techniques come this way too.
    const QString known = technique_text(english);
    const QString sentence = QString::fromStdString(english);
    return known != sentence || in_english() ? known : translated(sentence, 0);
}

QString error_text(const Error& error) {
    QString text = message_text(error.message());
    if (!in_english() && text == QString::fromStdString(error.message())) {
        text = QStringLiteral("%1 (%2)").arg(kind_text(error.code()), text);
    }
    const QString where = QString::fromStdString(error.where());
    return where.isEmpty() ? text : QStringLiteral("%1: %2").arg(where, text);
}

QString advice_text(const Error& error) {
    if (!error.hint().empty()) {
        return message_text(error.hint());
    }
    switch (error.code()) {
    case ErrorCode::BadInput:
        return Words::tr("Fetch or write the file again: it may be incomplete, or of another kind "
                         "than its name says.");
    case ErrorCode::Unsupported:
        return Words::tr("Choose other layers or settings, or a network without what is named.");
    case ErrorCode::Io:
        return Words::tr("Check that the file is there, that you may read and write in its folder, "
                         "and that the disk has room.");
    case ErrorCode::Usage:
    case ErrorCode::Failed:
    case ErrorCode::Cancelled:
        break;
    }
    return {};
}

} // namespace espalier::studio
