// PNG and JPEG bytes to luminance, by stb_image: the only file that sees it, so the command line
// and the page decode every picture to the same pixels.
//
// JPEG: the Y channel; EXIF orientation 1..8 is applied. PNG: ITU-R BT.601 weights; 16-bit is cut
// to 8; transparency is laid on white or black, whichever the opaque pixels stand out from.
#ifndef ZIFFER_CORE_IMAGE_DECODE_H_
#define ZIFFER_CORE_IMAGE_DECODE_H_

#include <cstdint>
#include <span>

#include "core/image/gray_image.h"
#include "core/result.h"

namespace ziffer {

constexpr int kMaxSide = 16384;  // pixels; a larger header is refused before any memory is taken
constexpr long kMaxPixels = 64'000'000;  // a 48-megapixel photograph passes
constexpr int kMinSide = 4;              // smaller pictures cannot hold a digit

// The content decides, not the name. Errors: kEmptyInput, kUnsupportedFormat, kCorruptImage (also a
// file that ends early), kImageTooLarge, kImageTooSmall.
Result<GrayImage> decode_image(std::span<const std::uint8_t> bytes);

}  // namespace ziffer

#endif  // ZIFFER_CORE_IMAGE_DECODE_H_
