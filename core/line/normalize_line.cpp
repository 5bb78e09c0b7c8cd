#include "core/line/normalize_line.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/geometry.h"
#include "core/image/resample.h"
#include "core/ink/components.h"
#include "core/ink/crop.h"
#include "core/ink/thin_strokes.h"
#include "core/order.h"

namespace ziffer {
namespace {

constexpr float kFittingRows = 34;  // for the rows that hold nine tenths of the ink

struct Band {
  float top;
  float bottom;
  float height() const { return bottom - top; }
  float middle() const { return (top + bottom) / 2; }
};

// Where most digits stand.
Band digit_band(const InkImage& word) {
  std::vector<Component> list = find_components(word).list;
  const auto usual = [&](auto value) {
    std::vector<double> values;
    std::vector<double> masses;
    for (const Component& c : list) {
      values.push_back(value(c.box));
      masses.push_back(static_cast<double>(c.mass));
    }
    return static_cast<float>(weighted_median(values, masses));
  };
  const float height = usual([](const Box& box) { return box.height(); });
  std::erase_if(
      list, [&](const Component& c) { return static_cast<float>(c.box.height()) < 0.6F * height; });
  return {usual([](const Box& box) { return box.top; }),
          usual([](const Box& box) { return box.bottom; })};
}

// The rows that hold nine tenths of the ink.
Band ink_band(const InkImage& word) {
  std::vector<double> below(1, 0.0);  // [y]: ink above row y
  for (int y = 0; y < word.height; ++y) {
    double sum = 0;
    for (int x = 0; x < word.width; ++x) sum += word.at(x, y);
    below.push_back(below.back() + sum);
  }
  const auto row = [&](double share) {
    const auto at = std::lower_bound(below.begin(), below.end(), share * below.back());
    return static_cast<float>(at - below.begin());
  };
  return {row(0.05) - 1, row(0.95)};
}

}  // namespace

LinePlane normalize_line(const InkImage& word) {
  LinePlane line;
  const Box box = ink_box(word);
  if (box.width() <= 0) return line;
  Band band = digit_band(word);
  const Band ink = ink_band(word);
  const Band both{std::min(band.top, ink.top), std::max(band.bottom, ink.bottom)};
  float scale = static_cast<float>(kLineDigit) / band.height();
  if (both.height() * scale > kFittingRows) {
    scale = kFittingRows / both.height();
    band = both;
  }
  scale = std::min(scale, static_cast<float>(kMaxLineWidth) / static_cast<float>(box.width()));

  // Rows of the word that are rows of the plane.
  const float reach = static_cast<float>(kLineRows) / 2 / scale;
  const Box visible{
      box.left, std::max(box.top, static_cast<int>(std::floor(band.middle() - reach))), box.right,
      std::min(box.bottom, static_cast<int>(std::ceil(band.middle() + reach)))};
  Plane strip = cropped(word, visible);
  if (scale < 1.0F / kThinnest)
    strip = max_pooled(strip, static_cast<int>(std::ceil(1 / (scale * kThinnest))));
  const auto scaled = [&](int side) {
    return std::max(1, static_cast<int>(std::lround(static_cast<float>(side) * scale)));
  };
  const int width = scaled(visible.width());
  strip = resized(strip, width, scaled(visible.height()));
  brighten(strip);

  line.scale = static_cast<float>(width) / static_cast<float>(visible.width());
  line.left = static_cast<float>(visible.left);
  line.middle = band.middle();
  line.width = (width + 2 * kLineMargin + kLineStep - 1) / kLineStep * kLineStep;
  line.pixels.assign(static_cast<std::size_t>(kLineRows * line.width), 0.0F);
  const int top =
      static_cast<int>(std::lround(static_cast<float>(kLineRows) / 2 +
                                   (static_cast<float>(visible.top) - band.middle()) * scale));
  for (int y = std::max(0, -top); y < std::min(strip.height, kLineRows - top); ++y) {
    float* const row = line.pixels.data() + (top + y) * line.width + kLineMargin;
    for (int x = 0; x < width; ++x) row[x] = static_cast<float>(strip.at(x, y)) / 255.0F;
  }
  return line;
}

}  // namespace ziffer
