#include "tools/cli/png.h"

#include <zlib.h>

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ziffer::cli {
namespace {

enum ColorType : std::uint8_t { kGray = 0, kRgb = 2, kGrayAlpha = 4 };

void append_big_endian(Bytes& out, std::uint32_t v) {
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(v >> shift));
}

void append_chunk(Bytes& out, std::string_view type, const Bytes& data) {
  append_big_endian(out, static_cast<std::uint32_t>(data.size()));
  const std::size_t begin = out.size();
  out.insert(out.end(), type.begin(), type.end());
  out.insert(out.end(), data.begin(), data.end());
  const uLong crc = crc32(0, out.data() + begin, static_cast<uInt>(out.size() - begin));
  append_big_endian(out, static_cast<std::uint32_t>(crc));
}

Bytes deflated(const Bytes& data) {
  uLongf size = compressBound(static_cast<uLong>(data.size()));
  Bytes out(size);
  // With room for the bound, only a lack of memory could make this fail.
  [[maybe_unused]] const int status =
      compress2(out.data(), &size, data.data(), static_cast<uLong>(data.size()), 6);
  assert(status == Z_OK);
  out.resize(size);
  return out;
}

// `append_pixel(i, rows)` appends the samples of pixel i, counted row by row.
template <typename AppendPixel>
Bytes encode(int width, int height, ColorType type, int channels, const AppendPixel& append_pixel) {
  assert(width > 0 && height > 0);
  Bytes header;
  append_big_endian(header, static_cast<std::uint32_t>(width));
  append_big_endian(header, static_cast<std::uint32_t>(height));
  header.insert(header.end(), {8, type, 0, 0, 0});  // 8 bits a sample; deflate, adaptive filters,
                                                    // no interlacing

  const auto columns = static_cast<std::size_t>(width);
  Bytes rows;
  rows.reserve((columns * static_cast<std::size_t>(channels) + 1) *
               static_cast<std::size_t>(height));
  for (std::size_t i = 0; i < columns * static_cast<std::size_t>(height); ++i) {
    if (i % columns == 0) rows.push_back(0);  // unfiltered
    append_pixel(i, rows);
  }

  Bytes out = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  append_chunk(out, "IHDR", header);
  append_chunk(out, "IDAT", deflated(rows));
  append_chunk(out, "IEND", {});
  return out;
}

}  // namespace

Bytes encode_png(const Plane& gray) {
  return encode(gray.width, gray.height, kGray, 1,
                [&](std::size_t i, Bytes& rows) { rows.push_back(gray.pixels[i]); });
}

Bytes encode_png(const Plane& gray, const Plane& alpha) {
  assert(alpha.width == gray.width && alpha.height == gray.height);
  return encode(gray.width, gray.height, kGrayAlpha, 2, [&](std::size_t i, Bytes& rows) {
    rows.push_back(gray.pixels[i]);
    rows.push_back(alpha.pixels[i]);
  });
}

Bytes encode_png(const ColorImage& image) {
  return encode(image.width, image.height, kRgb, 3, [&](std::size_t i, Bytes& rows) {
    rows.insert(rows.end(), image.pixels[i].begin(), image.pixels[i].end());
  });
}

}  // namespace ziffer::cli
