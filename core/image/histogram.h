// Histograms of grey levels and what is decided by them.
#ifndef ZIFFER_CORE_IMAGE_HISTOGRAM_H_
#define ZIFFER_CORE_IMAGE_HISTOGRAM_H_

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "core/image/gray_image.h"

namespace ziffer {

using Histogram = std::array<std::int64_t, 256>;  // pixels of each grey level

Histogram histogram_of(const Plane& plane);

// Of the outermost rows and columns only.
Histogram border_histogram_of(const Plane& plane);

// Pixels with levels from..to-1.
std::int64_t count_between(const Histogram& histogram, int from, int to);

// The level below which `share` (0..1) of the pixels in from..to-1 lie.
int quantile(const Histogram& histogram, double share, int from = 0, int to = 256);

// Otsu 1979, "A threshold selection method from gray-level histograms", over the levels from..255:
// the first level of the brighter class. Returns -1 when all pixels share one level. Between two
// far-apart peaks every level separates equally well; the middle of them is taken.
int otsu(const Histogram& histogram, int from = 0);

// True for an evenly lit picture of paper in one tone and ink in another, split at `split`.
bool is_two_toned(const Histogram& levels, int split);

// The upper median of every (2 * radius + 1) square window, clipped at the border, by a histogram
// that slides along the row (Huang, Yang & Tang 1979, "A fast two-dimensional median filtering
// algorithm"). `value` gives a place's value, 0..kValues-1, or kNoValue where it does not count;
// `put` gets the median of each window with any. `radius` is 127 at most, so that counts fit. Quick
// where neighbours' values are close.
constexpr int kNoValue = -1;
template <int kValues, typename Value, typename Put>
void slide_median(int width, int height, int radius, Value&& value, Put&& put) {
  int first = 0;  // the row's first median, from which the next row's is not far
  std::vector<std::uint16_t> histogram(kValues);
  for (int y = 0; y < height; ++y) {
    const int top = std::max(0, y - radius);
    const int bottom = std::min(height, y + radius + 1);
    int count = 0;
    int median = first;
    int below = 0;  // of the window, under `median`
    const auto change = [&](int x, int sign) {
      for (int k = top; k < bottom; ++k) {
        const int v = value(x, k);
        if (v == kNoValue) continue;
        std::uint16_t& places = histogram[static_cast<std::size_t>(v)];
        places = static_cast<std::uint16_t>(places + sign);
        below += v < median ? sign : 0;
        count += sign;
      }
    };
    for (int x = 0; x < std::min(radius, width); ++x) change(x, 1);
    for (int x = 0; x < width; ++x) {
      if (x + radius < width) change(x + radius, 1);
      if (x - radius - 1 >= 0) change(x - radius - 1, -1);
      if (count == 0) continue;
      while (2 * below > count) below -= histogram[static_cast<std::size_t>(--median)];
      while (2 * (below + histogram[static_cast<std::size_t>(median)]) <= count)
        below += histogram[static_cast<std::size_t>(median++)];
      put(x, y, median);
      if (x == 0) first = median;
    }
    for (int x = std::max(0, width - 1 - radius); x < width; ++x) change(x, -1);  // empty again
  }
}

// The same for a plane's pixels.
Plane median_filtered(const Plane& in, int radius);

}  // namespace ziffer

#endif  // ZIFFER_CORE_IMAGE_HISTOGRAM_H_
