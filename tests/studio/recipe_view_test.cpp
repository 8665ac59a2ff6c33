// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/studio/support.h"

#include "app/studio/shell/banner.h"
#include "app/studio/views/recipe/card_list.h"
#include "app/studio/views/recipe/presets.h"
#include "app/studio/views/recipe/recipe_view.h"
#include "app/studio/views/recipe/step_card.h"
#include "core/base/files.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScrollBar>
#include <QSlider>
#include <QToolButton>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace espalier::studio::testing {
namespace {

class StudioRecipe : public ::testing::Test {
protected:
    void SetUp() override {
        window_ = open_window(QStringLiteral("lenet-5-glyphs"));
        view_ = qobject_cast<RecipeView*>(window_->view(QStringLiteral("recipe")));
        ASSERT_NE(view_, nullptr);
    }

    Document& document() { return window_->studio().document; }

    StepCard& card(std::uint64_t id) {
        QCoreApplication::processEvents();
        StepCard* found = view_->cards().card(id);
        EXPECT_NE(found, nullptr);
        return *found;
    }

    template <typename Widget>
    Widget& part(std::uint64_t id, const char* name) {
        auto* found = card(id).findChild<Widget*>(QLatin1String(name));
        EXPECT_NE(found, nullptr) << name;
        return *found;
    }

    std::string text(std::uint64_t id, const char* name) {
        return part<QLabel>(id, name).text().toStdString();
    }

    /// Ids of techniques, top to bottom, joined.
    std::string order() {
        QCoreApplication::processEvents();
        std::string list;
        for (const StepCard* each : view_->cards().cards()) {
            list += document().card(each->id())->step.technique->info().id + " ";
        }
        return list;
    }

