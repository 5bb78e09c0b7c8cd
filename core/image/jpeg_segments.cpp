#include "core/image/jpeg_segments.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace ziffer {
namespace {

using Bytes = std::span<const std::uint8_t>;

// Integers of either byte order. Outside the span they are 0, which no caller takes for a valid
// field.
class Reader {
 public:
  Reader(Bytes bytes, bool big_endian) : bytes_(bytes), big_endian_(big_endian) {}

  std::uint32_t u16(std::size_t at) const {
    if (at > bytes_.size() || bytes_.size() - at < 2) return 0;
    const std::uint32_t first = bytes_[at];
    const std::uint32_t second = bytes_[at + 1];
    return big_endian_ ? first << 8 | second : second << 8 | first;
  }
  std::uint32_t u32(std::size_t at) const {
    return big_endian_ ? u16(at) << 16 | u16(at + 2) : u16(at + 2) << 16 | u16(at);
  }

 private:
  Bytes bytes_;
  bool big_endian_;
};

// `payload` is an APP1 segment without its length. Returns 1 unless it is EXIF with a legal
// orientation.
int exif_orientation(Bytes payload) {
  constexpr std::array<std::uint8_t, 6> kExif = {'E', 'x', 'i', 'f', 0, 0};
  constexpr std::uint32_t kOrientationTag = 0x0112;
  constexpr std::uint32_t kShort = 3;
  if (payload.size() < kExif.size() || !std::equal(kExif.begin(), kExif.end(), payload.begin()))
    return 1;
  const Bytes tiff = payload.subspan(kExif.size());
  if (tiff.size() < 8 || tiff[0] != tiff[1] || (tiff[0] != 'I' && tiff[0] != 'M')) return 1;
  const Reader reader(tiff, tiff[0] == 'M');
  if (reader.u16(2) != 42) return 1;
  const std::size_t directory = reader.u32(4);
  const std::uint32_t entries = reader.u16(directory);
  for (std::uint32_t i = 0; i < entries; ++i) {
    const std::size_t entry = directory + 2 + std::size_t{i} * 12;
    if (entry >= tiff.size()) return 1;
    if (reader.u16(entry) != kOrientationTag) continue;
    const std::uint32_t value = reader.u16(entry + 8);
    const bool legal =
        reader.u16(entry + 2) == kShort && reader.u32(entry + 4) == 1 && value >= 1 && value <= 8;
    return legal ? static_cast<int>(value) : 1;
  }
  return 1;
}

// T.81 B.2.4.2. Tables of more than 255 codes, or with lengths that no prefix code can have, do not
// occur in 8-bit pictures and overrun the decoder's tables.
bool legal_huffman_tables(Bytes payload) {
  std::size_t at = 0;
  while (at < payload.size()) {
    if (payload.size() - at < 17) return false;
    std::size_t codes = 0;
    std::size_t used = 0;  // of the 65536 16-bit patterns
    for (std::size_t length = 1; length <= 16; ++length) {
      codes += payload[at + length];
      used += std::size_t{payload[at + length]} << (16 - length);
    }
    if (codes > 255 || used > 65536 || payload.size() - at - 17 < codes) return false;
    at += 17 + codes;
  }
  return true;
}

bool is_frame_header(std::uint8_t marker) {
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

// Restart markers, TEM and start of image stand alone; everything else carries a length.
bool has_no_payload(std::uint8_t marker) {
  return (marker >= 0xD0 && marker <= 0xD8) || marker == 0x01;
}

}  // namespace

JpegSegments scan_jpeg(Bytes bytes) {
  JpegSegments result;
  if (bytes.size() < 4 || bytes[0] != 0xFF || bytes[1] != 0xD8) return result;
  const Reader reader(bytes, true);
  bool exif_seen = false;
  std::size_t at = 2;
  while (true) {
    // Between segments this steps over fill bytes; after a start of scan, over its entropy-coded
    // data, in which 0xFF is always followed by a stuffed 0 or a restart marker.
    while (at + 1 < bytes.size() &&
           (bytes[at] != 0xFF || bytes[at + 1] == 0x00 || bytes[at + 1] == 0xFF)) {
      ++at;
    }
    if (at + 1 >= bytes.size()) return result;
    const std::uint8_t marker = bytes[at + 1];
    at += 2;
    if (marker == 0xD9) {
      result.complete = result.scans > 0;
      return result;
    }
    if (has_no_payload(marker)) continue;

    const std::size_t length = reader.u16(at);
    if (length < 2 || length > bytes.size() - at) {
      result.sound = false;
      return result;
    }
    const Bytes payload = bytes.subspan(at + 2, length - 2);
    if (is_frame_header(marker) && result.width == 0 && payload.size() >= 6) {
      result.height = static_cast<int>(reader.u16(at + 3));
      result.width = static_cast<int>(reader.u16(at + 5));
    } else if (marker == 0xC4) {
      result.sound = result.sound && legal_huffman_tables(payload);
    } else if (marker == 0xDA) {
      ++result.scans;
    } else if (marker == 0xE1 && !exif_seen && payload.size() >= 6 && payload[0] == 'E') {
      exif_seen = true;
      result.orientation = exif_orientation(payload);
    }
    at += length;
  }
}

GrayImage upright(GrayImage image, int orientation) {
  if (orientation < 2 || orientation > 8) return image;
  const int width = image.width;
  const int height = image.height;
  if (orientation <= 4) {
    // Half turns and mirrors work in place: a large photograph is not held twice.
    const bool flip_rows = orientation == 3 || orientation == 4;
    const bool flip_columns = orientation == 2 || orientation == 3;
    const auto row = [&](int y) {
      return image.pixels.begin() + static_cast<std::ptrdiff_t>(image.index(0, y));
    };
    if (flip_rows) {
      for (int y = 0; y < height / 2; ++y)
        std::swap_ranges(row(y), row(y) + width, row(height - 1 - y));
    }
    if (flip_columns) {
      for (int y = 0; y < height; ++y) std::reverse(row(y), row(y) + width);
    }
    return image;
  }
  GrayImage turned(height, width);
  const bool from_right =
      orientation == 7 || orientation == 8;  // new rows run over old columns from the right
  const bool from_bottom =
      orientation == 6 || orientation == 7;  // new columns run over old rows from the bottom
  // In tiles, so that both the rows read and the rows written stay in the cache.
  constexpr int kTile = 32;
  for (int tile_y = 0; tile_y < width; tile_y += kTile) {
    for (int tile_x = 0; tile_x < height; tile_x += kTile) {
      for (int y = tile_y; y < std::min(tile_y + kTile, width); ++y) {
        for (int x = tile_x; x < std::min(tile_x + kTile, height); ++x) {
          turned.at(x, y) =
              image.at(from_right ? width - 1 - y : y, from_bottom ? height - 1 - x : x);
        }
      }
    }
  }
  return turned;
}

}  // namespace ziffer
