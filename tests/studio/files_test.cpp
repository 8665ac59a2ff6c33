// SPDX-License-Identifier: GPL-3.0-or-later
// Saving, opening and losing nothing.
#include "tests/studio/support.h"
#include "tests/support/paths.h"

#include "app/studio/document/recovery.h"
#include "app/studio/document/saver.h"
#include "app/studio/shell/banner.h"
#include "core/base/files.h"
#include "core/base/json.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QSignalSpy>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>

namespace espalier::studio::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

QString text(const fs::path& path) {
    return QString::fromStdString(path.string());
}

bool save_and_wait(MainWindow& window, const fs::path& path) {
    Document& document = window.studio().document;
    QSignalSpy saved(&document, &Document::saved);
    document.save(text(path));
    return wait_until([&] { return saved.count() == 1; });
}

/// Opens, and waits until it is open and worked out.
void open_file(MainWindow& window, const fs::path& path) {
    QSignalSpy opened(&window.studio().document, &Document::opened);
    window.open(text(path));
    ASSERT_TRUE(wait_until([&] { return opened.count() == 1; }))
        << window.banner().text().toStdString();
    ASSERT_TRUE(settle(window));
}

TEST(StudioFiles, AWorkspaceComesBackWithEverything) {
    const test::TempDir dir;
    const fs::path path = dir / "one.espalier";
    std::int64_t nonzeros = 0;
    double top1 = 0;
    {
        const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
        Document& document = window->studio().document;
        EXPECT_FALSE(document.is_modified());
        document.set_data(QStringLiteral("glyphs"));
        document.set_accelerator(QStringLiteral("eyeriss"));
        document.set_seed(11);
        add_step(*window, "prune.magnitude:sparsity=0.5");
        document.evaluate();
        ASSERT_TRUE(settle(*window));
        ASSERT_TRUE(document.working()->metrics.accuracy);
        document.keep_variant(QStringLiteral("절반"));
        add_step(*window, "quantise.uniform:weight_bits=6");
        nonzeros = document.variants().front()->metrics.account.nonzeros;
        top1 = document.variants().front()->metrics.accuracy->top1;
        EXPECT_TRUE(document.is_modified());
        EXPECT_TRUE(window->isWindowModified());
        ASSERT_TRUE(save_and_wait(*window, path));
        EXPECT_FALSE(document.is_modified());
        EXPECT_FALSE(window->isWindowModified());
        EXPECT_EQ(document.title(), QStringLiteral("one"));
    }
    MainWindow window;
    window.show();
    open_file(window, path);
    const Document& document = window.studio().document;
    EXPECT_FALSE(document.is_modified());
    EXPECT_EQ(document.file_path(), text(path));
    EXPECT_EQ(document.seed(), 11U);
    EXPECT_EQ(document.data_name(), QStringLiteral("glyphs"));
    EXPECT_EQ(document.accelerator(), QStringLiteral("eyeriss"));
    ASSERT_EQ(document.stack().size(), 2U);
    EXPECT_EQ(document.stack()[0].step.str(), "prune.magnitude:sparsity=0.5");
    ASSERT_EQ(document.variants().size(), 1U);
    const Snapshot& variant = *document.variants().front();
    EXPECT_EQ(variant.name, "절반");
    EXPECT_EQ(variant.metrics.account.nonzeros, nonzeros);
    ASSERT_TRUE(variant.metrics.accuracy);
    EXPECT_EQ(variant.metrics.accuracy->top1, top1);
    EXPECT_TRUE(variant.metrics.model);
    EXPECT_TRUE(document.original()->metrics.model);
}

TEST(StudioFiles, UndoneToWhatWasSavedIsNotModified) {
    const test::TempDir dir;
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    Document& document = window->studio().document;
    add_step(*window, "prune.magnitude:sparsity=0.5");
    ASSERT_TRUE(save_and_wait(*window, dir / "one.espalier"));
    add_step(*window, "fold.batchnorm");
    EXPECT_TRUE(document.is_modified());
    document.undo_stack().undo();
    EXPECT_FALSE(document.is_modified());
    document.keep_variant();
    EXPECT_TRUE(document.is_modified());
}

TEST(StudioFiles, EditsMadeWhileSavingAreNotTakenForSaved) {
    const test::TempDir dir;
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    Document& document = window->studio().document;
    const std::uint64_t id = add_step(*window, "prune.magnitude:sparsity=0.5");
    QSignalSpy saved(&document, &Document::saved);
    document.save(text(dir / "one.espalier"));
    document.set_param(id, "sparsity", "0.75");
    ASSERT_TRUE(wait_until([&] { return saved.count() == 1; }));
    EXPECT_TRUE(document.is_modified());
    EXPECT_THAT(read_workspace(dir / "one.espalier").recipe.steps.front().str(), HasSubstr("0.5"));
}

