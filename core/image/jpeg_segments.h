// The little of the JPEG container that stb_image leaves out: is the file whole, and which way is
// up. Marker layout: ITU-T T.81 annex B; orientation: EXIF 2.3 tag 0x0112 in IFD0 of the APP1
// segment.
#ifndef ZIFFER_CORE_IMAGE_JPEG_SEGMENTS_H_
#define ZIFFER_CORE_IMAGE_JPEG_SEGMENTS_H_

#include <cstdint>
#include <span>

#include "core/image/gray_image.h"

namespace ziffer {

struct JpegSegments {
  bool complete = false;  // a start-of-scan was seen and the end-of-image marker reached
  bool sound = true;      // every segment lies inside the file, every Huffman table is a legal one
  int width = 0;  // pixels as stored, before turning upright; 0 when there is no frame header
  int height = 0;
  int scans = 0;        // 1 for a baseline file, about ten for a progressive one
  int orientation = 1;  // EXIF 1..8; 1 when absent or damaged
};

// Walks the markers up to the first end of image; an EXIF thumbnail inside APP1 and whatever
// follows the end do not count. Never reads outside `bytes`, whatever they hold.
JpegSegments scan_jpeg(std::span<const std::uint8_t> bytes);

// The picture turned and mirrored so that EXIF `orientation` (1..8) becomes 1. Any other value
// is 1.
GrayImage upright(GrayImage image, int orientation);

}  // namespace ziffer

#endif  // ZIFFER_CORE_IMAGE_JPEG_SEGMENTS_H_
