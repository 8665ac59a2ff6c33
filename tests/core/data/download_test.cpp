// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/data/loopback_server.h"
#include "tests/core/data/sets.h"
#include "tests/support/paths.h"

#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/data/byte_reader.h"
#include "core/data/download.h"
#include "core/data/tar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>

namespace espalier {
namespace {

namespace fs = std::filesystem;
using test::error_of;
using test::LoopbackServer;
using test::put;
using test::TempDir;
using testing::ElementsAre;
using testing::HasSubstr;
using Page = LoopbackServer::Page;

std::string noise(std::size_t size) {
    std::string text(size, '\0');
    std::uint32_t state = 12345;
    for (char& c : text) {
        state = state * 1664525U + 1013904223U;
        c = static_cast<char>(state >> 24U);
    }
    return text;
}

std::string md5_of(const std::string& text) {
    const TempDir dir;
    put(dir / "x", text);
    return file_digest(dir / "x", DigestKind::Md5);
}

class Download : public testing::Test {
protected:
    Download() {
        // A proxy of the machine would not find the loopback server.
        setenv("no_proxy", "127.0.0.1", 1);
    }

    [[nodiscard]] RemoteFile file() const {
        return {"file.bin", body.size(), sha256(body), "", {}};
    }

    void get(const RemoteFile& wanted, const Job& job = {}) const {
        download_file(server.url() + "/file.bin", wanted, target, job);
    }

