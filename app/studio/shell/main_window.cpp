// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/shell/main_window.h"

#include "app/studio/dialogs/help_window.h"
#include "app/studio/dialogs/palette_commands.h"
#include "app/studio/dialogs/shortcuts_dialog.h"
#include "app/studio/shell/banner.h"
#include "app/studio/shell/job_strip.h"
#include "app/studio/shell/language.h"
#include "app/studio/shell/start_page.h"
#include "app/studio/shell/theme.h"
#include "app/studio/views/all_views.h"
#include "app/studio/views/lesson/lesson_view.h"
#include "app/studio/views/recipe/recipe_view.h"
#include "app/studio/widgets/spotlight.h"
#include "core/base/version.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QDropEvent>
#include <QFileInfo>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QShortcut>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabWidget>
#include <QToolBar>
#include <QVBoxLayout>

namespace espalier::studio {

MainWindow::MainWindow(QWidget* parent)
    : QMainWindow(parent)
    , document_(jobs_)
    , studio_{document_, selection_, jobs_, settings_}
    , files_(studio_, actions_, *this)
    , layouts_(*this, settings_) {
    setObjectName(QStringLiteral("main-window"));
    setAcceptDrops(true);
    apply_appearance();

    auto* centre = new QWidget(this);
    banner_ = new Banner(centre);
    pages_ = new QStackedWidget(centre);
    start_ = new StartPage(studio_, pages_);
    tabs_ = new QTabWidget(pages_);
    tabs_->setObjectName(QStringLiteral("views"));
    tabs_->setDocumentMode(true);
    pages_->addWidget(start_);
    pages_->addWidget(tabs_);
    auto* layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(banner_);
    layout->addWidget(pages_, 1);
    setCentralWidget(centre);

    strip_ = new JobStrip(studio_, this);
    facts_ = new QLabel(this);
    statusBar()->addWidget(strip_, 1);
    statusBar()->addPermanentWidget(facts_);

    actions_.fill(*menuBar());
    addActions(QList<QAction*>(actions_.all().begin(), actions_.all().end()));
    build_views();
    build_tool_bar();
    connect_actions();
    connect_recipe();
    connect_document();
    connect_lessons();
    retranslate();
    update_enabled();

    resize(1280, 800);
    restoreGeometry(settings_.geometry());
    layouts_.begin();
    // The start page has nothing to show in docks.
    const auto show_docks = [this] { layouts_.show_docks(pages_->currentWidget() != start_); };
    connect(pages_, &QStackedWidget::currentChanged, this, show_docks);
    show_docks();
    choose_layout(layouts_.current());
    qApp->installEventFilter(this);
}

MainWindow::~MainWindow() {
    qApp->removeEventFilter(this);
    jobs_.cancel_all();
    // Qt would take the views down after the document they look at.
    for (QObject* source : {static_cast<QObject*>(&document_), static_cast<QObject*>(&jobs_),
                            static_cast<QObject*>(&document_.undo_stack())}) {
        source->disconnect(this);
    }
    for (const auto& [dock, view] : docks_) {
        delete dock;
    }
    delete takeCentralWidget();
    delete strip_;
}

void MainWindow::build_views() {
    for (const ViewEntry& entry : central_views()) {
        View* view = entry.make(studio_, tabs_);
        view->setObjectName(QLatin1String(entry.id));
        tabs_->addTab(view, QString());
        views_.emplace_back(QLatin1String(entry.id), view);
        const int index = tabs_->count() - 1;
        auto* shortcut =
            new QShortcut(QKeySequence(QStringLiteral("Ctrl+%1").arg(index + 1)), this);
        connect(shortcut, &QShortcut::activated, this,
                [this, index] { tabs_->setCurrentIndex(index); });
    }
    for (const DockEntry& entry : dock_views()) {
        auto* dock = new QDockWidget(this);
        dock->setObjectName(QStringLiteral("dock-") + QLatin1String(entry.id));
        View* view = entry.make(studio_, dock);
        view->setObjectName(QLatin1String(entry.id));
        dock->setWidget(view);
        addDockWidget(entry.area, dock);
        views_.emplace_back(QLatin1String(entry.id), view);
        docks_.emplace_back(dock, view);
        const bool beside = QLatin1String(entry.id) == QLatin1String("lesson");
        if (beside) {
            tabifyDockWidget(docks_[docks_.size() - 2].first, dock);
        }
        dock->setHidden(beside || entry.area == Qt::BottomDockWidgetArea);
    }
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
}

void MainWindow::build_tool_bar() {
    tool_bar_ = addToolBar(QString());
    tool_bar_->setObjectName(QStringLiteral("tool-bar"));
    tool_bar_->setMovable(false);
    tool_bar_->setToolButtonStyle(Qt::ToolButtonTextOnly);
    for (const char* id : {"file.open", "recipe.add", "edit.undo", "edit.redo", "run.evaluate",
                           "run.keep", "view.blink", "file.export", "file.report"}) {
        tool_bar_->addAction(&actions_.get(id));
    }
}

void MainWindow::connect_actions() {
    const auto on = [this](const char* id, auto&& slot) {
        connect(&actions_.get(id), &QAction::triggered, this, slot);
    };
    on("file.open", [this] { ask_and_open(); });
    on("file.start", [this] {
        pages_->setCurrentWidget(pages_->currentWidget() == start_ && document_.is_open()
                                     ? static_cast<QWidget*>(tabs_)
                                     : start_);
    });
    on("file.quit", [this] { close(); });
    on("edit.undo", [this] { document_.undo_stack().undo(); });
    on("edit.redo", [this] { document_.undo_stack().redo(); });
    on("edit.copy-command",
       [this] { QApplication::clipboard()->setText(document_.command_line()); });
    on("run.evaluate", [this] { document_.evaluate(); });
    on("run.steps", [this] { document_.run_steps(); });
    on("run.finetune", [this] { add_finetune_step(); });
    on("run.keep", [this] { document_.keep_variant(); });
    on("run.cancel", [this] {
        if (const JobStatus* job = jobs_.running()) {
            jobs_.cancel(job->id);
        }
    });
    on("view.zoom-in", [this] { settings_.set_zoom(settings_.zoom() + 10); });
    on("view.zoom-out", [this] { settings_.set_zoom(settings_.zoom() - 10); });
    on("view.zoom-reset", [this] { settings_.set_zoom(100); });
    for (const char* name : {"explore", "classroom", "bench"}) {
        on(("view." + std::string(name)).c_str(),
           [this, name] { choose_layout(QLatin1String(name)); });
    }
    on("view.reset-layout", [this] { layouts_.reset(); });
    on("help.contents", [this] { show_help(); });
    on("help.about", [this] { show_about(); });
    connect(&actions_.get("view.blink"), &QAction::toggled, &document_, &Document::set_blinking);
    connect(&actions_.get("view.full-screen"), &QAction::toggled, this,
            [this](bool full) { full ? showFullScreen() : showNormal(); });
    connect(&settings_, &Settings::language_changed, this,
            [this] { apply_language(settings_.language()); });
    connect(&settings_, &Settings::theme_changed, this, &MainWindow::apply_appearance);
    connect(&settings_, &Settings::zoom_changed, this, &MainWindow::apply_appearance);
    connect(start_, &StartPage::open_asked, this, &MainWindow::ask_and_open);
    connect(start_, &StartPage::file_chosen, this, &MainWindow::open);
}

void MainWindow::connect_recipe() {
    auto* recipe = qobject_cast<RecipeView*>(view(QStringLiteral("recipe")));
    const auto on = [&](const char* id, auto&& slot) {
        connect(&actions_.get(id), &QAction::triggered, recipe, slot);
    };
    on("recipe.add", [recipe] { recipe->open_add_step(); });
    on("recipe.toggle", [recipe] { recipe->toggle_selected(); });
    on("recipe.duplicate", [recipe] { recipe->duplicate_selected(); });
    on("recipe.up", [recipe] { recipe->move_selected(-1); });
    on("recipe.down", [recipe] { recipe->move_selected(1); });
    on("recipe.remove", [recipe] { recipe->remove_selected(); });
    on("recipe.load", [recipe] { recipe->load_recipe(); });
    on("recipe.save", [recipe] { recipe->save_recipe(); });
    on("edit.find", [this] { open_find_layer(this, studio_); });
    on("edit.palette", [this, recipe] {
        open_command_palette(
            this, studio_, actions_,
            [recipe](const std::string& technique) { recipe->add_step(technique); },
            [this](const QString& name) { open(name); });
    });
    on("help.shortcuts", [this] { ShortcutsDialog(actions_, this).exec(); });
}

void MainWindow::connect_document() {
    connect(&document_, &Document::opened, this, [this] {
        banner_->hide();
        pages_->setCurrentWidget(tabs_);
        const QString path = document_.file_path().isEmpty()
                                 ? QString::fromStdString(document_.network().path.string())
                                 : document_.file_path();
        if (QFileInfo::exists(path)) {
            settings_.add_recent_file(path);
        }
        if (settings_.measure_on_open()) {
            document_.set_data_of_card();
        }
    });
    connect(&document_, &Document::data_changed, this, [this] {
        if (settings_.measure_on_open() && !document_.data_name().isEmpty()) {
            document_.measure_original();
        }
    });
    connect(&document_, &Document::closed, this, [this] { pages_->setCurrentWidget(start_); });
    for (const auto signal : {&Document::opened, &Document::closed, &Document::stack_changed,
                              &Document::data_changed, &Document::accelerator_changed}) {
        connect(&document_, signal, this, [this] {
            update_title();
            update_enabled();
            update_facts();
        });
    }
    connect(&document_, &Document::failed, banner_, &Banner::show_error);
    connect(&files_, &FileActions::failed, banner_, &Banner::show_error);
    connect(&document_, &Document::modified_changed, this, &MainWindow::update_title);
    connect(&document_, &Document::seed_changed, this, &MainWindow::update_facts);
    connect(&document_.undo_stack(), &QUndoStack::indexChanged, this, &MainWindow::update_enabled);
    connect(&jobs_, &Jobs::changed, this, &MainWindow::update_enabled);
}

void MainWindow::open(const QString& path_or_name) {
    files_.open(path_or_name);
}

View* MainWindow::view(const QString& id) const {
    const auto found = std::find_if(views_.begin(), views_.end(),
                                    [&](const auto& entry) { return entry.first == id; });
    return found == views_.end() ? nullptr : found->second;
}

void MainWindow::show_view(const QString& id) {
    View* found = view(id);
    if (found == nullptr) {
        return;
    }
    if (tabs_->indexOf(found) >= 0) {
        tabs_->setCurrentWidget(found);
        return;
    }
    for (const auto& [dock, view] : docks_) {
        if (view == found) {
            dock->show();
            dock->raise();
        }
    }
}

void MainWindow::ask_and_open() {
    const QString path = QFileDialog::getOpenFileName(
        this, tr("Open"), settings_.last_folder(),
        tr("Networks, workspaces and recipes (*.onnx *.espz *.espalier *.json);;All files (*)"));
    if (!path.isEmpty()) {
        settings_.set_last_folder(QFileInfo(path).absolutePath());
        open(path);
    }
}

void MainWindow::add_finetune_step() {
    if (const Technique* technique = find_technique("finetune");
        technique != nullptr && document_.is_open()) {
        document_.add_step(Step(*technique));
        show_view(QStringLiteral("train"));
    }
}

void MainWindow::show_help() {
    auto* help = new HelpWindow(settings_.language(), this);
    help->setAttribute(Qt::WA_DeleteOnClose);
    // The page of the step or view that has the focus, where there is one.
    const auto* recipe = qobject_cast<RecipeView*>(view(QStringLiteral("recipe")));
    const QWidget* focus = QApplication::focusWidget();
    if (recipe != nullptr && focus != nullptr && recipe->isAncestorOf(focus)) {
        const Card* card = document_.card(recipe->selected());
        help->show_page(card == nullptr ? QStringLiteral("recipe")
                                        : QString::fromStdString(card->step.technique->info().id));
    } else if (document_.is_open()) {
        help->show_page(tabs_->currentWidget()->objectName() == QStringLiteral("hardware")
                            ? QStringLiteral("accelerator")
                            : QStringLiteral("views"));
    }
    help->show();
}

void MainWindow::show_about() {
    QMessageBox::about(this, tr("About Espalier"),
                       tr("<h3>Espalier %1</h3><p>Shapes a neural network to its hardware.</p>"
                          "<p>Free software under the GNU General Public License, version 3 or "
                          "later. It comes without any warranty.</p>")
                           .arg(QLatin1String(version())));
}

void MainWindow::choose_layout(const QString& name) {
    layouts_.choose(name);
    for (const char* each : {"explore", "classroom", "bench"}) {
        actions_.get(std::string("view.") + each).setChecked(name == QLatin1String(each));
    }
}

void MainWindow::connect_lessons() {
    auto* lesson = qobject_cast<LessonView*>(view(QStringLiteral("lesson")));
    auto* spotlight = new Spotlight(*this);
    connect(start_, &StartPage::lesson_chosen, this, &MainWindow::start_lesson);
    connect(lesson, &LessonView::network_asked, this, &MainWindow::open);
    connect(lesson, &LessonView::view_asked, this, &MainWindow::show_view);
    connect(lesson, &LessonView::highlight_asked, this, [this, spotlight](const QString& name) {
        spotlight->point_at(name.isEmpty() ? nullptr : findChild<QWidget*>(name));
    });
    connect(lesson, &LessonView::finished, &settings_, &Settings::add_lesson_done);
    // Docks come back as they were when the network is there; the lesson is wanted beside it.
    connect(&document_, &Document::opened, this, [this, lesson] {
        if (!lesson->running().empty()) {
            show_view(QStringLiteral("lesson"));
        }
    });
}

void MainWindow::start_lesson(const QString& id) {
    auto* lesson = qobject_cast<LessonView*>(view(QStringLiteral("lesson")));
    if (document_.is_open()) {
        pages_->setCurrentWidget(tabs_);
        show_view(QStringLiteral("lesson"));
    }
    lesson->start(id.toStdString());
}

void MainWindow::apply_appearance() {
    apply_theme(settings_.theme(), settings_.zoom());
}

void MainWindow::update_title() {
    setWindowTitle(document_.is_open()
                       ? QStringLiteral("%1[*] — Espalier Studio").arg(document_.title())
                       : QStringLiteral("Espalier Studio"));
    setWindowModified(document_.is_modified());
}

void MainWindow::update_enabled() {
    const bool open = document_.is_open();
    for (const char* id :
         {"file.reload",      "file.save",    "file.save-as",      "file.export",   "file.report",
          "file.close",       "edit.find",    "edit.copy-command", "recipe.add",    "recipe.toggle",
          "recipe.duplicate", "recipe.up",    "recipe.down",       "recipe.remove", "recipe.load",
          "recipe.save",      "run.evaluate", "run.steps",         "run.finetune",  "run.keep",
          "view.blink"}) {
        actions_.get(id).setEnabled(open);
    }
    QUndoStack& undo = document_.undo_stack();
    QAction& undo_action = actions_.get("edit.undo");
    QAction& redo_action = actions_.get("edit.redo");
    undo_action.setEnabled(undo.canUndo());
    redo_action.setEnabled(undo.canRedo());
    undo_action.setStatusTip(undo.canUndo() ? tr("Undo: %1").arg(undo.undoText()) : QString());
    redo_action.setStatusTip(undo.canRedo() ? tr("Redo: %1").arg(undo.redoText()) : QString());
    actions_.get("run.cancel").setEnabled(jobs_.busy());
    setWindowModified(document_.is_modified());
    for (const auto& [dock, view] : docks_) {
        view->setEnabled(open || view->objectName() == QStringLiteral("jobs") ||
                         view->objectName() == QStringLiteral("lesson"));
    }
}

void MainWindow::update_facts() {
    if (!document_.is_open()) {
        facts_->clear();
        return;
    }
    const QString set = document_.data_name();
    const QString machine = document_.accelerator();
    facts_->setText(
        tr("data: %1 · accelerator: %2 · seed %3")
            .arg(set.isEmpty() ? tr("none") : set, machine.isEmpty() ? tr("none") : machine)
            .arg(document_.seed()));
}

void MainWindow::retranslate() {
    actions_.retranslate();
    for (int i = 0; i < tabs_->count(); ++i) {
        tabs_->setTabText(i, static_cast<View*>(tabs_->widget(i))->title());
        tabs_->setTabToolTip(i, QStringLiteral("Ctrl+%1").arg(i + 1));
    }
    for (const auto& [dock, view] : docks_) {
        dock->setWindowTitle(view->title());
    }
    tool_bar_->setWindowTitle(tr("Tool bar"));
    update_title();
    update_facts();
}

void MainWindow::changeEvent(QEvent* event) {
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!files_.may_leave()) {
        event->ignore();
        return;
    }
    settings_.set_geometry(saveGeometry());
    layouts_.keep();
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls()) {
        event->acceptProposedAction();
    }
}

