// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/dialogs/add_step_dialog.h"

#include "app/studio/dialogs/fuzzy_match.h"
#include "app/studio/document/text.h"
#include "app/studio/shell/language.h"
#include "app/studio/shell/theme.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QTextBrowser>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <map>

namespace espalier::studio {

namespace {

constexpr int kIdRole = Qt::UserRole;

QIcon patch(const QColor& colour) {
    QPixmap pixmap(12, 12);
    pixmap.fill(colour);
    return pixmap;
}

} // namespace

AddStepDialog::AddStepDialog(QWidget* parent)
    : QDialog(parent)
    , line_(new QLineEdit(this))
    , tree_(new QTreeWidget(this))
    , text_(new QTextBrowser(this)) {
    setObjectName(QStringLiteral("add-step-dialog"));
    setWindowTitle(tr("Add step"));
    line_->setObjectName(QStringLiteral("technique-line"));
    line_->setPlaceholderText(tr("Find a technique"));
    line_->setAccessibleName(line_->placeholderText());
    line_->setClearButtonEnabled(true);
    line_->installEventFilter(this);
    tree_->setObjectName(QStringLiteral("techniques"));
    tree_->setAccessibleName(tr("Techniques"));
    tree_->setHeaderHidden(true);
    tree_->setRootIsDecorated(false);
    text_->setObjectName(QStringLiteral("technique-text"));
    text_->setAccessibleName(tr("What it does"));
    text_->setOpenLinks(false);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    add_ = buttons->addButton(tr("Add"), QDialogButtonBox::AcceptRole);
    add_->setObjectName(QStringLiteral("add"));
    add_->setDefault(true);
    auto* middle = new QHBoxLayout;
    middle->addWidget(tree_, 2);
    middle->addWidget(text_, 3);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(line_);
    layout->addLayout(middle, 1);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(line_, &QLineEdit::textChanged, this, &AddStepDialog::filter);
    connect(tree_, &QTreeWidget::currentItemChanged, this, &AddStepDialog::explain);
    connect(tree_, &QTreeWidget::itemDoubleClicked, this, [this] {
        if (technique() != nullptr) {
            accept();
        }
    });
    fill();
    filter({});
    resize(std::max(720, fontMetrics().averageCharWidth() * 96), 480);
}

const Technique* AddStepDialog::technique() const {
    const QTreeWidgetItem* item = tree_->currentItem();
    return item == nullptr || item->isHidden()
               ? nullptr
               : find_technique(item->data(0, kIdRole).toString().toStdString());
}

void AddStepDialog::fill() {
    QFont bold = font();
    bold.setBold(true);
    std::map<Family, QTreeWidgetItem*> families;
    // Families in their order, techniques in that of the registry.
    for (const Technique* technique : all_techniques()) {
        families[technique->info().family] = nullptr;
    }
    for (auto& [family, item] : families) {
        item = new QTreeWidgetItem(tree_, {technique_text(std::string(family_name(family)))});
        item->setFont(0, bold);
        item->setIcon(0, patch(series_colour(static_cast<int>(family), palette())));
        item->setFlags(Qt::ItemIsEnabled);
    }
    for (const Technique* technique : all_techniques()) {
        const TechniqueInfo& info = technique->info();
        auto* item = new QTreeWidgetItem(families[info.family], {technique_text(info.title)});
        item->setData(0, kIdRole, text(info.id));
        item->setToolTip(0, technique_text(info.summary));
    }
    tree_->expandAll();
}

void AddStepDialog::filter(const QString& query) {
    QTreeWidgetItem* best = nullptr;
    int best_score = 0;
    for (int f = 0; f < tree_->topLevelItemCount(); ++f) {
        QTreeWidgetItem* family = tree_->topLevelItem(f);
        bool any = false;
        for (int i = 0; i < family->childCount(); ++i) {
            QTreeWidgetItem* item = family->child(i);
            const TechniqueInfo& info =
                find_technique(item->data(0, kIdRole).toString().toStdString())->info();
            // Its name first; then what is said of it.
            auto score = std::max(fuzzy_score(query, item->text(0)),
                                  fuzzy_score(query, text(info.title + " " + info.id)));
            if (!score && (technique_text(info.summary).contains(query, Qt::CaseInsensitive) ||
                           family->text(0).contains(query, Qt::CaseInsensitive))) {
                score = -1000;
            }
            item->setHidden(!score);
            any = any || score;
            if (score && (best == nullptr || *score > best_score)) {
                best = item;
                best_score = *score;
            }
        }
        family->setHidden(!any);
    }
    // With nothing typed the first one of the list.
    if (query.trimmed().isEmpty() && tree_->topLevelItemCount() > 0) {
        best = tree_->topLevelItem(0)->child(0);
    }
    tree_->setCurrentItem(best);
    explain();
}

void AddStepDialog::explain() {
    const Technique* chosen = technique();
    add_->setEnabled(chosen != nullptr);
    if (chosen == nullptr) {
        text_->setPlainText(tr("Nothing is called that."));
        return;
    }
    const TechniqueInfo& info = chosen->info();
    QString page = QStringLiteral("## %1\n\n%2\n\n")
                       .arg(technique_text(info.title), technique_text(info.summary));
    switch (chosen->needs(Params(info.params))) {
    case Needs::Nothing:
        page += tr("Needs no data.");
        break;
    case Needs::Images:
        page += tr("Needs pictures.");
        break;
    case Needs::Labels:
        page += tr("Needs labelled pictures.");
        break;
    }
    page += QStringLiteral("\n\n") + technique_text(info.explanation) + QStringLiteral("\n\n");
    for (const Reference& reference : info.references) {
        page += QStringLiteral("- %1, %2\n").arg(text(reference.text), text(reference.link));
    }
    page += QStringLiteral("\n`%1`").arg(text(info.id));
    text_->setMarkdown(page);
}

bool AddStepDialog::eventFilter(QObject* watched, QEvent* event) {
    if (watched == line_ && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Down || key->key() == Qt::Key_Up) {
            // To the next technique; families are no choices.
            QTreeWidgetItem* item = tree_->currentItem();
            do {
                item = item == nullptr              ? nullptr
                       : key->key() == Qt::Key_Down ? tree_->itemBelow(item)
                                                    : tree_->itemAbove(item);
            } while (item != nullptr && item->parent() == nullptr);
            if (item != nullptr) {
                tree_->setCurrentItem(item);
            }
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace espalier::studio
