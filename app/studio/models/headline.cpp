// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/models/headline.h"

#include "app/studio/models/layer_rows.h"
#include "app/studio/widgets/numbers.h"
#include "core/train/text_score.h"

#include <QCoreApplication>
#include <QLocale>

#include <functional>
#include <optional>

namespace espalier::studio {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("espalier::studio", text);
}

QString unknown() {
    return tr("not measured");
}

using Format = std::function<QString(double)>;

/// A row of two numbers, either of which may be unknown.
FigureRow row(const QString& label, std::optional<double> now, std::optional<double> was,
              const Format& format, const QString& tip) {
    FigureRow row{label, unknown(), QStringLiteral("–"), {}, tip};
    if (now) {
        row.now = format(*now);
    }
    if (was) {
        row.was = format(*was);
    }
    if (now && was) {
        row.change = change_text(*was, *now);
    }
    return row;
}

HeadlineTile tile(const char* id, const QString& heading, const FigureRow& main) {
    HeadlineTile tile;
    tile.id = QLatin1String(id);
    tile.heading = heading;
    tile.value = main.now;
    tile.change = main.change;
    tile.was = main.was == QStringLiteral("–") ? QString() : tr("original %1").arg(main.was);
    tile.tip = main.tip;
    return tile;
}

std::optional<double> counted(std::int64_t bytes) {
    return bytes < 0 ? std::nullopt : std::optional<double>(static_cast<double>(bytes));
}

QString as_count(double value) {
    return count_text(static_cast<std::int64_t>(value));
}

QString as_bytes(double value) {
    return bytes_text(static_cast<std::int64_t>(value));
}

HeadlineTile accuracy_tile(const Document& document, const Metrics& now, const Metrics& was) {
    const auto percent = [](double value) { return percent_text(value, 2); };
    const auto top1 = [](const Metrics& metrics) {
        return metrics.accuracy ? std::optional<double>(metrics.accuracy->top1) : std::nullopt;
    };
    FigureRow main = row(tr("Accuracy"), top1(now), top1(was), percent,
                         tr("Share of pictures of the test split whose first guess is right "
                            "(top-1), in per cent; the change is in percentage points."));
    main.change = now.accuracy && was.accuracy ? points_text(was.accuracy->top1, now.accuracy->top1)
                                               : QString();
    HeadlineTile result = tile("accuracy", tr("Accuracy"), main);
    if (now.accuracy) {
        const bool tokens = perplexity_of(*now.accuracy).has_value();
        result.note = (tokens ? tr("%1 tokens of %2") : tr("%1 pictures of %2"))
                          .arg(count_text(static_cast<std::int64_t>(now.accuracy->images)),
                               document.data_name());
        if (tokens) {
            const auto perplexity = [](const Metrics& metrics) {
                return metrics.accuracy ? perplexity_of(*metrics.accuracy) : std::nullopt;
            };
            result.rows.push_back(row(
                tr("Perplexity"), perplexity(now), perplexity(was),
                [](double value) { return QLocale().toString(value, 'f', 2); },
                tr("e to the power of the mean loss: among so many equally likely tokens the "
                   "network chooses, on average.")));
        }
        const auto top5 = [](const Metrics& metrics) {
            return metrics.accuracy ? std::optional<double>(metrics.accuracy->top5) : std::nullopt;
        };
        FigureRow five = row(tr("Top-5"), top5(now), top5(was), percent,
                             tr("Share of pictures with the right class among the five "
                                "highest scores."));
        five.change =
            was.accuracy ? points_text(was.accuracy->top5, now.accuracy->top5) : QString();
        result.rows.push_back(five);
    } else if (const auto& card = document.network().card; card && card->top1) {
        result.note = tr("Its card states %1. Evaluate (Ctrl+Enter) measures it.")
                          .arg(percent_text(*card->top1, 2));
    } else if (card && card->perplexity) {
        result.note = tr("Its card states perplexity %1. Evaluate (Ctrl+Enter) measures it.")
                          .arg(QLocale().toString(*card->perplexity, 'f', 2));
    } else if (document.data_name().isEmpty()) {
        result.note = tr("Choose data below, then Evaluate.");
    } else {
        result.note = tr("Evaluate (Ctrl+Enter) measures it.");
    }
    return result;
}

