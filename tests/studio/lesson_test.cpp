// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/studio/support.h"
#include "tests/support/paths.h"

#include "app/studio/models/lesson.h"
#include "app/studio/shell/banner.h"
#include "app/studio/shell/start_page.h"
#include "app/studio/views/lesson/lesson_view.h"
#include "app/studio/widgets/spotlight.h"
#include "core/base/files.h"

#include <QAbstractButton>
#include <QDockWidget>
#include <QLabel>
#include <QPushButton>
#include <QTabWidget>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace espalier::studio::testing {
namespace {

bool has_hangul(const QString& text) {
    return std::ranges::any_of(
        text, [](QChar letter) { return letter >= QChar(0xac00) && letter <= QChar(0xd7a3); });
}

LessonView& lesson_of(MainWindow& window) {
    auto* view = qobject_cast<LessonView*>(window.view(QStringLiteral("lesson")));
    EXPECT_NE(view, nullptr);
    return *view;
}

QPushButton& button(MainWindow& window, const char* name) {
    auto* found = lesson_of(window).findChild<QPushButton*>(QLatin1String(name));
    EXPECT_NE(found, nullptr) << name;
    return *found;
}

QString label(MainWindow& window, const char* name) {
    auto* found = lesson_of(window).findChild<QLabel*>(QLatin1String(name));
    return found == nullptr ? QString() : found->text();
}

void choose(MainWindow& window, int choice) {
    auto* radio = lesson_of(window).findChild<QAbstractButton*>(
        QStringLiteral("lesson-choice-%1").arg(choice));
    ASSERT_NE(radio, nullptr);
    radio->click();
    QCoreApplication::processEvents();
}

/// A window with this lesson on its first step.
std::unique_ptr<MainWindow> begin(const char* id) {
    auto window = std::make_unique<MainWindow>();
    window->resize(1280, 800);
    window->show();
    auto* start = window->findChild<StartPage*>();
    Q_EMIT start->lesson_chosen(QLatin1String(id));
    EXPECT_TRUE(wait_until([&] { return window->studio().document.is_open(); }));
    EXPECT_TRUE(settle(*window));
    QCoreApplication::processEvents();
    return window;
}

TEST(Lessons, AreCompleteInBothLanguages) {
    const std::vector<Lesson> english = lessons(QStringLiteral("en"));
    const std::vector<Lesson> korean = lessons(QStringLiteral("ko"));
    ASSERT_EQ(english.size(), 6U);
    ASSERT_EQ(korean.size(), english.size());
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    for (std::size_t i = 0; i < english.size(); ++i) {
        SCOPED_TRACE(english[i].id);
        EXPECT_GT(english[i].minutes, 0);
        EXPECT_TRUE(has_hangul(korean[i].title + korean[i].summary));
        ASSERT_EQ(korean[i].steps.size(), english[i].steps.size());
        for (std::size_t s = 0; s < english[i].steps.size(); ++s) {
            const LessonStep& step = english[i].steps[s];
            const LessonStep& other = korean[i].steps[s];
            SCOPED_TRACE(step.title.toStdString());
            EXPECT_FALSE(step.text.isEmpty());
            EXPECT_TRUE(has_hangul(other.title) && has_hangul(other.text));
            EXPECT_TRUE(step.question || step.goal) << "nothing to do";
            if (step.question) {
                EXPECT_EQ(other.question->choices.size(), step.question->choices.size());
                EXPECT_TRUE(has_hangul(other.question->why));
            }
            EXPECT_EQ(step.goal.has_value(), !step.solution.empty());
            EXPECT_NE(window->view(QString::fromStdString(step.view)), nullptr);
            EXPECT_NE(window->findChild<QWidget*>(QString::fromStdString(step.highlight)), nullptr)
                << step.highlight;
        }
    }
}

TEST(Lessons, AFileThatIsNoneIsRefusedWithThePlace) {
    const test::TempDir dir;
    const auto refuses = [&](std::string_view text, const char* says) {
        write_atomically(dir / "l.json", text);
        try {
            (void)read_lesson(dir / "l.json", QStringLiteral("en"));
            FAIL() << text;
        } catch (const Error& error) {
            EXPECT_THAT(error.what(), ::testing::HasSubstr(says));
            EXPECT_THAT(error.what(), ::testing::HasSubstr("l.json"));
        }
    };
    refuses("{}", "espalier_lesson");
    refuses(R"({"espalier_lesson": 7})", "version 7");
    refuses(R"({"espalier_lesson": 1, "minutes": 1, "network": "n"})", "steps");
    refuses(R"({"espalier_lesson": 1, "minutes": 1, "network": "n", "steps":
            [{"expect": {"metric": "beauty"}}]})",
            "beauty");
    refuses(R"({"espalier_lesson": 1, "minutes": 1, "network": "n", "steps":
            [{"question": {"text": {"en": "?"}, "choices": [], "right": 0}}]})",
            "right");
}

