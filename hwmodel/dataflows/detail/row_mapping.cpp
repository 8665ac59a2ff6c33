// SPDX-License-Identifier: GPL-3.0-or-later
#include "hwmodel/dataflows/detail/row_mapping.h"

#include "core/base/error.h"
#include "hwmodel/dataflows/detail/streaming.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace espalier::hw::dataflows::detail {

namespace {

double extent(const Workload& work, Dim dim) {
    return static_cast<double>(work.dim(dim));
}

/// Stored input lines that `strips` strips of together `outputs` output lines fetch: neighbouring
/// strips fetch the lines that both need twice; padding is not fetched.
double lines(double outputs, double strips, double stride, double taps, double dilation,
             double stored) {
    const double reach = (taps - 1) * dilation + 1;
    if (stride >= reach) {
        return outputs * taps;
    }
    const double whole = (outputs - 1) * stride + reach;
    const double fetched = (outputs - strips) * stride + strips * reach;
    return stored > 0 ? fetched * std::min(1.0, stored / whole) : fetched;
}

/// Everything about layer and machine that a candidate needs.
struct Problem {
    double N, G, K, C, P, Q, R, S;
    double rows, columns;
    double stride_h, stride_w, reach_r, reach_s, dilation_h, dilation_w, input_h, input_w;
    double weight_words, input_words, psum_words, shared_words;
    double buffer_bits, weight_share_bits, weight_bits, input_bits, psum_bits;
};

Problem describe(const Workload& work, const Accelerator& machine) {
    Problem problem{};
    problem.N = extent(work, Dim::N);
    problem.G = extent(work, Dim::G);
    problem.K = extent(work, Dim::K);
    problem.C = extent(work, Dim::C);
    problem.P = extent(work, Dim::P);
    problem.Q = extent(work, Dim::Q);
    problem.R = extent(work, Dim::R);
    problem.S = extent(work, Dim::S);
    problem.rows = machine.rows;
    problem.columns = machine.columns;
    problem.stride_h = work.stride_h;
    problem.stride_w = work.stride_w;
    problem.dilation_h = work.dilation_h;
    problem.dilation_w = work.dilation_w;
    problem.reach_r = (problem.R - 1) * work.dilation_h + 1;
    problem.reach_s = (problem.S - 1) * work.dilation_w + 1;
    problem.input_h = work.input_h;
    problem.input_w = work.input_w;
    problem.weight_words = machine.scratchpad_words[0];
    problem.input_words = machine.scratchpad_words[1];
    problem.psum_words = machine.scratchpad_words[2];
    problem.shared_words = machine.shared_scratchpad_words;
    problem.buffer_bits = machine.usable_bits(Operand::Input);
    problem.weight_share_bits = 8 * static_cast<double>(machine.weight_share_bytes);
    problem.weight_bits = machine.stored_bits(work.operand(Operand::Weight));
    problem.input_bits = machine.stored_bits(work.operand(Operand::Input));
    problem.psum_bits = machine.accumulator_bits(work);
    return problem;
}

/// Filters an element can interleave beside `q` channels of `columns` filter columns; 0 if none.
double filters_beside(const Problem& problem, double q, double columns) {
    // The window slides over the row: only as many inputs as the filter reaches stay.
    const double window = q * ((columns - 1) * problem.dilation_w + 1);
    if (problem.shared_words > 0) {
        return std::floor((problem.shared_words - window) / (q * columns + 1));
    }
    if (window > problem.input_words) {
        return 0;
    }
    return std::min(problem.psum_words, std::floor(problem.weight_words / (q * columns)));
}

class Search {
public:
    Search(const Workload& work, const Accelerator& machine, const Prices& prices)
        : work_(work)
        , machine_(machine)
        , problem_(describe(work, machine)) {
        const auto at = [&](const ByLevel<double>& table, Level level, Operand which) {
            return table[static_cast<std::size_t>(level)][static_cast<std::size_t>(which)];
        };
        const auto bits = [&](Operand which) {
            return which == Operand::Output ? problem_.psum_bits
                                            : machine.stored_bits(work.operand(which));
        };
        for (const Operand which : {Operand::Weight, Operand::Input, Operand::Output}) {
            const auto i = static_cast<std::size_t>(which);
            pins_[i] = dram_bits(work, machine, which);
            fetch_[i] = pins_[i] * at(prices.read_bit, Level::Dram, which) +
                        bits(which) * at(prices.write_bit, Level::Buffer, which);
            read_[i] = bits(which) * at(prices.read_bit, Level::Buffer, which);
            deliver_[i] = bits(which) * at(prices.write_bit, Level::Array, which);
        }
        psum_write_ = problem_.psum_bits * at(prices.write_bit, Level::Buffer, Operand::Output);
        const double per_mac =
            problem_.weight_bits * at(prices.read_bit, Level::Register, Operand::Weight) +
            problem_.input_bits * at(prices.read_bit, Level::Register, Operand::Input) +
            problem_.psum_bits * (at(prices.read_bit, Level::Register, Operand::Output) +
                                  at(prices.write_bit, Level::Register, Operand::Output)) +
            prices.mac_scale * prices.technology->mac_pj(mac_format(work, machine));
        fixed_ = macs(work) * per_mac;
    }

