// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/data/sets.h"
#include "tests/support/paths.h"

#include "core/data/cifar10.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace espalier {
namespace {

using test::error_of;
using test::put;
using test::TempDir;
using testing::HasSubstr;

/// A record of `label` whose planes are constant: r, g, b.
std::string record(int label, int r, int g, int b) {
    std::string text(1, static_cast<char>(label));
    for (const int value : {r, g, b}) {
        text += std::string(1024, static_cast<char>(value));
    }
    return text;
}

TEST(Cifar10, ReadsBatchesInTheOrderOfTheirNumbers) {
    const TempDir dir;
    put(dir / "data_batch_10.bin", record(3, 1, 2, 3));
    put(dir / "data_batch_2.bin", record(9, 10, 20, 30) + record(0, 40, 50, 60));
    put(dir / "data_batch_x.bin", "not a batch");
    const DatasetPtr set = open_dataset(dir.path().string(), Split::Train);
    ASSERT_EQ(set->size(), 3U);
    EXPECT_EQ(set->classes(), 10);
    EXPECT_EQ(set->class_names().at(9), "truck");
    EXPECT_EQ(set->label(0), 9);
    EXPECT_EQ(set->label(2), 3);
    const Image image = set->image(1);
    EXPECT_EQ(image.channels, 3);
    ASSERT_EQ(image.pixels.size(), 3072U);
    for (std::size_t i = 0; i < 1024; ++i) {
        ASSERT_EQ(image.pixels[3 * i], 40);
        ASSERT_EQ(image.pixels[3 * i + 1], 50);
        ASSERT_EQ(image.pixels[3 * i + 2], 60);
    }
    EXPECT_EQ(
        error_of([&] { static_cast<void>(open_dataset(dir.path().string(), Split::Test)); }).code(),
        ErrorCode::Io);
}

TEST(Cifar10, RefusesPartsOfRecordsAndUnknownLabels) {
    const TempDir dir;
    const auto open = [&](const std::string& bytes) {
        put(dir / "test_batch.bin", bytes);
        return error_of([&] { static_cast<void>(open_cifar10(dir.path(), Split::Test, "x")); });
    };
    const std::string whole = record(1, 1, 2, 3) + record(2, 1, 2, 3);
    for (std::size_t length = 0; length < whole.size(); length += 199) {
        const Error error = open(whole.substr(0, length));
        EXPECT_EQ(error.code(), ErrorCode::BadInput) << length;
        EXPECT_EQ(error.where(), (dir / "test_batch.bin").string());
    }
    EXPECT_THAT(open(whole.substr(0, 4000)).message(), HasSubstr("record 1 is cut short"));
    EXPECT_THAT(open(record(1, 1, 1, 1) + record(10, 1, 1, 1)).message(),
                HasSubstr("label at offset 3073 is 10, expected 0 to 9"));
    put(dir / "batches.meta.txt", "yes\nno\n\n");
    EXPECT_THAT(open(record(2, 1, 1, 1)).message(), HasSubstr("expected 0 to 1"));
    put(dir / "batches.meta.txt", "\n\n");
    EXPECT_THAT(open(whole).message(), HasSubstr("found 0 class names"));
}

// First labels as in the official files; every class has 5,000 and 1,000 pictures.
TEST(Cifar10, ReadsTheRealSet) {
    ESPALIER_DATA_OR_SKIP(folder, "cifar10");
    const DatasetPtr train = open_dataset("cifar10", Split::Train, folder.parent_path());
    const DatasetPtr test = open_dataset("cifar10", Split::Test, folder.parent_path());
    ASSERT_EQ(train->size(), 50000U);
    ASSERT_EQ(test->size(), 10000U);
    std::vector<int> counts(10);
    for (std::size_t i = 0; i < train->size(); ++i) {
        ++counts[static_cast<std::size_t>(train->label(i))];
    }
    EXPECT_THAT(counts, testing::Each(5000));
    std::fill(counts.begin(), counts.end(), 0);
    for (std::size_t i = 0; i < test->size(); ++i) {
        ++counts[static_cast<std::size_t>(test->label(i))];
    }
    EXPECT_THAT(counts, testing::Each(1000));
    const std::vector<int> first = {6, 9, 9, 4, 1}; // frog, truck, truck, deer, automobile
    for (std::size_t i = 0; i < first.size(); ++i) {
        EXPECT_EQ(train->label(i), first[i]);
    }
    // The channel means that training scripts normalise with: .4914 .4822 .4465.
    std::vector<double> sums(3);
    for (std::size_t i = 0; i < train->size(); ++i) {
        const Image image = train->image(i);
        for (std::size_t j = 0; j < image.pixels.size(); ++j) {
            sums[j % 3] += image.pixels[j];
        }
    }
    const std::vector<double> means = {0.4914, 0.4822, 0.4465};
    for (std::size_t c = 0; c < 3; ++c) {
        EXPECT_NEAR(sums[c] / (50000.0 * 1024 * 255), means[c], 6e-5);
    }
}

} // namespace
} // namespace espalier
