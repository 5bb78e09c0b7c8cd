// Runs: the ink of a picture as horizontal stretches, and their labelling into 8-connected
// components in one pass with union-find, after He, Chao & Suzuki 2008, "A run-based two-scan
// labeling algorithm". Memory and time grow with the number of runs; there is no recursion.
// Internal to core/ink and core/page.
#ifndef ZIFFER_CORE_INK_RUNS_H_
#define ZIFFER_CORE_INK_RUNS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/image/gray_image.h"

namespace ziffer {

// Columns left..right-1 of row y, all with ink.
struct Run {
  int y = 0;
  int left = 0;
  int right = 0;
  int label = 0;  // component, 0..count-1 in raster order of the components' first pixels
};

struct Runs {
  std::vector<Run> list;  // raster order
  int count = 0;          // components
};

// Union-find over run indices (Tarjan 1975) with path halving. The smaller index becomes the root,
// so a component is named after its first run in raster order.
class RunForest {
 public:
  int add() {
    const int node = static_cast<int>(parents_.size());
    parents_.push_back(node);
    return node;
  }
  int root(int node) {
    while (parent(node) != node) {
      parent(node) = parent(parent(node));
      node = parent(node);
    }
    return node;
  }
  void unite(int a, int b) {
    a = root(a);
    b = root(b);
    if (a != b) parent(std::max(a, b)) = std::min(a, b);
  }

 private:
  int& parent(int node) { return parents_[static_cast<std::size_t>(node)]; }
  std::vector<int> parents_;
};

// Pixels of at least `threshold` (1..255) are ink.
inline Runs find_runs(const Plane& plane, std::uint8_t threshold) {
  Runs runs;
  RunForest forest;
  std::size_t above = 0;  // runs of the row above still to be compared
  std::size_t above_end = 0;
  for (int y = 0; y < plane.height; ++y) {
    const std::uint8_t* row = plane.pixels.data() + plane.index(0, y);
    const std::size_t row_begin = runs.list.size();
    int x = 0;
    while (x < plane.width) {
      if (row[x] < threshold) {
        ++x;
        continue;
      }
      const int left = x;
      while (x < plane.width && row[x] >= threshold) ++x;
      const int node = forest.add();
      // Diagonal neighbours touch: a run above counts from one column before to one after.
      while (above < above_end && runs.list[above].right < left) ++above;
      for (std::size_t i = above; i < above_end && runs.list[i].left <= x; ++i) {
        forest.unite(static_cast<int>(i), node);
      }
      runs.list.push_back({y, left, x, 0});
    }
    above = row_begin;
    above_end = runs.list.size();
  }
  for (std::size_t i = 0; i < runs.list.size(); ++i) {
    const int root = forest.root(static_cast<int>(i));
    runs.list[i].label = root == static_cast<int>(i)
                             ? runs.count++
                             : runs.list[static_cast<std::size_t>(root)].label;
  }
  return runs;
}

}  // namespace ziffer

#endif  // ZIFFER_CORE_INK_RUNS_H_
