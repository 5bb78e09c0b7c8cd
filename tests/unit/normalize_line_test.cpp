#include "core/line/normalize_line.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "core/geometry.h"

using namespace ziffer;

namespace {

void fill(InkImage& ink, const Box& box) {
  for (int y = box.top; y < box.bottom; ++y) {
    for (int x = box.left; x < box.right; ++x) ink.at(x, y) = 255;
  }
}

// Bars as ones, `height` tall from row `top` on, 20 pixels apart.
InkImage ones(int count, int height, int top, int canvas = 200) {
  InkImage ink(40 + 20 * count, canvas);
  for (int i = 0; i < count; ++i)
    fill(ink, {20 + 20 * i, top, 20 + 20 * i + std::max(2, height / 8), top + height});
  return ink;
}

// Rows of the plane with ink in more than a tenth of what the fullest has.
Box rows(const LinePlane& line) {
  Box box{0, kLineRows, line.width, 0};
  for (int y = 0; y < kLineRows; ++y) {
    const float* const row = line.pixels.data() + y * line.width;
    if (*std::max_element(row, row + line.width) > 0.5F)
      box = {0, std::min(box.top, y), line.width, y + 1};
  }
  return box;
}

}  // namespace

TEST_SUITE("normalize_line") {
  TEST_CASE("digits of any size fill 24 rows in the middle") {
    for (const int height : {12, 24, 60, 150}) {
      CAPTURE(height);
      const LinePlane line = normalize_line(ones(4, height, 20));
      CHECK(rows(line).height() == kLineDigit);
      CHECK(rows(line).top == 8);
      CHECK(line.width % kLineStep == 0);
      CHECK(line.scale == doctest::Approx(24.0 / height).epsilon(0.02));
    }
  }

  TEST_CASE("a margin of paper on either side, and columns lead back to the word") {
    const LinePlane line = normalize_line(ones(3, 48, 30));
    for (int y = 0; y < kLineRows; ++y) {
      for (int x = 0; x < kLineMargin; ++x) {
        CHECK(line.pixels[static_cast<std::size_t>(y * line.width + x)] == 0);
        CHECK(line.pixels[static_cast<std::size_t>((y + 1) * line.width - 1 - x)] == 0);
      }
    }
    CHECK(line.pixels[static_cast<std::size_t>(20 * line.width + kLineMargin)] > 0.5F);
    CHECK(line.word_x(kLineMargin) == 20);
    CHECK(line.word_x(kLineMargin + 20) == doctest::Approx(60).epsilon(0.02));
  }

  TEST_CASE("points, specks, hyphens and a long tail have no say in the digits' height") {
    InkImage ink = ones(6, 48, 60);
    const LinePlane plain = normalize_line(ink);
    fill(ink, {33, 104, 37, 112});    // a point on the baseline
    fill(ink, {70, 82, 75, 86});      // a hyphen
    fill(ink, {90, 20, 92, 22});      // a speck high above
    fill(ink, {120, 100, 122, 160});  // the last bar but one has a tail
    const LinePlane line = normalize_line(ink);
    CHECK(line.scale == doctest::Approx(plain.scale).epsilon(0.06));
    CHECK(line.width == plain.width);
  }

  TEST_CASE("writing that climbs is shrunk until it fits") {
    InkImage ink(300, 200);
    for (int i = 0; i < 8; ++i) fill(ink, {20 + 30 * i, 100 - 8 * i, 26 + 30 * i, 140 - 8 * i});
    const LinePlane line = normalize_line(ink);
    // The tops of the last and the feet of the first: all but a little must be on the plane.
    double on_plane = 0;
    for (const float v : line.pixels) on_plane += static_cast<double>(v);
    const double given = 8 * 6 * 40;
    const double scale = static_cast<double>(line.scale);
    CHECK(on_plane > 0.93 * given * scale * scale);
  }

  TEST_CASE("any plane at all") {
    CHECK(normalize_line(InkImage(50, 50)).width == 0);
    InkImage dot(5, 5);
    dot.at(2, 2) = 1;
    CHECK(normalize_line(dot).width > 0);
    InkImage line(4000, 3);
    fill(line, {1, 1, 3999, 2});
    const LinePlane wide = normalize_line(line);
    CHECK(wide.width <= kMaxLineWidth + 2 * kLineMargin + kLineStep);
    CHECK(wide.pixels.size() == static_cast<std::size_t>(kLineRows * wide.width));
    InkImage thin = ones(3, 1500, 100, 1800);
    for (int y = 0; y < thin.height; ++y) {  // hair lines: one pixel of eighty rows
      for (int x = 0; x < thin.width; ++x) {
        if (x % 20 != 0) thin.at(x, y) = 0;
      }
    }
    const LinePlane hair = normalize_line(thin);
    CHECK(*std::max_element(hair.pixels.begin(), hair.pixels.end()) > 0.5F);
  }
}
