// SPDX-License-Identifier: GPL-3.0-or-later
// What leaves the window: networks and reports.
#include "tests/studio/support.h"
#include "tests/support/paths.h"

#include "app/session/report/build.h"
#include "app/studio/dialogs/export_dialog.h"
#include "app/studio/dialogs/recovery_dialog.h"
#include "app/studio/dialogs/report_dialog.h"
#include "app/studio/dialogs/report_pdf.h"
#include "core/base/files.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QPushButton>
#include <QRadioButton>
#include <QTextDocument>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace espalier::studio::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

QString text(const fs::path& path) {
    return QString::fromStdString(path.string());
}

template <typename Dialog>
Dialog* opened(MainWindow& window, const char* action) {
    window.actions().get(action).trigger();
    return window.findChild<Dialog*>();
}

TEST(StudioExport, TellsSizeAndLossesBeforeAndComparesAfter) {
    const test::TempDir dir;
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    add_step(*window, "prune.magnitude:sparsity=0.9");
    add_step(*window, "quantise.uniform:weight_bits=12");
    auto* dialog = opened<ExportDialog>(*window, "file.export");
    ASSERT_NE(dialog, nullptr);
    ASSERT_TRUE(wait_until([&] { return dialog->is_planned(); }));
    const auto facts = [&](const char* format) {
        return dialog->findChild<QLabel*>(QLatin1String("export-facts.") + QLatin1String(format))
            ->text()
            .toStdString();
    };
    EXPECT_THAT(facts("onnx"), HasSubstr("12-bit"));
    EXPECT_THAT(facts("espz"), HasSubstr("Lost: the float values"));
    keep_picture(*dialog, QStringLiteral("export-planned"));
    for (const char* name : {"out.onnx", "out.espz"}) {
        dialog->set_path(text(dir / name));
        QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("export-write")),
                          Qt::LeftButton);
        ASSERT_TRUE(wait_until([&] { return !dialog->outcome().isEmpty(); }));
        EXPECT_THAT(dialog->outcome().toStdString(), HasSubstr("largest difference"));
        EXPECT_EQ(account(load_network((dir / name).string()).graph).nonzeros,
                  window->studio().document.working()->metrics.account.nonzeros);
    }
    // The size said before is the size of the file.
    EXPECT_EQ(plan_export(window->studio().document.working()->graph,
                          window->studio().document.network().preprocess, ExportFormat::Espz)
                  .bytes,
              fs::file_size(dir / "out.espz"));
    keep_picture(*dialog, QStringLiteral("export-done"));
    dialog->set_path(QStringLiteral("/proc/nowhere/out.onnx"));
    dialog->write();
    ASSERT_TRUE(
        wait_until([&] { return dialog->outcome().contains(QStringLiteral("Not written")); }));
    EXPECT_TRUE(dialog->findChild<QPushButton*>(QStringLiteral("export-write"))->isEnabled());
}

TEST(StudioExport, TheNameFollowsTheFormat) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    ExportDialog dialog(window->studio(), window.get());
    dialog.set_path(QStringLiteral("/tmp/a.b.onnx"));
    dialog.set_format(ExportFormat::Espz);
    EXPECT_EQ(dialog.path(), QStringLiteral("/tmp/a.b.espz"));
    dialog.set_format(ExportFormat::Onnx);
    EXPECT_EQ(dialog.path(), QStringLiteral("/tmp/a.b.onnx"));
    dialog.set_path(QStringLiteral("/tmp/c"));
    EXPECT_EQ(dialog.path(), QStringLiteral("/tmp/c.onnx"));
}

TEST(StudioExport, StepsThatWaitAreNamed) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    add_step(*window, "finetune:epochs=1");
    const ExportDialog dialog(window->studio(), window.get());
    EXPECT_NE(dialog.findChild<QLabel*>(QStringLiteral("export-incomplete")), nullptr);
}

