#include "tools/cli/annotate.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace ziffer;
using cli::Color;

namespace {

constexpr Color kBlue = {0, 0, 255};
constexpr Color kRefused = {210, 0, 40};

Reading reading_of(const Box& box, bool refused = false) {
  Reading reading;
  Symbol symbol;
  symbol.digit = 7;
  symbol.confidence = 0.5F;
  symbol.box = box;
  symbol.refusal = refused ? Refusal::kNoDigit : Refusal::kNone;
  reading.symbols = {symbol};
  Number number;
  number.count = 1;
  number.box = box;
  reading.numbers = {number};
  return reading;
}

cli::ColorImage drawn(int width, int height, const Reading& reading, const std::string& text) {
  const cli::Label label{text, kBlue};
  return cli::annotated(GrayImage(width, height, 200), reading, std::span(&label, 1));
}

long count(const cli::ColorImage& image, const Color& color) {
  return std::count(image.pixels.begin(), image.pixels.end(), color);
}

}  // namespace

TEST_SUITE("annotate") {
  TEST_CASE("boxes are framed outside, and their insides stay as they were") {
    const cli::ColorImage image = drawn(600, 500, reading_of({100, 200, 300, 350}), "7");
    REQUIRE(image.width == 600);
    REQUIRE(image.height == 500);
    cli::ColorImage copy = image;
    CHECK(copy.at(99, 250) == kBlue);  // the symbol's frame
    CHECK(copy.at(300, 250) == kBlue);
    CHECK(copy.at(200, 199) == kBlue);
    CHECK(copy.at(200, 350) == kBlue);
    CHECK(copy.at(95, 250) == kBlue);  // the number's
    CHECK(copy.at(304, 250) == kBlue);
    for (int y = 200; y < 350; ++y) {
      for (int x = 100; x < 300; ++x) REQUIRE(copy.at(x, y) == Color{200, 200, 200});
    }
    CHECK(copy.at(500, 450) == Color{200, 200, 200});
  }

  TEST_CASE("every letter of a label looks different from every other") {
    std::vector<std::vector<Color>> pictures;
    for (const char letter : std::string("0123456789.,-/:?%=| "))
      pictures.push_back(
          drawn(600, 500, reading_of({100, 200, 300, 350}), std::string(1, letter)).pixels);
    for (std::size_t i = 0; i < pictures.size(); ++i) {
      for (std::size_t k = 0; k < i; ++k) CHECK(pictures[i] != pictures[k]);
    }
  }

  TEST_CASE("a refused symbol is red within its number's colour") {
    CHECK(count(drawn(600, 500, reading_of({100, 200, 300, 350}), "7"), kRefused) == 0);
    const cli::ColorImage image = drawn(600, 500, reading_of({100, 200, 300, 350}, true), "?");
    CHECK(count(image, kRefused) > 600);
    CHECK(count(image, kBlue) > 600);
  }

  TEST_CASE("small pictures are enlarged, and labels beyond the edge get a margin") {
    const cli::ColorImage small = drawn(50, 30, reading_of({0, 0, 50, 30}), "7 50%");
    CHECK(small.width >= 8 * 50);
    CHECK(small.height > 8 * 30);
    const cli::ColorImage full = drawn(600, 500, reading_of({0, 0, 600, 500}), "7");
    CHECK(full.width > 600);
    CHECK(full.height > 500);
    CHECK(full.pixels.front() == Color{255, 255, 255});
  }

  TEST_CASE(
      "a label of a thousand characters is drawn as far as there is room, an empty one not at "
      "all") {
    CHECK(drawn(600, 500, reading_of({1, 1, 9, 9}), std::string(1000, '7')).width > 4000);
    CHECK(drawn(600, 500, reading_of({100, 200, 300, 350}), "").width == 600);
  }
}
