#include "core/train/sheets.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>

#include "core/image/resample.h"
#include "core/ink/crop.h"

namespace ziffer {
namespace {

constexpr int kMediumSize = 80;

void paste(const Plane& from, int left, int top, Plane& to) {
  for (int y = 0; y < from.height; ++y) {
    std::copy_n(from.pixels.begin() + static_cast<std::ptrdiff_t>(from.index(0, y)), from.width,
                to.pixels.begin() + static_cast<std::ptrdiff_t>(to.index(left, top + y)));
  }
}

// The digit's box, `size` pixels the longer way, with a frame of paper that was one pixel of the
// digit's: interpolation needs it to let the outermost ink fade. Empty when there is no ink.
Plane resized_ink(const InkImage& digit, int size) {
  const Box box = ink_box(digit);
  if (box.width() <= 0) return {};
  Plane framed(box.width() + 2, box.height() + 2);
  paste(cropped(digit, box), 1, 1, framed);
  const int longest = std::max(box.width(), box.height());
  const auto scaled = [&](int side) { return std::max(1, (side * size + longest / 2) / longest); };
  return resized(framed, scaled(framed.width), scaled(framed.height));
}

std::string pixels(int count) { return std::to_string(count) + " px"; }

}  // namespace

InkImage enlarged(const InkImage& digit, int size) {
  const Plane ink = resized_ink(digit, size);
  const int side = size * 7 / 5;
  InkImage sheet(side, side);
  paste(ink, (side - ink.width) / 2, (side - ink.height) / 2, sheet);
  return sheet;
}

GrayImage black_on_white(const InkImage& ink) {
  GrayImage picture(ink.width, ink.height);
  std::transform(ink.pixels.begin(), ink.pixels.end(), picture.pixels.begin(),
                 [](std::uint8_t v) { return static_cast<std::uint8_t>(255 - v); });
  return picture;
}

std::vector<Sheet> size_sheets(const InkImage& digit) {
  std::vector<Sheet> sheets;
  for (const int size : {20, 28, 40, 64, 100, 200, 400})
    sheets.push_back({pixels(size), black_on_white(enlarged(digit, size))});
  return sheets;
}

std::vector<Sheet> position_sheets(const InkImage& digit) {
  const Plane ink = resized_ink(digit, kMediumSize);
  const int right = kSheetSide - ink.width;
  const int bottom = kSheetSide - ink.height;
  const int middle_x = (kSheetSide - ink.width) / 2;
  const int middle_y = (kSheetSide - ink.height) / 2;
  struct Position {
    const char* name;
    int left;
    int top;
  };
  std::vector<Sheet> sheets;
  for (const Position& position : {
           Position{"middle", middle_x, middle_y},
           Position{"top", middle_x, 0},
           Position{"top right", right, 0},
           Position{"right", right, middle_y},
           Position{"bottom right", right, bottom},
           Position{"bottom", middle_x, bottom},
           Position{"bottom left", 0, bottom},
           Position{"left", 0, middle_y},
           Position{"top left", 0, 0},
       }) {
    InkImage sheet(kSheetSide, kSheetSide);
    paste(ink, position.left, position.top, sheet);
    sheets.push_back({position.name, black_on_white(sheet)});
  }
  return sheets;
}

std::vector<Sheet> polarity_sheets(const InkImage& digit) {
  const InkImage ink = enlarged(digit, kMediumSize);
  GrayImage bright(ink.width, ink.height);
  bright.pixels = ink.pixels;
  return {{"black on white", black_on_white(ink)}, {"white on black", std::move(bright)}};
}

std::vector<Stroke> fitted_strokes(std::span<const Stroke> strokes, float size) {
  constexpr float kMost = std::numeric_limits<float>::max();
  Point low{kMost, kMost};
  Point high{-kMost, -kMost};
  for (const Stroke& stroke : strokes) {
    for (const Point& point : stroke) {
      low = {std::min(low.x, point.x), std::min(low.y, point.y)};
      high = {std::max(high.x, point.x), std::max(high.y, point.y)};
    }
  }
  const float longest = std::max(high.x - low.x, high.y - low.y);
  const float scale = longest > 0 ? size / longest : 1;
  const Point middle{(low.x + high.x) / 2, (low.y + high.y) / 2};
  constexpr float kPadMiddle = kSheetSide / 2.0F;
  std::vector<Stroke> fitted(strokes.begin(), strokes.end());
  for (Stroke& stroke : fitted) {
    for (Point& point : stroke) {
      point = {(point.x - middle.x) * scale + kPadMiddle,
               (point.y - middle.y) * scale + kPadMiddle};
    }
  }
  return fitted;
}

Result<std::vector<Sheet>> pen_width_sheets(std::span<const Stroke> strokes) {
  constexpr float kSize = 200;
  const std::vector<Stroke> fitted = fitted_strokes(strokes, kSize);
  std::vector<Sheet> sheets;
  for (const float width : kPenWidths) {
    const Result<InkImage> ink = draw_strokes(fitted, width, kSheetSide, kSheetSide);
    if (!ink) return ink.error();
    sheets.push_back({"pen " + pixels(static_cast<int>(width)), black_on_white(*ink)});
  }
  return sheets;
}

}  // namespace ziffer
