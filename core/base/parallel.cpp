// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"

#include <omp.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>
#include <oneapi/tbb/task_scheduler_observer.h>

#include <algorithm>
#include <memory>
#include <thread>

namespace espalier {

namespace {

/// omp_set_num_threads holds for the calling thread only, hence once for each thread that enters.
class OneOpenMpThread : public tbb::task_scheduler_observer {
public:
    explicit OneOpenMpThread(tbb::task_arena& arena)
        : tbb::task_scheduler_observer(arena) {
        observe(true);
    }

    ~OneOpenMpThread() override { observe(false); }

    OneOpenMpThread(const OneOpenMpThread&) = delete;
    OneOpenMpThread& operator=(const OneOpenMpThread&) = delete;

    void on_scheduler_entry(bool worker) override {
        if (worker) {
            omp_set_num_threads(1);
        }
    }
};

/// The calling thread joins the arena for the length of a loop; its own setting is restored after.
class OpenMpGuard {
public:
    OpenMpGuard()
        : before_(omp_get_max_threads()) {
        omp_set_num_threads(1);
    }

    ~OpenMpGuard() { omp_set_num_threads(before_); }

    OpenMpGuard(const OpenMpGuard&) = delete;
    OpenMpGuard& operator=(const OpenMpGuard&) = delete;

private:
    int before_;
};

struct Arena {
    explicit Arena(int wanted)
        : control(tbb::global_control::max_allowed_parallelism,
                  static_cast<std::size_t>(std::max(wanted, 1)))
        , arena(wanted)
        , observer(arena)
        , width(wanted) {}

    tbb::global_control control;
    tbb::task_arena arena;
    OneOpenMpThread observer;
    int width;
};

int all_cores() {
    return static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

std::unique_ptr<Arena>& slot() {
    static std::unique_ptr<Arena> arena = std::make_unique<Arena>(all_cores());
    return arena;
}

} // namespace

void set_threads(int threads) {
    const int width = threads <= 0 ? all_cores() : threads;
    if (width != slot()->width) {
        slot().reset(); // the old limit must be gone before the new arena asks for workers
        slot() = std::make_unique<Arena>(width);
    }
}

int threads() {
    return slot()->width;
}

void parallel_for(std::size_t count, const std::function<void(std::size_t)>& body) {
    if (count == 0) {
        return;
    }
    const OpenMpGuard guard;
    if (count == 1 || threads() == 1) {
        for (std::size_t i = 0; i < count; ++i) {
            body(i);
        }
        return;
    }
    slot()->arena.execute([&] {
        tbb::parallel_for(
            tbb::blocked_range<std::size_t>(0, count, 1),
            [&](const tbb::blocked_range<std::size_t>& range) {
                for (std::size_t i = range.begin(); i != range.end(); ++i) {
                    body(i);
                }
            },
            tbb::simple_partitioner());
    });
}

void parallel_chunks(std::size_t count, std::size_t grain,
                     const std::function<void(std::size_t begin, std::size_t end)>& body) {
    const std::size_t step = std::max<std::size_t>(grain, 1);
    parallel_for((count + step - 1) / step, [&](std::size_t chunk) {
        body(chunk * step, std::min(count, (chunk + 1) * step));
    });
}

} // namespace espalier
