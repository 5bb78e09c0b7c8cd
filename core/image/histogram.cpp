#include "core/image/histogram.h"

#include <algorithm>
#include <cstddef>

namespace ziffer {
namespace {

// Otsu's measure of how two-toned the pixels are: the share (0..1) of their variance that lies
// between the classes below and from `split` on.
double separability(const Histogram& histogram, int split) {
  std::array<double, 2> count{};
  std::array<double, 2> sum{};
  double squares = 0;
  for (int level = 0; level < 256; ++level) {
    const double pixels = static_cast<double>(histogram[static_cast<std::size_t>(level)]);
    const std::size_t side = level < split ? 0 : 1;
    count[side] += pixels;
    sum[side] += pixels * level;
    squares += pixels * level * level;
  }
  const double total = count[0] + count[1];
  if (count[0] <= 0 || count[1] <= 0) return 0;
  const double mean = (sum[0] + sum[1]) / total;
  const double gap = sum[1] / count[1] - sum[0] / count[0];
  const double variance = squares / total - mean * mean;
  return variance > 0 ? count[0] * count[1] * gap * gap / (total * total * variance) : 0;
}

}  // namespace

Histogram histogram_of(const Plane& plane) {
  // Four tables, because neighbouring pixels are often equal and one counter would wait for itself.
  std::array<std::array<std::uint32_t, 256>, 4> tables{};
  std::size_t i = 0;
  for (; i + 4 <= plane.pixels.size(); i += 4) {
    ++tables[0][plane.pixels[i]];
    ++tables[1][plane.pixels[i + 1]];
    ++tables[2][plane.pixels[i + 2]];
    ++tables[3][plane.pixels[i + 3]];
  }
  for (; i < plane.pixels.size(); ++i) ++tables[0][plane.pixels[i]];
  Histogram histogram{};
  for (std::size_t level = 0; level < 256; ++level) {
    for (const auto& table : tables) histogram[level] += table[level];
  }
  return histogram;
}

Histogram border_histogram_of(const Plane& plane) {
  Histogram border{};
  for (int x = 0; x < plane.width; ++x) {
    ++border[plane.at(x, 0)];
    ++border[plane.at(x, plane.height - 1)];
  }
  for (int y = 1; y < plane.height - 1; ++y) {
    ++border[plane.at(0, y)];
    ++border[plane.at(plane.width - 1, y)];
  }
  return border;
}

std::int64_t count_between(const Histogram& histogram, int from, int to) {
  std::int64_t count = 0;
  for (int level = std::max(from, 0); level < std::min(to, 256); ++level) {
    count += histogram[static_cast<std::size_t>(level)];
  }
  return count;
}

int quantile(const Histogram& histogram, double share, int from, int to) {
  const double wanted = share * static_cast<double>(count_between(histogram, from, to));
  double below = 0;
  for (int level = from; level < to; ++level) {
    below += static_cast<double>(histogram[static_cast<std::size_t>(level)]);
    if (below > wanted) return level;
  }
  return to - 1;
}

int otsu(const Histogram& histogram, int from) {
  double total = 0;
  double moment = 0;
  for (int level = from; level < 256; ++level) {
    const double count = static_cast<double>(histogram[static_cast<std::size_t>(level)]);
    total += count;
    moment += count * level;
  }
  double best = 0;
  int first_best = -1;
  int last_best = -1;
  double below = 0;
  double moment_below = 0;
  for (int level = from; level < 255; ++level) {
    const double count = static_cast<double>(histogram[static_cast<std::size_t>(level)]);
    below += count;
    moment_below += count * level;
    if (below <= 0 || below >= total) continue;
    const double gap = moment_below / below - (moment - moment_below) / (total - below);
    const double variance = below * (total - below) * gap * gap;
    if (variance > best * (1 + 1e-12)) {
      best = variance;
      first_best = level;
    }
    if (variance >= best * (1 - 1e-12)) last_best = level;
  }
  return first_best < 0 ? -1 : (first_best + last_best) / 2 + 1;
}

bool is_two_toned(const Histogram& levels, int split) {
  // A hard shadow, too, splits a page into two classes, but then light, noise and ink spread both
  // of them towards their far ends.
  constexpr double kSeparability = 0.82;
  constexpr int kTail = 5;
  const int bright_tail = quantile(levels, 0.95, split) - quantile(levels, 0.5, split);
  const int dark_tail = quantile(levels, 0.5, 0, split) - quantile(levels, 0.05, 0, split);
  return separability(levels, split) > kSeparability && std::min(bright_tail, dark_tail) <= kTail;
}

Plane median_filtered(const Plane& in, int radius) {
  if (radius < 1) return in;
  Plane out(in.width, in.height);
  slide_median<256>(
      in.width, in.height, radius, [&](int x, int y) { return int{in.at(x, y)}; },
      [&](int x, int y, int median) { out.at(x, y) = static_cast<std::uint8_t>(median); });
  return out;
}

}  // namespace ziffer
