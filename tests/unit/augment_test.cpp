#include "core/train/augment.h"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <numeric>
#include <vector>

#include "core/ink/crop.h"
#include "core/ink/normalize.h"
#include "core/ink/strokes.h"
#include "core/train/non_digits.h"

using namespace ziffer;

namespace {

Sample bar() {
  InkImage ink(20, 20);
  for (int y = 2; y < 18; ++y) {
    for (int x = 9; x < 11; ++x) ink.at(x, y) = 255;
  }
  return {std::move(ink), 1};
}

// The same bar as a pen draws it, in a tablet's units.
Sample pen_bar() { return {std::vector<Stroke>{{{500, -900}, {500, -800}, {500, -100}}}, 1}; }

double mass(const Plane& ink) { return std::accumulate(ink.pixels.begin(), ink.pixels.end(), 0.0); }

double mass(const Glyph& glyph) {
  double sum = 0;
  for (const float v : glyph) sum += static_cast<double>(v);
  return sum;
}

constexpr Augmentation kEverything{.rotation = 12,
                                   .shear = 0.2F,
                                   .stretch = 0.2F,
                                   .elastic = 0.03F,
                                   .scale = 0.05F,
                                   .shift = 1,
                                   .pen = 0.5F,
                                   .texture = 0.3F,
                                   .clutter = 0.3F,
                                   .paper = 0.5F};

}  // namespace

TEST_SUITE("augment") {
  TEST_CASE("no ranges, no change") {
    Rng rng({1});
    CHECK(training_glyph(bar(), nullptr, {}, rng) == normalize(plain_ink(bar())));
  }

  TEST_CASE("a plane and a pen's path of the same digit come out alike") {
    Rng rng({1});
    const Glyph plane = normalize(warped(bar(), {.rotation = 1e-6F}, rng));
    const Glyph pen = normalize(warped(pen_bar(), {.rotation = 1e-6F}, rng));
    double both = 0;
    for (std::size_t i = 0; i < plane.size(); ++i)
      both += static_cast<double>(std::min(plane[i], pen[i]));
    CHECK(both > 0.7 * mass(plane));
    CHECK(both > 0.7 * mass(pen));
  }

  TEST_CASE("rotation and slant keep the amount of ink and lose none at the edge") {
    // 16 pixels long becomes 60.
    const double enlarged = (60.0 / 16) * (60.0 / 16);
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      Rng rng({seed});
      CHECK(mass(warped(bar(), {.rotation = 45, .shear = 0.3F}, rng)) ==
            doctest::Approx(enlarged * 32 * 255).epsilon(0.15));
    }
  }

  TEST_CASE("a slant leans the bar, drawn or scanned") {
    for (const Sample& sample : {bar(), pen_bar()}) {
      Rng rng({4});
      const InkImage leaning = warped(sample, {.shear = 0.4F}, rng);
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
  }

  TEST_CASE("the elastic field bends, and is small") {
    Rng rng({6});
    const InkImage straight = warped(bar(), {.rotation = 1e-6F}, rng);
    const InkImage bent = warped(bar(), {.elastic = 0.03F}, rng);
    double difference = 0;
    for (std::size_t i = 0; i < bent.pixels.size(); ++i)
      difference += std::abs(bent.pixels[i] - straight.pixels[i]);
    CHECK(difference > 0.02 * mass(straight));
    CHECK(mass(bent) == doctest::Approx(mass(straight)).epsilon(0.2));
  }

  TEST_CASE("pens draw strokes from hair lines to a marker's") {
    Rng rng({2});
    float thinnest = 100;
    float thickest = 0;
    for (int i = 0; i < 2000; ++i) {
      const float width = random_pen_width(rng);
      thinnest = std::min(thinnest, width);
      thickest = std::max(thickest, width);
    }
    CHECK(thinnest >= 0.8F);
    CHECK(thinnest < 0.85F);
    CHECK(thickest <= 13.0F);
    CHECK(thickest > 12.0F);
  }

  TEST_CASE("another pen on a plane leaves bare paper bare") {
    InkImage ink(60, 60);
    for (int y = 20; y < 40; ++y) {
      for (int x = 27; x < 33; ++x) ink.at(x, y) = 255;
    }
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
      Rng rng({seed});
      InkImage other = ink;
      const PlanePen pen = random_plane_pen(rng);
      redraw(other, pen);
      const Box box = ink_box(other);
      CHECK(box.width() > 0);
      CHECK(box.width() <= 6 + 2 * pen.radius);
      CHECK(box.height() <= 20 + 2 * pen.radius);
    }
  }

  TEST_CASE("jitter moves the glyph by no more than its range") {
    const Glyph glyph = normalize(plain_ink(bar()));
    Rng rng({8});
    const Glyph moved = jittered(glyph, {.shift = 1}, rng);
    const auto centre = [](const Glyph& g) {
      double x = 0;
      for (int i = 0; i < kGlyphSize; ++i) {
        x += static_cast<double>(g[static_cast<std::size_t>(i)]) * (i % kGlyphSide);
      }
      return x / mass(g);
    };
    CHECK(std::abs(centre(moved) - centre(glyph)) <= 1.01);
    CHECK(moved != glyph);
  }

  TEST_CASE("a photograph is read back as about the same ink, most of the time") {
    Rng rng({3});
    const InkImage ink = warped(bar(), {.rotation = 5}, rng);
    const Glyph clean = normalize(ink);
    int alike = 0;
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
      Rng each({seed});
      const Glyph read = normalize(photographed(ink, each));
      double both = 0;
      for (std::size_t i = 0; i < clean.size(); ++i)
        both += static_cast<double>(std::min(clean[i], read[i]));
      if (both > 0.5 * mass(clean)) ++alike;
    }
    CHECK(alike > 60);
    CHECK(alike < 100);  // some are bad on purpose
  }

  TEST_CASE("the edge of a strip on the paper is never all that is left of a digit") {
    Stroke ring;
    for (int i = 0; i <= 60; ++i) {
      const float angle = static_cast<float>(i) / 60 * 2 * std::numbers::pi_v<float>;
      ring.push_back({60 + 25 * std::cos(angle), 60 + 30 * std::sin(angle)});
    }
    const InkImage ink = draw_strokes(std::vector<Stroke>{ring}, 6, 120, 120).value();
    int left = 0;
    for (std::uint64_t seed = 0; seed < 2000; ++seed) {
      Rng rng({seed, 5});
      const InkImage read = photographed(ink, rng);
      if (mass(normalize(read)) <= 0) continue;
      ++left;
      const Box box = ink_box(read);
      CHECK(3 * box.width() > box.height());
    }
    CHECK(left > 1000);
  }

  TEST_CASE("every sample gives a glyph in range with ink, with everything turned on") {
    const Samples samples = {bar(), pen_bar()};
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
      Rng rng({seed, 17});
      const Glyph glyph = training_glyph(samples[seed % 2], &samples[1], kEverything, rng);
      CHECK(*std::min_element(glyph.begin(), glyph.end()) >= 0);
      CHECK(*std::max_element(glyph.begin(), glyph.end()) <= 1);
      CHECK(mass(glyph) > 1);
    }
  }

  TEST_CASE("the same stream of numbers gives the same example") {
    Rng a({1, 2});
    Rng b({1, 2});
    Rng c({1, 3});
    const Sample neighbour = pen_bar();
    const Glyph first = training_glyph(bar(), &neighbour, kEverything, a);
    CHECK(first == training_glyph(bar(), &neighbour, kEverything, b));
    CHECK(first != training_glyph(bar(), &neighbour, kEverything, c));
  }
}