    RowMapping run() {
        // Whole rows as long as any layout fits; else narrower and narrower strips.
        for (double parts = 1; best_score_ == kNone; parts *= 2) {
            base_.width = std::ceil(problem_.Q / parts);
            fold_filter();
            strips();
            if (base_.width == 1) {
                break;
            }
        }
        if (best_score_ == kNone) {
            fail(ErrorCode::Unsupported,
                 "accelerator {}: not even one row of the layer fits its buffer", machine_.id);
        }
        return best_;
    }

private:
    static constexpr double kNone = std::numeric_limits<double>::infinity();

    void fold_filter() {
        base_.row_folds = std::ceil(problem_.R / problem_.rows);
        base_.set_rows = std::ceil(problem_.R / base_.row_folds);
        base_.column_folds = 1;
        filter_columns_ = problem_.S;
        while (filters_beside(problem_, 1, filter_columns_) < 1 && filter_columns_ > 1) {
            ++base_.column_folds;
            filter_columns_ = std::ceil(problem_.S / base_.column_folds);
        }
    }

    /// Strip heights: one to four sets side by side, or one set folded over several bands.
    void strips() {
        const double bands = std::floor(problem_.rows / base_.set_rows);
        double last = 0;
        const auto attempt = [&](double height) {
            height = std::clamp(height, 1.0, problem_.P);
            const double e = std::ceil(problem_.P / std::ceil(problem_.P / height));
            if (e != last) {
                last = e;
                base_.e = e;
                base_.strips = std::ceil(problem_.P / e) * std::ceil(problem_.Q / base_.width);
                shape_ = strip_shape(work_, e, base_.width);
                const double across = std::floor(problem_.columns / e);
                const double sets = across >= 1
                                        ? bands * across
                                        : std::floor(bands / std::ceil(e / problem_.columns));
                if (sets >= 1) {
                    split_sets(sets);
                }
            }
        };
        for (double side = 4; side >= 1; --side) {
            attempt(std::floor(problem_.columns / side));
        }
        for (double band = 2; band <= bands && (band - 1) * problem_.columns < problem_.P;
             band *= 2) {
            attempt(band * problem_.columns);
        }
        if (bands > 1) {
            attempt(bands * problem_.columns);
        }
        if (problem_.columns >= 8) {
            attempt(1);
        }
    }

    /// Sets on the array: some to other channels (r), some to other filters (t), the rest to other
    /// groups (g).
    void split_sets(double sets) {
        constexpr std::array<double, 16> kShares{1,  2,  3,  4,  6,  7,  8,  12,
                                                 14, 16, 24, 28, 42, 56, 84, 168};
        double last_r = 0;
        for (const double share : kShares) {
            const double r = std::min({share, sets, problem_.C});
            if (r <= last_r) {
                break;
            }
            last_r = r;
            base_.r = r;
            base_.t = std::min(std::floor(sets / r), problem_.K);
            base_.g = std::min(std::floor(sets / (base_.r * base_.t)), problem_.G);
            interleave();
        }
    }

