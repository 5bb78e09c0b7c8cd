#include "core/image/resample.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ziffer {
namespace {

// One output position as a weighted sum over source positions first .. first + weights - 1. All
// weights are integers with the same total for every position of the axis, so that no rounding
// happens before the last division: a flat picture stays flat and native and WebAssembly builds
// agree to the bit.
struct Tap {
  int first = 0;
  int count = 1;
  std::uint32_t head = 1;  // weight of the first source position
  std::uint32_t body = 0;  // of those in between
  std::uint32_t tail = 0;  // of the last one, when count > 1
};

struct Axis {
  std::vector<Tap> taps;
  std::uint64_t total = 1;
};

Axis make_axis(int source, int target) {
  Axis axis;
  axis.taps.resize(static_cast<std::size_t>(target));
  if (target < source) {
    // In units of 1/target of a source pixel, output i covers [i * source, (i + 1) * source).
    axis.total = static_cast<std::uint64_t>(source);
    for (int i = 0; i < target; ++i) {
      const std::int64_t begin = std::int64_t{i} * source;
      const std::int64_t end = begin + source;
      Tap& tap = axis.taps[static_cast<std::size_t>(i)];
      tap.first = static_cast<int>(begin / target);
      const int last = static_cast<int>((end - 1) / target);
      tap.count = last - tap.first + 1;
      tap.head = static_cast<std::uint32_t>(
          std::min<std::int64_t>(end, (std::int64_t{tap.first} + 1) * target) - begin);
      tap.body = static_cast<std::uint32_t>(target);
      tap.tail = static_cast<std::uint32_t>(end - std::int64_t{last} * target);
    }
  } else if (target > source) {
    // Pixel centres: output i lies at ((2i + 1) * source - target) / (2 * target) on the source's
    // grid.
    const std::int64_t unit = 2 * std::int64_t{target};
    axis.total = static_cast<std::uint64_t>(unit);
    for (int i = 0; i < target; ++i) {
      const std::int64_t position = std::clamp<std::int64_t>(
          (2 * std::int64_t{i} + 1) * source - target, 0, std::int64_t{source - 1} * unit);
      Tap& tap = axis.taps[static_cast<std::size_t>(i)];
      tap.first = static_cast<int>(position / unit);
      tap.tail = static_cast<std::uint32_t>(position % unit);
      tap.head = static_cast<std::uint32_t>(unit) - tap.tail;
      tap.count = tap.tail > 0 ? 2 : 1;
    }
  } else {
    for (int i = 0; i < target; ++i) axis.taps[static_cast<std::size_t>(i)].first = i;
  }
  return axis;
}

void resize_row(const std::uint8_t* source, const Axis& axis, std::vector<std::uint32_t>& out) {
  for (std::size_t i = 0; i < axis.taps.size(); ++i) {
    const Tap& tap = axis.taps[i];
    const std::uint8_t* from = source + tap.first;
    std::uint32_t sum = tap.head * from[0];
    if (tap.count > 1) {
      std::uint32_t body = 0;
      for (int k = 1; k < tap.count - 1; ++k) body += from[k];
      sum += tap.body * body + tap.tail * from[tap.count - 1];
    }
    out[i] = sum;
  }
}

}  // namespace

Plane resized(const Plane& source, int width, int height) {
  if (width == source.width && height == source.height) return source;
  Plane result(width, height);
  if (source.width < 1 || source.height < 1) return result;
  const Axis columns = make_axis(source.width, width);
  const Axis rows = make_axis(source.height, height);
  const std::uint64_t total = columns.total * rows.total;
  const double share = 1 / static_cast<double>(total);

  std::vector<std::uint32_t> row(static_cast<std::size_t>(width));
  std::vector<std::uint64_t> sums(static_cast<std::size_t>(width));
  int row_held = -1;  // neighbouring outputs share source rows when enlarging
  for (int y = 0; y < height; ++y) {
    const Tap& tap = rows.taps[static_cast<std::size_t>(y)];
    std::fill(sums.begin(), sums.end(), 0);
    for (int k = 0; k < tap.count; ++k) {
      if (row_held != tap.first + k) {
        row_held = tap.first + k;
        resize_row(source.pixels.data() + source.index(0, row_held), columns, row);
      }
      const std::uint64_t weight = k == 0 ? tap.head : (k == tap.count - 1 ? tap.tail : tap.body);
      for (std::size_t x = 0; x < row.size(); ++x) sums[x] += weight * row[x];
    }
    std::uint8_t* out = result.pixels.data() + result.index(0, y);
    for (std::size_t x = 0; x < row.size(); ++x) {
      // (sums[x] + total / 2) / total, from a product that is off by one at the most.
      const std::uint64_t sum = sums[x] + total / 2;
      auto level = static_cast<std::uint64_t>(static_cast<double>(sum) * share);
      if (level * total > sum) --level;
      if ((level + 1) * total <= sum) ++level;
      out[x] = static_cast<std::uint8_t>(level);
    }
  }
  return result;
}

Plane shrunk_to(const Plane& plane, int side) {
  const int longest = std::max(plane.width, plane.height);
  if (longest <= side) return plane;
  const auto scaled = [&](int length) {
    return std::max(1, static_cast<int>(std::int64_t{length} * side / longest));
  };
  return resized(plane, scaled(plane.width), scaled(plane.height));
}

}  // namespace ziffer
