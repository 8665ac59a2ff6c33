// SPDX-License-Identifier: GPL-3.0-or-later
// A lesson: a file under resources/lessons that leads through one subject on a bundled network.
// Each of its steps says what to do, may ask beforehand what will come of it, and knows by the
// figures of the working network whether it is done.
#pragma once

#include "app/studio/document/document.h"

#include <QString>
#include <QStringList>

#include <filesystem>
#include <limits>
#include <optional>
#include <vector>

namespace espalier::studio {

/// What shall be reached: a figure of the working network between two bounds.
struct LessonGoal {
    enum class Metric {
        Zeros,      ///< zero weights [%], of `layer` or of all
        Bytes,      ///< stored bytes [% of the original's]
        Params,     ///< parameters [% of the original's]
        Macs,       ///< multiply-accumulates [% of the original's]
        Energy,     ///< modelled energy [% of the original's]
        Accuracy,   ///< top-1, measured [%]
        Lost,       ///< accuracy of the original less that of the working network [points]
        WeightBits, ///< widest weights of any layer with weights
        Variants,   ///< that are kept
        Machine,    ///< 1 once an accelerator is chosen
    };

    Metric metric = Metric::Zeros;
    std::string layer;
    double least = -std::numeric_limits<double>::infinity();
    double most = std::numeric_limits<double>::infinity();

    /// nullopt while it is not known: not measured, not counted, or steps wait.
    [[nodiscard]] std::optional<double> value(const Document& document) const;
    [[nodiscard]] bool reached(const Document& document) const;
    /// "Zero weights: at least 80 %; now 12.0 %".
    [[nodiscard]] QString text(const Document& document) const;
};

/// Asked before the effect can be seen, so that it is a guess and not a reading.
struct LessonQuestion {
    QString text;
    QStringList choices;
    int right = 0;
    QString why;
};

struct LessonStep {
    QString title;
    QString text;
    std::string view;      ///< that is brought to the front; empty: none
    std::string highlight; ///< object name of the control to look for; empty: none
    std::optional<LessonQuestion> question;
    std::optional<LessonGoal> goal; ///< without one, the step is read and done
    QString hint;
    /// What "Show me" does: "step TECHNIQUE:PARAMS", "set TECHNIQUE KEY=VALUE", "data NAME",
    /// "accelerator NAME", "evaluate", "keep".
    std::vector<std::string> solution;
};

struct Lesson {
    std::string id;
    int minutes = 0;
    std::string network;
    QString title;
    QString summary;
    std::vector<LessonStep> steps;
};

/// Texts in `language`, or in English where it has none. BadInput with the place for a file that is
/// no lesson.
[[nodiscard]] Lesson read_lesson(const std::filesystem::path& path, const QString& language);

/// Those that come with the program, in the order in which they build on each other. One that
/// cannot be read is left out.
[[nodiscard]] std::vector<Lesson> lessons(const QString& language);

} // namespace espalier::studio
