// SPDX-License-Identifier: GPL-3.0-or-later
// The window: start page or views in the middle, docks around, one strip for what runs.
#pragma once

#include "app/studio/document/document.h"
#include "app/studio/document/jobs.h"
#include "app/studio/document/selection.h"
#include "app/studio/shell/actions.h"
#include "app/studio/shell/file_actions.h"
#include "app/studio/shell/settings.h"
#include "app/studio/shell/window_layouts.h"
#include "app/studio/views/studio.h"

#include <QMainWindow>

class QComboBox;
class QLabel;
class QStackedWidget;
class QTabWidget;
class QToolBar;

namespace espalier::studio {

class Banner;
class JobStrip;
class StartPage;
class View;

class MainWindow final : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(QWidget* parent = nullptr);
    ~MainWindow() override;

    /// A path or the name of a bundled network.
    void open(const QString& path_or_name);

    [[nodiscard]] const Studio& studio() const { return studio_; }

    [[nodiscard]] Actions& actions() { return actions_; }

    [[nodiscard]] FileActions& files() { return files_; }

    [[nodiscard]] Banner& banner() { return *banner_; }

    /// Central view or dock by the id of its entry; nullptr where there is none.
    [[nodiscard]] View* view(const QString& id) const;
    /// Brings a view to the front.
    void show_view(const QString& id);

protected:
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void build_views();
    void build_tool_bar();
    void connect_actions();
    void connect_recipe();
    void connect_document();
    void retranslate();
    void update_title();
    void update_enabled();
    void update_facts();
    void ask_and_open();
    void add_finetune_step();
    void show_help();
    void show_about();
    void choose_layout(const QString& name);
    void connect_lessons();
    void start_lesson(const QString& id);
    void apply_appearance();

    Settings settings_;
    Jobs jobs_;
    Selection selection_;
    Document document_;
    Studio studio_;
    Actions actions_;
    FileActions files_;

    QStackedWidget* pages_ = nullptr;
    StartPage* start_ = nullptr;
    QTabWidget* tabs_ = nullptr;
    Banner* banner_ = nullptr;
    JobStrip* strip_ = nullptr;
    QLabel* facts_ = nullptr;
    QToolBar* tool_bar_ = nullptr;
    QMenu* docks_menu_ = nullptr;
    std::vector<std::pair<QString, View*>> views_;
    std::vector<std::pair<QDockWidget*, View*>> docks_;
    WindowLayouts layouts_;
};

} // namespace espalier::studio
