#include "core/train/composer.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/ink/components.h"
#include "core/ink/crop.h"

using namespace ziffer;

namespace {

// Ten digits of one writer, as strokes of a pen: rings and bars that differ in shape.
Samples pen_digits() {
  Samples samples;
  for (std::uint8_t digit = 0; digit < kClasses; ++digit) {
    Stroke stroke;
    const float bends = static_cast<float>(digit);
    for (int i = 0; i <= 40; ++i) {
      const float t = static_cast<float>(i) / 40;
      stroke.push_back({300 + 150 * std::sin(t * (1 + bends)), 100 + 500 * t});
    }
    samples.push_back({std::vector<Stroke>{stroke}, digit});
  }
  return samples;
}

// The same, drawn: planes.
Samples plane_digits() {
  Samples samples = pen_digits();
  for (Sample& sample : samples) sample.content = plain_ink(sample);
  return samples;
}

long mass(const Plane& ink) {
  long sum = 0;
  for (const std::uint8_t v : ink.pixels) sum += v;
  return sum;
}

bool inside(const Box& box, const Plane& plane) {
  return box.left >= 0 && box.top >= 0 && box.right <= plane.width && box.bottom <= plane.height &&
         box.width() > 0 && box.height() > 0;
}

// Nothing but the digits and separators themselves.
LineStyle clean_lines() {
  LineStyle style = varied_lines();
  style.digits.paper = 0;
  style.digits.texture = 0;
  style.ligature = 0;
  style.chained = 0;
  style.breaks = 0;
  style.neighbours = 0;
  style.rules = 0;
  style.junk = 0;
  style.ending = 0;
  return style;
}

}  // namespace

