// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/known_sets.h"

#include "core/data/synthetic.h"

#include <array>

namespace espalier {

std::span<const KnownSet> known_sets() {
    static const std::array<KnownSet, 9> sets = {{
        {"mnist",
         "MNIST: handwritten digits, 28x28 grey",
         {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"},
         "run: espalier data get mnist",
         {}},
        {"fashion-mnist",
         "Fashion-MNIST: pieces of clothing, 28x28 grey",
         {"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker",
          "Bag", "Ankle boot"},
         "run: espalier data get fashion-mnist",
         {}},
        {"cifar10",
         "CIFAR-10: small photographs, 32x32 RGB",
         {},
         "run: espalier data get cifar10",
         {}},
        {"glyphs", "Drawn digits, bent and blotted, 28x28 grey; made by the program",
         glyphs().class_names, "made on the spot",
         [](Split split, std::uint64_t seed) { return make_synthetic(glyphs(), split, seed); }},
        {"shapes", "Ten kinds of shapes on cluttered grounds, 32x32 RGB; made by the program",
         shapes().class_names, "made on the spot",
         [](Split split, std::uint64_t seed) { return make_synthetic(shapes(), split, seed); }},
        {"sequences", "Orders of marks among letters, 32 steps of 8, grey; made by the program",
         sequences().class_names, "made on the spot",
         [](Split split, std::uint64_t seed) { return make_synthetic(sequences(), split, seed); }},
        {"imagenet-samples",
         "One picture for every second class of ImageNet",
         {},
         "ImageNet's pictures may not be passed on: put your own, named NUMBER_name.jpg with the "
         "class number in front, into a folder and name that",
         {}},
        {"tiny-shakespeare",
         "Tiny Shakespeare: 1.1 million characters of plays, for language models",
         {},
         "put input.txt into the folder text/tinyshakespeare of --data-dir or ESPALIER_DATA",
         {}},
        {"wikitext-2",
         "WikiText-2: articles as words, for language models",
         {},
         "put train.txt and test.txt into the folder text/wikitext-2 of --data-dir or "
         "ESPALIER_DATA",
         {}},
    }};
    return sets;
}

const KnownSet* find_known_set(const std::string& id) {
    for (const auto& set : known_sets()) {
        if (set.id == id) {
            return &set;
        }
    }
    return nullptr;
}

std::string known_set_names() {
    std::string text;
    for (const auto& set : known_sets()) {
        text += (text.empty() ? "" : ", ") + set.id;
    }
    return text;
}

} // namespace espalier
