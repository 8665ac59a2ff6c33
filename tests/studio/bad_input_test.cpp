// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever is opened or dropped: the window says where and what it is and what to do, in either
// language, and what is open stays open.
#include "tests/core/formats/onnx_bytes.h"
#include "tests/studio/support.h"
#include "tests/support/paths.h"

#include "app/session/network_file.h"
#include "app/studio/shell/banner.h"
#include "app/studio/shell/language.h"
#include "core/base/files.h"
#include "core/base/json.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QMimeData>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <random>

namespace espalier::studio::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

std::vector<std::byte> network_bytes(const fs::path& folder, const char* name) {
    const fs::path path = folder / name;
    const Network network = load_network("lenet-300-100-glyphs");
    save_network(network.graph, network.preprocess, path);
    return read_bytes(path);
}

std::span<const std::byte> half(const std::vector<std::byte>& bytes) {
    return std::span(bytes).first(bytes.size() / 2);
}

/// A file or folder that cannot be opened, by name.
struct BadInput {
    const char* name;
    std::function<void(const fs::path& path, const fs::path& folder)> make;
    const char* says;
};

void put_text(const fs::path& path, std::string_view text) {
    write_atomically(path, text);
}

const std::vector<BadInput>& bad_inputs() {
    static const std::vector<BadInput> inputs{
        {"nothing.onnx", [](const fs::path&, const fs::path&) {}, "no such file"},
        {"empty.onnx", [](const fs::path& path, const fs::path&) { put_text(path, ""); },
         "no graph"},
        {"garbage.onnx",
         [](const fs::path& path, const fs::path&) { put_text(path, "this is no network at all"); },
         "no complete ONNX model"},
        {"noise.bin",
         [](const fs::path& path, const fs::path&) {
             std::mt19937 random(7);
             std::string noise(5000, '\0');
             std::ranges::generate(noise, [&] { return static_cast<char>(random() & 0xffU); });
             put_text(path, noise);
         },
         "no complete ONNX model"},
        {"cut.onnx",
         [](const fs::path& path, const fs::path& folder) {
             write_atomically(path, half(network_bytes(folder, "whole.onnx")));
         },
         "no complete ONNX model"},
        {"cut.espz",
         [](const fs::path& path, const fs::path& folder) {
             write_atomically(path, half(network_bytes(folder, "whole.espz")));
         },
         "damaged"},
        {"changed.espz",
         [](const fs::path& path, const fs::path& folder) {
             auto bytes = network_bytes(folder, "whole.espz");
             bytes[bytes.size() / 2] ^= std::byte{0x10};
             write_atomically(path, bytes);
         },
         "damaged"},
        {"folder.onnx", [](const fs::path& path, const fs::path&) { fs::create_directories(path); },
         "folder"},
        {"cut.espalier",
         [](const fs::path& path, const fs::path&) {
             put_text(path, R"({"format": "espalier-workspace/1", "network": {"pa)");
         },
         "JSON"},
        {"newer.espalier",
         [](const fs::path& path, const fs::path&) {
             put_text(path, R"({"format": "espalier-workspace/9", "network": {}, "later": []})");
         },
         "version 9"},
        {"other.json",
         [](const fs::path& path, const fs::path&) { put_text(path, R"({"hello": 1})"); },
         "neither a workspace nor a recipe"},
    };
    return inputs;
}

bool has_hangul(const QString& text) {
    return std::ranges::any_of(
        text, [](QChar letter) { return letter >= QChar(0xac00) && letter <= QChar(0xd7a3); });
}

/// Opens it and waits for what the banner says.
QString refusal(MainWindow& window, const fs::path& path) {
    window.banner().hide();
    window.open(QString::fromStdString(path.string()));
    EXPECT_TRUE(wait_until([&] { return !window.banner().text().isEmpty(); })) << path;
    return window.banner().text();
}

