#include "core/image/decode.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "tests/support/ascii_art.h"
#include "tests/support/fixture.h"
#include "tests/support/png_writer.h"

namespace ziffer {
namespace {

using testing::Bytes;
using testing::fixture;
using testing::PngColor;
using testing::PngSpec;
using testing::write_png;

ErrorCode error_of(const Bytes& bytes) {
  const Result<GrayImage> result = decode_image(bytes);
  REQUIRE_FALSE(static_cast<bool>(result));
  CHECK_FALSE(result.error().message.empty());
  return result.error().code;
}

// The 7 that tests/fixtures/make_jpegs.cpp draws.
bool is_ink(int x, int y) {
  return (y >= 4 && y < 8 && x >= 4 && x < 20) || (y >= 8 && y < 28 && x >= 12 && x < 16) ||
         (y >= 16 && y < 20 && x >= 8 && x < 20);
}

// The largest difference from the 7 drawn with these two levels.
int worst_difference(const GrayImage& image, int ink, int paper) {
  REQUIRE(image.width == 24);
  REQUIRE(image.height == 32);
  int worst = 0;
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      worst = std::max(worst, std::abs(image.at(x, y) - (is_ink(x, y) ? ink : paper)));
    }
  }
  return worst;
}

void check_fixture(const std::string& name, int ink, int paper, int tolerance) {
  CAPTURE(name);
  const Result<GrayImage> image = decode_image(fixture(name));
  REQUIRE(static_cast<bool>(image));
  CHECK(worst_difference(image.value(), ink, paper) <= tolerance);
}

