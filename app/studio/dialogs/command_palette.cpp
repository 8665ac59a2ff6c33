// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/dialogs/command_palette.h"

#include "app/studio/dialogs/fuzzy_match.h"
#include "app/studio/shell/theme.h"

#include <QApplication>
#include <QFrame>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace espalier::studio {

namespace {

constexpr int kCommandRole = Qt::UserRole;
constexpr int kHintRole = Qt::UserRole + 1;
constexpr int kEnabledRole = Qt::UserRole + 2;
constexpr int kWidth = 620;
constexpr int kRows = 12;
constexpr int kMostShown = 200;

/// The text at the left, the hint at the right.
class CommandDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const QString hint = index.data(kHintRole).toString();
        const int room = hint.isEmpty() ? 0 : option.fontMetrics.horizontalAdvance(hint) + 16;
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        if (selected) {
            painter->fillRect(option.rect, option.palette.highlight());
        }
        const bool enabled = index.data(kEnabledRole).toBool();
        const auto group = enabled ? QPalette::Active : QPalette::Disabled;
        painter->setPen(
            option.palette.color(group, selected ? QPalette::HighlightedText : QPalette::Text));
        const QRect line = option.rect.adjusted(8, 0, -8, 0);
        painter->drawText(line.adjusted(0, 0, -room, 0), Qt::AlignVCenter | Qt::AlignLeft,
                          option.fontMetrics.elidedText(index.data().toString(), Qt::ElideMiddle,
                                                        line.width() - room));
        if (!selected) {
            painter->setPen(Hues(option.palette).muted);
        }
        painter->drawText(line, Qt::AlignVCenter | Qt::AlignRight, hint);
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& /*index*/) const override {
        return {100, std::max(26, option.fontMetrics.height() + 10)};
    }
};

} // namespace

CommandPalette::CommandPalette(std::vector<Command> commands, const QString& placeholder,
                               QWidget* parent)
    : QDialog(parent, Qt::Dialog | Qt::FramelessWindowHint)
    , commands_(std::move(commands))
    , line_(new QLineEdit(this))
    , list_(new QListWidget(this))
    , detail_(new QLabel(this)) {
    setObjectName(QStringLiteral("command-palette"));
    setWindowTitle(tr("Find"));
    line_->setObjectName(QStringLiteral("palette-line"));
    line_->setPlaceholderText(placeholder);
    line_->setAccessibleName(placeholder);
    line_->setMinimumHeight(32);
    line_->setClearButtonEnabled(true);
    list_->setObjectName(QStringLiteral("palette-list"));
    list_->setAccessibleName(tr("What was found"));
    list_->setItemDelegate(new CommandDelegate(list_));
    list_->setFocusPolicy(Qt::NoFocus);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setUniformItemSizes(true);
    detail_->setObjectName(QStringLiteral("palette-detail"));
    detail_->setWordWrap(true);
    detail_->setTextFormat(Qt::PlainText);
    detail_->setMinimumHeight(2 * fontMetrics().height());
    detail_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    // Without the window manager's frame it needs one of its own.
    auto* frame = new QFrame(this);
    frame->setFrameShape(QFrame::Box);
    auto* outside = new QVBoxLayout(this);
    outside->setContentsMargins(0, 0, 0, 0);
    outside->addWidget(frame);
    auto* layout = new QVBoxLayout(frame);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->addWidget(line_);
    layout->addWidget(list_);
    layout->addWidget(detail_);
    list_->setFixedHeight(kRows * std::max(26, fontMetrics().height() + 10) +
                          2 * list_->frameWidth());
    setFixedWidth(std::max(kWidth, fontMetrics().averageCharWidth() * 80));

    line_->installEventFilter(this);
    connect(line_, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(list_, &QListWidget::itemClicked, this, &CommandPalette::choose);
    connect(list_, &QListWidget::currentRowChanged, this, &CommandPalette::explain);
    filter({});
}

void CommandPalette::open_over(QWidget* window, std::vector<Command> commands,
                               const QString& placeholder) {
    auto* palette = new CommandPalette(std::move(commands), placeholder, window);
    palette->setAttribute(Qt::WA_DeleteOnClose);
    palette->setModal(true);
    palette->adjustSize();
    const QWidget* top = window->window();
    palette->move(top->mapToGlobal(QPoint((top->width() - palette->width()) / 2, 40)));
    palette->show();
    palette->line_->setFocus();
}

QStringList CommandPalette::shown() const {
    QStringList texts;
    for (int row = 0; row < list_->count(); ++row) {
        texts << list_->item(row)->text();
    }
    return texts;
}

void CommandPalette::filter(const QString& query) {
    struct Found {
        int score;
        std::size_t command;
    };

    std::vector<Found> found;
    for (std::size_t i = 0; i < commands_.size(); ++i) {
        const Command& command = commands_[i];
        const auto score =
            std::max(fuzzy_score(query, command.text), fuzzy_score(query, command.english));
        if (score) {
            found.push_back({*score, i});
        }
    }
    // With nothing typed the order is that of the commands.
    if (!query.trimmed().isEmpty()) {
        std::stable_sort(found.begin(), found.end(),
                         [](const Found& a, const Found& b) { return a.score > b.score; });
    }
    found.resize(std::min<std::size_t>(found.size(), kMostShown));
    list_->clear();
    for (const Found& each : found) {
        const Command& command = commands_[each.command];
        auto* item = new QListWidgetItem(command.text, list_);
        item->setData(kCommandRole, static_cast<qulonglong>(each.command));
        item->setData(kHintRole, command.hint);
        // Not disabled for the list: what cannot be done now can be looked at, and says so.
        item->setData(kEnabledRole, command.enabled);
    }
    list_->setCurrentRow(list_->count() > 0 ? 0 : -1);
    explain();
}

void CommandPalette::explain() {
    const QListWidgetItem* item = list_->currentItem();
    if (item == nullptr) {
        detail_->setText(tr("Nothing is called that."));
        return;
    }
    const Command& command = commands_[item->data(kCommandRole).toULongLong()];
    detail_->setText(command.enabled ? command.detail
                                     : tr("Not possible now. %1").arg(command.detail));
}

void CommandPalette::choose() {
    const QListWidgetItem* item = list_->currentItem();
    if (item == nullptr) {
        return;
    }
    const Command& command = commands_[item->data(kCommandRole).toULongLong()];
    if (!command.enabled) {
        return;
    }
    // After the palette has gone: the command may open a dialog of its own.
    QTimer::singleShot(0, qApp, command.run);
    accept();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (watched == line_ && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const int rows = list_->count();
        const auto go = [&](int row) {
            list_->setCurrentRow(std::clamp(row, 0, std::max(rows - 1, 0)));
            return true;
        };
        switch (key->key()) {
        case Qt::Key_Down:
            return go(list_->currentRow() + 1 == rows ? 0 : list_->currentRow() + 1);
        case Qt::Key_Up:
            return go(list_->currentRow() <= 0 ? rows - 1 : list_->currentRow() - 1);
        case Qt::Key_PageDown:
            return go(list_->currentRow() + kRows - 1);
        case Qt::Key_PageUp:
            return go(list_->currentRow() - kRows + 1);
        case Qt::Key_Return:
        case Qt::Key_Enter:
            choose();
            return true;
        default:
            break;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace espalier::studio