    /// Channels and filters that share an element.
    void interleave() {
        const double most = std::ceil(problem_.C / base_.r);
        double last_passes = 0;
        for (const double wish : {12.0, 8.0, 6.0, 4.0, 3.0, 2.0, 1.0}) {
            const double limited = std::min(wish, most);
            const double filters = filters_beside(problem_, limited, filter_columns_);
            const double passes = std::ceil(problem_.C / (limited * base_.r));
            if (filters < 1 || passes == last_passes) {
                continue;
            }
            last_passes = passes;
            base_.q = std::ceil(problem_.C / (base_.r * passes));
            base_.filter_passes = std::ceil(problem_.K / (filters * base_.t));
            base_.p = std::ceil(problem_.K / (base_.t * base_.filter_passes));
            base_.channel_passes = passes * base_.row_folds * base_.column_folds;
            images();
        }
    }

    void images() {
        base_.group_blocks = std::ceil(problem_.G / base_.g);
        // Blocks of images that do not divide N evenly take more than this, never less.
        const double cycles_an_image = base_.group_blocks * base_.strips * base_.filter_passes *
                                       base_.channel_passes * base_.width * base_.p * base_.q *
                                       filter_columns_;
        // Nothing can beat a buffer that holds everything; if that is no better, stop here.
        RowMapping ideal = base_;
        ideal.keeps_channels = ideal.keeps_weights = true;
        ideal.image_blocks = 1;
        if (score(energy_of(row_traffic(shape_, ideal)), cycles_an_image * problem_.N) >=
            best_score_) {
            return;
        }
        const bool splits_channels = base_.q * base_.r < problem_.C;
        double last = 0;
        for (double blocks = 1; last != problem_.N; blocks = std::min(2 * blocks, problem_.N)) {
            last = blocks;
            base_.n = std::ceil(problem_.N / blocks);
            base_.image_blocks = std::ceil(problem_.N / base_.n);
            base_.compute_cycles = cycles_an_image * base_.image_blocks * base_.n;
            const bool reloads = base_.strips * base_.image_blocks > 1 &&
                                 base_.filter_passes * base_.channel_passes > 1;
            fill_buffer(false, false);
            if (reloads) {
                fill_buffer(false, true);
            }
            if (splits_channels) {
                fill_buffer(true, false);
                if (reloads) {
                    fill_buffer(true, true);
                }
            }
        }
    }

    /// As many filters' partial sums as fit beside the strip.
    void fill_buffer(bool channels, bool weights) {
        const double height = (base_.e - 1) * problem_.stride_h + problem_.reach_r;
        const double across = std::min((base_.width - 1) * problem_.stride_w + problem_.reach_s,
                                       problem_.input_w > 0 ? problem_.input_w : kNone);
        const double held = channels ? problem_.C : std::min(base_.q * base_.r, problem_.C);
        double left = problem_.buffer_bits - problem_.weight_share_bits -
                      base_.g * base_.n * held * height * across * problem_.input_bits;
        if (weights) {
            const double kept =
                base_.g * problem_.K * problem_.C * problem_.R * problem_.S * problem_.weight_bits;
            if (problem_.weight_share_bits == 0) {
                left -= kept;
            } else if (kept > problem_.weight_share_bits) {
                return;
            }
        }
        const double one_pass =
            base_.g * base_.n * base_.p * base_.t * base_.e * base_.width * problem_.psum_bits;
        const double fitting = std::floor(left / one_pass);
        if (fitting < 1) {
            return;
        }
        base_.keeps_channels = channels;
        base_.keeps_weights = weights;
        base_.filter_blocks = std::ceil(base_.filter_passes / fitting);
        base_.m = std::min(problem_.K, std::ceil(base_.filter_passes / base_.filter_blocks) *
                                           base_.p * base_.t);
        consider();
    }

    [[nodiscard]] double energy_of(const RowTraffic& moved) const {
        return fixed_ + moved.weights_fetched * fetch_[0] + moved.inputs_fetched * fetch_[1] +
               moved.weights_read * read_[0] + moved.inputs_read * read_[1] +
               moved.weights_delivered * deliver_[0] + moved.inputs_delivered * deliver_[1] +
               moved.psum_visits * (psum_write_ + read_[2]) + moved.psum_hops * deliver_[2];
    }

