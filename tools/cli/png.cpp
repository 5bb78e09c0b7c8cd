#include "tools/cli/png.h"

#include <zlib.h>

#include <string_view>

#include "core/nn/weights_file.h"

namespace ziffer::cli {
namespace {

using Bytes = std::vector<std::uint8_t>;

void append_big_endian(Bytes& out, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8)
    out.push_back(static_cast<std::uint8_t>(value >> shift));
}

void append_chunk(Bytes& out, std::string_view type, const Bytes& data) {
  append_big_endian(out, static_cast<std::uint32_t>(data.size()));
  Bytes body(type.begin(), type.end());
  body.insert(body.end(), data.begin(), data.end());
  out.insert(out.end(), body.begin(), body.end());
  append_big_endian(out, crc32(body));
}

}  // namespace

std::vector<std::uint8_t> encode_png(const Plane& gray) {
  Bytes header;
  append_big_endian(header, static_cast<std::uint32_t>(gray.width));
  append_big_endian(header, static_cast<std::uint32_t>(gray.height));
  // 8 bits a sample, greyscale, then the only compression and filter method, not interlaced.
  header.insert(header.end(), {8, 0, 0, 0, 0});

  Bytes rows;
  for (int y = 0; y < gray.height; ++y) {
    rows.push_back(0);  // this row's filter: none
    const auto row = gray.pixels.begin() + static_cast<std::ptrdiff_t>(gray.index(0, y));
    rows.insert(rows.end(), row, row + gray.width);
  }
  uLongf size = compressBound(static_cast<uLong>(rows.size()));
  Bytes packed(size);
  compress2(packed.data(), &size, rows.data(), static_cast<uLong>(rows.size()), Z_BEST_COMPRESSION);
  packed.resize(size);

  Bytes png = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  append_chunk(png, "IHDR", header);
  append_chunk(png, "IDAT", packed);
  append_chunk(png, "IEND", {});
  return png;
}

}  // namespace ziffer::cli
