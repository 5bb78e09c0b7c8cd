#include "core/ink/strokes.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <vector>

namespace ziffer {
namespace {

double mass(const InkImage& ink) {
  double sum = 0;
  for (const std::uint8_t v : ink.pixels) sum += v / 255.0;
  return sum;
}

InkImage draw(const std::vector<Stroke>& strokes, float pen, int width, int height) {
  const Result<InkImage> ink = draw_strokes(strokes, pen, width, height);
  REQUIRE(static_cast<bool>(ink));
  CHECK(ink.value().width == width);
  CHECK(ink.value().height == height);
  return ink.value();
}

ErrorCode error_of(const std::vector<Stroke>& strokes, float pen, int width, int height) {
  const Result<InkImage> ink = draw_strokes(strokes, pen, width, height);
  REQUIRE_FALSE(static_cast<bool>(ink));
  return ink.error().code;
}

TEST_SUITE("strokes") {
  TEST_CASE("a dot is a disc of the pen's width") {
    const InkImage ink = draw({{{20, 20}}}, 10, 40, 40);
    CHECK(mass(ink) == doctest::Approx(std::numbers::pi * 25).epsilon(0.02));
    CHECK(ink.at(20, 20) == 255);
    CHECK(ink.at(20, 14) == 0);
    CHECK(ink.at(15, 20) > 100);  // its pixel centre lies 4.5 from the dot's
    CHECK(ink.at(14, 20) == 0);
  }

  TEST_CASE("a line covers its length times the pen's width, and two half discs") {
    const InkImage straight = draw({{{20, 30}, {80, 30}}}, 8, 100, 60);
    const double expected = 60 * 8 + std::numbers::pi * 16;
    CHECK(mass(straight) == doctest::Approx(expected).epsilon(0.01));
    const InkImage slanted = draw({{{20, 10}, {56, 58}}}, 8, 100, 70);
    CHECK(mass(slanted) == doctest::Approx(expected).epsilon(0.01));
  }

  TEST_CASE("pixel rows of a line 2 wide") {
    const InkImage ink = draw({{{-10, 5}, {30, 5}}}, 2, 20, 10);
    for (int x = 0; x < 20; ++x) {
      CHECK(ink.at(x, 3) == 0);
      CHECK(ink.at(x, 4) == 255);
      CHECK(ink.at(x, 5) == 255);
      CHECK(ink.at(x, 6) == 0);
    }
  }

  TEST_CASE("halfway covered pixels are half grey") {
    const InkImage ink = draw({{{-10, 5.5f}, {30, 5.5f}}}, 2, 20, 10);
    CHECK(ink.at(10, 4) == doctest::Approx(128).epsilon(0.02));
    CHECK(ink.at(10, 5) == 255);
    CHECK(ink.at(10, 6) == doctest::Approx(128).epsilon(0.02));
  }

  TEST_CASE("more points on the same line draw the same line") {
    Stroke dense;
    for (int i = 0; i <= 600; ++i) dense.push_back({20 + static_cast<float>(i) * 0.1f, 30});
    const InkImage a = draw({{{20, 30}, {80, 30}}}, 8, 100, 60);
    const InkImage b = draw({dense}, 8, 100, 60);
    int worst = 0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i)
      worst = std::max(worst, std::abs(a.pixels[i] - b.pixels[i]));
    CHECK(worst <= 3);
  }

  TEST_CASE("resting pointers and repeated points change nothing") {
    const InkImage once = draw({{{10, 10}, {30, 20}}}, 4, 40, 30);
    const InkImage often = draw({{{10, 10}, {10, 10}, {10, 10}, {30, 20}, {30, 20}}}, 4, 40, 30);
    CHECK(once.pixels == often.pixels);
    const InkImage dot = draw({{{10, 10}}}, 4, 40, 30);
    CHECK(draw({Stroke(1000, {10, 10})}, 4, 40, 30).pixels == dot.pixels);
  }

