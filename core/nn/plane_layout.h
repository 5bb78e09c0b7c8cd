// PlaneLayout: how a predictor keeps one image's activations in memory. Rows x columns x channels,
// channels last, with the border of zeros that the next layer will want: it is zeroed once, when
// the buffer is made, and the producer writes inside it, so that no layer ever copies its input
// into a padded one or asks where the edge is.
#ifndef ZIFFER_CORE_NN_PLANE_LAYOUT_H_
#define ZIFFER_CORE_NN_PLANE_LAYOUT_H_

#include "core/nn/network.h"

namespace ziffer {

struct PlaneLayout {
  Shape shape;
  int top = 0;  // rows of border before the first row; columns likewise
  int left = 0;
  int rows = 0;  // with border
  int columns = 0;

  static PlaneLayout without_border(const Shape& shape) {
    return {shape, 0, 0, shape.height, shape.width};
  }

  int row_stride() const { return columns * shape.channels; }
  int size() const { return rows * row_stride(); }
  // Where pixel (y, x) starts; (0, 0) is the first inside the border.
  int offset(int y, int x) const { return (y + top) * row_stride() + (x + left) * shape.channels; }
  bool has_border() const { return rows != shape.height || columns != shape.width; }
};

}  // namespace ziffer

#endif  // ZIFFER_CORE_NN_PLANE_LAYOUT_H_