TEST_SUITE("decode") {
  TEST_CASE("an 8-bit grey PNG comes back as it was") {
    GrayImage image(5, 4);
    for (std::size_t i = 0; i < image.pixels.size(); ++i)
      image.pixels[i] = static_cast<std::uint8_t>(i * 13);
    const Result<GrayImage> decoded = decode_image(write_png(image));
    REQUIRE(static_cast<bool>(decoded));
    CHECK(decoded.value().width == 5);
    CHECK(decoded.value().height == 4);
    CHECK(decoded.value().pixels == image.pixels);
  }

  TEST_CASE("the PNG kinds of real encoders") {
    check_fixture("gray.png", 30, 225, 0);
    check_fixture("gray16.png", 30, 225, 0);
    check_fixture("bits.png", 0, 255, 0);
    check_fixture("interlaced.png", 30, 225, 0);
    check_fixture("palette.png", 30, 225, 0);
    // BT.601: 0.299 r + 0.587 g + 0.114 b of (16, 32, 192) and (240, 240, 224).
    check_fixture("rgb.png", 45, 238, 1);
  }

  TEST_CASE(
      "JPEGs: baseline, restart markers, colour, progressive, with trailing bytes, with a "
      "thumbnail") {
    for (const char* name :
         {"baseline.jpg", "restarts.jpg", "progressive.jpg", "trailing_bytes.jpg"}) {
      check_fixture(name, 30, 225, 12);
    }
    // Luminance of (30, 30, 160) and (225, 225, 190).
    check_fixture("color.jpg", 45, 221, 14);
    check_fixture("progressive_color.jpg", 45, 221, 14);
  }

  TEST_CASE("all eight EXIF orientations show the same picture") {
    for (int orientation = 1; orientation <= 8; ++orientation) {
      check_fixture("orientation_" + std::to_string(orientation) + ".jpg", 30, 225, 12);
    }
  }

  TEST_CASE(
      "the orientation is the picture's, not the thumbnail's, and the thumbnail's end is not the "
      "file's") {
    const Result<GrayImage> turned =
        decode_image(fixture("thumbnail.jpg"));  // orientation 3: upside down
    REQUIRE(static_cast<bool>(turned));
    GrayImage upright = turned.value();
    std::reverse(upright.pixels.begin(), upright.pixels.end());
    CHECK(worst_difference(upright, 30, 225) <= 12);
  }

  TEST_CASE("transparent paper is laid on what the ink stands out from") {
    check_fixture("transparent_dark.png", 16, 255, 0);
    check_fixture("transparent_light.png", 240, 0, 0);
    check_fixture("transparent_palette.png", 20, 255, 0);
  }

  TEST_CASE("half-transparent edges are mixed in proportion") {
    PngSpec spec{4, 4, PngColor::kGrayAlpha, 8, {}, {}, {}};
    for (int i = 0; i < 16; ++i) {
      spec.rows.push_back(0);
      spec.rows.push_back(i < 4 ? 255 : (i == 4 ? 64 : 0));
    }
    const Result<GrayImage> image = decode_image(write_png(spec));
    REQUIRE(static_cast<bool>(image));
    CHECK(image.value().at(0, 0) == 0);
    CHECK(image.value().at(0, 1) == 191);
    CHECK(image.value().at(0, 3) == 255);
  }

  TEST_CASE("an opaque picture with clear corners is continued in its paper's tone") {
    PngSpec spec{16, 16, PngColor::kGrayAlpha, 8, {}, {}, {}};
    for (int y = 0; y < 16; ++y) {
      for (int x = 0; x < 16; ++x) {
        const bool corner = x + y < 3;
        spec.rows.push_back(x == 8 ? 10 : 250);
        spec.rows.push_back(corner ? 0 : 255);
      }
    }
    const Result<GrayImage> image = decode_image(write_png(spec));
    REQUIRE(static_cast<bool>(image));
    CHECK(image.value().at(0, 0) == 255);
    CHECK(image.value().at(8, 8) == 10);
  }

  TEST_CASE("a fully transparent picture decodes to one level") {
    PngSpec spec{6, 5, PngColor::kRgba, 8, Bytes(6 * 5 * 4, 0), {}, {}};
    const Result<GrayImage> image = decode_image(write_png(spec));
    REQUIRE(static_cast<bool>(image));
    for (const std::uint8_t v : image.value().pixels) CHECK(v == image.value().pixels[0]);
  }

  TEST_CASE("what is no picture is called so") {
    CHECK(error_of({}) == ErrorCode::kEmptyInput);
    CHECK(error_of(fixture("empty.png")) == ErrorCode::kEmptyInput);
    CHECK(error_of(fixture("text.png")) == ErrorCode::kUnsupportedFormat);
    CHECK(error_of({0x89}) == ErrorCode::kUnsupportedFormat);
    CHECK(error_of({'G', 'I', 'F', '8', '9', 'a', 1, 0, 1, 0}) == ErrorCode::kUnsupportedFormat);
    CHECK(error_of({'B', 'M', 0, 0, 0, 0}) == ErrorCode::kUnsupportedFormat);
    CHECK(error_of({0xFF, 0xD8, 0xFF}) == ErrorCode::kCorruptImage);
  }

  TEST_CASE("header bombs are refused by their header") {
    CHECK(error_of(fixture("header_bomb.png")) == ErrorCode::kImageTooLarge);
    CHECK(error_of(fixture("header_bomb.jpg")) == ErrorCode::kImageTooLarge);
    const PngSpec wide{kMaxSide + 1, 4, PngColor::kGray, 8, {}, {}, {}};
    CHECK(error_of(write_png(wide)) == ErrorCode::kImageTooLarge);
    const PngSpec many{8001, 8000, PngColor::kGray, 8, {}, {}, {}};
    CHECK(error_of(write_png(many)) == ErrorCode::kImageTooLarge);
    const PngSpec deep{8000, 8000, PngColor::kRgba, 16, {}, {}, {}};
    CHECK(error_of(write_png(deep)) == ErrorCode::kImageTooLarge);
    PngSpec negative{4, 4, PngColor::kGray, 8, {}, {}, {}};
    negative.width = -1;
    negative.height = 1;
    CHECK(error_of(write_png(negative)) == ErrorCode::kImageTooLarge);
  }

  TEST_CASE("sides below the smallest") {
    CHECK(error_of(write_png(GrayImage(3, 10))) == ErrorCode::kImageTooSmall);
    CHECK(error_of(write_png(GrayImage(10, 3))) == ErrorCode::kImageTooSmall);
    CHECK(static_cast<bool>(decode_image(write_png(GrayImage(4, 4)))));
    const PngSpec none{0, 8, PngColor::kGray, 8, {}, {}, {}};
    CHECK(error_of(write_png(none)) == ErrorCode::kImageTooSmall);
  }

  TEST_CASE("damaged files") {
    for (const char* name :
         {"truncated.png", "damaged.png", "truncated.jpg", "truncated_progressive.jpg"}) {
      CAPTURE(name);
      const Bytes bytes = fixture(name);
      REQUIRE(bytes.size() > 40);
      CHECK(error_of(bytes) == ErrorCode::kCorruptImage);
    }
  }

  TEST_CASE("too few rows of data") {
    PngSpec spec{8, 8, PngColor::kGray, 8, Bytes(64), {}, {}};
    Bytes bytes = write_png(spec);
    PngSpec taller = spec;
    taller.height = 9;
    Bytes header;
    testing::append_chunk(header, "IHDR", testing::png_header(taller));
    std::copy(header.begin(), header.end(), bytes.begin() + 8);
    CHECK(error_of(bytes) == ErrorCode::kCorruptImage);
  }

  TEST_CASE("depths that a colour type does not have") {
    for (const auto& [color, depth] : {std::pair{PngColor::kRgb, 4},
                                       {PngColor::kGrayAlpha, 1},
                                       {PngColor::kPalette, 16},
                                       {PngColor::kGray, 3},
                                       {PngColor{5}, 8}}) {
      CHECK(error_of(write_png(PngSpec{8, 8, color, depth, Bytes(512), {}, {}})) ==
            ErrorCode::kCorruptImage);
    }
  }

  TEST_CASE("no beginning of a file passes for the file") {
    for (const char* name :
         {"gray.png", "transparent_palette.png", "baseline.jpg", "progressive_color.jpg",
          "restarts.jpg", "orientation_6.jpg", "thumbnail.jpg"}) {
      const Bytes bytes = fixture(name);
      REQUIRE(static_cast<bool>(decode_image(bytes)));
      for (std::size_t length = 0; length < bytes.size(); ++length) {
        const Result<GrayImage> result = decode_image(std::span(bytes).first(length));
        CAPTURE(name);
        CAPTURE(length);
        CHECK_FALSE(static_cast<bool>(result));
      }
    }
  }

  TEST_CASE("a changed byte in a PNG is noticed, wherever it is") {
    const Bytes bytes = fixture("gray.png");
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      Bytes changed = bytes;
      changed[i] ^= 0x20;
      CAPTURE(i);
      CHECK_FALSE(static_cast<bool>(decode_image(changed)));
    }
  }

  TEST_CASE("a changed byte in a JPEG never does harm") {
    for (const char* name : {"baseline.jpg", "progressive_color.jpg", "restarts.jpg"}) {
      const Bytes bytes = fixture(name);
      for (std::size_t i = 0; i < bytes.size(); ++i) {
        for (const std::uint8_t value : {std::uint8_t{0}, std::uint8_t{0x7F}, std::uint8_t{0xFF}}) {
          Bytes changed = bytes;
          changed[i] = value;
          const Result<GrayImage> result = decode_image(changed);
          if (!result) continue;
          const std::size_t size = static_cast<std::size_t>(result.value().width) *
                                   static_cast<std::size_t>(result.value().height);
          CHECK(result.value().pixels.size() == size);
        }
      }
    }
  }

  TEST_CASE("a JPEG may not ask for thousands of scans") {
    const Bytes bytes = fixture("progressive.jpg");
    std::size_t at = 2;
    while (at + 1 < bytes.size() && !(bytes[at] == 0xFF && bytes[at + 1] == 0xDA)) ++at;
    REQUIRE(at + 1 < bytes.size());
    Bytes many(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(at));
    const Bytes scan(bytes.begin() + static_cast<std::ptrdiff_t>(at), bytes.end() - 2);
    for (int i = 0; i < 2000; ++i) many.insert(many.end(), scan.begin(), scan.end());
    many.insert(many.end(), {0xFF, 0xD9});
    CHECK(error_of(many) == ErrorCode::kCorruptImage);
  }
}

}  // namespace
}  // namespace ziffer
