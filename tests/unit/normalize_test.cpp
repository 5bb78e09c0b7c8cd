#include "core/ink/normalize.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "core/geometry.h"
#include "tests/support/ascii_art.h"

namespace ziffer {
namespace {

using testing::enlarged;
using testing::ink_art;

float at(const Glyph& glyph, int x, int y) {
  return glyph[static_cast<std::size_t>(y * kGlyphSide + x)];
}

Box box_of(const Glyph& glyph) {
  Box box{kGlyphSide, kGlyphSide, 0, 0};
  for (int y = 0; y < kGlyphSide; ++y) {
    for (int x = 0; x < kGlyphSide; ++x) {
      if (at(glyph, x, y) > 0) box = united(box, {x, y, x + 1, y + 1});
    }
  }
  return box;
}

// Centre of mass in pixel indices.
std::pair<double, double> center_of(const Glyph& glyph) {
  double mass = 0, sum_x = 0, sum_y = 0;
  for (int y = 0; y < kGlyphSide; ++y) {
    for (int x = 0; x < kGlyphSide; ++x) {
      mass += static_cast<double>(at(glyph, x, y));
      sum_x += static_cast<double>(at(glyph, x, y)) * x;
      sum_y += static_cast<double>(at(glyph, x, y)) * y;
    }
  }
  return {sum_x / mass, sum_y / mass};
}

InkImage as_ink(const Glyph& glyph) {
  InkImage ink(kGlyphSide, kGlyphSide);
  for (std::size_t i = 0; i < glyph.size(); ++i)
    ink.pixels[i] = static_cast<std::uint8_t>(std::lround(glyph[i] * 255));
  return ink;
}

const InkImage kFive = ink_art({
    ".########.",
    ".########.",
    ".##.......",
    ".##.......",
    ".######...",
    ".#######..",
    "......###.",
    ".......##.",
    ".......##.",
    ".##...###.",
    ".#######..",
    "..####4...",
});

TEST_SUITE("normalize") {
  TEST_CASE("no ink, no glyph") {
    CHECK(normalize(InkImage()) == Glyph{});
    CHECK(normalize(InkImage(1, 1)) == Glyph{});
    CHECK(normalize(InkImage(50, 30)) == Glyph{});
  }

  TEST_CASE("a full square becomes 20 x 20 with its middle at 14") {
    for (const int side : {1, 2, 7, 20, 33, 200, 321, 1000}) {
      const Glyph glyph = normalize(InkImage(side, side, 255));
      CAPTURE(side);
      CHECK(box_of(glyph) == Box{5, 5, 25, 25});  // 14.5 on the grid of pixel indices
      CHECK(std::count(glyph.begin(), glyph.end(), 1.0f) == 400);
    }
  }

  TEST_CASE("the aspect is kept") {
    const Glyph tall = normalize(InkImage(30, 60, 255));
    CHECK(box_of(tall).width() == 10);
    CHECK(box_of(tall).height() == 20);
    const Glyph wide = normalize(InkImage(90, 30, 255));
    CHECK(box_of(wide).width() == 20);
    CHECK(box_of(wide).height() == 7);
  }

  TEST_CASE("a hair line in any direction does not vanish") {
    for (const int length : {200, 4000, 16384}) {
      CHECK(box_of(normalize(InkImage(1, length, 255))).width() == 1);
      CHECK(box_of(normalize(InkImage(1, length, 255))).height() == 20);
      CHECK(box_of(normalize(InkImage(length, 1, 255))).height() == 1);
    }
    InkImage diagonal(3000, 3000);
    for (int i = 0; i < 3000; ++i) diagonal.at(i, i) = 255;
    const Glyph glyph = normalize(diagonal);
    CHECK(box_of(glyph).width() == 20);
    CHECK(*std::max_element(glyph.begin(), glyph.end()) > 0.3f);
  }

  TEST_CASE("the centre of mass lies at 14, to the nearest pixel") {
    for (const int factor : {1, 3, 10}) {
      const auto [x, y] = center_of(normalize(enlarged(kFive, factor)));
      CHECK(std::abs(x - 14) <= 0.51);
      CHECK(std::abs(y - 14) <= 0.51);
    }
  }

  TEST_CASE("where the digit lies on the plane does not matter") {
    InkImage page(64, 50);
    for (int y = 0; y < kFive.height; ++y) {
      for (int x = 0; x < kFive.width; ++x) page.at(50 + x, 3 + y) = kFive.at(x, y);
    }
    CHECK(normalize(page) == normalize(kFive));
  }

  TEST_CASE("a normalised glyph stays as it is, whatever its shift") {
    const Glyph once = normalize(enlarged(kFive, 7));
    CHECK(normalize(as_ink(once)) == once);
    InkImage shifted(28, 28);
    const InkImage ink = as_ink(once);
    for (int y = 0; y < 26; ++y) {
      for (int x = 2; x < 28; ++x) shifted.at(x - 2, y + 2) = ink.at(x, y);
    }
    CHECK(normalize(shifted) == once);
  }

  TEST_CASE("a corner-heavy digit is kept inside the field") {
    InkImage corner(20, 20);
    for (int i = 0; i < 20; ++i) corner.at(i, 0) = corner.at(0, i) = 1;
    for (int y = 0; y < 5; ++y) {
      for (int x = 0; x < 5; ++x) corner.at(x, y) = 255;
    }
    const Glyph glyph = normalize(corner);
    CHECK(box_of(glyph) == Box{8, 8, 28, 28});
  }

  TEST_CASE("thin strokes are brought to full tone, MNIST's own tones are left alone") {
    InkImage ring(200, 200);
    for (int y = 0; y < 200; ++y) {
      for (int x = 0; x < 200; ++x) {
        const double r = std::hypot(x - 99.5, y - 99.5);
        if (r > 96 && r < 99.5) ring.at(x, y) = 255;
      }
    }
    const Glyph thin = normalize(ring);
    CHECK(*std::max_element(thin.begin(), thin.end()) > 0.95f);
    InkImage gray = as_ink(normalize(enlarged(kFive, 4)));
    for (std::uint8_t& v : gray.pixels) v = static_cast<std::uint8_t>(v * 210 / 255);
    const Glyph left_alone = normalize(gray);
    CHECK(*std::max_element(left_alone.begin(), left_alone.end()) == doctest::Approx(210.0 / 255));
  }

  TEST_CASE("every value is a whole 255th between 0 and 1") {
    for (const float v : normalize(enlarged(kFive, 9))) {
      CHECK(v >= 0.0f);
      CHECK(v <= 1.0f);
      CHECK(v * 255 == doctest::Approx(std::round(v * 255)));
    }
  }
}

}  // namespace
}  // namespace ziffer
