#include "core/page/quarter_turn.h"

#include <algorithm>
#include <cmath>

#include "core/image/jpeg_segments.h"

namespace ziffer {

GrayImage quarter_turned(const GrayImage& picture) {
  constexpr int kSideways = 6;  // the EXIF orientation that a clockwise turn sets right
  return upright(picture, kSideways);
}

Point TurnBack::step(Point by) const {
  // As shares of the sides, which change places with each turn.
  float x = by.x / static_cast<float>(width);
  float y = by.y / static_cast<float>(height);
  for (int turn = 0; turn < turns; ++turn) {
    const float up = -x;
    x = y;
    y = up;
  }
  return {x * static_cast<float>(page_width), y * static_cast<float>(page_height)};
}

Point TurnBack::place(Point at) const {
  // The middle stays where it is.
  const Point from_middle =
      step({at.x - static_cast<float>(width) / 2, at.y - static_cast<float>(height) / 2});
  return {from_middle.x + static_cast<float>(page_width) / 2,
          from_middle.y + static_cast<float>(page_height) / 2};
}

Box TurnBack::box(const Box& turned) const {
  const Point a = place({static_cast<float>(turned.left), static_cast<float>(turned.top)});
  const Point b = place({static_cast<float>(turned.right), static_cast<float>(turned.bottom)});
  const auto pixel = [](float at) { return static_cast<int>(std::lround(at)); };
  return {pixel(std::min(a.x, b.x)), pixel(std::min(a.y, b.y)), pixel(std::max(a.x, b.x)),
          pixel(std::max(a.y, b.y))};
}

}  // namespace ziffer
