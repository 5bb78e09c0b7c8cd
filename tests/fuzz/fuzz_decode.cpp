// Any bytes to decode_image(): a picture of the stated size or an error.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "core/image/decode.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ziffer::Result<ziffer::GrayImage> image = ziffer::decode_image({data, size});
  if (!image) return 0;
  const ziffer::GrayImage& picture = image.value();
  if (picture.pixels.size() !=
      static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height))
    std::abort();
  return 0;
}