void MainWindow::dropEvent(QDropEvent* event) {
    const auto urls = event->mimeData()->urls();
    if (!urls.isEmpty() && urls.first().isLocalFile()) {
        open(urls.first().toLocalFile());
        event->acceptProposedAction();
    }
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
    // B is a letter wherever text is typed; everywhere else, held, it shows the original.
    const bool key = event->type() == QEvent::KeyPress || event->type() == QEvent::KeyRelease;
    if (key && document_.is_open()) {
        const auto* press = static_cast<QKeyEvent*>(event);
        QWidget* focus = QApplication::focusWidget();
        const bool typing = focus != nullptr && focus->inherits("QLineEdit");
        const bool spin = focus != nullptr &&
                          (focus->inherits("QAbstractSpinBox") || focus->inherits("QComboBox") ||
                           focus->inherits("QTextEdit") || focus->inherits("QPlainTextEdit"));
        if (press->key() == Qt::Key_B && press->modifiers() == Qt::NoModifier && !typing && !spin &&
            isActiveWindow()) {
            if (!press->isAutoRepeat()) {
                actions_.get("view.blink").setChecked(event->type() == QEvent::KeyPress);
            }
            return true;
        }
    }
    return QMainWindow::eventFilter(watched, event);
}

} // namespace espalier::studio
