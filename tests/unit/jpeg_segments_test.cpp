#include "core/image/jpeg_segments.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <vector>

#include "tests/support/fixture.h"

namespace ziffer {
namespace {

using Bytes = std::vector<std::uint8_t>;
using testing::fixture;

Bytes joined(std::initializer_list<Bytes> parts) {
  Bytes out;
  for (const Bytes& part : parts) out.insert(out.end(), part.begin(), part.end());
  return out;
}

Bytes segment(std::uint8_t marker, const Bytes& payload) {
  const std::size_t length = payload.size() + 2;
  return joined({{0xFF, marker, static_cast<std::uint8_t>(length >> 8),
                  static_cast<std::uint8_t>(length & 255)},
                 payload});
}

const Bytes kStart = {0xFF, 0xD8};
const Bytes kEnd = {0xFF, 0xD9};
const Bytes kFrame = segment(0xC0, {8, 0, 32, 0, 24, 1, 1, 0x11, 0});
const Bytes kScan = segment(0xDA, {1, 1, 0, 0, 63, 0});
const Bytes kData = {0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56};

// TIFF data with one entry, little-endian.
Bytes exif(std::uint8_t orientation, std::uint8_t type = 3, std::uint8_t count = 1) {
  return {'E',  'x',  'i',  'f', 0,     0, 'I', 'I', 42,          0, 8, 0, 0, 0, 1, 0,
          0x12, 0x01, type, 0,   count, 0, 0,   0,   orientation, 0, 0, 0, 0, 0, 0, 0};
}

int orientation_of(const Bytes& payload) {
  return scan_jpeg(joined({kStart, segment(0xE1, payload), kFrame, kScan, kData, kEnd}))
      .orientation;
}

TEST_SUITE("jpeg_segments") {
  TEST_CASE("a whole file: size, scans, end") {
    const JpegSegments jpeg = scan_jpeg(joined({kStart, kFrame, kScan, kData, kEnd}));
    CHECK(jpeg.complete);
    CHECK(jpeg.sound);
    CHECK(jpeg.width == 24);
    CHECK(jpeg.height == 32);
    CHECK(jpeg.scans == 1);
    CHECK(jpeg.orientation == 1);
  }

  TEST_CASE("several scans, fill bytes, bytes after the end") {
    const JpegSegments jpeg = scan_jpeg(joined({kStart,
                                                {0xFF, 0xFF},
                                                kFrame,
                                                kScan,
                                                kData,
                                                {0xFF, 0xFF},
                                                kScan,
                                                kData,
                                                kScan,
                                                kEnd,
                                                {0xFF, 0xDA, 0xFF}}));
    CHECK(jpeg.complete);
    CHECK(jpeg.sound);
    CHECK(jpeg.scans == 3);
  }

  TEST_CASE("without a scan or an end it is not complete") {
    CHECK_FALSE(scan_jpeg({}).complete);
    CHECK_FALSE(scan_jpeg(kStart).complete);
    CHECK_FALSE(scan_jpeg(joined({kStart, kEnd})).complete);
    CHECK_FALSE(scan_jpeg(joined({kStart, kFrame, kEnd})).complete);
    CHECK_FALSE(scan_jpeg(joined({kStart, kFrame, kScan, kData})).complete);
    CHECK_FALSE(scan_jpeg(joined({kStart, kFrame, kScan, kData, {0xFF}})).complete);
    CHECK_FALSE(scan_jpeg(joined({kFrame, kScan, kData, kEnd})).complete);
  }

  TEST_CASE("an end marker inside a segment is data") {
    const Bytes comment = segment(0xFE, joined({kScan, kEnd}));
    CHECK_FALSE(scan_jpeg(joined({kStart, comment, kFrame, kScan, kData})).complete);
    CHECK(scan_jpeg(joined({kStart, comment, kFrame, kScan, kData, kEnd})).complete);
    CHECK(scan_jpeg(joined({kStart, comment, kFrame, kScan, kData, kEnd})).scans == 1);
  }

  TEST_CASE("segment lengths that cannot be") {
    CHECK_FALSE(scan_jpeg(joined({kStart, {0xFF, 0xE0, 0, 1}, kFrame, kScan, kEnd})).sound);
    CHECK_FALSE(scan_jpeg(joined({kStart, {0xFF, 0xE0, 0xFF, 0xFF}, kFrame, kScan, kEnd})).sound);
    CHECK_FALSE(scan_jpeg(joined({kStart, {0xFF, 0xE0, 0}})).sound);
  }

  TEST_CASE("Huffman tables: legal, overfull, too many codes, cut short") {
    const auto sound_with = [](const Bytes& table) {
      return scan_jpeg(joined({kStart, segment(0xC4, table), kFrame, kScan, kData, kEnd})).sound;
    };
    Bytes table(17, 0);
    table[1] = 1;
    table[2] = 1;
    CHECK(sound_with(joined({table, {7, 8}})));
    CHECK(sound_with(joined({table, {7, 8}, table, {7, 8}})));
    CHECK_FALSE(sound_with(joined({table, {7}})));
    CHECK_FALSE(sound_with({0, 1, 2}));
    table[1] = 3;  // three codes of one bit
    CHECK_FALSE(sound_with(joined({table, Bytes(4, 0)})));
    Bytes many(17, 0);
    many[16] = 255;
    many[15] = 255;
    CHECK_FALSE(sound_with(joined({many, Bytes(510, 0)})));
  }

  TEST_CASE("orientation in either byte order") {
    for (std::uint8_t value = 1; value <= 8; ++value) {
      CHECK(orientation_of(exif(value)) == value);
      const Bytes big = {'E',  'x',  'i', 'f', 0, 0, 'M', 'M', 0, 42,    0, 0, 0, 8, 0, 1,
                         0x01, 0x12, 0,   3,   0, 0, 0,   1,   0, value, 0, 0, 0, 0, 0, 0};
      CHECK(orientation_of(big) == value);
      CHECK(scan_jpeg(fixture("orientation_" + std::to_string(value) + ".jpg")).orientation ==
            value);
    }
  }

  TEST_CASE("a damaged orientation is 1") {
    CHECK(orientation_of(exif(0)) == 1);
    CHECK(orientation_of(exif(9)) == 1);
    CHECK(orientation_of(exif(6, 4)) == 1);     // LONG instead of SHORT
    CHECK(orientation_of(exif(6, 3, 2)) == 1);  // two values
    Bytes order = exif(6);
    order[7] = 'M';
    CHECK(orientation_of(order) == 1);
    Bytes magic = exif(6);
    magic[8] = 43;
    CHECK(orientation_of(magic) == 1);
    Bytes far = exif(6);
    far[10] = far[11] = far[12] = far[13] = 0xFF;  // IFD0 beyond the segment
    CHECK(orientation_of(far) == 1);
    Bytes xmp = exif(6);
    xmp[0] = 'h';
    CHECK(orientation_of(xmp) == 1);
  }

  TEST_CASE("EXIF cut anywhere gives 1 or the value, never another") {
    const Bytes whole = exif(6);
    for (std::size_t length = 0; length <= whole.size(); ++length) {
      const int value =
          orientation_of(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length)));
      CAPTURE(length);
      CHECK((value == 1 || value == 6));
      if (length < 26) CHECK(value == 1);
    }
  }

