// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/paths.h"

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/formats/npy.h"
#include "core/formats/tensor_pb.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace espalier {
namespace {

std::vector<std::byte> bytes_of(std::string_view text) {
    const auto bytes = std::as_bytes(std::span(text));
    return {bytes.begin(), bytes.end()};
}

/// A file as NumPy writes it: magic, version 1.0, header, values.
std::string npy_file(const std::string& header, const std::string& values) {
    std::string file("\x93NUMPY\x01\x00", 8);
    file += {static_cast<char>(header.size() & 0xFF), static_cast<char>(header.size() >> 8)};
    return file + header + values;
}

TEST(Npy, ReadsBothOrders) {
    const std::string values("\x00\x01\x02\x03\x04\x05", 6);
    const std::string c =
        npy_file("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), }\n", values);
    EXPECT_THAT(parse_npy(bytes_of(c), "c").to_int64(), testing::ElementsAre(0, 1, 2, 3, 4, 5));
    const std::string f =
        npy_file("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }\n", values);
    // Columns first: element (row, column) lies at row + 2 column.
    EXPECT_THAT(parse_npy(bytes_of(f), "f").to_int64(), testing::ElementsAre(0, 2, 4, 1, 3, 5));
}

TEST(Npy, RoundTripsEveryType) {
    const test::TempDir folder;
    for (const DType type :
         {DType::Float32, DType::Float64, DType::Float16, DType::Int8, DType::Int16, DType::Int32,
          DType::Int64, DType::UInt8, DType::UInt16, DType::UInt32, DType::UInt64, DType::Bool}) {
        for (const Shape& shape : {Shape{}, Shape{3}, Shape{2, 0}, Shape{2, 3, 1}}) {
            Tensor tensor(DType::Float32, shape);
            float next = 0;
            for (float& value : tensor.writable<float>()) {
                value = next++;
            }
            const Tensor values = tensor.cast(type);
            write_npy(folder / "t.npy", values);
            EXPECT_TRUE(read_npy(folder / "t.npy").equals(values)) << dtype_name(type);
            write_tensor_pb(folder / "t.pb", {"t", values});
            const NamedTensor back = read_tensor_pb(folder / "t.pb");
            EXPECT_TRUE(back.tensor.equals(values)) << dtype_name(type);
            EXPECT_EQ(back.name, "t");
        }
    }
    EXPECT_THROW(write_npy(folder / "t.npy", Tensor(DType::BFloat16, {1})), Error);
}

TEST(Npy, HostileFilesAreErrors) {
    const std::string good = npy_file(
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }\n", std::string(8, 'x'));
    EXPECT_NO_THROW(static_cast<void>(parse_npy(bytes_of(good), "good")));
    for (std::size_t length = 0; length < good.size(); ++length) {
        EXPECT_THROW(static_cast<void>(parse_npy(bytes_of(good.substr(0, length)), "short")), Error)
            << length;
    }
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (const int flip : {0x01, 0x20, 0x80, 0xFF}) {
            std::string bad = good;
            bad[at] = static_cast<char>(bad[at] ^ flip);
            try {
                static_cast<void>(parse_npy(bytes_of(bad), "flipped"));
            } catch (const Error&) {
                // An error is one of the two right answers; a crash is none.
            }
        }
    }
    const auto refuse = [](const std::string& header) {
        EXPECT_THROW(static_cast<void>(parse_npy(bytes_of(npy_file(header, "12345678")), "bad")),
                     Error)
            << header;
    };
    refuse("{'descr': '>f4', 'fortran_order': False, 'shape': (2,), }");
    refuse("{'descr': 'O', 'fortran_order': False, 'shape': (2,), }");
    refuse("{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }");
    refuse("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }");
    refuse("{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 8), }");
    refuse("{'descr': '<f4', 'fortran_order': False}");
    refuse("{'fortran_order': False, 'shape': (2,)}");
}

} // namespace
} // namespace espalier
