// Makes PNG files in memory: any colour type and depth, data stored uncompressed, checksums right.
// Small and slow, for tests only.
#ifndef ZIFFER_TESTS_SUPPORT_PNG_WRITER_H_
#define ZIFFER_TESTS_SUPPORT_PNG_WRITER_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/image/gray_image.h"

namespace ziffer::testing {

using Bytes = std::vector<std::uint8_t>;

inline std::uint32_t crc32_of(std::span<const std::uint8_t> bytes) {
  std::uint32_t crc = 0xFFFFFFFFu;
  for (const std::uint8_t byte : bytes) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 1) ? 0xEDB88320u ^ (crc >> 1) : crc >> 1;
  }
  return crc ^ 0xFFFFFFFFu;
}

inline void append_be32(Bytes& out, std::uint32_t v) {
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(v >> shift));
}

inline void append_chunk(Bytes& out, std::string_view type, const Bytes& data) {
  append_be32(out, static_cast<std::uint32_t>(data.size()));
  Bytes body(type.begin(), type.end());
  body.insert(body.end(), data.begin(), data.end());
  out.insert(out.end(), body.begin(), body.end());
  append_be32(out, crc32_of(body));
}

// A zlib stream of stored blocks (RFC 1950, RFC 1951 section 3.2.4).
inline Bytes zlib_stored(const Bytes& data) {
  Bytes out = {0x78, 0x01};
  std::size_t at = 0;
  do {
    const std::size_t length = std::min<std::size_t>(65535, data.size() - at);
    out.push_back(at + length == data.size() ? 1 : 0);
    out.push_back(static_cast<std::uint8_t>(length & 255));
    out.push_back(static_cast<std::uint8_t>(length >> 8));
    out.push_back(static_cast<std::uint8_t>(~length & 255));
    out.push_back(static_cast<std::uint8_t>((~length >> 8) & 255));
    out.insert(out.end(), data.begin() + static_cast<std::ptrdiff_t>(at),
               data.begin() + static_cast<std::ptrdiff_t>(at + length));
    at += length;
  } while (at < data.size());
  std::uint32_t a = 1;
  std::uint32_t b = 0;
  for (const std::uint8_t byte : data) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  append_be32(out, b << 16 | a);
  return out;
}

enum class PngColor : std::uint8_t { kGray = 0, kRgb = 2, kPalette = 3, kGrayAlpha = 4, kRgba = 6 };

struct PngSpec {
  int width = 0;
  int height = 0;
  PngColor color = PngColor::kGray;
  int depth = 8;
  Bytes rows;          // packed samples, row after row, without filter bytes
  Bytes palette;       // PLTE, r g b ...
  Bytes transparency;  // tRNS
};

inline Bytes png_header(const PngSpec& spec) {
  Bytes header;
  append_be32(header, static_cast<std::uint32_t>(spec.width));
  append_be32(header, static_cast<std::uint32_t>(spec.height));
  header.push_back(static_cast<std::uint8_t>(spec.depth));
  header.push_back(static_cast<std::uint8_t>(spec.color));
  header.insert(header.end(), {0, 0, 0});
  return header;
}

inline Bytes write_png(const PngSpec& spec) {
  Bytes out = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  append_chunk(out, "IHDR", png_header(spec));
  if (!spec.palette.empty()) append_chunk(out, "PLTE", spec.palette);
  if (!spec.transparency.empty()) append_chunk(out, "tRNS", spec.transparency);
  const std::size_t stride =
      spec.height > 0 ? spec.rows.size() / static_cast<std::size_t>(spec.height) : 0;
  Bytes raw;
  for (int y = 0; y < spec.height; ++y) {
    raw.push_back(0);
    const auto row =
        spec.rows.begin() + static_cast<std::ptrdiff_t>(stride * static_cast<std::size_t>(y));
    raw.insert(raw.end(), row, row + static_cast<std::ptrdiff_t>(stride));
  }
  append_chunk(out, "IDAT", zlib_stored(raw));
  append_chunk(out, "IEND", {});
  return out;
}

inline Bytes write_png(const Plane& plane) {
  return write_png(PngSpec{plane.width, plane.height, PngColor::kGray, 8, plane.pixels, {}, {}});
}

}  // namespace ziffer::testing

#endif  // ZIFFER_TESTS_SUPPORT_PNG_WRITER_H_