    [[nodiscard]] double score(double energy, double time) const {
        return machine_.objective == Objective::Energy ? energy : energy * time;
    }

    void consider() {
        const RowTraffic moved = row_traffic(shape_, base_);
        const double bits = moved.weights_fetched * pins_[0] + moved.inputs_fetched * pins_[1] +
                            shape_.outputs * pins_[2];
        const double time = std::max(base_.compute_cycles, bits / machine_.dram_bits_per_cycle);
        const double found = score(energy_of(moved), time);
        if (found < best_score_) {
            best_score_ = found;
            best_ = base_;
        }
    }

    const Workload& work_;
    const Accelerator& machine_;
    Problem problem_;
    std::array<double, kOperands> pins_{};    ///< bits a word on the DRAM pins
    std::array<double, kOperands> fetch_{};   ///< energy a word from DRAM into the buffer
    std::array<double, kOperands> read_{};    ///< energy a word out of the buffer
    std::array<double, kOperands> deliver_{}; ///< energy a word to an element
    double psum_write_ = 0;
    double fixed_ = 0; ///< what no mapping changes: MACs and scratchpads
    double filter_columns_ = 1;
    StripShape shape_;
    RowMapping base_;
    RowMapping best_;
    double best_score_ = kNone;
};

} // namespace

void check_row_stationary(const Accelerator& accelerator) {
    const bool scratchpads =
        accelerator.shared_scratchpad_words > 0 || accelerator.scratchpad_words[0] > 0;
    if (accelerator.interconnect != Interconnect::Multicast || !scratchpads ||
        !accelerator.has_shared_buffer()) {
        fail(ErrorCode::Unsupported,
             "accelerator {} does not run dataflow \"rs\": it needs buses to its elements, "
             "scratchpads in them and one shared buffer",
             accelerator.id);
    }
}

RowMapping map_rows(const Workload& work, const Accelerator& accelerator, const Prices& prices) {
    return Search(work, accelerator, prices).run();
}

StripShape strip_shape(const Workload& work, double e, double width) {
    const double output_rows = extent(work, Dim::P);
    const double output_columns = extent(work, Dim::Q);
    const double down = std::ceil(output_rows / e);
    const double height = lines(output_rows, down, work.stride_h, extent(work, Dim::R),
                                work.dilation_h, work.input_h);
    const double across = lines(output_columns, std::ceil(output_columns / width), work.stride_w,
                                extent(work, Dim::S), work.dilation_w, work.input_w);
    const double planes = extent(work, Dim::N) * extent(work, Dim::G) * extent(work, Dim::C);
    return {elements(work, Operand::Weight), elements(work, Operand::Output),
            planes * height * across, output_rows / down, planes * output_rows * across};
}

RowTraffic row_traffic(const StripShape& shape, const RowMapping& mapping) {
    RowTraffic moved;
    // With a single pass for all filters and channels, weights never leave the scratchpads.
    const bool resident = mapping.filter_passes * mapping.channel_passes == 1;
    const double rounds = resident ? 1 : mapping.strips * mapping.image_blocks;
    moved.weights_read = shape.weights * rounds;
    moved.weights_fetched = mapping.keeps_weights ? shape.weights : moved.weights_read;
    moved.weights_delivered = moved.weights_read * shape.rows;

    const double folds = mapping.row_folds * mapping.column_folds;
    moved.inputs_fetched = shape.sweep * (mapping.keeps_channels ? 1 : mapping.filter_blocks);
    moved.inputs_read = shape.sweep * mapping.filter_passes * folds;
    // Every element takes its own copy of its row, in each of the t sets and in each pass.
    moved.inputs_delivered =
        shape.row_words * mapping.set_rows * folds * mapping.filter_passes * mapping.t;

    moved.psum_visits = shape.outputs * mapping.channel_passes;
    moved.psum_hops = shape.outputs * mapping.channel_passes * mapping.set_rows * mapping.r +
                      shape.outputs * (mapping.channel_passes - 1);
    return moved;
}

RowTraffic row_traffic(const Workload& work, const RowMapping& mapping) {
    return row_traffic(strip_shape(work, mapping.e, mapping.width), mapping);
}

} // namespace espalier::hw::dataflows::detail
