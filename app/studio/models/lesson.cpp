// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/models/lesson.h"

#include "app/studio/widgets/numbers.h"
#include "core/base/files.h"
#include "core/base/json.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace espalier::studio {

namespace {

using Metric = LessonGoal::Metric;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Lesson)
};

constexpr int kVersion = 1;

struct MetricName {
    std::string_view id;
    Metric metric;
};

constexpr std::array kMetrics = {
    MetricName{"zeros", Metric::Zeros},       MetricName{"bytes", Metric::Bytes},
    MetricName{"params", Metric::Params},     MetricName{"macs", Metric::Macs},
    MetricName{"energy", Metric::Energy},     MetricName{"accuracy", Metric::Accuracy},
    MetricName{"lost", Metric::Lost},         MetricName{"weight_bits", Metric::WeightBits},
    MetricName{"variants", Metric::Variants}, MetricName{"machine", Metric::Machine},
};

QString title_of(Metric metric) {
    switch (metric) {
    case Metric::Zeros:
        return Words::tr("Zero weights");
    case Metric::Bytes:
        return Words::tr("Stored size against the original");
    case Metric::Params:
        return Words::tr("Parameters against the original");
    case Metric::Macs:
        return Words::tr("MACs against the original");
    case Metric::Energy:
        return Words::tr("Energy against the original");
    case Metric::Accuracy:
        return Words::tr("Accuracy");
    case Metric::Lost:
        return Words::tr("Accuracy lost");
    case Metric::WeightBits:
        return Words::tr("Bits of the widest weights");
    case Metric::Variants:
        return Words::tr("Variants kept");
    case Metric::Machine:
        return Words::tr("Accelerators chosen");
    }
    return {};
}

QString dressed(Metric metric, double value, int decimals) {
    switch (metric) {
    case Metric::WeightBits:
    case Metric::Variants:
    case Metric::Machine:
        return count_text(std::llround(value));
    case Metric::Lost:
        return Words::tr("%1 points").arg(QLocale().toString(value, 'f', decimals));
    default:
        return percent_text(value, decimals);
    }
}

std::optional<double> share(double now, double was) {
    return was > 0 ? std::optional(100 * now / was) : std::nullopt;
}

std::optional<double> zeros_of(const Account& account, const std::string& layer) {
    std::int64_t weights = 0;
    std::int64_t nonzeros = 0;
    for (const LayerAccount& each : account.layers) {
        if (layer.empty() || each.origin == layer) {
            weights += each.weights;
            nonzeros += each.weight_nonzeros;
        }
    }
    return weights == 0
               ? std::nullopt
               : share(static_cast<double>(weights - nonzeros), static_cast<double>(weights));
}

double widest_weights(const Account& account) {
    int widest = 0;
    for (const LayerAccount& layer : account.layers) {
        widest = layer.weights > 0 ? std::max(widest, static_cast<int>(layer.weight_bits)) : widest;
    }
    return widest;
}

const Json& list_of(const Json& json, const std::string& key) {
    expect(json.is_object() && json.contains(key) && json.at(key).is_array(),
           "key \"{}\": expected a list", key);
    return json.at(key);
}

QString in_language(const Json& texts, const std::string& language) {
    return QString::fromStdString(
        json_get<std::string>(texts, texts.contains(language) ? language : "en"));
}

QString words_of(const Json& json, const std::string& key, const std::string& language) {
    return json.contains(key) ? in_language(json.at(key), language) : QString();
}

LessonGoal goal_of(const Json& json) {
    LessonGoal goal;
    const auto metric = json_get<std::string>(json, "metric");
    const auto found = std::ranges::find(kMetrics, std::string_view(metric), &MetricName::id);
    if (found == kMetrics.end()) {
        fail(ErrorCode::BadInput, "key \"metric\": found \"{}\", which is no figure", metric);
    }
    goal.metric = found->metric;
    goal.layer = json_get<std::string>(json, "layer", {});
    goal.least = json_get<double>(json, "at_least", goal.least);
    goal.most = json_get<double>(json, "at_most", goal.most);
    return goal;
}

LessonQuestion question_of(const Json& json, const std::string& language) {
    LessonQuestion question;
    question.text = words_of(json, "text", language);
    question.why = words_of(json, "why", language);
    question.right = json_get<int>(json, "right");
    const Json& choices = list_of(json, "choices");
    for (std::size_t i = 0; i < choices.size(); ++i) {
        question.choices << in_language(choices.at(i), language);
    }
    expect(question.right >= 0 && question.right < question.choices.size(),
           "key \"right\" is {}, found {} choices", question.right, question.choices.size());
    return question;
}