TEST(Lessons, TheGuessComesFirstAndStands) {
    const auto window = begin("2-zeros");
    LessonView& lesson = lesson_of(*window);
    EXPECT_EQ(lesson.running(), "2-zeros");
    EXPECT_TRUE(lesson.isVisible());
    QPushButton& next = button(*window, "lesson-next");
    EXPECT_FALSE(next.isEnabled());
    add_step(*window, "prune.magnitude:sparsity=0.5");
    QCoreApplication::processEvents();
    EXPECT_FALSE(lesson.step_done()) << "not before the guess";
    choose(*window, 0);
    EXPECT_TRUE(label(*window, "lesson-reveal").contains(QStringLiteral("all of them")));
    EXPECT_TRUE(lesson.step_done());
    EXPECT_TRUE(next.isEnabled());
    keep_picture(*window, QStringLiteral("lesson"));
    next.click();
    QCoreApplication::processEvents();
    EXPECT_EQ(lesson.position(), 1U);
    EXPECT_TRUE(label(*window, "lesson-standing").contains(QStringLiteral("at most 30 %")));
    button(*window, "lesson-back").click();
    QCoreApplication::processEvents();
    EXPECT_TRUE(lesson.findChild<QAbstractButton*>(QStringLiteral("lesson-choice-0"))->isChecked());
    EXPECT_TRUE(lesson.step_done());

    // Where it points at, and that it does no longer once the lesson is over.
    auto* spotlight = window->findChild<Spotlight*>();
    ASSERT_NE(spotlight->target(), nullptr);
    EXPECT_EQ(spotlight->target()->objectName(), QStringLiteral("add-step"));
    EXPECT_TRUE(spotlight->isVisible());
    button(*window, "lesson-stop").click();
    EXPECT_EQ(spotlight->target(), nullptr);
    EXPECT_TRUE(lesson.running().empty());
}

class EveryLesson : public ::testing::TestWithParam<const char*> {};

/// "Show me" does what each step asks for: its goal can be reached, and was not reached before.
TEST_P(EveryLesson, CanBeDone) {
    const auto window = begin(GetParam());
    LessonView& lesson = lesson_of(*window);
    const std::vector<Lesson> all = lessons(QStringLiteral("en"));
    const auto found = std::ranges::find(all, std::string(GetParam()), &Lesson::id);
    ASSERT_NE(found, all.end());
    for (std::size_t i = 0; i < found->steps.size(); ++i) {
        const LessonStep& step = found->steps[i];
        SCOPED_TRACE(step.title.toStdString());
        ASSERT_EQ(lesson.position(), i);
        EXPECT_FALSE(lesson.step_done());
        if (step.question) {
            choose(*window, step.question->right);
        }
        if (step.goal) {
            button(*window, "lesson-show-me").click();
            ASSERT_TRUE(wait_until([&] { return lesson.step_done(); }, 200000))
                << label(*window, "lesson-standing").toStdString()
                << window->banner().text().toStdString();
        }
        QCoreApplication::processEvents();
        ASSERT_TRUE(button(*window, "lesson-next").isEnabled());
        button(*window, "lesson-next").click();
        QCoreApplication::processEvents();
    }
    EXPECT_TRUE(lesson.running().empty());
    EXPECT_TRUE(window->studio().settings.lessons_done().contains(QLatin1String(GetParam())));
}

INSTANTIATE_TEST_SUITE_P(Shipped, EveryLesson,
                         ::testing::Values("1-why-small", "2-zeros", "3-fewer-bits", "4-low-rank",
                                           "5-the-machine", "6-bits-while-training"),
                         [](const auto& each) {
                             return "n" + std::string(each.param).substr(0, 1);
                         });

TEST(WindowLayouts, AreChosenByNameAndRememberWhatWasChanged) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    Settings& settings = window->studio().settings;
    const auto dock = [&](const char* id) {
        return window->findChild<QDockWidget*>(QStringLiteral("dock-") + QLatin1String(id));
    };
    window->actions().get("view.explore").trigger();
    window->actions().get("view.reset-layout").trigger();
    settings.set_zoom(110);
    EXPECT_FALSE(dock("inspector")->isHidden());

    window->actions().get("view.classroom").trigger();
    EXPECT_TRUE(window->actions().get("view.classroom").isChecked());
    EXPECT_FALSE(window->actions().get("view.explore").isChecked());
    EXPECT_TRUE(dock("inspector")->isHidden());
    EXPECT_FALSE(dock("recipe")->isHidden());
    EXPECT_EQ(settings.zoom(), 150);
    keep_picture(*window, QStringLiteral("layout-classroom"));
    settings.set_zoom(170);

    window->actions().get("view.bench").trigger();
    EXPECT_FALSE(dock("jobs")->isHidden());
    window->actions().get("view.explore").trigger();
    EXPECT_FALSE(dock("inspector")->isHidden());
    EXPECT_TRUE(dock("jobs")->isHidden());
    EXPECT_EQ(settings.zoom(), 110);
    window->actions().get("view.classroom").trigger();
    EXPECT_EQ(settings.zoom(), 170);
    window->actions().get("view.explore").trigger();
    settings.set_zoom(100);

    // The start page has nothing to show in docks; they come back with the views.
    window->actions().get("file.start").trigger();
    EXPECT_TRUE(dock("recipe")->isHidden());
    window->actions().get("file.start").trigger();
    EXPECT_FALSE(dock("recipe")->isHidden());
}

} // namespace
} // namespace espalier::studio::testing
