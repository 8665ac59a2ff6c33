// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/studio/support.h"

#include "app/studio/views/train/curves.h"
#include "app/studio/views/train/training_run.h"
#include "app/studio/views/view.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QPushButton>

#include <gtest/gtest.h>

namespace espalier::studio::testing {
namespace {

constexpr int kPatience = 120000; // ms; training on a busy machine

TEST(Curves, SmoothingTakesOutTheBiasOfItsStart) {
    const std::vector<CurvePoint> level{{1, 2}, {2, 2}, {3, 2}};
    for (const CurvePoint& point : smoothed(level, 0.9)) {
        EXPECT_NEAR(point.value, 2, 1e-12);
    }
    const std::vector<CurvePoint> curve{{1, 1}, {2, 5}, {3, 3}};
    const auto same = smoothed(curve, 0);
    EXPECT_EQ(same[1].value, 5);
    // (0.5 * 0.5 * 1 + 0.5 * 5) / (1 - 0.25)
    EXPECT_NEAR(smoothed(curve, 0.5)[1].value, 2.75 / 0.75, 1e-12);
}

TEST(Curves, ThinningKeepsPeaks) {
    std::vector<CurvePoint> curve;
    for (int i = 0; i < 10000; ++i) {
        curve.push_back({double(i), i == 5003 ? 9.0 : i == 777 ? -4.0 : 1.0});
    }
    const auto thin = thinned(curve, 100);
    EXPECT_LE(thin.size(), 100U);
    double low = 1;
    double high = 1;
    double last = -1;
    for (const CurvePoint& point : thin) {
        low = std::min(low, point.value);
        high = std::max(high, point.value);
        EXPECT_GT(point.epoch, last);
        last = point.epoch;
    }
    EXPECT_EQ(low, -4);
    EXPECT_EQ(high, 9);
}

struct Bench {
    std::unique_ptr<MainWindow> window;
    Document& document;

    Bench()
        : window(open_window(QStringLiteral("lenet-300-100-glyphs")))
        , document(window->studio().document) {
        document.set_data(QStringLiteral("glyphs"));
        EXPECT_TRUE(settle(*window));
        add_step(*window, "prune.magnitude:sparsity=0.9");
    }

