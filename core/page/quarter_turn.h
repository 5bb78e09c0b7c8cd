// Quarter turns: pictures taken sideways or upside down.
#ifndef ZIFFER_CORE_PAGE_QUARTER_TURN_H_
#define ZIFFER_CORE_PAGE_QUARTER_TURN_H_

#include "core/geometry.h"
#include "core/image/gray_image.h"
#include "core/ink/strokes.h"

namespace ziffer {

// The picture turned by a right angle, clockwise.
GrayImage quarter_turned(const GrayImage& picture);

// From a picture of width x height pixels that was turned `turns` times to the page it shows, which
// may be of another size.
struct TurnBack {
  int turns;
  int width;
  int height;
  int page_width;
  int page_height;

  Point place(Point at) const;
  Point step(Point by) const;  // the difference of two places
  Box box(const Box& turned) const;
};

}  // namespace ziffer

#endif  // ZIFFER_CORE_PAGE_QUARTER_TURN_H_