HeadlineTile size_tile(const Metrics& now, const Metrics& was) {
    const FigureRow stored =
        row(tr("Stored (.espz)"), counted(now.stored_bytes), counted(was.stored_bytes), as_bytes,
            tr("Bytes of the file as .espz, each layer in its smallest format, with all index and "
               "table overhead. Counted exactly."));
    HeadlineTile result = tile("size", tr("Size"), stored);
    if (now.stored_bytes < 0) {
        result.value = tr("counting…");
    }
    result.note = was.file_bytes > 0
                      ? tr("The original's file has %1.").arg(bytes_text(was.file_bytes))
                      : QString();
    const auto number = [](std::int64_t value) { return static_cast<double>(value); };
    result.rows.push_back(row(tr("Parameters"), number(now.account.params),
                              number(was.account.params), as_count,
                              tr("Trainable values in the network's tensors, zeros included: "
                                 "weights, biases, batch-norm scale and shift.")));
    result.rows.push_back(
        row(tr("Not zero"), number(now.account.nonzeros), number(was.account.nonzeros), as_count,
            tr("Of these, the ones that are not zero. Zeros save bytes in a sparse format, and "
               "time only on a machine that skips them.")));
    result.rows.push_back(stored);
    const auto measured = [](const Metrics& metrics) {
        return metrics.latency ? std::optional<double>(metrics.latency->p50) : std::nullopt;
    };
    const auto modelled = [](const Metrics& metrics) {
        return metrics.model ? std::optional<double>(metrics.model->total.latency_ms)
                             : std::nullopt;
    };
    result.rows.push_back(row(tr("Latency, here"), measured(now), measured(was), ms_text,
                              tr("Median time of one picture on this computer, with Espalier's own "
                                 "engine. Evaluate measures it.")));
    FigureRow model = row(tr("Latency, model"), modelled(now), modelled(was), ms_text,
                          tr("Cycles of the accelerator model over its clock, one picture: an "
                             "analytical estimate, not silicon."));
    if (!now.model) {
        model.now = tr("no accelerator");
    }
    result.rows.push_back(model);
    return result;
}

HeadlineTile macs_tile(const Metrics& now, const Metrics& was) {
    const auto number = [](std::int64_t value) { return static_cast<double>(value); };
    const FigureRow main =
        row(tr("MACs"), number(now.account.macs), number(was.account.macs), short_count_text,
            tr("Multiply-accumulate operations for one picture, zeros included."));
    HeadlineTile result = tile("macs", tr("MACs"), main);
    result.note = tr("for one picture");
    result.rows.push_back(row(
        tr("Weight not zero"), nonzero_macs(now.account), nonzero_macs(was.account),
        short_count_text,
        tr("Those whose weight is not zero: what is left on a machine that skips zero weights.")));
    FigureRow sparsity = row(
        tr("Zero weights"), 100 * now.account.sparsity(), 100 * was.account.sparsity(),
        [](double value) { return percent_text(value, 1); },
        tr("Share of zeros among the weights that take part in MACs; biases "
           "and batch norm do not count."));
    sparsity.change = points_text(100 * was.account.sparsity(), 100 * now.account.sparsity());
    result.rows.push_back(sparsity);
    return result;
}

HeadlineTile energy_tile(const Document& document, const Metrics& now, const Metrics& was) {
    const bool relative = (now.model && now.model->relative) || (was.model && was.model->relative);
    const Format format = [relative](double value) {
        return relative ? tr("%1 × MAC").arg(short_count_text(value)) : energy_text(value);
    };
    const auto energy = [](const Metrics& metrics) {
        return metrics.model ? std::optional<double>(metrics.model->total.energy_pj())
                             : std::nullopt;
    };
    const FigureRow main = row(tr("Energy"), energy(now), energy(was), format,
                               tr("MACs, movement of data and leakage on the accelerator model, "
                                  "for one picture: an analytical estimate, not silicon."));
    HeadlineTile result = tile("energy", tr("Energy"), main);
    if (!now.model) {
        result.value = QStringLiteral("–");
        result.note = document.accelerator().isEmpty()
                          ? tr("Choose an accelerator below.")
                          : tr("This accelerator cannot run the network, or is still computing.");
        return result;
    }
    result.note = tr("%1, %2, prices: %3")
                      .arg(QString::fromStdString(now.model->accelerator),
                           QString::fromStdString(now.model->dataflow),
                           QString::fromStdString(now.model->technology));
    const auto part = [&](const QString& label, const QString& tip, auto value) {
        result.rows.push_back(
            row(label, value(*now.model),
                was.model ? std::optional<double>(value(*was.model)) : std::nullopt, format, tip));
    };
    part(tr("Computing"), tr("Energy of the multiply-accumulates themselves."),
         [](const hw::NetworkCost& cost) { return cost.total.mac_pj; });
    part(tr("DRAM"), tr("Energy of the traffic to and from external memory."),
         [](const hw::NetworkCost& cost) { return cost.total.level_pj(hw::Level::Dram); });
    return result;
}

} // namespace

std::vector<HeadlineTile> headline(const Document& document) {
    const SnapshotPtr shown = document.shown();
    const SnapshotPtr original = document.original();
    if (!shown || !original) {
        return {};
    }
    const Metrics& now = shown->metrics;
    const Metrics& was = original->metrics;
    return {accuracy_tile(document, now, was), size_tile(now, was), macs_tile(now, was),
            energy_tile(document, now, was)};
}

std::int64_t masked_weights(const Graph& graph) {
    std::int64_t masked = 0;
    for (std::size_t i = 0; i < graph.value_count(); ++i) {
        const Parameter* parameter = graph.parameter(static_cast<ValueId>(i));
        if (parameter != nullptr && parameter->has_mask()) {
            masked += parameter->latent().elements() - parameter->nonzeros();
        }
    }
    return masked;
}

} // namespace espalier::studio
