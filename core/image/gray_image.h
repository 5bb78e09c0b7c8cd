// GrayImage and InkImage: the two planes every stage of the reader hands on.
#ifndef ZIFFER_CORE_IMAGE_GRAY_IMAGE_H_
#define ZIFFER_CORE_IMAGE_GRAY_IMAGE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ziffer {

// A plane of bytes, row-major, without padding. pixels.size() == width * height.
struct Plane {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> pixels;

  Plane() = default;
  Plane(int w, int h, std::uint8_t fill = 0)
      : width(w),
        height(h),
        pixels(static_cast<std::size_t>(w) * static_cast<std::size_t>(h), fill) {}

  std::size_t index(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
           static_cast<std::size_t>(x);
  }
  std::uint8_t at(int x, int y) const { return pixels[index(x, y)]; }
  std::uint8_t& at(int x, int y) { return pixels[index(x, y)]; }
};

// Luminance as decoded: 0 black, 255 white, either of them the paper.
struct GrayImage : Plane {
  using Plane::Plane;
};

// Ink coverage: 0 bare paper, 255 full ink, whatever the colours were. MNIST's polarity.
struct InkImage : Plane {
  using Plane::Plane;
};

}  // namespace ziffer

#endif  // ZIFFER_CORE_IMAGE_GRAY_IMAGE_H_
