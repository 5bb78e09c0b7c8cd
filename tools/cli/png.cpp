#include "tools/cli/png.h"

#include <zlib.h>

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ziffer::cli {
namespace {

enum ColorType : std::uint8_t { kGray = 0, kGrayAlpha = 4 };

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

Bytes encode(const Plane& gray, const Plane* alpha) {
  assert(gray.width > 0 && gray.height > 0);
  assert(alpha == nullptr || (alpha->width == gray.width && alpha->height == gray.height));
  Bytes header;
  append_big_endian(header, static_cast<std::uint32_t>(gray.width));
  append_big_endian(header, static_cast<std::uint32_t>(gray.height));
  // 8 bits a sample; deflate, adaptive filters, no interlacing.
  header.insert(header.end(), {8, alpha != nullptr ? kGrayAlpha : kGray, 0, 0, 0});

  Bytes rows;
  rows.reserve((gray.pixels.size() + static_cast<std::size_t>(gray.height)) * 2);
  for (int y = 0; y < gray.height; ++y) {
    rows.push_back(0);  // unfiltered
    for (int x = 0; x < gray.width; ++x) {
      rows.push_back(gray.at(x, y));
      if (alpha != nullptr) rows.push_back(alpha->at(x, y));
    }
  }

  Bytes out = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  append_chunk(out, "IHDR", header);
  append_chunk(out, "IDAT", deflated(rows));
  append_chunk(out, "IEND", {});
  return out;
}

}  // namespace

Bytes encode_png(const Plane& gray) { return encode(gray, nullptr); }

Bytes encode_png(const Plane& gray, const Plane& alpha) { return encode(gray, &alpha); }

}  // namespace ziffer::cli
