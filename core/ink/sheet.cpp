#include "core/ink/sheet.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "core/image/histogram.h"
#include "core/ink/runs.h"

namespace ziffer {
namespace {

constexpr int kEdge = 2;          // pixels of the thumbnail
constexpr int kBeyondEdge = 5;    // by which the picture must have become as dark as what is around
constexpr double kLeast = 0.12;   // of the picture
constexpr double kFilled = 0.75;  // of its outline
constexpr double kCut = 0.35;     // of the picture's border that it may cover
constexpr double kSharp = 0.7;    // of its rows' ends
constexpr double kDarker = 0.4;   // of what bright and dark differ by

// The first and the last place + 1 with sheet on each row or column.
struct Extent {
  int first = 1 << 30;
  int last = 0;
  void add(int from, int to) {
    first = std::min(first, from);
    last = std::max(last, to);
  }
};

}  // namespace

Plane find_sheet(const Plane& thumbnail, double around) {
  const int width = thumbnail.width;
  const int height = thumbnail.height;
  const Histogram levels = histogram_of(thumbnail);
  const int split = otsu(levels);
  if (split < 1) return {0, 0};
  const Runs runs = find_runs(thumbnail, static_cast<std::uint8_t>(split));
  std::vector<long> areas(static_cast<std::size_t>(runs.count));
  for (const Run& run : runs.list)
    areas[static_cast<std::size_t>(run.label)] += run.right - run.left;
  const auto largest = std::max_element(areas.begin(), areas.end());
  if (static_cast<double>(*largest) < kLeast * width * height) return {0, 0};
  std::vector<Extent> rows(static_cast<std::size_t>(height));
  std::vector<Extent> columns(static_cast<std::size_t>(width));
  for (const Run& run : runs.list) {
    if (run.label != largest - areas.begin()) continue;
    rows[static_cast<std::size_t>(run.y)].add(run.left, run.right);
    for (int x = run.left; x < run.right; ++x)
      columns[static_cast<std::size_t>(x)].add(run.y, run.y + 1);
  }
  const int paper = quantile(levels, 0.5, split);
  const int dark = quantile(levels, 0.5, 0, split);
  if (dark > around * paper) return {0, 0};
  const double contrast = paper - dark;
  Plane sheet(width, height);
  long area = 0;
  long border = 0;
  long ends = 0;
  long sharp = 0;
  for (int y = 0; y < height; ++y) {
    const Extent& row = rows[static_cast<std::size_t>(y)];
    const auto falls = [&](int inside, int outside) {
      if (outside < 0 || outside >= width) return;
      ++ends;
      if (thumbnail.at(inside, y) - thumbnail.at(outside, y) >= kDarker * contrast) ++sharp;
    };
    if (row.first + kBeyondEdge < row.last) {
      falls(row.first + kEdge, row.first - kBeyondEdge);
      falls(row.last - 1 - kEdge, row.last - 1 + kBeyondEdge);
    }
    // Away from where it ends, but for the picture's own border.
    const auto is_within = [](const Extent& extent, int at, int size) {
      return at >= extent.first + (extent.first == 0 ? 0 : kEdge) &&
             at < extent.last - (extent.last == size ? 0 : kEdge);
    };
    for (int x = 0; x < width; ++x) {
      const Extent& column = columns[static_cast<std::size_t>(x)];
      if (x < row.first || x >= row.last || y < column.first || y >= column.last) continue;
      ++area;
      if (x == 0 || y == 0 || x == width - 1 || y == height - 1) ++border;
      if (is_within(row, x, width) && is_within(column, y, height)) sheet.at(x, y) = 1;
    }
  }
  if (static_cast<double>(*largest) < kFilled * static_cast<double>(area) ||
      static_cast<double>(border) > kCut * 2 * (width + height) ||
      static_cast<double>(sharp) <= kSharp * static_cast<double>(ends))
    return {0, 0};
  return sheet;
}

}  // namespace ziffer
