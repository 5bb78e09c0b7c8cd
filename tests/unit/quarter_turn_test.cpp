#include "core/page/quarter_turn.h"

#include <doctest/doctest.h>

namespace ziffer {
namespace {

TEST_SUITE("quarter turn") {
  TEST_CASE("clockwise: the left column becomes the top row") {
    GrayImage picture(3, 2);
    for (int i = 0; i < 6; ++i)
      picture.pixels[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(i);
    const GrayImage turned = quarter_turned(picture);
    CHECK(turned.width == 2);
    CHECK(turned.height == 3);
    CHECK(turned.pixels == std::vector<std::uint8_t>{3, 0, 4, 1, 5, 2});
    CHECK(quarter_turned(quarter_turned(quarter_turned(turned))).pixels == picture.pixels);
    CHECK(quarter_turned(GrayImage()).pixels.empty());
  }

  TEST_CASE("a box on a turned picture is found again on the page, also on a larger one") {
    // A box of 60 x 80 pixels, marked; on the page it is twice as large.
    constexpr Box kMarked{10, 20, 25, 60};
    GrayImage picture(60, 80);
    for (int y = kMarked.top; y < kMarked.bottom; ++y) {
      for (int x = kMarked.left; x < kMarked.right; ++x) picture.at(x, y) = 1;
    }
    GrayImage turned = picture;
    for (int turns = 1; turns < 4; ++turns) {
      CAPTURE(turns);
      turned = quarter_turned(turned);
      Box seen{turned.width, turned.height, 0, 0};
      for (int y = 0; y < turned.height; ++y) {
        for (int x = 0; x < turned.width; ++x) {
          if (turned.at(x, y) != 0) seen = united(seen, {x, y, x + 1, y + 1});
        }
      }
      CHECK(TurnBack{turns, turned.width, turned.height, 60, 80}.box(seen) == kMarked);
      const TurnBack larger{turns, turned.width, turned.height, 120, 160};
      CHECK(larger.box(seen) == Box{20, 40, 50, 120});
      // A step along a turned line of writing.
      const Point from = larger.place({5, 7});
      const Point to = larger.place({6, 9});
      const Point step = larger.step({1, 2});
      CHECK(to.x - from.x == doctest::Approx(step.x));
      CHECK(to.y - from.y == doctest::Approx(step.y));
    }
  }
}

}  // namespace
}  // namespace ziffer
