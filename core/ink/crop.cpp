#include "core/ink/crop.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace ziffer {

Box ink_box(const InkImage& ink) {
  Box box{ink.width, ink.height, 0, 0};
  for (int y = 0; y < ink.height; ++y) {
    const auto row = ink.pixels.begin() + static_cast<std::ptrdiff_t>(ink.index(0, y));
    const auto is_ink = [](std::uint8_t v) { return v > 0; };
    const auto first = std::find_if(row, row + ink.width, is_ink);
    if (first == row + ink.width) continue;
    int right = ink.width;
    while (row[right - 1] == 0) --right;
    box = united(box, {static_cast<int>(first - row), y, right, y + 1});
  }
  return box;
}

Plane cropped(const Plane& plane, const Box& box) {
  Plane out(box.width(), box.height());
  for (int y = 0; y < out.height; ++y) {
    const std::size_t from = plane.index(box.left, box.top + y);
    std::copy_n(plane.pixels.begin() + static_cast<std::ptrdiff_t>(from), out.width,
                out.pixels.begin() + static_cast<std::ptrdiff_t>(out.index(0, y)));
  }
  return out;
}

}  // namespace ziffer