    TempDir dir;
    std::string body = noise(300'000);
    fs::path target = dir / "out/file.bin";
    fs::path part = dir / "out/file.bin.part";
    LoopbackServer server;
};

TEST_F(Download, FetchesVerifiesAndReports) {
    server.serve("/file.bin", {body});
    std::size_t last = 0;
    std::size_t whole = 0;
    get(file(), Job({}, [&](std::size_t done, std::size_t total, std::string_view) {
            EXPECT_GE(done, last);
            last = done;
            whole = total;
        }));
    EXPECT_EQ(read_text(target), body);
    EXPECT_FALSE(fs::exists(part));
    EXPECT_EQ(last, body.size());
    EXPECT_EQ(whole, body.size());
}

TEST_F(Download, AcceptsMd5WhereThatIsAllThereIs) {
    EXPECT_EQ(md5_of("abc"), "900150983cd24fb0d6963f7d28e17f72"); // RFC 1321
    server.serve("/file.bin", {body});
    get({"file.bin", 0, "", md5_of(body), {}});
    EXPECT_EQ(read_text(target), body);
}

TEST_F(Download, ContinuesWhereItBrokeOff) {
    Page page{body};
    page.break_after = 100'000;
    server.serve("/file.bin", page);
    const Error broken = error_of([&] { get(file()); });
    EXPECT_EQ(broken.code(), ErrorCode::Io);
    EXPECT_THAT(broken.message(), HasSubstr("broke off"));
    EXPECT_FALSE(fs::exists(target));
    EXPECT_EQ(fs::file_size(part), 100'000U);
    page.break_after = 0;
    server.serve("/file.bin", page);
    get(file());
    EXPECT_EQ(read_text(target), body);
    EXPECT_THAT(server.requests(), ElementsAre("/file.bin 0", "/file.bin 100000"));
}

TEST_F(Download, StartsAnewWhereTheServerKnowsNoRanges) {
    put(part, body.substr(0, 5000));
    Page page{body};
    page.ranges = false;
    server.serve("/file.bin", page);
    get(file());
    EXPECT_EQ(read_text(target), body);
}

TEST_F(Download, StartsAnewWhereThePartIsOfSomethingElse) {
    put(part, noise(5000).substr(1));
    server.serve("/file.bin", {body});
    get(file());
    EXPECT_EQ(read_text(target), body);
    EXPECT_THAT(server.requests(), ElementsAre("/file.bin 4999", "/file.bin 0"));
}

TEST_F(Download, TakesACompletePartWithoutAsking) {
    put(part, body);
    get(file());
    EXPECT_EQ(read_text(target), body);
    EXPECT_TRUE(server.requests().empty());
}

TEST_F(Download, RefusesOtherBytesAndDeletesThem) {
    std::string wrong = body;
    wrong[1234] = static_cast<char>(wrong[1234] ^ 1);
    server.serve("/file.bin", {wrong});
    const Error error = error_of([&] { get(file()); });
    EXPECT_EQ(error.code(), ErrorCode::BadInput);
    EXPECT_THAT(error.message(), HasSubstr(sha256(wrong)));
    EXPECT_THAT(error.message(), HasSubstr("expected " + sha256(body)));
    EXPECT_FALSE(fs::exists(target));
    EXPECT_FALSE(fs::exists(part));
}

TEST_F(Download, RefusesMoreBytesThanStated) {
    server.serve("/file.bin", {body + "more"});
    EXPECT_THAT(error_of([&] { get(file()); }).message(), HasSubstr("more than the 300000 bytes"));
    EXPECT_FALSE(fs::exists(part));
}

TEST_F(Download, SaysWhatTheServerSaid) {
    const Error missing = error_of([&] { get(file()); });
    EXPECT_EQ(missing.code(), ErrorCode::Io);
    EXPECT_THAT(missing.message(), HasSubstr("HTTP 404"));
    EXPECT_THAT(missing.where(), HasSubstr("/file.bin"));
    Page page;
    page.redirect = "/elsewhere.bin";
    server.serve("/file.bin", page);
    server.serve("/elsewhere.bin", {body});
    get(file());
    EXPECT_EQ(read_text(target), body);
    fs::remove(target);
    page.redirect = "file:///etc/passwd";
    server.serve("/file.bin", page);
    EXPECT_EQ(error_of([&] { get(file()); }).code(), ErrorCode::Io);
    EXPECT_FALSE(fs::exists(target));
}

TEST_F(Download, SaysThatNobodyIsThere) {
    std::string url;
    {
        const LoopbackServer gone;
        url = gone.url();
    }
    const Error error = error_of([&] { download_file(url + "/x", file(), target); });
    EXPECT_EQ(error.code(), ErrorCode::Io);
    EXPECT_THAT(error.message(), HasSubstr("cannot be reached"));
    EXPECT_THAT(error.hint(), HasSubstr("offline"));
}

TEST_F(Download, SaysThatTheDiskRefuses) {
    server.serve("/file.bin", {body});
    put(dir / "out", "a file where the folder should be");
    EXPECT_EQ(error_of([&] { get(file()); }).code(), ErrorCode::Io);
    if (fs::exists("/dev/full")) {
        fs::remove(dir / "out");
        fs::create_directories(dir / "out");
        fs::create_symlink("/dev/full", part);
        EXPECT_THAT(error_of([&] { get(file()); }).message(), HasSubstr("writing failed"));
    }
}

TEST_F(Download, StopsWithinTwoSecondsAndKeepsThePart) {
    Page page;
    page.endless = true;
    server.serve("/file.bin", page);
    std::stop_source stop;
    std::chrono::steady_clock::time_point asked;
    const Job job(stop.get_token(), [&](std::size_t done, std::size_t, std::string_view) {
        if (done > 500 && !stop.stop_requested()) {
            asked = std::chrono::steady_clock::now();
            stop.request_stop();
        }
    });
    const Error error = error_of([&] { get({"file.bin", 0, sha256("x"), "", {}}, job); });
    EXPECT_EQ(error.code(), ErrorCode::Cancelled);
    EXPECT_LT(std::chrono::steady_clock::now() - asked, std::chrono::seconds(2));
    EXPECT_TRUE(fs::exists(part));
    EXPECT_FALSE(fs::exists(target));
}

// --- archives ---------------------------------------------------------------------------------

std::string tar_member(const std::string& name, const std::string& content, char type = '0') {
    std::string header(512, '\0');
    header.replace(0, name.size(), name);
    const auto octal = [&](std::size_t at, unsigned long value, int digits) {
        const std::string text = fmt::format("{:0{}o}", value, digits);
        header.replace(at, text.size(), text);
    };
    octal(100, 0644, 7);
    octal(124, content.size(), 11);
    header.replace(148, 8, 8, ' ');
    header[156] = type;
    header.replace(257, 5, "ustar");
    unsigned long sum = 0;
    for (const char c : header) {
        sum += static_cast<unsigned char>(c);
    }
    octal(148, sum, 6);
    header[154] = '\0';
    std::string text = header + content;
    text.resize((text.size() + 511) / 512 * 512, '\0');
    return text;
}

std::string tar_gz(const std::string& members) {
    const std::string tar = members + std::string(1024, '\0');
    return gzip(std::as_bytes(std::span(tar)));
}

TEST(Tar, TakesOutWhatIsWantedAndNothingElse) {
    const TempDir dir;
    const std::string big = noise(700'000);
    put(dir / "a.tar.gz",
        tar_gz(tar_member("set/", "", '5') + tar_member("set/one.bin", big) +
               tar_member("../../escape.bin", "evil") + tar_member("/etc/absolute", "evil") +
               tar_member("set/link", "", '2') + tar_member("two.bin", "2")));
    const std::vector<std::string> wanted = {"one.bin", "two.bin"};
    extract_tar_gz(dir / "a.tar.gz", wanted, dir / "out");
    EXPECT_EQ(read_text(dir / "out/one.bin"), big);
    EXPECT_EQ(read_text(dir / "out/two.bin"), "2");
    EXPECT_EQ(std::distance(fs::directory_iterator(dir / "out"), {}), 2);
    EXPECT_FALSE(fs::exists(dir / "escape.bin"));
}

TEST(Tar, RefusesHostileArchives) {
    const TempDir dir;
    const std::vector<std::string> wanted = {"one.bin"};
    const auto message = [&](const std::string& bytes) {
        put(dir / "a.tar.gz", bytes);
        const Error error =
            error_of([&] { extract_tar_gz(dir / "a.tar.gz", wanted, dir / "out"); });
        EXPECT_EQ(error.code(), ErrorCode::BadInput);
        EXPECT_THAT(error.where(), HasSubstr("a.tar.gz"));
        return error.message();
    };
    const std::string one = tar_member("one.bin", "1");
    EXPECT_THAT(message(tar_gz("")), HasSubstr("lacks \"one.bin\""));
    EXPECT_THAT(message(tar_gz(tar_member("one.bin", "", '2'))), HasSubstr("a plain file"));
    EXPECT_THAT(message(tar_gz(one + one)), HasSubstr("there twice"));
    std::string wrong = one;
    wrong[3] = 'x';
    EXPECT_THAT(message(tar_gz(wrong)), HasSubstr("checksum is"));
    EXPECT_THAT(message(tar_gz(std::string(512, 'x'))), HasSubstr("octal"));
    EXPECT_THAT(message(gzip(std::as_bytes(std::span(one).first(600)))), HasSubstr("padding"));
    fs::remove_all(dir / "out");
    const std::string whole = tar_gz(tar_member("one.bin", noise(3000)));
    for (std::size_t length = 0; length < 3000; length += 61) {
        message(whole.substr(0, length));
    }
    EXPECT_FALSE(fs::exists(dir / "out/one.bin")) << "a broken member leaves nothing";
}

// --- manifests and whole sets -----------------------------------------------------------------

std::string manifest_text(const std::string& url, const std::string& files) {
    return R"({"id": "tiny", "title": "t", "licence": "l", "base_urls": [)" + url +
           R"(], "files": [)" + files + "]}";
}

TEST(ManifestFiles, ShippedOnesAreWhole) {
    for (const char* id : {"mnist", "fashion-mnist", "cifar10"}) {
        const auto manifest = find_manifest(id);
        ASSERT_TRUE(manifest) << id;
        EXPECT_EQ(manifest->id, id);
        EXPECT_EQ(manifest->classes, 10);
        for (const auto& url : manifest->base_urls) {
            EXPECT_TRUE(url.starts_with("https://")) << url;
        }
    }
    EXPECT_FALSE(find_manifest("no-such-set"));
    EXPECT_FALSE(find_manifest("../datasets/mnist"));
    EXPECT_EQ(find_manifest("mnist")->bytes(), 11'594'722U);
}

// The unpacked MNIST is bit-identical to the published files, so the manifest must fit it.
TEST(ManifestFiles, ChecksumsOfMnistFit) {
    ESPALIER_DATA_OR_SKIP(folder, "mnist");
    const Manifest manifest = find_manifest("mnist").value();
    for (const auto& file : manifest.files) {
        EXPECT_NO_THROW(verify_checksum(folder / file.name, file));
        EXPECT_EQ(fs::file_size(folder / file.name), file.bytes);
    }
}

TEST(ManifestFiles, RefuseHostileContent) {
    const TempDir dir;
    const std::string url = R"("https://example.org/")";
    const std::string sha = R"("sha256": ")" + std::string(64, 'a') + "\"";
    const std::vector<std::string> hostile = {
        "[]",
        "{",
        manifest_text("", R"({"name": "a", )" + sha + "}"),
        manifest_text(R"("file:///etc/")", R"({"name": "a", )" + sha + "}"),
        manifest_text(url, ""),
        manifest_text(url, R"({"name": "a"})"),
        manifest_text(url, R"({"name": "../a", )" + sha + "}"),
        manifest_text(url, R"({"name": "/a", )" + sha + "}"),
        manifest_text(url, R"({"name": ".a", )" + sha + "}"),
        manifest_text(url, R"({"name": "a b", )" + sha + "}"),
        manifest_text(url, R"({"name": "a", "sha256": "xyz"})"),
        manifest_text(url, R"({"name": "a", "bytes": -1, )" + sha + "}"),
        manifest_text(url, R"({"name": "a", "contents": ["x"], )" + sha + "}"),
        manifest_text(url, R"({"name": "a.tar.gz", "contents": ["../x"], )" + sha + "}"),
    };
    for (const auto& text : hostile) {
        put(dir / "m.json", text);
        EXPECT_EQ(error_of([&] { static_cast<void>(read_manifest(dir / "m.json")); }).code(),
                  ErrorCode::BadInput)
            << text;
    }
}

TEST_F(Download, GetsAWholeSetFromTheFirstAddressThatWorks) {
    const std::string record = std::string(1, '\3') + noise(3072);
    const std::string archive = tar_gz(tar_member("c/test_batch.bin", record));
    server.serve("/good/a.tar.gz", {archive});
    server.serve("/good/file.bin", {body});
    const std::string urls = "\"" + server.url() + "/bad/\", \"" + server.url() + "/good/\"";
    put(dir / "m.json",
        manifest_text(urls, R"({"name": "file.bin", "sha256": ")" + sha256(body) +
                                R"("}, {"name": "a.tar.gz", "md5": ")" + md5_of(archive) +
                                R"(", "contents": ["test_batch.bin"]})"));
    const Manifest manifest = read_manifest(dir / "m.json");
    const fs::path folder = get_dataset(manifest, dir / "root");
    EXPECT_EQ(folder, dir / "root/tiny");
    EXPECT_EQ(read_text(folder / "file.bin"), body);
    EXPECT_FALSE(fs::exists(folder / "a.tar.gz"));
    EXPECT_EQ(open_dataset("tiny", Split::Test, dir / "root")->label(0), 3);
    const std::size_t before = server.requests().size();
    get_dataset(manifest, dir / "root");
    EXPECT_EQ(server.requests().size(), before) << "what is there is kept";
    fs::remove_all(dir / "root");
    server.serve("/good/file.bin", {"", true, 0, 503, "", false});
    const Error error = error_of([&] { get_dataset(manifest, dir / "root"); });
    EXPECT_THAT(error.message(), HasSubstr("no address works"));
    EXPECT_THAT(error.message(), HasSubstr("HTTP 503"));
    EXPECT_THAT(error.message(), HasSubstr("HTTP 404"));
}

} // namespace
} // namespace espalier
