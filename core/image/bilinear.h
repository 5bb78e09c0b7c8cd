// Bilinear interpolation between pixel centres, with bare paper outside the plane.
#ifndef ZIFFER_CORE_IMAGE_BILINEAR_H_
#define ZIFFER_CORE_IMAGE_BILINEAR_H_

#include <cmath>

namespace ziffer {

// The value at (x, y) of a row-major width x height plane, pixel (0, 0) having its centre at
// (0, 0). Outside there is 0.
template <typename Pixel>
float bilinear(const Pixel* pixels, int width, int height, float x, float y) {
  const float fx = std::floor(x);
  const float fy = std::floor(y);
  const int x0 = static_cast<int>(fx);
  const int y0 = static_cast<int>(fy);
  const float ax = x - fx;
  const float ay = y - fy;
  const auto at = [&](int px, int py) {
    return px < 0 || py < 0 || px >= width || py >= height
               ? 0.0F
               : static_cast<float>(pixels[py * width + px]);
  };
  return (at(x0, y0) * (1 - ax) + at(x0 + 1, y0) * ax) * (1 - ay) +
         (at(x0, y0 + 1) * (1 - ax) + at(x0 + 1, y0 + 1) * ax) * ay;
}

}  // namespace ziffer

#endif  // ZIFFER_CORE_IMAGE_BILINEAR_H_
