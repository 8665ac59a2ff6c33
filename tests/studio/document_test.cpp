// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/studio/support.h"

#include <gtest/gtest.h>

namespace espalier::studio::testing {
namespace {

TEST(StudioDocument, FollowsTheStackAndUndoesIt) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    Document& document = window->studio().document;
    const std::int64_t all = document.original()->metrics.account.nonzeros;
    const std::uint64_t id = add_step(*window, "prune.magnitude:sparsity=0.5");
    EXPECT_NEAR(document.working()->metrics.account.sparsity(), 0.5, 0.01);
    EXPECT_LT(document.working()->metrics.stored_bytes, document.original()->metrics.stored_bytes);
    ASSERT_NE(document.standing(id), nullptr);
    EXPECT_EQ(document.standing(id)->kind, StepStanding::Kind::Done);

    document.undo_stack().undo();
    ASSERT_TRUE(settle(*window));
    EXPECT_EQ(document.working()->metrics.account.nonzeros, all);
    document.undo_stack().redo();
    ASSERT_TRUE(settle(*window));
    EXPECT_LT(document.working()->metrics.account.nonzeros, all);
}

TEST(StudioDocument, OneGestureIsOneUndoEntry) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    Document& document = window->studio().document;
    const std::uint64_t id = add_step(*window, "prune.magnitude:sparsity=0.1");
    const int before = document.undo_stack().count();
    for (const char* value : {"0.2", "0.3", "0.4"}) {
        document.set_param(id, "sparsity", value);
    }
    EXPECT_EQ(document.undo_stack().count(), before + 1);
    document.end_gesture();
    document.set_param(id, "sparsity", "0.5");
    EXPECT_EQ(document.undo_stack().count(), before + 2);
    document.undo_stack().undo();
    EXPECT_DOUBLE_EQ(document.card(id)->step.params.real("sparsity"), 0.4);
    document.undo_stack().undo();
    EXPECT_DOUBLE_EQ(document.card(id)->step.params.real("sparsity"), 0.1);
    EXPECT_THROW(document.set_param(id, "sparsity", "7"), Error);
}

TEST(StudioDocument, StepsThatNeedDataWaitUntilTheyAreRun) {
    const auto window = open_window(QStringLiteral("lenet-300-100-glyphs"));
    Document& document = window->studio().document;
    document.set_data(QStringLiteral("glyphs"));
    ASSERT_TRUE(settle(*window));
    add_step(*window, "prune.magnitude:sparsity=0.5");
    const std::uint64_t id = add_step(*window, "quantise.uniform:activation_bits=8");
    ASSERT_NE(document.standing(id), nullptr);
    EXPECT_EQ(document.standing(id)->kind, StepStanding::Kind::Waits);
    EXPECT_FALSE(document.working()->complete());
    document.run_steps();
    ASSERT_TRUE(settle(*window));
    ASSERT_NE(document.standing(id), nullptr);
    EXPECT_EQ(document.standing(id)->kind, StepStanding::Kind::Done);
    EXPECT_TRUE(document.working()->complete());
}

TEST(StudioDocument, WhatCannotBeOpenedSaysWhy) {
    MainWindow window;
    window.show();
    QString what;
    QObject::connect(&window.studio().document, &Document::failed, &window,
                     [&](const QString& text, const Error&) { what = text; });
    window.open(QStringLiteral("/nowhere/at-all.onnx"));
    EXPECT_TRUE(wait_until([&] { return !what.isEmpty(); }));
    EXPECT_FALSE(window.studio().document.is_open());
}

} // namespace
} // namespace espalier::studio::testing