TEST_SUITE("composer") {
  TEST_CASE("there is a box for each symbol, in reading order, and all ink lies in boxes") {
    const Samples samples = pen_digits();
    const DigitPool pool(samples);
    CHECK(pool.complete());
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
      CAPTURE(seed);
      Rng rng({seed});
      const std::string text = random_number_text(rng);
      ComposedLine line = compose_line(text, pool, clean_lines(), rng);
      CHECK(line.text == text);
      REQUIRE(line.boxes.size() == text.size());
      for (std::size_t i = 0; i < line.boxes.size(); ++i) {
        CHECK(inside(line.boxes[i], line.ink));
        if (i > 0) CHECK(line.boxes[i].left >= line.boxes[i - 1].left);
        InkImage symbol;
        static_cast<Plane&>(symbol) = cropped(line.ink, line.boxes[i]);
        CHECK(mass(symbol) > 0);
      }
      for (const Box& box : line.boxes) {
        for (int y = box.top; y < box.bottom; ++y) {
          for (int x = box.left; x < box.right; ++x) line.ink.at(x, y) = 0;
        }
      }
      CHECK(mass(line.ink) == 0);
    }
  }

  TEST_CASE("zeros in one go are joined, and each has its box") {
    const Samples samples = pen_digits();
    const DigitPool pool(samples);
    LineStyle style = clean_lines();
    style.chained = 1;
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
      CAPTURE(seed);
      Rng rng({seed});
      const ComposedLine line = compose_line("5000", pool, style, rng);
      REQUIRE(line.boxes.size() == 4);
      // From the first zero on the ink is one piece.
      InkImage zeros;
      static_cast<Plane&>(zeros) =
          cropped(line.ink, {line.boxes[1].left, 0, line.ink.width, line.ink.height});
      CHECK(find_components(zeros).list.size() <= 2);  // the five may reach in
      for (std::size_t i = 2; i < 4; ++i) CHECK(line.boxes[i].left > line.boxes[i - 1].left);
    }
  }

  TEST_CASE("an ending is no symbol") {
    const Samples samples = pen_digits();
    const DigitPool pool(samples);
    LineStyle style = clean_lines();
    style.ending = 1;
    int seen = 0;
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
      CAPTURE(seed);
      Rng rng({seed});
      const ComposedLine line = compose_line("42", pool, style, rng);
      CHECK(line.text == "42");
      REQUIRE(line.boxes.size() == 2);
      InkImage rest;
      static_cast<Plane&>(rest) =
          cropped(line.ink, {line.boxes[1].right, 0, line.ink.width, line.ink.height});
      if (mass(rest) > 0) ++seen;
    }
    CHECK(seen > 40);  // a dot may stand under an overhang
  }

  TEST_CASE("with everything on, two pixels around the line stay bare and symbols stay legible") {
    for (const Samples& samples : {pen_digits(), plane_digits()}) {
      const DigitPool pool(samples);
      for (std::uint64_t seed = 0; seed < 200; ++seed) {
        CAPTURE(seed);
        Rng rng({seed, 1});
        const ComposedLine line = compose_line(random_number_text(rng), pool, varied_lines(), rng);
        const Box box = ink_box(line.ink);
        CHECK(box.left >= 2);
        CHECK(box.top >= 2);
        CHECK(box.right <= line.ink.width - 2);
        CHECK(box.bottom <= line.ink.height - 2);
        for (const Box& symbol : line.boxes) {
          CHECK(inside(symbol, line.ink));
          CHECK(mass(cropped(line.ink, symbol)) > 0);
        }
      }
    }
  }

  TEST_CASE("touching digits touch, digits apart do not") {
    for (const Samples& samples : {pen_digits(), plane_digits()}) {
      const DigitPool pool(samples);
      LineStyle touching = touching_lines();
      LineStyle apart = touching_lines();
      apart.tight = 0;
      apart.narrowest = apart.widest = 0.3F;
      for (std::uint64_t seed = 0; seed < 100; ++seed) {
        CAPTURE(seed);
        Rng rng({seed, 2});
        const auto pieces = [&](const LineStyle& style) {
          return find_components(compose_line("4071", pool, style, rng).ink).list.size();
        };
        CHECK(pieces(touching) == 1);
        CHECK(pieces(apart) == 4);
      }
    }
  }

  TEST_CASE("a seed gives the same line, another seed another") {
    const Samples samples = plane_digits();
    const DigitPool pool(samples);
    const auto line = [&](std::uint64_t seed) {
      Rng rng({seed, 3});
      return compose_line(random_number_text(rng), pool, varied_lines(), rng);
    };
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const ComposedLine once = line(seed);
      const ComposedLine again = line(seed);
      CHECK(once.ink.pixels == again.ink.pixels);
      CHECK(once.boxes == again.boxes);
      CHECK(once.ink.pixels != line(seed + 1000).ink.pixels);
    }
  }

  TEST_CASE("one writer's digits lie close together in the pool") {
    // A hundred writers with all ten digits each.
    Samples samples;
    for (int writer = 0; writer < 100; ++writer) {
      for (Sample& sample : pen_digits()) samples.push_back(std::move(sample));
    }
    const DigitPool pool(samples);
    Rng rng({4});
    for (int i = 0; i < 1000; ++i) {
      const std::size_t place = pool.random_place(rng);
      const int digit = i % kClasses;
      const Sample& sample = pool.near(digit, place, rng);
      CHECK(sample.label == digit);
      CHECK(std::abs((&sample - samples.data()) - static_cast<std::ptrdiff_t>(place)) <= 40);
    }
  }

  TEST_CASE("numbers are made of digits with separators between them") {
    std::set<char> seen;
    Rng rng({5});
    for (const NumberKind kind : all_number_kinds()) {
      for (int i = 0; i < 300; ++i) {
        const std::string text = random_number_text(kind, rng);
        CAPTURE(text);
        REQUIRE(!text.empty());
        CHECK(text.size() <= 15);
        bool digit_before = false;
        for (const char c : text) {
          const bool digit = c >= '0' && c <= '9';
          CHECK((digit || (digit_before && kSeparators.find(c) != std::string_view::npos)));
          digit_before = digit;
          seen.insert(c);
        }
        CHECK(digit_before);
      }
    }
    CHECK(seen.size() == kClasses + kSeparators.size());
  }

  TEST_CASE("signs are drawn near a digit's height, none twice alike") {
    Rng rng({6});
    for (const char sign : std::string("._,-/:+*x=#$()")) {
      CAPTURE(sign);
      std::set<float> widths;
      for (int i = 0; i < 50; ++i) {
        float reach = 0;
        for (const Stroke& stroke : sign_strokes(sign, rng)) {
          for (const Point& p : stroke) {
            CHECK(p.y > -1.6F);
            CHECK(p.y < 0.7F);
            reach += p.x + 3 * p.y;
          }
        }
        widths.insert(reach);
      }
      CHECK(widths.size() > 40);
    }
  }
}
