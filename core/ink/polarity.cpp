#include "core/ink/polarity.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/image/histogram.h"
#include "core/image/resample.h"

namespace ziffer {
namespace {

// Enough to see strokes and their surroundings.
constexpr int kDetailSide = 48;
constexpr int kPaperSide = 128;

// Whether what an even border surrounds is mostly brighter than it; nothing where the border's
// levels are not within `even` of each other, or it surrounds nothing.
std::optional<bool> is_border_dark(const Plane& thumbnail, const Histogram& border, int even) {
  const int level = quantile(border, 0.5);
  const std::int64_t border_count = count_between(border, 0, 256);
  if (count_between(border, level - even, level + even + 1) * 100 < border_count * 92)
    return std::nullopt;
  std::int64_t balance = 0;
  for (const std::uint8_t v : thumbnail.pixels) {
    if (std::abs(v - level) > even) balance += v - level;
  }
  if (balance == 0) return std::nullopt;
  return balance > 0;
}

// On which side of its surroundings' median fine detail lies: -1, all of it is darker, to 1. Third
// powers, since strokes are few and strong, noise is even.
double side_of_detail(const Plane& plane, int radius) {
  const Plane local = median_filtered(plane, radius);
  double signed_detail = 0;
  double detail = 1;
  for (std::size_t i = 0; i < plane.pixels.size(); ++i) {
    const double d = plane.pixels[i] - local.pixels[i];
    signed_detail += d * d * d;
    detail += std::abs(d * d * d);
  }
  return signed_detail / detail;
}

}  // namespace

bool is_paper_dark(const Plane& thumbnail) {
  // A uniform border is paper, whatever it surrounds.
  const Histogram border = border_histogram_of(thumbnail);
  constexpr int kEven = 10;
  if (const std::optional<bool> dark = is_border_dark(thumbnail, border, kEven)) return *dark;

  // Otherwise witnesses vote. In evenly lit, two-tone pictures, cut close around a thick digit,
  // most of the picture may be ink; the corners are what a digit reaches last. Under shadows only
  // the detail speaks: on which side of its surroundings' median it lies.
  const Histogram levels = histogram_of(thumbnail);
  const int split = std::max(0, otsu(levels));
  const auto bright_vote = [split](const Histogram& histogram) {
    return 2.0 * static_cast<double>(count_between(histogram, split, 256)) /
               static_cast<double>(count_between(histogram, 0, 256)) -
           1;
  };
  const int reach_x = std::max(1, thumbnail.width / 8);
  const int reach_y = std::max(1, thumbnail.height / 8);
  Histogram corners{};
  for (int y = 0; y < reach_y; ++y) {
    for (int x = 0; x < reach_x; ++x) {
      ++corners[thumbnail.at(x, y)];
      ++corners[thumbnail.at(thumbnail.width - 1 - x, y)];
      ++corners[thumbnail.at(x, thumbnail.height - 1 - y)];
      ++corners[thumbnail.at(thumbnail.width - 1 - x, thumbnail.height - 1 - y)];
    }
  }
  const double outline_vote = bright_vote(border) + bright_vote(corners);
  if (is_two_toned(levels, split)) return outline_vote + 0.25 * bright_vote(levels) < 0;

  const Plane small = shrunk_to(thumbnail, kDetailSide);
  const double side = side_of_detail(small, std::max(2, std::min(small.width, small.height) / 4));
  return 0.5 * outline_vote + 0.5 * bright_vote(levels) - 2.0 * side < 0;
}

bool is_page_dark(const Plane& thumbnail) {
  // Scans and drawings; light falls less evenly than that.
  constexpr int kEven = 2;
  const Histogram border = border_histogram_of(thumbnail);
  if (const std::optional<bool> dark = is_border_dark(thumbnail, border, kEven)) return *dark;
  // Strokes wider than the window have detail on both sides; on a small picture of one digit they
  // are wide. The size at which they speak most clearly decides.
  constexpr double kClear = 0.2;
  const int finest = std::max(2, std::max(thumbnail.width, thumbnail.height) / 64);
  double side = 0;
  for (const int radius : {finest, 2 * finest, 4 * finest}) {
    const double here = side_of_detail(thumbnail, radius);
    if (std::abs(here) > std::abs(side)) side = here;
  }
  return std::abs(side) < kClear ? is_paper_dark(shrunk_to(thumbnail, kPaperSide)) : side > 0;
}

}  // namespace ziffer
