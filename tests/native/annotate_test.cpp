#include "tools/cli/annotate.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>

#include "tools/cli/label_places.h"

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

bool overlap(const Box& a, const Box& b) {
  return horizontal_overlap(a, b) > 0 && vertical_overlap(a, b) > 0;
}

// Numbers of three digits each, in rows and columns.
Reading crowd(int columns, int rows, int pitch_x, int pitch_y, int digit_width, int digit_height) {
  Reading reading;
  for (int i = 0; i < columns * rows; ++i) {
    const int left = i % columns * pitch_x;
    const int top = i / columns * pitch_y;
    Number number;
    number.first = reading.symbols.size();
    number.count = 3;
    number.box = {left, top, left + 3 * digit_width, top + digit_height};
    for (int d = 0; d < 3; ++d) {
      Symbol symbol;
      symbol.digit = d + 1;
      symbol.confidence = 1;
      symbol.box = {left + d * digit_width, top, left + (d + 1) * digit_width, top + digit_height};
      reading.symbols.push_back(symbol);
    }
    reading.numbers.push_back(number);
  }
  return reading;
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

  TEST_CASE("with room around it a number has its label above and its symbols' below") {
    const cli::Label label{"7 50%", kBlue};
    const cli::Layout layout = cli::annotation_layout(
        GrayImage(600, 500, 200), reading_of({100, 200, 300, 350}), std::span(&label, 1));
    CHECK(layout.sheet == Box{0, 0, 600, 500});
    REQUIRE(layout.numbers.size() == 1);
    REQUIRE(layout.labels.size() == 2);
    CHECK(layout.labels[0].bottom == layout.numbers[0].top);
    CHECK(layout.labels[0].left == layout.numbers[0].left);
    CHECK(layout.labels[1].top == layout.numbers[0].bottom);
    CHECK(std::abs(layout.labels[1].left + layout.labels[1].right - 400) <= 1);
    CHECK(layout.labels[0].height() > 40);  // as large as there is room for
  }

  TEST_CASE("on a crowded page no label lies over another or a number, and all are on the sheet") {
    struct Page {
      int width, height;     // of the picture
      int columns, rows;     // of numbers
      int pitch_x, pitch_y;  // from one to the next
      int digit_width, digit_height;
    };
    for (const Page& page : {Page{700, 420, 6, 9, 116, 46, 24, 30},      // enlarged
                             Page{5200, 3000, 12, 20, 100, 50, 26, 40},  // too large for that
                             Page{300, 200, 3, 5, 84, 33, 27, 33},       // in touch with each other
                             Page{2000, 60, 20, 1, 100, 60, 30, 60},     // as high as the picture
                             Page{400, 3000, 1, 60, 50, 40, 130, 38}}) {
      const Reading reading = crowd(page.columns, page.rows, page.pitch_x, page.pitch_y,
                                    page.digit_width, page.digit_height);
      const std::vector<cli::Label> labels(reading.numbers.size(), {"123 99% = 1.23", kBlue});
      const GrayImage picture(page.width, page.height, 128);
      const cli::Layout layout = cli::annotation_layout(picture, reading, labels);
      REQUIRE(layout.numbers.size() == reading.numbers.size());
      REQUIRE(layout.labels.size() >= reading.numbers.size());  // symbols' may be left out
      int faults = 0;
      for (std::size_t i = 0; i < layout.labels.size(); ++i) {
        const Box& label = layout.labels[i];
        faults += united(layout.sheet, label) == layout.sheet ? 0 : 1;
        faults += label.height() >= 12 ? 0 : 1;
        for (std::size_t k = 0; k < i; ++k) faults += overlap(label, layout.labels[k]) ? 1 : 0;
        for (const Box& number : layout.numbers) faults += overlap(label, number) ? 1 : 0;
      }
      CHECK_MESSAGE(faults == 0, page.width << " x " << page.height);
      const cli::ColorImage image = cli::annotated(picture, reading, labels);
      CHECK(image.width == layout.sheet.width());
      CHECK(image.height == layout.sheet.height());
    }
  }

  TEST_CASE("labels stand on white, whatever the paper, and nothing is drawn over them") {
    for (const int paper : {0, 90, 255}) {
      const Reading reading = crowd(6, 9, 116, 46, 24, 30);
      const std::vector<cli::Label> labels(reading.numbers.size(), {"8", kBlue});
      const GrayImage picture(700, 420, static_cast<std::uint8_t>(paper));
      const Box& sheet = cli::annotation_layout(picture, reading, labels).sheet;
      cli::ColorImage image = cli::annotated(picture, reading, labels);
      for (const Box& label : cli::annotation_layout(picture, reading, labels).labels) {
        int white = 0;
        int ink = 0;
        for (int x = label.left; x < label.right; ++x) {
          for (const int y : {label.top, label.bottom - 1})
            white += image.at(x - sheet.left, y - sheet.top) == Color{255, 255, 255} ? 1 : 0;
          for (int y = label.top; y < label.bottom; ++y)
            ink += image.at(x - sheet.left, y - sheet.top)[0] < 100 ? 1 : 0;
        }
        REQUIRE(white == 2 * label.width());
        REQUIRE(ink > 5);
      }
    }
  }

  TEST_CASE("a label that stands away from its number is tied to it") {
    const Reading reading = crowd(12, 20, 100, 50, 26, 40);
    const std::vector<cli::Label> labels(reading.numbers.size(), {"123 99%", kBlue});
    const GrayImage picture(5200, 3000, 0);
    const cli::Layout layout = cli::annotation_layout(picture, reading, labels);
    cli::ColorImage image = cli::annotated(picture, reading, labels);
    int away = 0;
    int tied = 0;
    for (std::size_t n = 0; n < layout.numbers.size(); ++n) {
      const Box way = cli::between(layout.labels[n], layout.numbers[n]);
      if (overlap(way, layout.labels[n])) continue;  // next to it
      ++away;
      const int x = way.left - layout.sheet.left;
      const int y = way.top - layout.sheet.top;
      const bool rising =  // which of its diagonals it is
          (layout.labels[n].left >= way.right) != (layout.labels[n].top >= way.bottom);
      const bool from = image.at(x, rising ? y + way.height() - 1 : y) == kBlue;
      const bool to = image.at(x + way.width() - 1, rising ? y : y + way.height() - 1) == kBlue;
      tied += from && to ? 1 : 0;
    }
    CHECK(away > 100);
    CHECK(tied > away * 9 / 10);  // with no other place at all a line passes below labels
  }

  TEST_CASE(
      "a label of a thousand characters is drawn as far as there is room, an empty one not at "
      "all") {
    CHECK(drawn(600, 500, reading_of({1, 1, 9, 9}), std::string(1000, '7')).width > 4000);
    CHECK(drawn(600, 500, reading_of({100, 200, 300, 350}), "").width == 600);
  }
}
