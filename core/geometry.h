// Box: the bounding box, with the few words the rest of the core needs to speak of places.
#ifndef ZIFFER_CORE_GEOMETRY_H_
#define ZIFFER_CORE_GEOMETRY_H_

#include <algorithm>

namespace ziffer {

// Half-open: columns left..right-1, rows top..bottom-1. Pixels, y growing downwards.
struct Box {
  int left = 0;
  int top = 0;
  int right = 0;
  int bottom = 0;

  int width() const { return right - left; }
  int height() const { return bottom - top; }
  bool operator==(const Box&) const = default;
};

inline Box united(const Box& a, const Box& b) {
  return {std::min(a.left, b.left), std::min(a.top, b.top), std::max(a.right, b.right),
          std::max(a.bottom, b.bottom)};
}

// Whether a box reaches the border of a plane, or comes `within` so many pixels of it: what it
// holds may go on beyond.
inline bool touches_border(const Box& box, int width, int height, int within = 0) {
  return box.left <= within || box.top <= within || box.right >= width - within ||
         box.bottom >= height - within;
}

// Columns (rows) that two boxes share; negative when they do not: then the gap between them.
inline int horizontal_overlap(const Box& a, const Box& b) {
  return std::min(a.right, b.right) - std::max(a.left, b.left);
}
inline int vertical_overlap(const Box& a, const Box& b) {
  return std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
}

}  // namespace ziffer

#endif  // ZIFFER_CORE_GEOMETRY_H_
