// Any bytes through everything before the network: decode, separate, segment, normalise.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "core/image/decode.h"
#include "core/ink/components.h"
#include "core/ink/normalize.h"
#include "core/ink/separate.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ziffer::Result<ziffer::GrayImage> image = ziffer::decode_image({data, size});
  if (!image) return 0;
  const ziffer::Result<ziffer::InkImage> ink = ziffer::separate_ink(image.value());
  if (!ink) return 0;
  const auto segments = ziffer::segment_digits(ink.value());
  if (segments.empty()) std::abort();
  for (const ziffer::Segment& segment : segments) {
    for (const float v : ziffer::normalize(segment.ink)) {
      if (!(v >= 0.0f && v <= 1.0f)) std::abort();
    }
  }
  return 0;
}