    [[nodiscard]] static Step finetune(const char* epochs) {
        Step step(technique_for("finetune"));
        step.params.set_text("epochs", epochs);
        return step;
    }
};

TEST(StudioTrain, WhatItMakesIsWhatTheStackHolds) {
    Bench bench;
    TrainingRun run(bench.document, bench.window->studio().jobs);
    run.start(Bench::finetune("0.5"));
    ASSERT_TRUE(wait_until([&] { return !run.running(); }, kPatience));
    EXPECT_EQ(run.end(), TrainingRun::End::Done);
    ASSERT_TRUE(settle(*bench.window));
    ASSERT_EQ(bench.document.stack().size(), 2U);
    const StepStanding* standing = bench.document.standing(bench.document.stack()[1].id);
    ASSERT_NE(standing, nullptr);
    EXPECT_EQ(standing->kind, StepStanding::Kind::Done);
    EXPECT_FALSE(standing->outcome->interrupted);
    EXPECT_NEAR(bench.document.working()->metrics.account.sparsity(), 0.9, 0.001);

    const TrainingState state = run.log()->state();
    EXPECT_EQ(state.progress.step, state.progress.steps);
    EXPECT_EQ(state.loss.size(), state.progress.steps);
    EXPECT_EQ(state.zeros_now, state.zeros_before);
    ASSERT_GE(state.held_out.size(), 2U);
    EXPECT_EQ(state.held_out.front().epoch, 0);
    EXPECT_DOUBLE_EQ(state.held_out.back().epoch, state.progress.epoch);
    ASSERT_TRUE(state.original);
    EXPECT_EQ(curves_table(state).rows.size(), state.loss.size() + 1);
    // Watching changed nothing: the same recipe without a watcher makes the same network.
    const Workspace& workspace = bench.document.workspace();
    Workspace fresh(workspace.network());
    fresh.set_data(workspace.data_name(), open_dataset("glyphs", Split::Train),
                   open_dataset("glyphs", Split::Test));
    const auto again = fresh.run(bench.document.recipe(), bench.document.seed(), {});
    EXPECT_EQ(again.back().graph.content_hash(), standing->outcome->graph.content_hash());

    run.discard();
    EXPECT_EQ(bench.document.stack().size(), 1U);
    ASSERT_TRUE(settle(*bench.window));
}

TEST(StudioTrain, EndedEarlyItIsAVariantAndNotTheStep) {
    Bench bench;
    TrainingRun run(bench.document, bench.window->studio().jobs);
    run.start(Bench::finetune("50"));
    ASSERT_TRUE(wait_until([&] { return run.log()->state().progress.step > 3; }, kPatience));
    run.pause(true);
    const auto seen = [&] { return run.log()->state().progress.step; };
    // The step under way ends first; then nothing moves.
    const auto still = [&] {
        const std::size_t before = seen();
        QTest::qWait(1000);
        return seen() == before;
    };
    ASSERT_TRUE(wait_until(still, kPatience));
    const std::size_t paused = seen();
    run.pause(false);
    ASSERT_TRUE(wait_until([&] { return seen() > paused; }, kPatience));
    run.finish_early();
    ASSERT_TRUE(wait_until([&] { return !run.running(); }, kPatience));
    EXPECT_EQ(run.end(), TrainingRun::End::EndedEarly);
    EXPECT_EQ(bench.document.stack().size(), 1U);
    ASSERT_EQ(bench.document.variants().size(), 1U);
    const Snapshot& variant = *bench.document.variants()[0];
    EXPECT_TRUE(variant.metrics.accuracy);
    EXPECT_NEAR(variant.metrics.account.sparsity(), 0.9, 0.001);
    ASSERT_EQ(variant.steps.size(), 2U);
    ASSERT_TRUE(variant.steps[1].outcome);
    EXPECT_TRUE(variant.steps[1].outcome->interrupted);
    // Put on the stack, its recipe waits: the cache never held the half of it.
    bench.document.use_variant(0);
    ASSERT_TRUE(settle(*bench.window));
    ASSERT_EQ(bench.document.working()->steps.size(), 2U);
    EXPECT_EQ(bench.document.working()->steps[1].kind, StepStanding::Kind::Waits);
}

TEST(StudioTrain, DiscardedWhilePausedItLeavesNothing) {
    Bench bench;
    TrainingRun run(bench.document, bench.window->studio().jobs);
    run.start(Bench::finetune("50"));
    ASSERT_TRUE(wait_until([&] { return run.log()->state().progress.step > 0; }, kPatience));
    run.pause(true);
    run.discard();
    ASSERT_TRUE(wait_until([&] { return !run.running(); }, kPatience));
    EXPECT_EQ(run.end(), TrainingRun::End::Cancelled);
    EXPECT_EQ(bench.document.stack().size(), 1U);
    EXPECT_TRUE(bench.document.variants().empty());
}

TEST(StudioTrain, AVariantTeaches) {
    Bench bench;
    ASSERT_TRUE(settle(*bench.window));
    bench.document.keep_variant(QStringLiteral("thin one"));
    bench.window->show_view(QStringLiteral("train"));
    QCoreApplication::processEvents();
    QWidget& view = *bench.window->view(QStringLiteral("train"));
    auto& teacher = *view.findChild<QComboBox*>(QStringLiteral("train-teacher"));
    EXPECT_EQ(teacher.currentData().toString(), QString());
    const int row = teacher.findText(QStringLiteral("thin one"));
    ASSERT_GE(row, 0);
    teacher.setCurrentIndex(row);
    view.findChild<QDoubleSpinBox*>(QStringLiteral("train-epochs"))->setValue(0.1);
    QTest::mouseClick(view.findChild<QPushButton*>(QStringLiteral("train-start")), Qt::LeftButton);
    auto& keep = *view.findChild<QPushButton*>(QStringLiteral("train-keep"));
    ASSERT_TRUE(wait_until([&] { return keep.isEnabled(); }, kPatience));
    ASSERT_TRUE(settle(*bench.window));
    ASSERT_EQ(bench.document.stack().size(), 2U);
    const Card& card = bench.document.stack()[1];
    EXPECT_EQ(card.step.params.text("teacher"), "variant:thin one");
    ASSERT_NE(bench.document.standing(card.id), nullptr);
    EXPECT_EQ(bench.document.standing(card.id)->kind, StepStanding::Kind::Done);
    // Another network under that name is another teacher: what was learnt is no longer known.
    bench.document.remove_variant(0);
    ASSERT_TRUE(settle(*bench.window));
    EXPECT_EQ(bench.document.standing(card.id)->kind, StepStanding::Kind::Waits);
}

TEST(StudioTrain, TheViewStartsAndTells) {
    Bench bench;
    bench.window->show_view(QStringLiteral("train"));
    QCoreApplication::processEvents();
    QWidget& view = *bench.window->view(QStringLiteral("train"));
    auto& status = *view.findChild<QLabel*>(QStringLiteral("train-status"));
    EXPECT_TRUE(status.text().contains(QStringLiteral("glyphs")));
    view.findChild<QDoubleSpinBox*>(QStringLiteral("train-epochs"))->setValue(0.2);
    auto& start = *view.findChild<QPushButton*>(QStringLiteral("train-start"));
    auto& keep = *view.findChild<QPushButton*>(QStringLiteral("train-keep"));
    EXPECT_TRUE(start.isEnabled());
    EXPECT_FALSE(keep.isEnabled());
    QTest::mouseClick(&start, Qt::LeftButton);
    EXPECT_FALSE(start.isEnabled() && !bench.window->studio().jobs.busy());
    ASSERT_TRUE(wait_until([&] { return keep.isEnabled(); }, kPatience));
    ASSERT_TRUE(settle(*bench.window));
    EXPECT_TRUE(status.text().contains(QStringLiteral("epoch 0.20 of 0.2")))
        << status.text().toStdString();
    EXPECT_TRUE(view.findChild<QLabel*>(QStringLiteral("train-held"))
                    ->text()
                    .startsWith(QStringLiteral("✓ Sparsity held: 90.")))
        << view.findChild<QLabel*>(QStringLiteral("train-held"))->text().toStdString();
    QTest::mouseClick(&keep, Qt::LeftButton);
    EXPECT_EQ(bench.document.variants().size(), 1U);
}

} // namespace
} // namespace espalier::studio::testing