  TEST_CASE("every beginning of a real file can be walked") {
    const Bytes bytes = fixture("thumbnail.jpg");
    REQUIRE(scan_jpeg(bytes).complete);
    for (std::size_t length = 0; length < bytes.size(); ++length) {
      CAPTURE(length);
      // A copy of its own, so that a sanitizer sees one byte too many.
      const Bytes prefix(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(length));
      CHECK_FALSE(scan_jpeg(prefix).complete);
    }
  }

  TEST_CASE("upright: what each orientation does to a 3 x 2 picture") {
    GrayImage stored(3, 2);
    stored.pixels = {1, 2, 3, 4, 5, 6};
    struct Expected {
      int orientation, width, height;
      Bytes pixels;
    };
    for (const Expected& expected :
         std::initializer_list<Expected>{{1, 3, 2, {1, 2, 3, 4, 5, 6}},
                                         {2, 3, 2, {3, 2, 1, 6, 5, 4}},
                                         {3, 3, 2, {6, 5, 4, 3, 2, 1}},
                                         {4, 3, 2, {4, 5, 6, 1, 2, 3}},
                                         {5, 2, 3, {1, 4, 2, 5, 3, 6}},
                                         {6, 2, 3, {4, 1, 5, 2, 6, 3}},
                                         {7, 2, 3, {6, 3, 5, 2, 4, 1}},
                                         {8, 2, 3, {3, 6, 2, 5, 1, 4}},
                                         {0, 3, 2, {1, 2, 3, 4, 5, 6}},
                                         {9, 3, 2, {1, 2, 3, 4, 5, 6}},
                                         {-1, 3, 2, {1, 2, 3, 4, 5, 6}}}) {
      CAPTURE(expected.orientation);
      const GrayImage turned = upright(stored, expected.orientation);
      CHECK(turned.width == expected.width);
      CHECK(turned.height == expected.height);
      CHECK(turned.pixels == expected.pixels);
    }
  }

  TEST_CASE("upright: tiles larger than one, single rows, odd heights") {
    GrayImage large(70, 45);
    for (std::size_t i = 0; i < large.pixels.size(); ++i)
      large.pixels[i] = static_cast<std::uint8_t>(i * 7);
    CHECK(upright(upright(large, 6), 8).pixels == large.pixels);
    CHECK(upright(upright(large, 5), 5).pixels == large.pixels);
    CHECK(upright(upright(large, 7), 7).pixels == large.pixels);
    CHECK(upright(upright(large, 3), 3).pixels == large.pixels);
    CHECK(upright(upright(upright(upright(large, 6), 6), 6), 6).pixels == large.pixels);
    GrayImage line(5, 1);
    line.pixels = {1, 2, 3, 4, 5};
    CHECK(upright(line, 8).pixels == Bytes{5, 4, 3, 2, 1});
    CHECK(upright(line, 4).pixels == line.pixels);
  }
}

}  // namespace
}  // namespace ziffer
