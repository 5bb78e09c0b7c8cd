// SmoothField: random values that change slowly over a plane. The elastic warp, uneven light, fog
// and stains are made of it.
#ifndef ZIFFER_CORE_TRAIN_SMOOTH_FIELD_H_
#define ZIFFER_CORE_TRAIN_SMOOTH_FIELD_H_

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "core/train/rng.h"

namespace ziffer {

// Normally distributed nodes of a grid of `cells` x `cells`, with a smooth step between them (value
// noise, as Perlin 1985 describes it).
class SmoothField {
 public:
  SmoothField(int cells, float deviation, Rng& rng)
      : cells_(cells), nodes_(static_cast<std::size_t>((cells + 1) * (cells + 1))) {
    for (float& node : nodes_) node = deviation * rng.normal();
  }

  // `x` and `y` as shares of the field's sides, 0..1.
  float at(float x, float y) const {
    const float limit = static_cast<float>(cells_) - 1e-3F;
    const float gx = std::clamp(x * static_cast<float>(cells_), 0.0F, limit);
    const float gy = std::clamp(y * static_cast<float>(cells_), 0.0F, limit);
    const int x0 = static_cast<int>(gx);
    const int y0 = static_cast<int>(gy);
    const float ax = smooth(gx - static_cast<float>(x0));
    const float ay = smooth(gy - static_cast<float>(y0));
    const float* row = nodes_.data() + y0 * (cells_ + 1) + x0;
    const float* below = row + cells_ + 1;
    return (row[0] * (1 - ax) + row[1] * ax) * (1 - ay) +
           (below[0] * (1 - ax) + below[1] * ax) * ay;
  }

  // at() for a whole row: `y` as a share, out[x] for x as a share of out.size().
  void row(float y, std::span<float> out) const {
    const float limit = static_cast<float>(cells_) - 1e-3F;
    const float gy = std::clamp(y * static_cast<float>(cells_), 0.0F, limit);
    const int y0 = static_cast<int>(gy);
    const float ay = smooth(gy - static_cast<float>(y0));
    const float* above = nodes_.data() + y0 * (cells_ + 1);
    const float* below = above + cells_ + 1;
    const int width = static_cast<int>(out.size());
    const float step = static_cast<float>(cells_) / static_cast<float>(width);
    for (int cell = 0; cell < cells_; ++cell) {
      const float left = above[cell] + ay * (below[cell] - above[cell]);
      const float right = above[cell + 1] + ay * (below[cell + 1] - above[cell + 1]);
      const int first = (cell * width + cells_ - 1) / cells_;
      const int last = ((cell + 1) * width + cells_ - 1) / cells_;
      for (int x = first; x < last; ++x) {
        const float t = static_cast<float>(x) * step - static_cast<float>(cell);
        out[static_cast<std::size_t>(x)] = left + smooth(t) * (right - left);
      }
    }
  }

 private:
  static float smooth(float t) { return t * t * (3 - 2 * t); }  // no creases along the grid

  int cells_;
  std::vector<float> nodes_;
};

}  // namespace ziffer

#endif  // ZIFFER_CORE_TRAIN_SMOOTH_FIELD_H_