LessonStep step_of(const Json& json, const std::string& language) {
    LessonStep step;
    step.title = words_of(json, "title", language);
    step.text = words_of(json, "text", language);
    step.hint = words_of(json, "hint", language);
    step.view = json_get<std::string>(json, "view", {});
    step.highlight = json_get<std::string>(json, "highlight", {});
    step.solution = json_get<std::vector<std::string>>(json, "solution", {});
    if (json.contains("question")) {
        step.question = question_of(json.at("question"), language);
    }
    if (json.contains("expect")) {
        step.goal = goal_of(json.at("expect"));
    }
    return step;
}

} // namespace

std::optional<double> LessonGoal::value(const Document& document) const {
    if (!document.is_open() || !document.working() || !document.original()) {
        return std::nullopt;
    }
    if (metric == Metric::Variants) {
        return static_cast<double>(document.variants().size());
    }
    if (metric == Metric::Machine) {
        return document.accelerator().isEmpty() ? 0 : 1;
    }
    if (!document.working()->complete()) {
        return std::nullopt;
    }
    const Metrics& now = document.working()->metrics;
    const Metrics& was = document.original()->metrics;
    const auto of = [](std::int64_t number) { return static_cast<double>(number); };
    switch (metric) {
    case Metric::Zeros:
        return zeros_of(now.account, layer);
    case Metric::Bytes:
        return now.stored_bytes < 0 ? std::nullopt
                                    : share(of(now.stored_bytes), of(was.stored_bytes));
    case Metric::Params:
        return share(of(now.account.params), of(was.account.params));
    case Metric::Macs:
        return share(of(now.account.macs), of(was.account.macs));
    case Metric::Energy:
        return now.model && was.model
                   ? share(now.model->total.energy_pj(), was.model->total.energy_pj())
                   : std::nullopt;
    case Metric::Accuracy:
        return now.accuracy ? std::optional(now.accuracy->top1) : std::nullopt;
    case Metric::Lost:
        return now.accuracy && was.accuracy ? std::optional(was.accuracy->top1 - now.accuracy->top1)
                                            : std::nullopt;
    case Metric::WeightBits:
        return widest_weights(now.account);
    case Metric::Variants:
    case Metric::Machine:
        break;
    }
    return std::nullopt;
}

bool LessonGoal::reached(const Document& document) const {
    const auto now = value(document);
    return now && *now >= least && *now <= most;
}

QString LessonGoal::text(const Document& document) const {
    QStringList wanted;
    if (std::isfinite(least)) {
        wanted << Words::tr("at least %1").arg(dressed(metric, least, 0));
    }
    if (std::isfinite(most)) {
        wanted << Words::tr("at most %1").arg(dressed(metric, most, 0));
    }
    const QString what =
        layer.empty()
            ? title_of(metric)
            : QStringLiteral("%1, %2").arg(title_of(metric), QString::fromStdString(layer));
    const auto now = value(document);
    return Words::tr("%1: %2; now %3")
        .arg(what, wanted.join(QStringLiteral(", ")),
             now ? dressed(metric, *now, 1) : Words::tr("not known yet"));
}

Lesson read_lesson(const std::filesystem::path& path, const QString& language) {
    const std::string code = language.toStdString();
    return located(path.string(), [&] {
        const Json json = read_json(path);
        const int version = json_get<int>(json, "espalier_lesson");
        if (version > kVersion) {
            throw Error(ErrorCode::Unsupported,
                        fmt::format("the lesson has format version {}, expected at most {}",
                                    version, kVersion),
                        "it was written by a newer version of the program");
        }
        Lesson lesson;
        lesson.id = path.stem().string();
        lesson.minutes = json_get<int>(json, "minutes");
        lesson.network = json_get<std::string>(json, "network");
        lesson.title = words_of(json, "title", code);
        lesson.summary = words_of(json, "summary", code);
        const Json& steps = list_of(json, "steps");
        for (std::size_t i = 0; i < steps.size(); ++i) {
            lesson.steps.push_back(
                located(fmt::format("step {}", i + 1), [&] { return step_of(steps.at(i), code); }));
        }
        expect(!lesson.steps.empty(), "key \"steps\": found none, expected at least one");
        return lesson;
    });
}

std::vector<Lesson> lessons(const QString& language) {
    std::vector<std::filesystem::path> files;
    std::error_code error;
    for (const auto& file :
         std::filesystem::directory_iterator(resource_dir() / "lessons", error)) {
        if (file.path().extension() == ".json") {
            files.push_back(file.path());
        }
    }
    std::ranges::sort(files);
    std::vector<Lesson> found;
    for (const auto& file : files) {
        try {
            found.push_back(read_lesson(file, language));
        } catch (const Error&) {
            // The others are still lessons; a check on what ships reads them all.
        }
    }
    return found;
}

} // namespace espalier::studio
