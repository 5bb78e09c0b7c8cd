// Resizing by exact area coverage when shrinking and bilinear interpolation when enlarging.
#ifndef ZIFFER_CORE_IMAGE_RESAMPLE_H_
#define ZIFFER_CORE_IMAGE_RESAMPLE_H_

#include "core/image/gray_image.h"

namespace ziffer {

// `source` fitted onto width x height (both at least 1). Each output pixel of a shrunk axis is the
// mean of the source it covers, fractions included; an unchanged axis is copied exactly.
Plane resized(const Plane& source, int width, int height);

// Shrunk so that its longer side is `side` at most; smaller planes come back as they are.
Plane shrunk_to(const Plane& plane, int side);

}  // namespace ziffer

#endif  // ZIFFER_CORE_IMAGE_RESAMPLE_H_
