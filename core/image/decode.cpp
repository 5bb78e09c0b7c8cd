#include "core/image/decode.h"

#include <algorithm>
#include <array>
#include <climits>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

#include "core/image/jpeg_segments.h"

namespace {

// No plane of an accepted picture needs more, so a larger request comes from a hostile file: a
// deflate stream that unpacks to gigabytes behind a small header.
constexpr std::size_t kMaxAllocation = 300'000'000;

// Zeroed, because stb_image reads Huffman tables and coefficients that a damaged JPEG never
// defined.
void* bounded_allocate(std::size_t size) {
  return size > kMaxAllocation ? nullptr : std::calloc(1, size);
}

void* bounded_reallocate(void* memory, std::size_t size) {
  return size > kMaxAllocation ? nullptr : std::realloc(memory, size);
}

}  // namespace

#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_PNG
#define STBI_ONLY_JPEG
#define STBI_NO_STDIO
#define STBI_NO_LINEAR
#define STBI_NO_HDR
#define STBI_NO_FAILURE_STRINGS
#define STBI_MAX_DIMENSIONS ziffer::kMaxSide
#define STBI_MALLOC(size) bounded_allocate(size)
#define STBI_REALLOC(memory, size) bounded_reallocate(memory, size)
#define STBI_FREE(memory) std::free(memory)
// Its assertions can be reached by damaged files; all of them are followed by in-bounds code.
#define STBI_ASSERT(condition) static_cast<void>(0)

#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wunused-function"
#elif defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#endif
#include <stb/stb_image.h>
#if defined(__clang__)
#pragma clang diagnostic pop
#elif defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

namespace ziffer {
namespace {

using Bytes = std::span<const std::uint8_t>;

struct StbFree {
  void operator()(stbi_uc* pixels) const { stbi_image_free(pixels); }
};
using StbPixels = std::unique_ptr<stbi_uc, StbFree>;

// Progressive files have about ten scans. Each costs a walk over the whole picture however few
// bytes it takes, so a file may not ask for thousands.
constexpr int kMaxScans = 100;

// Bytes of raw PNG samples, which stb_image holds twice: 8-bit RGBA at kMaxPixels.
constexpr std::int64_t kMaxRawBytes = 4 * std::int64_t{kMaxPixels};

Error corrupt(const char* message) { return {ErrorCode::kCorruptImage, message}; }

std::uint32_t big_endian32(Bytes bytes, std::size_t at) {
  return std::uint32_t{bytes[at]} << 24 | std::uint32_t{bytes[at + 1]} << 16 |
         std::uint32_t{bytes[at + 2]} << 8 | std::uint32_t{bytes[at + 3]};
}

bool starts_with(Bytes bytes, std::initializer_list<std::uint8_t> magic) {
  return bytes.size() >= magic.size() && std::equal(magic.begin(), magic.end(), bytes.begin());
}

bool is_png(Bytes bytes) {
  return starts_with(bytes, {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
}
bool is_jpeg(Bytes bytes) { return starts_with(bytes, {0xFF, 0xD8, 0xFF}); }

constexpr std::array<std::uint32_t, 256> make_crc_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = (value & 1) ? 0xEDB88320u ^ (value >> 1) : value >> 1;
    table[i] = value;
  }
  return table;
}

// A fuzzer cannot guess checksums; with the check on, it would never get past the first chunk.
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
constexpr bool kVerifyChecksums = false;
#else
constexpr bool kVerifyChecksums = true;
#endif

bool crc_matches(Bytes type_and_data, std::uint32_t stored) {
  static constexpr std::array<std::uint32_t, 256> kTable = make_crc_table();
  std::uint32_t crc = 0xFFFFFFFFu;
  for (const std::uint8_t byte : type_and_data) crc = kTable[(crc ^ byte) & 0xFF] ^ (crc >> 8);
  return !kVerifyChecksums || (crc ^ 0xFFFFFFFFu) == stored;
}

struct PngLayout {
  bool complete = false;  // every chunk whole and intact, from IHDR to IEND
  bool has_alpha = false;
  std::int64_t raw_bytes = 0;
};

bool is_legal_depth(int color, int depth) {
  switch (color) {
    case 0:
      return depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
    case 3:
      return depth == 1 || depth == 2 || depth == 4 || depth == 8;
    case 2:
    case 4:
    case 6:
      return depth == 8 || depth == 16;
    default:
      return false;
  }
}

// PNG specification (ISO/IEC 15948), chunk layout. stb_image trusts chunk lengths and ignores
// checksums.
PngLayout scan_png(Bytes bytes) {
  constexpr std::uint32_t kHeader = 0x49484452;        // IHDR
  constexpr std::uint32_t kTransparency = 0x74524E53;  // tRNS
  constexpr std::uint32_t kEnd = 0x49454E44;           // IEND
  PngLayout layout;
  std::size_t at = 8;
  bool first = true;
  while (bytes.size() - at >= 12) {
    const std::size_t length = big_endian32(bytes, at);
    const std::uint32_t type = big_endian32(bytes, at + 4);
    if (length > bytes.size() - at - 12) return layout;
    if (!crc_matches(bytes.subspan(at + 4, length + 4), big_endian32(bytes, at + 8 + length))) {
      return layout;
    }
    if (first != (type == kHeader)) return layout;
    if (first) {
      const int depth = length == 13 ? bytes[at + 16] : 0;
      const int color = length == 13 ? bytes[at + 17] : 0;
      if (!is_legal_depth(color, depth)) return layout;
      layout.has_alpha = (color & 4) != 0;
      const int samples = color == 3 ? 1 : ((color & 2) ? 3 : 1) + ((color & 4) ? 1 : 0);
      layout.raw_bytes = std::int64_t{big_endian32(bytes, at + 8)} *
                         std::int64_t{big_endian32(bytes, at + 12)} * samples *
                         (depth == 16 ? 2 : 1);
      first = false;
    }
    if (type == kTransparency) layout.has_alpha = true;
    if (type == kEnd) {
      layout.complete = true;
      return layout;
    }
    at += length + 12;
  }
  return layout;
}

// Opaque ink on nothing is laid on the far end of the scale. An opaque picture of its own, paper
// and ink, that only has clear corners or margins is continued with the end nearest to its paper.
std::uint8_t backdrop(const stbi_uc* gray_alpha, std::size_t count) {
  std::array<std::int64_t, 256> histogram{};
  std::int64_t opaque = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (gray_alpha[2 * i + 1] < 128) continue;
    ++histogram[gray_alpha[2 * i]];
    ++opaque;
  }
  const auto level_at = [&](std::int64_t share_percent) {
    std::int64_t below = 0;
    for (int level = 0; level < 255; ++level) {
      below += histogram[static_cast<std::size_t>(level)];
      if (below * 100 > opaque * share_percent) return level;
    }
    return 255;
  };
  constexpr int kTwoTone = 80;
  const bool bright = level_at(50) >= 128;
  const bool picture =
      opaque * 2 > static_cast<std::int64_t>(count) && level_at(98) - level_at(2) > kTwoTone;
  return bright == picture ? 255 : 0;
}

void flatten(const stbi_uc* gray_alpha, std::vector<std::uint8_t>& out) {
  const int ground = backdrop(gray_alpha, out.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    const int alpha = gray_alpha[2 * i + 1];
    out[i] =
        static_cast<std::uint8_t>((gray_alpha[2 * i] * alpha + ground * (255 - alpha) + 127) / 255);
  }
}

}  // namespace

