// SPDX-License-Identifier: GPL-3.0-or-later
// A network made ready for quantisation-aware training: which layers learn in how many bits, and
// where their inputs are rounded.
#pragma once

#include "core/compress/technique.h"
#include "core/techniques/detail/layers.h"
#include "core/train/quantise/method.h"
#include "core/train/trainer.h"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace espalier::techniques {

struct QatSettings {
    const QuantisationMethod* method = nullptr;
    int weight_bits = 4;
    int activation_bits = 4; ///< 0: activations stay float
    bool by_channel = true;
    std::string ends = "usual"; ///< "usual", "float", "eight", "same"
    std::size_t images = 256;
};

/// A weight that is quantised.
struct QatLayer {
    std::size_t node = 0; ///< in the network that was given
    ValueId weight = kNoValue;
    int bits = 8;
    int input_bits = 0;     ///< 0: what enters stays float
    bool as_an_end = false; ///< in 8 bits with steps that learn, whatever the method is
    std::string what;       ///< "weights 4 bit, input 4 bit"
};

class QatNetwork {
public:
    /// Usage error for bits that the method does not have.
    QatNetwork(const Graph& graph, QatSettings settings, const Scope& scope);

    [[nodiscard]] const QuantisationMethod& method() const { return *settings_.method; }

    [[nodiscard]] const std::vector<QatLayer>& layers() const { return layers_; }

    /// What was left out and why.
    [[nodiscard]] const std::vector<std::string>& notes() const { return notes_; }

    /// The network with codes for what enters the layers, their ranges measured on pictures. A
    /// value that others read too gets a copy (Identity) for the layers; before signs, rectifiers
    /// are left out.
    [[nodiscard]] Graph begin(const Context& context) const;
    [[nodiscard]] std::map<ValueId, WeightQuantiserPtr> quantisers() const;
    /// What the method says of errors, gradients and updates, for these layers.
    void restrict_training(TrainOptions& options) const;
    /// Codes for the three values that weights have after such a training.
    void name_levels(Graph& trained) const;

private:
    void choose(const std::vector<WeightLayer>& all);
    [[nodiscard]] bool is_end(std::size_t node) const;
    [[nodiscard]] QatLayer layer_of(const WeightLayer& layer) const;
    /// What enters `node` and is rounded; kNoValue where it is not.
    [[nodiscard]] ValueId rounded_input(const Graph& graph, const QatLayer& layer) const;

    const Graph& graph_;
    QatSettings settings_;
    std::size_t first_ = 0; ///< nodes that multiply
    std::size_t last_ = 0;
    std::vector<QatLayer> layers_;
    std::vector<std::string> notes_;
};

} // namespace espalier::techniques
