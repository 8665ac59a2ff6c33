// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/packed_dataset.h"

#include "core/base/error.h"
#include "core/base/hash.h"

#include <span>
#include <utility>

namespace espalier {

PackedDataset::PackedDataset(PackedPictures pictures)
    : set_(std::move(pictures)) {
    for (std::size_t i = 0; i < set_.labels.size(); ++i) {
        expect(set_.labels[i] < set_.classes, "picture {} has label {}, expected below {}", i,
               set_.labels[i], set_.classes);
    }
}

int PackedDataset::label(std::size_t index) const {
    expect(index < size(), "picture {} was asked for, {} has {}", index, set_.name, size());
    return set_.labels[index];
}

Image PackedDataset::image(std::size_t index) const {
    expect(index < size(), "picture {} was asked for, {} has {}", index, set_.name, size());
    Image image{set_.height, set_.width, set_.channels, {}};
    const auto plane = static_cast<std::size_t>(set_.height) * static_cast<std::size_t>(set_.width);
    const auto channels = static_cast<std::size_t>(set_.channels);
    const std::uint8_t* source = set_.bytes.data() + set_.first + index * set_.record;
    if (set_.order == PixelOrder::Interleaved || channels == 1) {
        image.pixels.assign(source, source + plane * channels);
        return image;
    }
    image.pixels.resize(plane * channels);
    for (std::size_t c = 0; c < channels; ++c) {
        for (std::size_t i = 0; i < plane; ++i) {
            image.pixels[i * channels + c] = source[c * plane + i];
        }
    }
    return image;
}

std::string PackedDataset::fingerprint() const {
    std::call_once(hashed_, [this] {
        Sha256 hash;
        hash.update("packed").update(static_cast<std::uint64_t>(set_.classes));
        for (const int dim : {set_.height, set_.width, set_.channels}) {
            hash.update(static_cast<std::uint64_t>(dim));
        }
        hash.update(static_cast<std::uint64_t>(set_.order == PixelOrder::Planar));
        hash.update(std::as_bytes(std::span(set_.bytes)));
        hash.update(std::as_bytes(std::span(set_.labels)));
        hash_ = hash.hex_digest();
    });
    return hash_;
}

} // namespace espalier
