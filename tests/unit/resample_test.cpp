#include "core/image/resample.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

namespace ziffer {
namespace {

Plane plane_of(int width, int height, std::vector<std::uint8_t> pixels) {
  Plane plane(width, height);
  REQUIRE(plane.pixels.size() == pixels.size());
  plane.pixels = std::move(pixels);
  return plane;
}

using Pixels = std::vector<std::uint8_t>;

TEST_SUITE("resample") {
  TEST_CASE("the same size is a copy") {
    const Plane plane = plane_of(3, 2, {1, 2, 3, 4, 5, 6});
    CHECK(resized(plane, 3, 2).pixels == plane.pixels);
  }

  TEST_CASE("halving takes means of four, rounded to the nearest") {
    const Plane plane = plane_of(4, 2, {0, 10, 255, 255, 20, 30, 255, 254});
    const Plane half = resized(plane, 2, 1);
    CHECK(half.width == 2);
    CHECK(half.height == 1);
    CHECK(half.pixels == Pixels{15, 255});  // 1019 / 4 = 254.75
  }

  TEST_CASE("fractions of a pixel count") {
    // 3 -> 2: outputs cover [0, 1.5) and [1.5, 3).
    CHECK(resized(plane_of(3, 1, {0, 90, 240}), 2, 1).pixels == Pixels{30, 190});
    CHECK(resized(plane_of(1, 3, {0, 90, 240}), 1, 2).pixels == Pixels{30, 190});
    // 5 -> 3: 0..5/3, 5/3..10/3, 10/3..5. The first: (100 + 200 * 2/3) / (5/3) = 140.
    CHECK(resized(plane_of(5, 1, {100, 200, 0, 0, 255}), 3, 1).pixels == Pixels{140, 40, 153});
  }

  TEST_CASE("enlarging is bilinear about pixel centres") {
    CHECK(resized(plane_of(2, 1, {0, 200}), 4, 1).pixels == Pixels{0, 50, 150, 200});
    CHECK(resized(plane_of(1, 2, {0, 200}), 1, 4).pixels == Pixels{0, 50, 150, 200});
    CHECK(resized(plane_of(1, 1, {77}), 3, 2).pixels == Pixels(6, 77));
  }

  TEST_CASE("one axis may shrink while the other grows or stays") {
    CHECK(resized(plane_of(4, 1, {10, 20, 30, 50}), 2, 1).pixels == Pixels{15, 40});
    const Plane mixed = resized(plane_of(4, 1, {10, 20, 30, 50}), 2, 3);
    CHECK(mixed.height == 3);
    CHECK(mixed.pixels == Pixels{15, 40, 15, 40, 15, 40});
  }

  TEST_CASE("flat stays flat at every size") {
    for (const int level : {0, 1, 127, 254, 255}) {
      const Plane flat(37, 23, static_cast<std::uint8_t>(level));
      for (const int side : {1, 2, 7, 22, 23, 24, 36, 37, 38, 100}) {
        const Plane out = resized(flat, side, side);
        for (const std::uint8_t v : out.pixels) REQUIRE(v == level);
      }
    }
  }

  TEST_CASE("the mean is kept when shrinking") {
    Plane plane(97, 61);
    double before = 0;
    for (std::size_t i = 0; i < plane.pixels.size(); ++i) {
      plane.pixels[i] = static_cast<std::uint8_t>(i * 31 % 256);
      before += plane.pixels[i];
    }
    before /= static_cast<double>(plane.pixels.size());
    for (const int side : {1, 5, 20, 60}) {
      const Plane out = resized(plane, side, side);
      double after = 0;
      for (const std::uint8_t v : out.pixels) after += v;
      CHECK(after / static_cast<double>(out.pixels.size()) ==
            doctest::Approx(before).epsilon(0.01));
    }
  }

  TEST_CASE("long lines") {
    const Plane line(1, 16384, 200);
    CHECK(resized(line, 1, 20).pixels == Pixels(20, 200));
    CHECK(resized(line, 1, 1).pixels == Pixels{200});
    Plane spike(16384, 1);
    spike.at(16383, 0) = 255;
    CHECK(resized(spike, 64, 1).pixels.back() == 1);  // 255 / 256
    CHECK(resized(Plane(300, 300, 255), 1, 1).pixels == Pixels{255});
  }

  TEST_CASE("an empty source gives an empty picture") {
    CHECK(resized(Plane(), 3, 2).pixels == Pixels(6, 0));
  }
}

}  // namespace
}  // namespace ziffer