TEST(StudioFiles, ARecipeGoesOnTheStackOfTheOpenNetwork) {
    const test::TempDir dir;
    Recipe recipe;
    recipe.steps.push_back(Step::parse("prune.magnitude:sparsity=0.25"));
    recipe.write(dir / "recipe.json");
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    Document& document = window->studio().document;
    window->open(text(dir / "recipe.json"));
    ASSERT_TRUE(wait_until([&] { return document.stack().size() == 1; }));
    document.undo_stack().undo();
    EXPECT_TRUE(document.stack().empty());

    MainWindow empty;
    empty.show();
    empty.open(text(dir / "recipe.json"));
    ASSERT_TRUE(wait_until([&] { return !empty.banner().text().isEmpty(); }));
    EXPECT_THAT(empty.banner().text().toStdString(), HasSubstr("open a network first"));
}

TEST(StudioFiles, WhatIsMissingIsSaidAndKept) {
    const test::TempDir dir;
    const fs::path path = dir / "one.espalier";
    const Network network = load_network("lenet-5-glyphs");
    WorkspaceFile file;
    file.network = network.path;
    file.network_sha256 = network.sha256;
    file.data = "no-such-set";
    file.accelerator = "no-such-machine";
    write_workspace(file, path);
    MainWindow window;
    window.show();
    open_file(window, path);
    Document& document = window.studio().document;
    EXPECT_THAT(window.banner().text().toStdString(), HasSubstr("something is missing"));
    EXPECT_TRUE(document.data_name().isEmpty());
    EXPECT_FALSE(document.is_modified());
    add_step(window, "prune.magnitude:sparsity=0.5");
    ASSERT_TRUE(save_and_wait(window, path));
    const WorkspaceFile back = read_workspace(path);
    EXPECT_EQ(back.data, "no-such-set");
    EXPECT_EQ(back.accelerator, "no-such-machine");
}

TEST(StudioFiles, ReloadingKeepsTheStack) {
    const test::TempDir dir;
    const fs::path net = dir / "net.onnx";
    fs::copy_file(load_network("lenet-5-glyphs").path, net);
    const auto window = open_window(text(net));
    Document& document = window->studio().document;
    document.set_accelerator(QStringLiteral("eyeriss"));
    add_step(*window, "prune.magnitude:sparsity=0.5");
    const std::string before = document.network().sha256;
    fs::copy_file(load_network("lenet-300-100-glyphs").path, net,
                  fs::copy_options::overwrite_existing);
    QSignalSpy opened(&document, &Document::opened);
    window->actions().get("file.reload").trigger();
    ASSERT_TRUE(wait_until([&] { return opened.count() == 1; }));
    ASSERT_TRUE(settle(*window));
    EXPECT_NE(document.network().sha256, before);
    EXPECT_EQ(document.stack().size(), 1U);
    EXPECT_TRUE(document.original()->metrics.model);
    EXPECT_NEAR(document.working()->metrics.account.sparsity(), 0.5, 0.01);
    EXPECT_EQ(document.original()->metrics.account.params,
              account(load_network("lenet-300-100-glyphs").graph).params);
    // A file that is gone is a message, and everything stays.
    fs::remove(net);
    window->actions().get("file.reload").trigger();
    ASSERT_TRUE(wait_until([&] { return !window->banner().text().isEmpty(); }));
    EXPECT_TRUE(document.is_open());
    EXPECT_EQ(document.stack().size(), 1U);
}

TEST(StudioFiles, NothingUnsavedIsLeftWithoutAsking) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    Document& document = window->studio().document;
    int asked = 0;
    auto answer = FileActions::Answer::Cancel;
    window->files().set_question([&] {
        ++asked;
        return answer;
    });
    EXPECT_TRUE(window->files().may_leave());
    EXPECT_EQ(asked, 0);
    add_step(*window, "prune.magnitude:sparsity=0.5");
    window->open(QStringLiteral("lenet-300-100-glyphs"));
    window->actions().get("file.close").trigger();
    EXPECT_FALSE(window->close());
    EXPECT_EQ(asked, 3);
    EXPECT_EQ(document.stack().size(), 1U);
    answer = FileActions::Answer::Discard;
    window->actions().get("file.close").trigger();
    EXPECT_FALSE(document.is_open());
    EXPECT_TRUE(window->close());
}

TEST(StudioFiles, DataThatComesWithANetworkIsNoEdit) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    Document& document = window->studio().document;
    document.set_data_of_card();
    ASSERT_TRUE(wait_until([&] { return document.data_name() == QStringLiteral("glyphs"); }));
    EXPECT_FALSE(document.is_modified());
    document.set_data(QString());
    EXPECT_TRUE(document.is_modified());
}

