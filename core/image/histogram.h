// Histograms of grey levels and what is decided by them.
#ifndef ZIFFER_CORE_IMAGE_HISTOGRAM_H_
#define ZIFFER_CORE_IMAGE_HISTOGRAM_H_

#include <array>
#include <cstdint>

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

// The median of every (2 * radius + 1) square window, clipped at the border, by a histogram that
// slides along the row (Huang, Yang & Tang 1979, "A fast two-dimensional median filtering
// algorithm").
Plane median_filtered(const Plane& in, int radius);

}  // namespace ziffer

#endif  // ZIFFER_CORE_IMAGE_HISTOGRAM_H_