    std::unique_ptr<MainWindow> window_;
    RecipeView* view_ = nullptr;
};

TEST_F(StudioRecipe, SliderDragIsOneUndoEntryAndTheCardStays) {
    const std::uint64_t id = add_step(*window_, "prune.magnitude:sparsity=0.1");
    StepCard* before = &card(id);
    auto& slider = part<QSlider>(id, "sparsity-slider");
    const int entries = document().undo_stack().count();
    slider.setSliderDown(true);
    for (const int position : {30, 60, 90}) {
        slider.setSliderPosition(position);
        ASSERT_TRUE(settle(*window_));
        EXPECT_TRUE(slider.isSliderDown());
    }
    slider.setSliderDown(false);
    EXPECT_EQ(&card(id), before);
    EXPECT_EQ(document().undo_stack().count(), entries + 1);
    EXPECT_EQ(document().card(id)->step.params.real("sparsity"), 0.9);
    EXPECT_NEAR(document().working()->metrics.account.sparsity(), 0.9, 1e-4);
    document().undo_stack().undo();
    QCoreApplication::processEvents();
    EXPECT_EQ(slider.value(), 10);
}

TEST_F(StudioRecipe, SaysWhatAMaskIsAndOffersToRemoveWholeChannels) {
    const std::uint64_t mask = add_step(*window_, "prune.magnitude:sparsity=0.9");
    EXPECT_THAT(text(mask, "standing"), ::testing::HasSubstr("90.0 % of "));
    EXPECT_THAT(text(mask, "standing"), ::testing::HasSubstr("masked, not removed"));
    document().remove_step(mask);

    const std::uint64_t channels = add_step(*window_, "prune.channels:ratio=0.5");
    EXPECT_THAT(text(channels, "standing"), ::testing::HasSubstr("masked, not removed"));
    auto& offer = part<QPushButton>(channels, "offer");
    ASSERT_TRUE(offer.isVisible());
    keep_picture(*view_, QStringLiteral("recipe-channels"));
    offer.click();
    ASSERT_TRUE(settle(*window_));
    EXPECT_EQ(order(), "prune.channels materialise ");
    EXPECT_FALSE(offer.isVisible());
    EXPECT_LT(document().working()->metrics.account.params,
              document().original()->metrics.account.params);
    const std::uint64_t removal = document().stack()[1].id;
    EXPECT_THAT(text(removal, "standing"), ::testing::HasSubstr("parameters "));
}

TEST_F(StudioRecipe, WaitingStepSaysWhatItNeedsAndRuns) {
    const std::uint64_t id = add_step(*window_, "quantise.uniform:activation_bits=8,images=16");
    EXPECT_THAT(text(id, "standing"), ::testing::HasSubstr("Not run yet"));
    auto& offer = part<QPushButton>(id, "offer");
    ASSERT_TRUE(offer.isVisible());
    offer.click(); // reads the data first, none was chosen
    ASSERT_TRUE(wait_until([&] {
        const StepStanding* standing = document().standing(id);
        return standing != nullptr && standing->kind == StepStanding::Kind::Done;
    }));
    ASSERT_TRUE(settle(*window_));
    EXPECT_THAT(text(id, "standing"), ::testing::HasSubstr("8 bit"));
    EXPECT_FALSE(offer.isVisible());
}

TEST_F(StudioRecipe, FailedStepSaysWhyInItsCard) {
    const std::uint64_t id = add_step(*window_, "prune.magnitude:layers=nothing");
    EXPECT_THAT(text(id, "standing"), ::testing::HasSubstr("no layer is named"));
    EXPECT_FALSE(part<QPushButton>(id, "offer").isVisible());
}

TEST_F(StudioRecipe, ScopeIsChosenByNamesAndPatterns) {
    const std::uint64_t id = add_step(*window_, "prune.magnitude:sparsity=0.5");
    auto& button = part<QToolButton>(id, "scope");
    EXPECT_THAT(button.text().toStdString(), ::testing::HasSubstr("all layers"));
    button.click();
    auto& list = part<QListWidget>(id, "scope-layers");
    ASSERT_TRUE(list.isVisible());
    list.item(0)->setCheckState(Qt::Unchecked);
    ASSERT_TRUE(settle(*window_));
    EXPECT_EQ(document().card(id)->step.scope.exclude.size(), 1U);
    EXPECT_THAT(button.text().toStdString(), ::testing::HasSubstr("not "));
    keep_picture(*view_, QStringLiteral("recipe-scope"));
    document().undo_stack().undo();
    QCoreApplication::processEvents();
    EXPECT_EQ(list.item(0)->checkState(), Qt::Checked);
}

TEST_F(StudioRecipe, KeysSelectSwitchMoveAndRemove) {
    const std::uint64_t a = add_step(*window_, "fold.batchnorm");
    const std::uint64_t b = add_step(*window_, "prune.magnitude");
    QCoreApplication::processEvents();
    view_->cards().go_to(0);
    const auto press = [&](Qt::Key key, Qt::KeyboardModifiers with = Qt::NoModifier) {
        QTest::keyClick(QApplication::focusWidget(), key, with);
        QCoreApplication::processEvents();
    };
    press(Qt::Key_Down);
    EXPECT_EQ(view_->selected(), a);
    press(Qt::Key_Down);
    EXPECT_EQ(view_->selected(), b);
    press(Qt::Key_Space);
    EXPECT_FALSE(document().card(b)->step.enabled);
    press(Qt::Key_Space);
    press(Qt::Key_Up, Qt::AltModifier);
    EXPECT_EQ(order(), "prune.magnitude fold.batchnorm ");
    EXPECT_EQ(view_->selected(), b);
    press(Qt::Key_Left);
    EXPECT_TRUE(card(b).folded());
    press(Qt::Key_Delete);
    EXPECT_EQ(order(), "fold.batchnorm ");
    EXPECT_EQ(view_->selected(), a);
    document().undo_stack().undo();
    EXPECT_EQ(order(), "prune.magnitude fold.batchnorm ");
}

TEST_F(StudioRecipe, WindowActionsWorkOnTheSelectedStep) {
    const std::uint64_t a = add_step(*window_, "prune.magnitude");
    add_step(*window_, "fold.batchnorm");
    QCoreApplication::processEvents();
    view_->cards().go_to(a);
    window_->actions().get("recipe.down").trigger();
    EXPECT_EQ(order(), "fold.batchnorm prune.magnitude ");
    window_->actions().get("recipe.duplicate").trigger();
    EXPECT_EQ(order(), "fold.batchnorm prune.magnitude prune.magnitude ");
    window_->actions().get("recipe.toggle").trigger();
    EXPECT_FALSE(document().stack()[2].step.enabled);
    window_->actions().get("recipe.remove").trigger();
    EXPECT_EQ(order(), "fold.batchnorm prune.magnitude ");
    view_->cards().go_to(0);
    window_->actions().get("recipe.remove").trigger();
    EXPECT_EQ(order(), "fold.batchnorm prune.magnitude ");
}

TEST_F(StudioRecipe, CardsAreDraggedToAnotherPlace) {
    const std::uint64_t a = add_step(*window_, "fold.batchnorm");
    add_step(*window_, "prune.magnitude");
    const std::uint64_t c = add_step(*window_, "quantise.uniform");
    for (const std::uint64_t id : {a, c}) {
        card(id).set_folded(true);
    }
    QCoreApplication::processEvents();
    StepCard& moved = card(c);
    const QPoint grip(3, 10);
    const QPoint above = moved.mapFromGlobal(card(a).mapToGlobal(QPoint(20, 1)));
    QTest::mousePress(&moved, Qt::LeftButton, {}, grip);
    QTest::mouseMove(&moved, grip - QPoint(0, 30));
    QTest::mouseMove(&moved, above);
    QTest::mouseRelease(&moved, Qt::LeftButton, {}, above);
    EXPECT_EQ(order(), "quantise.uniform fold.batchnorm prune.magnitude ");
    EXPECT_EQ(view_->selected(), c);
}

TEST_F(StudioRecipe, FocusGoesThroughCardsFromTopToBottom) {
    const std::uint64_t a = add_step(*window_, "fold.batchnorm");
    const std::uint64_t b = add_step(*window_, "materialise");
    document().move_step(b, 0);
    QCoreApplication::processEvents();
    view_->cards().go_to(b);
    bool reached = false;
    for (int i = 0; i < 40 && !reached; ++i) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        reached = QApplication::focusWidget() == &card(a);
    }
    EXPECT_TRUE(reached);
}

