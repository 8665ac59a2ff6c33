// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/widgets/number_box.h"
#include "app/studio/widgets/param_form.h"
#include "core/compress/technique.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>

#include <gtest/gtest.h>

namespace espalier::studio {
namespace {

std::unique_ptr<ParamForm> form_of(const std::vector<ParamSpec>& specs, const Params& params) {
    auto form = std::make_unique<ParamForm>(specs);
    form->retranslate();
    form->show_values(params);
    form->resize(300, 400);
    form->show();
    return form;
}

template <typename Widget>
Widget& find(const QWidget& form, const char* name) {
    auto* found = form.findChild<Widget*>(QLatin1String(name));
    EXPECT_NE(found, nullptr) << name;
    return *found;
}

TEST(ParamForm, HasAnEditorForEveryParameterOfEveryTechnique) {
    for (const Technique* technique : all_techniques()) {
        const auto& specs = technique->info().params;
        Params params(specs);
        const auto form = form_of(specs, params);
        const QSignalSpy changes(form.get(), &ParamForm::changed);
        for (const ParamSpec& spec : specs) {
            SCOPED_TRACE(technique->info().id + " " + spec.key);
            auto* editor = form->findChild<QWidget*>(QString::fromStdString(spec.key));
            ASSERT_NE(editor, nullptr);
            EXPECT_EQ(editor->isVisible(), is_visible(spec, params));
            EXPECT_FALSE(editor->toolTip().isEmpty());
            EXPECT_GE(editor->sizeHint().height(), 20);
            if (spec.type != ParamType::Boolean) {
                EXPECT_FALSE(editor->accessibleName().isEmpty());
            }
            if (spec.type == ParamType::Integer || spec.type == ParamType::Real) {
                EXPECT_EQ(find<NumberBox>(*form, spec.key.c_str()).value(), params.real(spec.key));
            }
        }
        form->show_values(params);
        EXPECT_EQ(changes.count(), 0);
    }
}

TEST(ParamForm, TellsOfADragAllTheTimeAndOfItsEndOnce) {
    const std::vector<ParamSpec> specs{real_param("s", "Share", "help", 0.5, 0, 1, 0.01)};
    const auto form = form_of(specs, Params(specs));
    QSignalSpy changes(form.get(), &ParamForm::changed);
    const QSignalSpy ends(form.get(), &ParamForm::gesture_ended);
    auto& slider = find<QSlider>(*form, "s-slider");
    slider.setSliderDown(true);
    for (const int position : {60, 70, 81}) {
        slider.setSliderPosition(position);
    }
    EXPECT_EQ(changes.count(), 3);
    EXPECT_EQ(changes.last().at(1).toString(), QStringLiteral("0.81"));
    QTest::qWait(900); // a hand that rests has not let go
    EXPECT_EQ(ends.count(), 0);
    slider.setSliderDown(false);
    EXPECT_EQ(ends.count(), 1);
    EXPECT_EQ(find<NumberBox>(*form, "s").value(), 0.81);
}

TEST(ParamForm, LeavesTheSliderAloneWhileItIsDragged) {
    const std::vector<ParamSpec> specs{real_param("s", "Share", "help", 0.5, 0, 1, 0.01)};
    Params params(specs);
    const auto form = form_of(specs, params);
    auto& slider = find<QSlider>(*form, "s-slider");
    slider.setSliderDown(true);
    slider.setSliderPosition(90);
    form->show_values(params); // an answer that is late
    EXPECT_EQ(slider.value(), 90);
    slider.setSliderDown(false);
    form->show_values(params);
    EXPECT_EQ(slider.value(), 50);
}

TEST(ParamForm, ShowsNumbersWithTheDigitsTheyHave) {
    const std::vector<ParamSpec> specs{real_param("s", "", "", 0.5, 0, 0.9999, 0.01),
                                       real_param("lr", "", "", 0.01, 1e-7, 10, 0.001),
                                       integer_param("bytes", "", "", 100000, 1, 1 << 30, "bytes")};
    const auto form = form_of(specs, Params(specs));
    EXPECT_EQ(find<NumberBox>(*form, "s").text(), QStringLiteral("0.5"));
    EXPECT_EQ(find<NumberBox>(*form, "bytes").text(), QStringLiteral("100,000 bytes"));
    auto& rate = find<NumberBox>(*form, "lr");
    QSignalSpy changes(form.get(), &ParamForm::changed);
    rate.setFocus();
    rate.selectAll();
    QTest::keyClicks(&rate, QStringLiteral("2e-4"));
    EXPECT_EQ(changes.count(), 0); // not while it is being typed
    QTest::keyClick(&rate, Qt::Key_Return);
    ASSERT_EQ(changes.count(), 1);
    EXPECT_EQ(changes.first().at(0).toString(), QStringLiteral("lr"));
    EXPECT_EQ(changes.first().at(1).toString().toDouble(), 2e-4);
    auto& bytes = find<NumberBox>(*form, "bytes");
    bytes.setFocus();
    bytes.selectAll();
    QTest::keyClicks(&bytes, QStringLiteral("41000"));
    QTest::keyClick(&bytes, Qt::Key_Return);
    EXPECT_EQ(changes.last().at(1).toString(), QStringLiteral("41000"));
}

TEST(ParamForm, ShowsWhatMattersWithTheChoiceMade) {
    const Technique& technique = technique_for("prune.magnitude");
    Params params(technique.info().params);
    const auto form = form_of(technique.info().params, params);
    EXPECT_TRUE(find<NumberBox>(*form, "sparsity").isVisible());
    EXPECT_FALSE(find<NumberBox>(*form, "bytes").isVisible());
    QSignalSpy changes(form.get(), &ParamForm::changed);
    auto& target = find<QComboBox>(*form, "target");
    target.setCurrentIndex(target.findData(QStringLiteral("bytes")));
    ASSERT_EQ(changes.count(), 1);
    EXPECT_EQ(changes.first().at(1).toString(), QStringLiteral("bytes"));
    params.set_text("target", "bytes");
    form->show_values(params);
    EXPECT_FALSE(find<NumberBox>(*form, "sparsity").isVisible());
    EXPECT_TRUE(find<NumberBox>(*form, "bytes").isVisible());
}

/// As the technique itself has it: a recipe that gives only bytes aims for bytes.
TEST(ParamForm, ChoiceThatWasNotMadeIsWhatWasGiven) {
    Params params(technique_for("prune.magnitude").info().params);
    params.set_text("bytes", "41000");
    EXPECT_EQ(effective_text(params, "target"), "bytes");
    params.set_text("sparsity", "0.5");
    EXPECT_EQ(effective_text(params, "target"), "sparsity");
    params.set_text("target", "params");
    EXPECT_EQ(effective_text(params, "target"), "params");
}

TEST(ParamForm, SaysBelowAParameterWhatIsWrongWithIt) {
    const std::vector<ParamSpec> specs{bool_param("flag", "Flag", "help", false)};
    const auto form = form_of(specs, Params(specs));
    form->show_error("flag", QStringLiteral("flag: found 2"));
    EXPECT_TRUE(find<QLabel>(*form, "flag-error").isVisible());
    form->show_error("flag", {});
    EXPECT_FALSE(find<QLabel>(*form, "flag-error").isVisible());
    QSignalSpy changes(form.get(), &ParamForm::changed);
    QTest::keyClick(&find<QCheckBox>(*form, "flag"), Qt::Key_Space);
    ASSERT_EQ(changes.count(), 1);
    EXPECT_EQ(changes.first().at(1).toString(), QStringLiteral("true"));
}

} // namespace
} // namespace espalier::studio
