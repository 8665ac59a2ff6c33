// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/checkpoint.h"

#include "core/base/files.h"
#include "core/train/train_identity.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <ostream>
#include <string_view>

namespace espalier {

namespace {

constexpr std::string_view kMagic = "ESPTRAIN";
constexpr int kVersion = 3;
static_assert(std::endian::native == std::endian::little, "files are little endian");

/// JSON keeps doubles as text; their bits keep a resumed training exact.
std::int64_t bits(double value) {
    return std::bit_cast<std::int64_t>(value);
}

double from_bits(std::int64_t value) {
    return std::bit_cast<double>(value);
}

Json header_of(const Json& identity, const TrainState& state) {
    Json epochs = Json::array();
    for (const EpochRecord& epoch : state.epochs) {
        epochs.push_back(std::vector<std::int64_t>{bits(epoch.loss), bits(epoch.accuracy),
                                                   bits(epoch.validation),
                                                   bits(epoch.validation_loss)});
    }
    Json exchange = Json::array();
    for (const Tensor& tensor : state.exchange) {
        exchange.push_back(tensor.elements());
    }
    return {{"version", kVersion},
            {"identity", identity},
            {"step", static_cast<std::int64_t>(state.step)},
            {"loss_sum", bits(state.loss_sum)},
            {"correct", static_cast<std::int64_t>(state.correct)},
            {"seen", static_cast<std::int64_t>(state.seen)},
            {"epochs_without_gain", static_cast<std::int64_t>(state.epochs_without_gain)},
            {"best", bits(state.best)},
            {"plateau_scale", bits(state.plateau.scale)},
            {"plateau_lowest", bits(state.plateau.lowest)},
            {"plateau_waited", static_cast<std::int64_t>(state.plateau.waited)},
            {"averaged", static_cast<std::int64_t>(state.average.count)},
            {"has_best", !state.best_tensors.empty()},
            {"exchange", std::move(exchange)},
            {"epochs", std::move(epochs)}};
}

std::size_t count(const Json& header, const char* key) {
    const auto value = json_get<std::int64_t>(header, key);
    expect(value >= 0, "key \"{}\" is {}, expected at least 0", key, value);
    return static_cast<std::size_t>(value);
}

TrainState state_of(const Json& header) {
    TrainState state;
    state.step = count(header, "step");
    state.loss_sum = from_bits(json_get<std::int64_t>(header, "loss_sum"));
    state.correct = count(header, "correct");
    state.seen = count(header, "seen");
    state.epochs_without_gain = count(header, "epochs_without_gain");
    state.best = from_bits(json_get<std::int64_t>(header, "best"));
    state.plateau = {from_bits(json_get<std::int64_t>(header, "plateau_scale")),
                     from_bits(json_get<std::int64_t>(header, "plateau_lowest")),
                     count(header, "plateau_waited")};
    state.average.count = count(header, "averaged");
    expect(header.contains("epochs") && header.at("epochs").is_array(),
           "key \"epochs\" is no list");
    for (const Json& epoch : header.at("epochs")) {
        const bool numbers =
            epoch.is_array() && epoch.size() == 4 &&
            std::ranges::all_of(epoch, [](const Json& each) { return each.is_number_integer(); });
        expect(numbers, "an epoch is no list of four numbers");
        const auto number = [&](std::size_t i) { return from_bits(epoch[i].get<std::int64_t>()); };
        state.epochs.push_back({number(0), number(1), number(2), number(3)});
    }
    return state;
}

/// Vectors of the sizes that the header tells.
std::vector<Tensor> exchange_of(const Json& header, std::size_t bytes) {
    expect(header.contains("exchange") && header.at("exchange").is_array(),
           "key \"exchange\" is no list");
    std::vector<Tensor> result;
    std::size_t left = bytes / sizeof(float);
    for (const Json& each : header.at("exchange")) {
        expect(each.is_number_unsigned() && each.get<std::uint64_t>() <= left,
               "a worker's memory has {} values, expected at most the {} that follow", each.dump(),
               left);
        left -= each.get<std::size_t>();
        result.emplace_back(DType::Float32, Shape{each.get<std::int64_t>()});
    }
    return result;
}

/// Takes float32 tensors off the front of `bytes`.
std::vector<Tensor> take(std::span<const std::byte>& bytes, const std::vector<Tensor>& like) {
    std::vector<Tensor> result;
    for (const Tensor& shape : like) {
        Tensor tensor(DType::Float32, shape.shape());
        const auto target = tensor.writable_raw();
        expect(bytes.size() >= target.size(), "the file ends within its tensors");
        std::memcpy(target.data(), bytes.data(), target.size());
        bytes = bytes.subspan(target.size());
        result.push_back(std::move(tensor));
    }
    return result;
}

} // namespace

void write_checkpoint(const std::filesystem::path& path, const Json& identity,
                      const TrainState& state) {
    const std::string header = header_of(identity, state).dump();
    write_atomically(path, [&](std::ostream& out) {
        const std::uint64_t size = header.size();
        out.write(kMagic.data(), kMagic.size());
        out.write(reinterpret_cast<const char*>(&size), sizeof(size));
        out.write(header.data(), static_cast<std::streamsize>(header.size()));
        for (const auto* list :
             {&state.tensors, &state.best_tensors, &state.average.tensors, &state.exchange}) {
            for (const Tensor& tensor : *list) {
                const auto raw = tensor.raw();
                out.write(reinterpret_cast<const char*>(raw.data()),
                          static_cast<std::streamsize>(raw.size()));
            }
        }
    });
}

TrainState read_checkpoint(const std::filesystem::path& path, const Json& identity,
                           const TrainState& like) {
    const std::vector<std::byte> file = read_bytes(path);
    return located(path.string(), [&] {
        std::span<const std::byte> bytes(file);
        std::uint64_t size = 0;
        expect(bytes.size() >= kMagic.size() + sizeof(size) &&
                   std::memcmp(bytes.data(), kMagic.data(), kMagic.size()) == 0,
               "no training checkpoint (found {} bytes without \"{}\" in front)", bytes.size(),
               kMagic);
        std::memcpy(&size, bytes.data() + kMagic.size(), sizeof(size));
        bytes = bytes.subspan(kMagic.size() + sizeof(size));
        expect(size <= bytes.size(), "header of {} bytes, but only {} follow", size, bytes.size());
        const Json header = parse_json(
            {reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(size)},
            "header");
        bytes = bytes.subspan(static_cast<std::size_t>(size));
        expect(json_get<int>(header, "version") == kVersion, "version {}, expected {}",
               json_get<int>(header, "version"), kVersion);
        expect(header.contains("identity"), "key \"identity\" is missing");
        check_identity(header.at("identity"), identity);
        TrainState state = state_of(header);
        state.tensors = take(bytes, like.tensors);
        if (json_get<bool>(header, "has_best")) {
            state.best_tensors = take(bytes, like.best_tensors);
        }
        if (state.average.any()) {
            state.average.tensors = take(bytes, like.best_tensors);
        }
        state.exchange = take(bytes, exchange_of(header, bytes.size()));
        expect(bytes.empty(), "{} bytes follow the last tensor, expected none", bytes.size());
        return state;
    });
}

} // namespace espalier
