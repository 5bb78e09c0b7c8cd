#include "core/train/augment.h"

#include <doctest/doctest.h>

#include <numeric>

using namespace ziffer;

namespace {

InkImage bar() {
  InkImage ink(20, 20);
  for (int y = 2; y < 18; ++y) {
    for (int x = 9; x < 11; ++x) ink.at(x, y) = 255;
  }
  return ink;
}

double mass(const InkImage& ink) {
  return std::accumulate(ink.pixels.begin(), ink.pixels.end(), 0.0);
}

}  // namespace

TEST_SUITE("augment") {
  TEST_CASE("no ranges, no change") {
    Rng rng({1});
    CHECK(training_glyph(bar(), {}, rng) == normalize(bar()));
  }

  TEST_CASE("rotation and slant keep the amount of ink and lose none at the edge") {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      Rng rng({seed});
      CHECK(mass(warped(bar(), {.rotation = 45, .shear = 0.3F}, rng)) ==
            doctest::Approx(9 * mass(bar())).epsilon(0.15));
    }
  }

  TEST_CASE("a slant leans the bar") {
    Rng rng({4});
    const InkImage leaning = warped(bar(), {.shear = 0.4F}, rng);
    const auto middle = [&](int y) {
      double sum = 0;
      double weighted = 0;
      for (int x = 0; x < leaning.width; ++x) {
        sum += leaning.at(x, y);
        weighted += leaning.at(x, y) * x;
      }
      return weighted / sum;
    };
    const double lean = middle(leaning.height / 2 - 18) - middle(leaning.height / 2 + 18);
    CHECK(std::abs(lean) > 0.5);
    CHECK(std::abs(lean) < 36 * 0.4 + 0.3);
  }

  TEST_CASE("jitter moves the glyph by no more than its range") {
    const Glyph glyph = normalize(bar());
    Rng rng({8});
    const Glyph moved = jittered(glyph, {.shift = 1}, rng);
    const auto centre = [](const Glyph& g) {
      double sum = 0;
      double x = 0;
      for (int i = 0; i < kGlyphSize; ++i) {
        sum += static_cast<double>(g[static_cast<std::size_t>(i)]);
        x += static_cast<double>(g[static_cast<std::size_t>(i)]) * (i % kGlyphSide);
      }
      return x / sum;
    };
    CHECK(std::abs(centre(moved) - centre(glyph)) <= 1.01);
    CHECK(moved != glyph);
  }

  TEST_CASE("the same stream of numbers gives the same example") {
    const Augmentation ranges{
        .rotation = 10, .shear = 0.2F, .stretch = 0.1F, .scale = 0.1F, .shift = 1};
    Rng a({1, 2});
    Rng b({1, 2});
    Rng c({1, 3});
    const Glyph first = training_glyph(bar(), ranges, a);
    CHECK(first == training_glyph(bar(), ranges, b));
    CHECK(first != training_glyph(bar(), ranges, c));
  }
}
