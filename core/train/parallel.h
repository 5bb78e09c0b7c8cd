// The same work on several threads.
#ifndef ZIFFER_CORE_TRAIN_PARALLEL_H_
#define ZIFFER_CORE_TRAIN_PARALLEL_H_

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace ziffer {

// Calls task(thread, item) once for each item 0..items-1, thread in 0..threads-1, and waits for
// all. Items are handed out as threads fall free, so results must not depend on which thread does
// which. threads <= 1 stays on the caller's thread, as WebAssembly needs.
template <typename Task>
void parallel_for(int threads, int items, const Task& task) {
  std::atomic<int> next = 0;
  const auto work = [&](int thread) {
    for (int item = next++; item < items; item = next++) task(thread, item);
  };
  std::vector<std::thread> helpers;
  for (int t = 1; t < std::min(threads, items); ++t) helpers.emplace_back(work, t);
  work(0);
  for (std::thread& helper : helpers) helper.join();
}

}  // namespace ziffer

#endif  // ZIFFER_CORE_TRAIN_PARALLEL_H_
