// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/views/all_views.h"

#include "app/studio/views/compare/compare_view.h"
#include "app/studio/views/graph/graph_view.h"
#include "app/studio/views/hardware/hardware_view.h"
#include "app/studio/views/inspector/inspector_view.h"
#include "app/studio/views/jobs_view.h"
#include "app/studio/views/layers/layers_view.h"
#include "app/studio/views/lesson/lesson_view.h"
#include "app/studio/views/overview/overview_view.h"
#include "app/studio/views/pareto/pareto_view.h"
#include "app/studio/views/recipe/recipe_view.h"
#include "app/studio/views/sweep/sweep_view.h"
#include "app/studio/views/train/train_view.h"

namespace espalier::studio {

const std::vector<ViewEntry>& central_views() {
    static const std::vector<ViewEntry> views = {
        {"overview", make_view<OverviewView>}, {"graph", make_view<GraphView>},
        {"layers", make_view<LayersView>},     {"compare", make_view<CompareView>},
        {"pareto", make_view<ParetoView>},     {"hardware", make_view<HardwareView>},
        {"train", make_view<TrainView>},       {"sweep", make_view<SweepView>},
    };
    return views;
}

const std::vector<DockEntry>& dock_views() {
    static const std::vector<DockEntry> docks = {
        {"recipe", Qt::LeftDockWidgetArea, make_view<RecipeView>},
        {"inspector", Qt::RightDockWidgetArea, make_view<InspectorView>},
        {"lesson", Qt::RightDockWidgetArea, make_view<LessonView>},
        {"jobs", Qt::BottomDockWidgetArea, make_view<JobsView>},
    };
    return docks;
}

} // namespace espalier::studio
