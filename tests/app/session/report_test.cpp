// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/report/report.h"
#include "app/session/report/report_text.h"
#include "core/base/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace espalier::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Report sample() {
    Report report;
    report.title = "a <b> & \"c\"";
    report.command = "espalier compress net -o out.onnx";
    HeadlineRow original;
    original.name = "Original";
    original.params = 1000;
    original.nonzeros = 1000;
    original.macs = 5000;
    original.stored_bytes = 4100;
    original.top1 = 98.5;
    HeadlineRow after = original;
    after.name = "1. Magnitude | pruning";
    after.nonzeros = 100;
    after.top1 = 97.25;
    report.headline = {original, after};
    return report;
}

TEST(Report, DeltasAreAgainstTheOriginal) {
    const TextTable table = headline_table(sample());
    EXPECT_EQ(table.rows[0][2], "1,000");
    EXPECT_EQ(table.rows[1][2], "100 (−90.0 %)");
    EXPECT_EQ(table.rows[1][5], "97.25 % (-1.25)");
}

TEST(Report, UnknownIsSaidToBeUnknown) {
    const TextTable table = headline_table(sample());
    EXPECT_EQ(table.rows[1][6], "unknown"); // latency was not measured
    EXPECT_EQ(table.rows[1][7], "unknown"); // no accelerator
    EXPECT_TRUE(to_json(sample()).at("headline").at(0).at("energy_pj").is_null());
}

TEST(Report, NamesFromFilesCanNotBecomeMarkup) {
    const std::string html = to_html(sample());
    EXPECT_THAT(html, HasSubstr("a &lt;b&gt; &amp; &quot;c&quot;"));
    EXPECT_THAT(html, Not(HasSubstr("a <b>")));
    EXPECT_THAT(to_markdown(sample()), HasSubstr("Magnitude \\| pruning"));
}

TEST(Report, ThePageNeedsNothingBesideIt) {
    const std::string html = to_html(sample());
    EXPECT_THAT(html, Not(HasSubstr("http")));
    EXPECT_THAT(html, Not(HasSubstr("<script")));
    EXPECT_THAT(html, Not(HasSubstr("<link")));
}

TEST(Report, DeltaOfNothingIsEmpty) {
    EXPECT_EQ(delta_text(0, 5), "");
    EXPECT_EQ(delta_text(100, 100.001), "±0 %");
    EXPECT_EQ(delta_text(200, 300), "+50.0 %");
}

TEST(Chart, HistogramsKeepInsideTheirFrame) {
    const std::string svg = histogram_svg(
        {"weights", -1, 1, std::vector<double>{0, 4, 2}, std::vector<double>{1, 0, 1}});
    EXPECT_THAT(svg, HasSubstr("class=\"before\""));
    EXPECT_THAT(svg, HasSubstr("class=\"after\""));
    EXPECT_THAT(svg, Not(HasSubstr("nan")));
}

TEST(Chart, ARooflineWithoutAMachineIsLeftOut) {
    EXPECT_EQ(roofline_svg({}), "");
    RooflineFigure figure;
    figure.peak = 67.2;
    figure.bandwidth = 0.8;
    figure.points.push_back({"conv1", 12.0, 5.0, 0});
    EXPECT_THAT(roofline_svg(figure), HasSubstr("<circle"));
    EXPECT_THAT(roofline_svg(figure), Not(HasSubstr("nan")));
}

} // namespace
} // namespace espalier::report
