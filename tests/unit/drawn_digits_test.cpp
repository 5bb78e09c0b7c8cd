#include "core/train/drawn_digits.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/reading.h"

using namespace ziffer;

namespace {

struct Extent {
  Point low{1e9F, 1e9F};
  Point high{-1e9F, -1e9F};
};

Extent extent_of(const std::vector<Stroke>& strokes) {
  Extent extent;
  for (const Stroke& stroke : strokes) {
    for (const Point& p : stroke) {
      extent.low = {std::min(extent.low.x, p.x), std::min(extent.low.y, p.y)};
      extent.high = {std::max(extent.high.x, p.x), std::max(extent.high.y, p.y)};
    }
  }
  return extent;
}

bool same(const Sample& a, const Sample& b) {
  const auto& one = std::get<std::vector<Stroke>>(a.content);
  const auto& other = std::get<std::vector<Stroke>>(b.content);
  return a.label == b.label && one.size() == other.size() &&
         std::equal(one.begin(), one.end(), other.begin(), [](const Stroke& s, const Stroke& t) {
           return s.size() == t.size() &&
                  std::equal(s.begin(), s.end(), t.begin(),
                             [](Point p, Point q) { return p.x == q.x && p.y == q.y; });
         });
}

}  // namespace

TEST_SUITE("drawn digits") {
  TEST_CASE("hand after hand, all ten digits, about one tall and not wider than they are tall") {
    const Samples samples = drawn_digits(40, 2, 5);
    REQUIRE(samples.size() == 40 * 2 * kClasses);
    for (std::size_t i = 0; i < samples.size(); ++i) {
      CAPTURE(i);
      CHECK(samples[i].label == i % kClasses);
      const Extent extent = extent_of(std::get<std::vector<Stroke>>(samples[i].content));
      CHECK(extent.high.y - extent.low.y > 0.8F);
      CHECK(extent.high.y - extent.low.y < 1.3F);
      CHECK(extent.high.x - extent.low.x < 1.6F);
    }
  }

  TEST_CASE("a seed gives the same digits, another seed others; no digit is drawn twice alike") {
    const Samples once = drawn_digits(3, 2, 5);
    const Samples again = drawn_digits(3, 2, 5);
    const Samples others = drawn_digits(3, 2, 6);
    for (std::size_t i = 0; i < once.size(); ++i) {
      CHECK(same(once[i], again[i]));
      CHECK(!same(once[i], others[i]));
    }
    for (std::size_t i = 0; i + kClasses < once.size(); ++i)
      CHECK(!same(once[i], once[i + kClasses]));
  }

  TEST_CASE("a hand's forms show in its digits") {
    DigitHand plain;
    plain.waver = 0;
    DigitHand swiss = plain;
    swiss.up_stroke = 0.9F;
    swiss.reach = 0.6F;
    swiss.bar = 0.5F;
    const auto width = [](const std::vector<Stroke>& strokes) {
      const Extent extent = extent_of(strokes);
      return extent.high.x - extent.low.x;
    };
    Rng rng({1});
    CHECK(width(draw_digit(1, plain, rng)) < 0.15F);
    CHECK(width(draw_digit(1, swiss, rng)) > 0.45F);
    CHECK(draw_digit(1, plain, rng).size() == 1);
    swiss.foot = 0.4F;
    CHECK(draw_digit(1, swiss, rng).size() == 2);
    CHECK(draw_digit(7, plain, rng).size() == 1);
    CHECK(draw_digit(7, swiss, rng).size() == 2);
  }
}