TEST_SUITE("non-digits") {
  TEST_CASE("every kind is labelled as none, and only blanks are empty") {
    const Samples digits = {bar(), pen_bar()};
    for (const NonDigit kind : all_non_digits()) {
      CAPTURE(name(kind));
      int with_ink = 0;
      for (std::uint64_t seed = 0; seed < 50; ++seed) {
        Rng rng({seed, 5});
        const Sample sample = non_digit(kind, digits, rng);
        CHECK(sample.label == kNoDigit);
        const Glyph glyph = normalize(plain_ink(sample));
        if (mass(glyph) > 0) ++with_ink;
      }
      if (kind == NonDigit::kBlank)
        CHECK(with_ink == 0);
      else
        CHECK(with_ink >= 45);
    }
  }

  TEST_CASE("two digits in one box are wider than one") {
    const Samples digits = {bar()};
    Rng rng({1});
    const Sample pair = non_digit(NonDigit::kSeveral, digits, rng);
    const InkImage& ink = std::get<InkImage>(pair.content);
    long columns = 0;
    for (int x = 0; x < ink.width; ++x) {
      long sum = 0;
      for (int y = 0; y < ink.height; ++y) sum += ink.at(x, y);
      columns += sum > 0 ? 1 : 0;
    }
    CHECK(columns > 10);
  }

  TEST_CASE("a seed draws the same, another seed something else") {
    const Samples digits = {bar()};
    const auto draw = [&](std::uint64_t seed) {
      Rng rng({seed});
      std::vector<std::uint8_t> all;
      for (int i = 0; i < 5; ++i) {
        const InkImage ink = plain_ink(random_non_digit(digits, rng));
        all.insert(all.end(), ink.pixels.begin(), ink.pixels.end());
      }
      return all;
    };
    CHECK(draw(1) == draw(1));
    CHECK(draw(1) != draw(2));
  }
}