/// No file may grow beyond some bytes while it lives.
class SmallFiles {
public:
    SmallFiles() {
        old_handler_ = std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &old_);
        const rlimit small{300, old_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
    }

    ~SmallFiles() {
        ::setrlimit(RLIMIT_FSIZE, &old_);
        std::signal(SIGXFSZ, old_handler_);
    }

    SmallFiles(const SmallFiles&) = delete;
    SmallFiles& operator=(const SmallFiles&) = delete;

private:
    rlimit old_{};
    void (*old_handler_)(int) = nullptr;
};

/// Saves where it can not work: a message, the old file, and the document as it was.
void expect_failed_save(MainWindow& window, const fs::path& path, const std::string& old) {
    Document& document = window.studio().document;
    const std::size_t steps = document.stack().size();
    document.save(text(path));
    document.saver().wait();
    EXPECT_THAT(window.banner().text().toStdString(), HasSubstr("Not saved"));
    EXPECT_TRUE(document.is_modified());
    EXPECT_EQ(document.stack().size(), steps);
    EXPECT_EQ(document.variants().size(), 1U);
    if (!old.empty()) {
        EXPECT_EQ(read_text(path), old);
    }
}

TEST(StudioFiles, AFailedSaveLosesNothing) {
    const test::TempDir dir;
    const fs::path path = dir / "one.espalier";
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    Document& document = window->studio().document;
    add_step(*window, "prune.magnitude:sparsity=0.5");
    ASSERT_TRUE(save_and_wait(*window, path));
    const std::string old = read_text(path);
    document.keep_variant();
    expect_failed_save(*window, "/proc/no-such-folder/one.espalier", {});
    write_atomically(dir / "file", std::string_view("in the way"));
    expect_failed_save(*window, dir / "file/one.espalier", {});
    {
        const SmallFiles limit;
        expect_failed_save(*window, path, old);
    }
    EXPECT_EQ(document.file_path(), text(path)); // where it lies, not where it could not
    ASSERT_TRUE(save_and_wait(*window, path));
    EXPECT_EQ(read_workspace(path).variants.size(), 1U);
    for (const auto& entry : fs::directory_iterator(dir.path())) {
        EXPECT_EQ(entry.path().string().find(".tmp"), std::string::npos) << entry.path();
    }
}

TEST(StudioFiles, AFullDiskLosesNothing) {
    const test::TempDir dir;
    fs::create_directories(dir / "disk");
    if (::geteuid() != 0 || ::mount("tmpfs", (dir / "disk").c_str(), "tmpfs", 0, "size=64k") != 0) {
        GTEST_SKIP() << "only root may make a small disk";
    }
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    const fs::path path = dir / "disk/one.espalier";
    add_step(*window, "prune.magnitude:sparsity=0.1");
    EXPECT_TRUE(save_and_wait(*window, path));
    const std::string old = read_text(path);
    window->studio().document.keep_variant(); // takes more than the disk has
    expect_failed_save(*window, path, old);
    EXPECT_THAT(window->banner().text().toStdString(), HasSubstr("No space left"));
    ::umount((dir / "disk").c_str());
}

class StudioRecovery : public ::testing::Test {
protected:
    void SetUp() override { QDir(recovery_folder()).removeRecursively(); }
};

TEST_F(StudioRecovery, IsWrittenAfterAnEditAndGoneAfterASave) {
    const test::TempDir dir;
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    Recovery& recovery = window->files().recovery();
    recovery.set_delay(50);
    EXPECT_FALSE(QFile::exists(recovery.file()));
    add_step(*window, "prune.magnitude:sparsity=0.5");
    ASSERT_TRUE(wait_until([&] { return QFile::exists(recovery.file()); }));
    EXPECT_TRUE(lost_work().empty()) << "a running window's work is its own";
    ASSERT_TRUE(save_and_wait(*window, dir / "one.espalier"));
    EXPECT_FALSE(QFile::exists(recovery.file()));
    add_step(*window, "quantise.uniform:weight_bits=8");
    recovery.flush();
    EXPECT_TRUE(QFile::exists(recovery.file()));
    window->studio().document.undo_stack().undo(); // to what was saved
    recovery.flush();
    EXPECT_FALSE(QFile::exists(recovery.file()));
    add_step(*window, "quantise.uniform:weight_bits=8");
    recovery.flush();
    window->studio().document.close();
    EXPECT_FALSE(QFile::exists(recovery.file()));
}

/// Parent and child of a death test have homes of their own; this gives both one cache.
void share_cache_with_child() {
    constexpr const char* kShared = "ESPALIER_TEST_SHARED_CACHE";
    if (qEnvironmentVariableIsSet(kShared)) {
        qputenv("XDG_CACHE_HOME", qgetenv(kShared));
    } else {
        qputenv(kShared, qgetenv("XDG_CACHE_HOME"));
    }
}

