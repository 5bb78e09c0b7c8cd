// Pen strokes to ink. The page hands over pointer positions and never reads pixels back from its
// canvas: browsers that fight fingerprinting alter them.
#ifndef ZIFFER_CORE_INK_STROKES_H_
#define ZIFFER_CORE_INK_STROKES_H_

#include <span>
#include <vector>

#include "core/image/gray_image.h"
#include "core/result.h"

namespace ziffer {

struct Point {
  float x = 0;
  float y = 0;
};

using Stroke = std::vector<Point>;  // pen down to pen up; one point is a dot

// A round pen of `pen_width` pixels drawn along straight segments on a width x height pad, edges
// anti-aliased by distance; points within a thirty-second of the pen's width of the last are
// skipped. Points outside the pad are drawn as far as they reach into it. Errors: kInvalidArgument
// (side outside 1..4096, pen_width outside 0.5..512, a coordinate that is not finite), kNoInk (no
// points on the pad).
Result<InkImage> draw_strokes(std::span<const Stroke> strokes, float pen_width, int width,
                              int height);

}  // namespace ziffer

#endif  // ZIFFER_CORE_INK_STROKES_H_
