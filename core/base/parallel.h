// SPDX-License-Identifier: GPL-3.0-or-later
// The one TBB arena. Everything that runs on more than one core runs in here, so `--threads N`
// means N. Results must not depend on N: cut work into chunks whose number does not depend on the
// thread count, and reduce over chunks in index order.
#pragma once

#include <cstddef>
#include <functional>

namespace espalier {

/// Sets the arena's width; 0 means all cores. Not while work is running.
void set_threads(int threads);

/// The arena's width, at least 1.
int threads();

/// Calls body(i) for i in [0, count), in the arena, in any order. Exceptions propagate (one of
/// them). With one thread, or called from inside another parallel_for's body, it still completes.
/// In every worker OpenMP is set to one thread, so that library primitives created or run inside
/// do not start threads of their own.
void parallel_for(std::size_t count, const std::function<void(std::size_t)>& body);

/// Calls body(begin, end) over [0, count) cut into pieces of at most `grain`; boundaries depend on
/// `count` and `grain` only.
void parallel_chunks(std::size_t count, std::size_t grain,
                     const std::function<void(std::size_t begin, std::size_t end)>& body);

} // namespace espalier