/// In a process that is killed in the middle of work.
void work_and_die(const fs::path& workspace) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    add_step(*window, "prune.magnitude:sparsity=0.5");
    window->studio().document.keep_variant(QStringLiteral("kept"));
    if (!workspace.empty()) {
        save_and_wait(*window, workspace);
        add_step(*window, "quantise.uniform:weight_bits=8");
    }
    window->files().recovery().flush();
    std::raise(SIGKILL);
}

TEST_F(StudioRecovery, BringsBackWhatAKilledWindowHeld) {
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    share_cache_with_child();
    const fs::path path = fs::temp_directory_path() / "espalier-recovery-test.espalier";
    EXPECT_EXIT(work_and_die(path), ::testing::KilledBySignal(SIGKILL), "");
    std::vector<LostWork> found = lost_work();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.front().steps, 2U);
    EXPECT_EQ(found.front().variants, 1U);
    EXPECT_EQ(found.front().workspace, text(path));

    auto window = std::make_unique<MainWindow>();
    window->show();
    Document& document = window->studio().document;
    QSignalSpy opened(&document, &Document::opened);
    window->files().recovery().restore(found.front());
    ASSERT_TRUE(wait_until([&] { return opened.count() == 1; }));
    ASSERT_TRUE(settle(*window));
    EXPECT_EQ(document.stack().size(), 2U);
    EXPECT_EQ(document.variants().size(), 1U);
    EXPECT_TRUE(document.is_modified());
    EXPECT_EQ(document.file_path(), text(path));
    // The file of the dead window goes only once this window keeps its own.
    EXPECT_TRUE(QFile::exists(found.front().file));
    window->files().recovery().flush();
    EXPECT_FALSE(QFile::exists(found.front().file));
    EXPECT_TRUE(QFile::exists(window->files().recovery().file()));
    ASSERT_TRUE(save_and_wait(*window, path));
    EXPECT_EQ(read_workspace(path).recipe.steps.size(), 2U);
    EXPECT_FALSE(read_workspace(path).recovery_of);
    window.reset();
    EXPECT_TRUE(lost_work().empty());
    EXPECT_TRUE(QDir(recovery_folder()).entryList(QDir::Files).isEmpty());
    remove_workspace(path);
}

TEST_F(StudioRecovery, IsOfferedOnceAndOnlyWhereSomethingDiffers) {
    const test::TempDir dir;
    const fs::path saved = dir / "one.espalier";
    const fs::path folder = recovery_folder().toStdString();
    const Network network = load_network("lenet-5-glyphs");
    WorkspaceFile file;
    file.network = network.path;
    file.network_sha256 = network.sha256;
    file.recovery_of = "";
    write_workspace(file, folder / "nothing.espalier");
    file.recipe.steps.push_back(Step::parse("prune.magnitude:sparsity=0.5"));
    write_workspace(file, folder / "never-saved.espalier");
    file.recovery_of.reset();
    write_workspace(file, saved);
    file.recovery_of = saved;
    write_workspace(file, folder / "same.espalier");
    file.seed = 2;
    write_workspace(file, folder / "other.espalier");
    write_atomically(folder / "broken.espalier", std::string_view("{\"format\": "));
    const std::vector<LostWork> found = lost_work();
    ASSERT_EQ(found.size(), 2U);
    EXPECT_FALSE(fs::exists(folder / "nothing.espalier"));
    EXPECT_FALSE(fs::exists(folder / "same.espalier"));
    EXPECT_TRUE(fs::exists(folder / "broken.espalier"));
    put_aside(found[0]);
    EXPECT_EQ(lost_work().size(), 1U);
    EXPECT_TRUE(QFile::exists(found[0].file));
    discard(found[1]);
    EXPECT_FALSE(QFile::exists(found[1].file));
    EXPECT_TRUE(lost_work().empty());
}

TEST_F(StudioRecovery, SaysOnceWhereItCanNotWrite) {
    QDir().mkpath(QFileInfo(recovery_folder()).absolutePath());
    QFile in_the_way(recovery_folder());
    ASSERT_TRUE(in_the_way.open(QIODevice::WriteOnly));
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    QSignalSpy failed(&window->files().recovery(), &Recovery::failed);
    for (const char* step : {"prune.magnitude:sparsity=0.5", "quantise.uniform:weight_bits=8"}) {
        add_step(*window, step);
        window->files().recovery().flush();
    }
    EXPECT_EQ(failed.count(), 1);
    EXPECT_THAT(window->banner().text().toStdString(), HasSubstr("recovery"));
    EXPECT_EQ(window->studio().document.stack().size(), 2U);
    in_the_way.remove();
}

} // namespace
} // namespace espalier::studio::testing