TEST(StudioReport, IsWrittenInEveryFormat) {
    const test::TempDir dir;
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    window->studio().document.set_accelerator(QStringLiteral("eyeriss"));
    add_step(*window, "prune.magnitude:sparsity=0.5");
    auto* dialog = opened<ReportDialog>(*window, "file.report");
    ASSERT_NE(dialog, nullptr);
    dialog->set_measure_latency(false);
    for (const char* name : {"r.html", "r.md", "r.json", "r.pdf"}) {
        dialog->set_path(text(dir / name));
        dialog->write();
        ASSERT_TRUE(wait_until([&] { return !dialog->outcome().isEmpty(); })) << name;
        EXPECT_THAT(dialog->outcome().toStdString(), HasSubstr("Written")) << name;
    }
    keep_picture(*dialog, QStringLiteral("report-done"));
    EXPECT_THAT(read_text(dir / "r.html"), HasSubstr("Energy on the accelerator"));
    EXPECT_THAT(read_text(dir / "r.md"), HasSubstr("prune.magnitude:sparsity=0.5"));
    const std::string pdf = read_text(dir / "r.pdf");
    EXPECT_TRUE(pdf.starts_with("%PDF-"));
    EXPECT_THAT(pdf, HasSubstr("/Image")); // the figures
    EXPECT_GT(pdf.size(), 20000U);
    dialog->set_path(QStringLiteral("/proc/nowhere/r.pdf"));
    dialog->write();
    ASSERT_TRUE(
        wait_until([&] { return dialog->outcome().contains(QStringLiteral("Not written")); }));
}

TEST(StudioReport, PaperSaysWhatThePageSays) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    Document& document = window->studio().document;
    document.set_accelerator(QStringLiteral("eyeriss"));
    const Workspace& workspace = document.workspace();
    Recipe recipe;
    recipe.title = "<Title> & more";
    recipe.steps.push_back(Step::parse("prune.magnitude:sparsity=0.5"));
    const auto report =
        report::build(workspace, workspace.shape(recipe, {.seed = 1, .measure_latency = false}, {}),
                      {"espalier …", 1});
    QTextDocument paper;
    fill_print_document(report, paper);
    const std::string words = paper.toPlainText().toStdString();
    for (const char* expected : {"<Title> & more", "Original", "conv1", "Roofline", "SHA-256",
                                 "What the words mean", "espalier …"}) {
        EXPECT_THAT(words, HasSubstr(expected));
    }
    for (const report::LayerRow& row : report.layers) {
        EXPECT_THAT(words, HasSubstr(row.name));
    }
    // Energy, roofline and one histogram for each layer with weights, drawn and not empty.
    std::size_t drawn = 0;
    for (int i = 0;
         !paper.resource(QTextDocument::ImageResource, QUrl(QStringLiteral("figure:%1").arg(i)))
              .isNull();
         ++i) {
        const auto image =
            paper.resource(QTextDocument::ImageResource, QUrl(QStringLiteral("figure:%1").arg(i)))
                .value<QImage>();
        std::size_t ink = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                ink += image.pixelColor(x, y) != Qt::white ? 1 : 0;
            }
        }
        EXPECT_GT(ink, 100U) << i;
        ++drawn;
    }
    EXPECT_EQ(drawn, report.histograms.size() + 2);
    paper.setPageSize(QSizeF(672, 1000));
    QImage picture(1344, 2000 * paper.pageCount(), QImage::Format_RGB32);
    picture.fill(Qt::white);
    QPainter painter(&picture);
    painter.scale(2, 2);
    paper.drawContents(&painter);
    painter.end();
    QDir().mkpath(QStringLiteral("pictures"));
    EXPECT_TRUE(picture.save(QStringLiteral("pictures/report-paper.png")));
}

TEST(StudioRecoveryDialog, LaterPutsAsideAndDeleteDeletes) {
    const test::TempDir dir;
    std::vector<LostWork> works;
    for (const char* name : {"a", "b"}) {
        LostWork work;
        work.file = text(dir / (std::string(name) + ".espalier"));
        work.network = QStringLiteral("lenet-5-glyphs");
        work.when = QDateTime::currentDateTime();
        work.steps = 3;
        write_atomically(work.file.toStdString(), std::string_view("{}"));
        works.push_back(work);
    }
    RecoveryDialog dialog(works);
    dialog.show();
    keep_picture(dialog, QStringLiteral("recovery"));
    QTest::mouseClick(dialog.findChild<QPushButton*>(QStringLiteral("recovery-delete")),
                      Qt::LeftButton);
    EXPECT_FALSE(QFile::exists(works[0].file));
    EXPECT_EQ(dialog.findChild<QListWidget*>()->count(), 1);
    QTest::keyClick(&dialog, Qt::Key_Escape);
    EXPECT_FALSE(dialog.isVisible());
    EXPECT_TRUE(QFile::exists(works[1].file));
    EXPECT_TRUE(QFile::exists(text(dir / "b.offered")));
}

} // namespace
} // namespace espalier::studio::testing
