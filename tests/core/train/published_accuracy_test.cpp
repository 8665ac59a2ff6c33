// SPDX-License-Identifier: GPL-3.0-or-later
// Published accuracies, to the picture: reader, fusion, kernels, data and preprocessing at once.
#include "tests/support/paths.h"

#include "core/formats/onnx_read.h"
#include "core/train/evaluate.h"

#include <gtest/gtest.h>

namespace espalier {
namespace {

Preprocess imagenet_like() {
    Preprocess result;
    result.mean = {0.485, 0.456, 0.406};
    result.std = {0.229, 0.224, 0.225};
    return result;
}

void expect_published(const std::filesystem::path& model, const std::filesystem::path& cifar10,
                      int right) {
    const DatasetPtr set = open_dataset(cifar10.string(), Split::Test);
    ASSERT_EQ(set->size(), 10000U);
    const Accuracy found = evaluate(read_onnx(model), *set, imagenet_like());
    // Two pictures whose best scores are nearly equal may fall to either side.
    EXPECT_NEAR(static_cast<int>(found.correct()), right, 2);
    ::testing::Test::RecordProperty("images_per_s", std::to_string(found.images_per_s));
}

TEST(PublishedAccuracy, ResNet20OnCifar10) {
    ESPALIER_DATA_OR_SKIP(model, "models/cifar/resnet20_cifar10/model.onnx");
    ESPALIER_DATA_OR_SKIP(cifar10, "cifar10");
    expect_published(model, cifar10, 9173);
}

TEST(PublishedAccuracy, ResNet56OnCifar10) {
    ESPALIER_DATA_OR_SKIP(model, "models/cifar/resnet56_cifar10/model.onnx");
    ESPALIER_DATA_OR_SKIP(cifar10, "cifar10");
    expect_published(model, cifar10, 9339);
}

} // namespace
} // namespace espalier