Result<GrayImage> decode_image(Bytes bytes) {
  if (bytes.empty()) return Error{ErrorCode::kEmptyInput, "The file is empty."};
  const bool png = is_png(bytes);
  if (!png && !is_jpeg(bytes)) {
    return Error{ErrorCode::kUnsupportedFormat, "The file is neither PNG nor JPEG."};
  }
  if (bytes.size() > static_cast<std::size_t>(INT_MAX)) {
    return Error{ErrorCode::kImageTooLarge, "The file is larger than 2 GB."};
  }
  const int size = static_cast<int>(bytes.size());

  // The header's size comes first: a bomb is called too large even when it is cut short as well.
  JpegSegments jpeg;
  PngLayout layout;
  std::int64_t width = 0;
  std::int64_t height = 0;
  if (png) {
    layout = scan_png(bytes);
    if (bytes.size() < 33) return corrupt("The PNG file ends inside its header.");
    width = big_endian32(bytes, 16);
    height = big_endian32(bytes, 20);
  } else {
    jpeg = scan_jpeg(bytes);
    width = jpeg.width;
    height = jpeg.height;
  }
  if (width > kMaxSide || height > kMaxSide || width * height > kMaxPixels ||
      layout.raw_bytes > kMaxRawBytes) {
    return Error{ErrorCode::kImageTooLarge,
                 "The picture has more than 64 million pixels or a side above 16384."};
  }
  if (png && !layout.complete) return corrupt("The PNG file is damaged or cut short.");
  if (!png && (!jpeg.complete || !jpeg.sound || jpeg.scans > kMaxScans)) {
    return corrupt("The JPEG file is damaged or cut short.");
  }
  if (width < kMinSide || height < kMinSide) {
    return Error{ErrorCode::kImageTooSmall, "The picture has a side below 4 pixels."};
  }

  const int channels = layout.has_alpha ? 2 : 1;
  int decoded_width = 0;
  int decoded_height = 0;
  const StbPixels pixels(stbi_load_from_memory(bytes.data(), size, &decoded_width, &decoded_height,
                                               nullptr, channels));
  if (!pixels) return corrupt("The picture's data is damaged or of a rare kind.");
  // Two parsers read the header; a file on which they disagree was made to deceive one of them.
  if (decoded_width != width || decoded_height != height) {
    return corrupt("The picture's size is stated twice and differs.");
  }

  GrayImage image(decoded_width, decoded_height);
  if (channels == 2) {
    flatten(pixels.get(), image.pixels);
  } else {
    std::copy_n(pixels.get(), image.pixels.size(), image.pixels.begin());
  }
  return upright(std::move(image), jpeg.orientation);
}

}  // namespace ziffer
