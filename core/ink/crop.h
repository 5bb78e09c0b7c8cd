// Where the ink is, and cutting it out.
#ifndef ZIFFER_CORE_INK_CROP_H_
#define ZIFFER_CORE_INK_CROP_H_

#include "core/geometry.h"
#include "core/image/gray_image.h"

namespace ziffer {

// The bounding box of every pixel with any ink; its width is not positive when there is none.
Box ink_box(const InkImage& ink);

// The part of `plane` inside `box`, which must lie on it.
Plane cropped(const Plane& plane, const Box& box);

}  // namespace ziffer

#endif  // ZIFFER_CORE_INK_CROP_H_
