// Planes to PNG files (ISO/IEC 15948), deflated by zlib.
#ifndef ZIFFER_TOOLS_CLI_PNG_H_
#define ZIFFER_TOOLS_CLI_PNG_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/image/gray_image.h"
#include "tools/cli/files.h"

namespace ziffer::cli {

using Color = std::array<std::uint8_t, 3>;  // red, green, blue, sRGB

// Row-major, without padding. pixels.size() == width * height.
struct ColorImage {
  int width = 0;
  int height = 0;
  std::vector<Color> pixels;

  Color& at(int x, int y) {
    return pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                  static_cast<std::size_t>(x)];
  }
};

// Every picture must have at least one pixel.

// 8-bit grey.
Bytes encode_png(const Plane& gray);

// 8-bit grey with transparency: alpha 0 clear .. 255 opaque, of the same size.
Bytes encode_png(const Plane& gray, const Plane& alpha);

// 8-bit RGB.
Bytes encode_png(const ColorImage& image);

}  // namespace ziffer::cli

#endif  // ZIFFER_TOOLS_CLI_PNG_H_