TEST(StudioBadInput, IsNamedWithWhatToDoAndTakesNothingAway) {
    const test::TempDir dir;
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    const Document& document = window->studio().document;
    add_step(*window, "prune.magnitude:sparsity=0.5");
    window->files().set_question([] { return FileActions::Answer::Discard; });
    for (const BadInput& input : bad_inputs()) {
        SCOPED_TRACE(input.name);
        const fs::path path = dir / input.name;
        input.make(path, dir.path());
        const std::string said = refusal(*window, path).toStdString();
        EXPECT_THAT(said, HasSubstr(input.name));
        EXPECT_THAT(said, HasSubstr(input.says));
        EXPECT_THAT(said, HasSubstr("What to do:"));
        EXPECT_TRUE(document.is_open());
        EXPECT_EQ(document.stack().size(), 1U);
    }
}

TEST(StudioBadInput, IsToldInKoreanToo) {
    const test::TempDir dir;
    MainWindow window;
    window.show();
    apply_language(QStringLiteral("ko"));
    for (const BadInput& input : bad_inputs()) {
        SCOPED_TRACE(input.name);
        const fs::path path = dir / input.name;
        input.make(path, dir.path());
        const QStringList lines = refusal(window, path).split(u'\n');
        ASSERT_EQ(lines.size(), 3) << lines.join(u'\n').toStdString();
        for (const QString& line : lines) {
            EXPECT_TRUE(has_hangul(line)) << line.toStdString();
        }
    }
    apply_language(QStringLiteral("en"));
}

/// All of them at once: whoever has to replace them wants to know before the second attempt.
TEST(StudioBadInput, EveryUnsupportedOperatorIsNamed) {
    using namespace test::onnx_bytes;
    const test::TempDir dir;
    Model model;
    model.inputs = {value_info("x", {1, 2})};
    model.outputs = {value_info("y", {})};
    model.nodes = {node("Frobnicate", {"x"}, {"a"}, "first"),
                   node("Relu", {"a"}, {"b"}, "plain_node"),
                   node("NonMaxSuppression", {"b"}, {"c"}, "second"),
                   node("Gadget", {"c"}, {"y"}, "third") + bytes(7, "com.vendor")};
    put_text(dir / "odd.onnx", model.str());
    MainWindow window;
    window.show();
    for (const char* language : {"en", "ko"}) {
        apply_language(QLatin1String(language));
        const std::string said = refusal(window, dir / "odd.onnx").toStdString();
        for (const char* part : {"odd.onnx", "Frobnicate", "first", "NonMaxSuppression", "second",
                                 "com.vendor.Gadget", "third"}) {
            EXPECT_THAT(said, HasSubstr(part)) << language;
        }
        EXPECT_THAT(said, ::testing::Not(HasSubstr("plain_node"))) << language;
        EXPECT_EQ(has_hangul(QString::fromStdString(said)), std::string_view(language) == "ko");
    }
    apply_language(QStringLiteral("en"));
}

TEST(StudioBadInput, ADroppedFolderIsRefusedLikeAnyOther) {
    const test::TempDir dir;
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    QMimeData dropped;
    dropped.setUrls({QUrl::fromLocalFile(QString::fromStdString(dir.path().string()))});
    window->banner().hide();
    QDragEnterEvent enter(QPoint(40, 40), Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(window.get(), &enter);
    QDropEvent drop(QPointF(40, 40), Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(window.get(), &drop);
    EXPECT_TRUE(wait_until([&] { return !window->banner().text().isEmpty(); }));
    EXPECT_THAT(window->banner().text().toStdString(), HasSubstr("folder"));
    EXPECT_TRUE(window->studio().document.is_open());
}

TEST(StudioBadInput, AMissingDataSetSaysHowToGetIt) {
    const auto window = open_window(QStringLiteral("lenet-5-glyphs"));
    window->studio().document.set_data(QStringLiteral("no-such-set"));
    EXPECT_TRUE(wait_until([&] { return !window->banner().text().isEmpty(); }));
    const std::string said = window->banner().text().toStdString();
    EXPECT_THAT(said, HasSubstr("no-such-set"));
    EXPECT_THAT(said, HasSubstr("What to do:"));
    EXPECT_TRUE(window->studio().document.data_name().isEmpty());
}

} // namespace
} // namespace espalier::studio::testing