  TEST_CASE("strokes that cross do not add up") {
    const InkImage ink = draw({{{10, 20.5f}, {40, 20.5f}}, {{25.5f, 5}, {25.5f, 35}}}, 1, 50, 40);
    CHECK(ink.at(25, 20) == 255);
    CHECK(ink.at(30, 20) == 255);
    CHECK(ink.at(30, 19) == 0);
  }

  TEST_CASE("a pen thinner than a pixel draws grey") {
    const InkImage ink = draw({{{-5, 10.5f}, {50, 10.5f}}}, 0.5f, 40, 20);
    CHECK(ink.at(20, 10) == doctest::Approx(128).epsilon(0.02));
    CHECK(ink.at(20, 9) == 0);
  }

  TEST_CASE("what lies outside is drawn as far as it reaches in") {
    const InkImage ink = draw({{{-3, 10}}}, 10, 20, 20);
    CHECK(ink.at(0, 10) > 200);
    CHECK(ink.at(5, 10) == 0);
    const InkImage across = draw({{{-1e6f, -1e6f}, {1e6f, 1e6f}}}, 3, 50, 50);
    for (int i = 0; i < 50; ++i) CHECK(across.at(i, i) == 255);
    CHECK(across.at(40, 10) == 0);
    const float most = std::numeric_limits<float>::max();
    const InkImage extreme = draw({{{-most, 25.5f}, {most, 25.5f}}}, 3, 50, 50);
    CHECK(extreme.at(0, 25) == 255);
    CHECK(extreme.at(49, 25) == 255);
    CHECK(extreme.at(25, 10) == 0);
  }

  TEST_CASE("a pad of one pixel and a line of pixels") {
    CHECK(draw({{{0.5f, 0.5f}}}, 4, 1, 1).pixels == std::vector<std::uint8_t>{255});
    const InkImage line = draw({{{0, 0.5f}, {200, 0.5f}}}, 2, 200, 1);
    for (const std::uint8_t v : line.pixels) CHECK(v == 255);
  }

  TEST_CASE("arguments outside their ranges") {
    const std::vector<Stroke> dot = {{{5, 5}}};
    CHECK(error_of(dot, 4, 0, 10) == ErrorCode::kInvalidArgument);
    CHECK(error_of(dot, 4, 10, -1) == ErrorCode::kInvalidArgument);
    CHECK(error_of(dot, 4, 4097, 10) == ErrorCode::kInvalidArgument);
    CHECK(error_of(dot, 0.4f, 10, 10) == ErrorCode::kInvalidArgument);
    CHECK(error_of(dot, 513, 10, 10) == ErrorCode::kInvalidArgument);
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const float inf = std::numeric_limits<float>::infinity();
    CHECK(error_of(dot, nan, 10, 10) == ErrorCode::kInvalidArgument);
    CHECK(error_of({{{5, 5}, {nan, 5}}}, 4, 10, 10) == ErrorCode::kInvalidArgument);
    CHECK(error_of({{{5, 5}}, {{5, -inf}}}, 4, 10, 10) == ErrorCode::kInvalidArgument);
    CHECK(static_cast<bool>(draw_strokes(dot, 0.5f, 10, 10)));
    CHECK(static_cast<bool>(draw_strokes(dot, 512, 10, 10)));
  }

  TEST_CASE("nothing on the pad") {
    CHECK(error_of({}, 4, 10, 10) == ErrorCode::kNoInk);
    CHECK(error_of({{}, {}}, 4, 10, 10) == ErrorCode::kNoInk);
    CHECK(error_of({{{100, 100}, {200, 100}}}, 4, 10, 10) == ErrorCode::kNoInk);
  }

  TEST_CASE("tens of thousands of points with a broad pen take little time") {
    Stroke scribble;
    for (int i = 0; i < 50000; ++i) {
      const float t = static_cast<float>(i) * 0.001f;
      scribble.push_back({200 + 150 * std::cos(t * 3), 200 + 150 * std::sin(t * 2)});
    }
    CHECK(mass(draw({scribble}, 40, 400, 400)) > 50000);
  }
}

}  // namespace
}  // namespace ziffer