TEST_F(StudioRecipe, TakesAndSavesRecipes) {
    view_->use_recipe(resource("recipes/deep-compression.json"));
    ASSERT_TRUE(settle(*window_));
    EXPECT_EQ(document().stack().size(), 4U);
    QCoreApplication::processEvents();
    keep_picture(*view_, QStringLiteral("recipe-preset"));
    EXPECT_TRUE(card(document().stack()[0].id).folded());
    document().undo_stack().undo();
    EXPECT_TRUE(document().stack().empty());
    view_->use_recipe("/nowhere/recipe.json");
    EXPECT_TRUE(document().stack().empty());
    EXPECT_THAT(window_->banner().text().toStdString(), ::testing::HasSubstr("recipe.json"));

    part<QLabel>(add_step(*window_, "prune.magnitude:sparsity=0.7"), "standing");
    view_->findChild<QPushButton*>(QStringLiteral("copy-command"))->click();
    EXPECT_THAT(QApplication::clipboard()->text().toStdString(),
                ::testing::HasSubstr("prune.magnitude:sparsity=0.7"));
    view_->findChild<QPushButton*>(QStringLiteral("keep-variant"))->click();
    EXPECT_EQ(document().variants().size(), 1U);
}

TEST_F(StudioRecipe, FitsANarrowDock) {
    for (const char* step : {"prune.magnitude:sparsity=0.9", "quantise.uniform:activation_bits=8",
                             "decompose.svd:target=rank", "finetune"}) {
        add_step(*window_, step);
    }
    auto* dock = window_->findChild<QDockWidget*>(QStringLiteral("dock-recipe"));
    ASSERT_NE(dock, nullptr);
    window_->resizeDocks({dock}, {300}, Qt::Horizontal);
    Settings& settings = window_->studio().settings;
    // Letters of one and a half times the size stand for languages with longer words.
    for (const auto& [theme, zoom, name] :
         {std::tuple(Theme::Light, 100, "light"), std::tuple(Theme::Dark, 100, "dark"),
          std::tuple(Theme::Light, 150, "large")}) {
        settings.set_theme(theme);
        settings.set_zoom(zoom);
        QTest::qWait(50);
        for (StepCard* each : view_->cards().cards()) {
            EXPECT_LE(each->geometry().right(), view_->cards().viewport()->width()) << name;
            for (const QWidget* child :
                 each->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly)) {
                if (child->isVisible()) {
                    EXPECT_LE(child->geometry().right(), each->width())
                        << name << " " << child->objectName().toStdString();
                }
            }
        }
        for (const char* button : {"keep-variant", "copy-command"}) {
            const auto* found = view_->findChild<QPushButton*>(QLatin1String(button));
            EXPECT_GE(found->width(), found->minimumSizeHint().width()) << name << " " << button;
        }
        keep_picture(*window_, QStringLiteral("recipe-window-") + QLatin1String(name));
        view_->cards().verticalScrollBar()->setValue(700);
        keep_picture(*view_, QStringLiteral("recipe-below-") + QLatin1String(name));
        view_->cards().verticalScrollBar()->setValue(0);
    }
    settings.set_theme(Theme::System);
    settings.set_zoom(100);
}

} // namespace
} // namespace espalier::studio::testing
