#include "core/page/words.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/ink/components.h"
#include "core/ink/crop.h"
#include "core/ink/strokes.h"
#include "core/page/rules.h"
#include "core/train/rng.h"

namespace ziffer {
namespace {

// Digits and marks as a hand might write them, in a box one unit high.
struct Shape {
  float width;
  std::vector<Stroke> strokes;
};

Stroke ellipse(float cx, float cy, float rx, float ry) {
  Stroke stroke;
  for (int i = 0; i <= 24; ++i) {
    const float angle = static_cast<float>(i) * 6.2831853f / 24;
    stroke.push_back({cx + rx * std::sin(angle), cy - ry * std::cos(angle)});
  }
  return stroke;
}

Shape shape_of(char c) {
  switch (c) {
    case '0':
      return {0.6f, {ellipse(0.3f, 0.5f, 0.3f, 0.5f)}};
    case '1':
      return {0.2f, {{{0, 0.25f}, {0.2f, 0}, {0.2f, 1}}}};
    case '2':
      return {0.55f, {{{0, 0.2f}, {0.15f, 0}, {0.45f, 0.05f}, {0.5f, 0.35f}, {0, 1}, {0.55f, 1}}}};
    case '3':
      return {0.5f,
              {{{0, 0.05f},
                {0.4f, 0},
                {0.45f, 0.3f},
                {0.15f, 0.45f},
                {0.5f, 0.7f},
                {0.3f, 1},
                {0, 0.9f}}}};
    case '4':
      return {0.6f, {{{0.3f, 0}, {0, 0.65f}, {0.6f, 0.65f}}, {{0.45f, 0.4f}, {0.45f, 1}}}};
    case '5':
      return {0.55f,
              {{{0.05f, 0}, {0, 0.45f}, {0.4f, 0.45f}, {0.5f, 0.75f}, {0.3f, 1}, {0, 0.95f}},
               {{0.05f, 0}, {0.55f, 0}}}};
    case '6':
      return {0.5f,
              {{{0.4f, 0}, {0.05f, 0.5f}, {0.05f, 0.85f}}, ellipse(0.25f, 0.75f, 0.25f, 0.25f)}};
    case '7':
      return {0.55f, {{{0, 0}, {0.55f, 0}, {0.2f, 1}}}};
    case '8':
      return {0.5f, {ellipse(0.25f, 0.25f, 0.2f, 0.25f), ellipse(0.25f, 0.75f, 0.25f, 0.25f)}};
    case '9':
      return {0.5f, {ellipse(0.25f, 0.25f, 0.25f, 0.25f), {{0.5f, 0.25f}, {0.4f, 1}}}};
    case '.':
      return {0.05f, {{{0, 0.97f}, {0.05f, 1}}}};
    case '-':
      return {0.3f, {{{0, 0.55f}, {0.3f, 0.55f}}}};
    default:
      return {0.6f, {}};  // a space
  }
}

// Writing on a page in the making.
class Script {
 public:
  Script(int width, int height) : width_(width), height_(height) {}

  // Digits `size` pixels tall, a fifth of it apart, their upper left corner at (x, y). Returns the
  // text's box.
  Box write(std::string_view text, float x, float y, float size, float apart = 0.2f) {
    const float start = x;
    for (const char c : text) {
      const Shape shape = shape_of(c);
      for (Stroke stroke : shape.strokes) {
        for (Point& p : stroke) p = {x + p.x * size, y + p.y * size};
        strokes_.push_back(std::move(stroke));
      }
      x += (shape.width + apart) * size;
    }
    return {static_cast<int>(start), static_cast<int>(y), static_cast<int>(x - apart * size),
            static_cast<int>(y + size)};
  }

  void line(float x0, float y0, float x1, float y1) { lines_.push_back({{x0, y0}, {x1, y1}}); }

  void rotate(float degrees) {
    const float angle = degrees * 3.14159265f / 180;
    for (std::vector<Stroke>* list : {&strokes_, &lines_}) {
      for (Stroke& stroke : *list) {
        for (Point& p : stroke) {
          const float x = p.x - static_cast<float>(width_) / 2;
          const float y = p.y - static_cast<float>(height_) / 2;
          p = {std::cos(angle) * x - std::sin(angle) * y + static_cast<float>(width_) / 2,
               std::sin(angle) * x + std::cos(angle) * y + static_cast<float>(height_) / 2};
        }
      }
    }
  }

  InkImage ink(float pen) const { return drawn(strokes_, pen); }

  // Photographed on paper of level 215, with a pen of level 60, ruling of 110, and noise. Right of
  // column `shade_from` there is half the light.
  GrayImage photo(float pen, int shade_from = 1 << 20, double noise = 3) const {
    const InkImage writing = drawn(strokes_, pen);
    const InkImage ruling = drawn(lines_, 2);
    GrayImage page(width_, height_);
    Rng rng{7};
    for (int y = 0; y < height_; ++y) {
      for (int x = 0; x < width_; ++x) {
        const double pen_level = 215 - 155 * writing.at(x, y) / 255.0;
        const double rule_level = 215 - 105 * ruling.at(x, y) / 255.0;
        double level = std::min(pen_level, rule_level);
        if (x >= shade_from) level *= 0.5;
        level += noise * static_cast<double>(rng.normal());
        page.at(x, y) = static_cast<std::uint8_t>(std::clamp(std::lround(level), 0L, 255L));
      }
    }
    return page;
  }

 private:
  InkImage drawn(const std::vector<Stroke>& strokes, float pen) const {
    if (strokes.empty()) return InkImage(width_, height_);
    const Result<InkImage> ink = draw_strokes(strokes, pen, width_, height_);
    REQUIRE(static_cast<bool>(ink));
    return *ink;
  }

  int width_;
  int height_;
  std::vector<Stroke> strokes_;
  std::vector<Stroke> lines_;
};

std::vector<Word> words_of(const GrayImage& page) {
  Result<std::vector<Word>> words = find_words(page);
  REQUIRE(static_cast<bool>(words));
  return std::move(words).value();
}

// Intersection over union.
double overlap(const Box& a, const Box& b) {
  const double across = std::max(0, horizontal_overlap(a, b));
  const double down = std::max(0, vertical_overlap(a, b));
  const double both = across * down;
  return both / (static_cast<double>(a.width()) * a.height() +
                 static_cast<double>(b.width()) * b.height() - both);
}

Box grown(const Box& box, int by) {
  return {box.left - by, box.top - by, box.right + by, box.bottom + by};
}

// The words are these boxes, in this order.
void check_words(const std::vector<Word>& words, const std::vector<Box>& boxes,
                 const std::vector<int>& lines, double least = 0.75) {
  REQUIRE(words.size() == boxes.size());
  for (std::size_t i = 0; i < words.size(); ++i) {
    CAPTURE(i);
    CHECK(overlap(words[i].box, grown(boxes[i], 2)) > least);
    CHECK(words[i].line == lines[i]);
  }
}

// The empty margin, and that the plane's ink lands on the word's box.
void check_plane(const Word& word) {
  const Box inked = ink_box(word.ink);
  CHECK(inked.left >= 2);
  CHECK(inked.top >= 2);
  CHECK(inked.right <= word.ink.width - 2);
  CHECK(inked.bottom <= word.ink.height - 2);
  const Box seen = word.on_page(inked);
  CHECK(horizontal_overlap(seen, word.box) >= word.box.width() - 4);
  CHECK(vertical_overlap(seen, word.box) >= word.box.height() - 4);
}

std::size_t digits_in(const Word& word) { return segment_digits(word.ink).size(); }

TEST_SUITE("words") {
  TEST_CASE("nothing written") {
    CHECK(find_words(GrayImage(800, 600, 220)).error().code == ErrorCode::kNoInk);
    CHECK(find_words(Script(800, 600).photo(3)).error().code == ErrorCode::kNoInk);
    CHECK(find_words(GrayImage(1, 1, 99)).error().code == ErrorCode::kNoInk);
    CHECK(find_words(GrayImage()).error().code == ErrorCode::kNoInk);
    CHECK(find_words(InkImage(100, 100)).empty());
    CHECK(find_words(InkImage()).empty());
  }

  TEST_CASE("all ink") {
    CHECK(find_words(GrayImage(700, 700, 0)).error().code == ErrorCode::kNoInk);
    CHECK(find_words(InkImage(300, 200, 255)).size() <= 1);
    InkImage noise(400, 400);
    Rng rng{3};
    for (std::uint8_t& v : noise.pixels)
      v = static_cast<std::uint8_t>(rng.uniform() < 0.3 ? 255 : 0);
    CHECK(find_words(noise).size() <= kMaxWords);
  }

  TEST_CASE("one digit, whatever its size and the page's") {
    for (const auto& [sheet, size] : {std::pair{20, 14.0f},
                                      {28, 18.0f},
                                      {64, 40.0f},
                                      {300, 200.0f},
                                      {900, 60.0f},
                                      {900, 600.0f},
                                      {2600, 80.0f}}) {
      const int side = sheet;  // clang 14's lambdas cannot capture structured bindings
      for (const char c : {'0', '1', '4', '5', '7', '8'}) {
        CAPTURE(side);
        CAPTURE(c);
        const float middle = (static_cast<float>(side) - size) / 2;
        Script script(side, side);
        const Box box = script.write(std::string_view(&c, 1), middle, middle, size);
        const float pen = std::max(2.0f, size / 10);
        const std::vector<Word> words = words_of(script.photo(pen, 1 << 20, 0));
        REQUIRE(words.size() == 1);
        CHECK(overlap(words[0].box, grown(box, static_cast<int>(pen / 2))) > 0.6);
        check_plane(words[0]);
        CHECK(digits_in(words[0]) == 1);
        CHECK(find_words(script.ink(pen)).size() == 1);
      }
    }
  }

  TEST_CASE("numbers side by side are words of their own, with their marks") {
    Script script(1200, 400);
    const Box left = script.write("12.50", 100, 150, 60);
    const Box middle = script.write("347", 480, 155, 60);
    const Box right = script.write("08-15", 800, 148, 60);
    const std::vector<Word> words = words_of(script.photo(5));
    check_words(words, {left, middle, right}, {0, 0, 0});
    for (const Word& word : words) check_plane(word);
    CHECK(find_components(words[0].ink).list.size() == 5);  // with its point
    CHECK(find_components(words[2].ink).list.size() == 5);  // with its dash
  }

  TEST_CASE("digits far apart are one number where all are") {
    Script script(800, 300);
    const Box box = script.write("0965", 100, 100, 60, 0.9f);
    check_words(words_of(script.photo(5)), {box}, {0});
  }

  TEST_CASE("three lines of writing of different sizes") {
    Script script(1000, 700);
    const Box first = script.write("4711", 100, 60, 90);
    const Box second = script.write("23", 120, 260, 60);
    const Box beside = script.write("58", 500, 262, 60);
    const Box third = script.write("190", 90, 460, 75);
    check_words(words_of(script.photo(5)), {first, second, beside, third}, {0, 1, 1, 2});
  }

  TEST_CASE("on ruled paper") {
    for (const float degrees : {0.0f, 2.0f, -3.0f}) {
      CAPTURE(degrees);
      Script script(1000, 800);
      std::vector<Box> boxes;
      for (int i = 0; i < 9; ++i)
        script.line(-200, 80.0f + 80.0f * static_cast<float>(i), 1200,
                    80.0f + 80.0f * static_cast<float>(i));
      for (int i = 0; i < 3; ++i) {
        // The feet stand on the line, and a 9's hangs below it.
        boxes.push_back(script.write("6209", 300, 187.0f + 160.0f * static_cast<float>(i), 57));
      }
      script.rotate(degrees);
      const std::vector<Word> words = words_of(script.photo(5));
      REQUIRE(words.size() == 3);
      for (std::size_t i = 0; i < words.size(); ++i) {
        CHECK(overlap(words[i].box, boxes[i]) > 0.5);
        CHECK(words[i].line == static_cast<int>(i));
        CHECK(digits_in(words[i]) == 4);
      }
    }
  }

  TEST_CASE("digits in boxes of their own, and in a comb") {
    Script boxed(900, 300);
    for (int i = 0; i < 5; ++i) {
      const float x = 100 + 110.0f * static_cast<float>(i);
      boxed.line(x, 100, x + 84, 100);
      boxed.line(x, 190, x + 84, 190);
      boxed.line(x, 100, x, 190);
      boxed.line(x + 84, 100, x + 84, 190);
      boxed.write(std::string_view("40725").substr(static_cast<std::size_t>(i), 1), x + 22, 115,
                  60);
    }
    const std::vector<Word> words = words_of(boxed.photo(5));
    REQUIRE(words.size() == 1);
    CHECK(digits_in(words[0]) == 5);
    CHECK(words[0].box.top > 103);
    CHECK(words[0].box.bottom < 187);

    Script comb(900, 300);
    comb.line(100, 190, 600, 190);
    for (int i = 0; i <= 5; ++i) {
      const float x = 100 + 100.0f * static_cast<float>(i);
      comb.line(x, 165, x, 190);
      if (i < 5)
        comb.write(std::string_view("40725").substr(static_cast<std::size_t>(i), 1), x + 25, 110,
                   70);
    }
    const std::vector<Word> teeth = words_of(comb.photo(5));
    REQUIRE(teeth.size() == 1);
    CHECK(teeth[0].box.left > 115);
    CHECK(teeth[0].box.right < 590);
  }

  TEST_CASE("a table's cells") {
    Script script(1000, 700);
    for (int i = 0; i <= 3; ++i) {
      const float at = 100 + 200.0f * static_cast<float>(i);
      script.line(100, at * 0.75f, 700, at * 0.75f);
      script.line(at, 75, at, 525);
    }
    std::vector<Box> boxes;
    std::vector<int> lines;
    for (int row = 0; row < 3; ++row) {
      for (int column = 0; column < 3; ++column) {
        boxes.push_back(script.write(row == column ? "38" : "472",
                                     130 + 200.0f * static_cast<float>(column),
                                     115 + 150.0f * static_cast<float>(row), 60));
        lines.push_back(row);
      }
    }
    check_words(words_of(script.photo(5)), boxes, lines);
  }

  TEST_CASE("skewed lines are found and levelled") {
    for (const float degrees : {5.0f, -5.0f}) {
      CAPTURE(degrees);
      Script script(1200, 800);
      for (int i = 0; i < 3; ++i) {
        script.write("204868", 200, 150 + 200.0f * static_cast<float>(i), 60);
        script.write("56342", 700, 150 + 200.0f * static_cast<float>(i), 60);
      }
      script.rotate(degrees);
      const std::vector<Word> words = words_of(script.photo(5));
      REQUIRE(words.size() == 6);
      for (std::size_t i = 0; i < words.size(); ++i) {
        CAPTURE(i);
        CHECK(words[i].line == static_cast<int>(i / 2));
        CHECK(digits_in(words[i]) == (i % 2 == 0 ? 6 : 5));
        check_plane(words[i]);
        const Box inked = ink_box(words[i].ink);
        CHECK(inked.height() < 75);  // of the 60 and the pen; on the page it takes up more
        CHECK(words[i].box.height() >= 78);
        const double slope = words[i].across.y / words[i].across.x;
        CHECK(std::abs(slope - std::tan(degrees * 3.14159265 / 180)) < 0.03);
      }
    }
  }

  TEST_CASE("under the edge of a shadow, and on dark paper") {
    Script script(1400, 900);
    const Box light = script.write("7350", 200, 200, 60);
    const Box edge = script.write("16482", 600, 400, 60);
    const Box dark = script.write("2907", 1000, 600, 60);
    check_words(words_of(script.photo(5, 720)), {light, edge, dark}, {0, 1, 2});

    GrayImage board = script.photo(5);
    for (std::uint8_t& v : board.pixels) v = static_cast<std::uint8_t>(255 - v);
    check_words(words_of(board), {light, edge, dark}, {0, 1, 2});
  }

  TEST_CASE("a pencil beside a pen") {
    Script pen(1200, 500);
    const Box strong = pen.write("4813", 150, 200, 60);
    Script pencil(1200, 500);
    const Box faint = pencil.write("2906", 700, 200, 60);
    GrayImage page = pen.photo(5, 1 << 20, 2);
    const InkImage grey = pencil.ink(4);
    for (std::size_t i = 0; i < page.pixels.size(); ++i) {
      if (grey.pixels[i] > 0)
        page.pixels[i] = static_cast<std::uint8_t>(page.pixels[i] - grey.pixels[i] * 45 / 255);
    }
    check_words(words_of(page), {strong, faint}, {0, 0});
  }

  TEST_CASE("three hundred numbers, and more than may be") {
    for (const int rows : {25, 60}) {
      Script script(2400, 60 * rows + 40);
      for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < 12; ++column)
          script.write("4072", 40 + 195.0f * static_cast<float>(column),
                       30 + 60.0f * static_cast<float>(row), 30);
      }
      const std::vector<Word> words = words_of(script.photo(3));
      CHECK(words.size() == (rows == 25 ? 300 : kMaxWords));
      CHECK(std::is_sorted(words.begin(), words.end(), [](const Word& a, const Word& b) {
        return a.line != b.line ? a.line < b.line : a.box.left < b.box.left;
      }));
      if (rows == 25) CHECK(words.back().line == 24);
    }
  }

  TEST_CASE("a drawing's digits stay together unless they are very far apart") {
    Script near(900, 400);
    near.write("17", 100, 100, 150, 1.0f);
    CHECK(find_words(near.ink(12)).size() == 1);

    Script far(900, 400);
    const Box left = far.write("17", 50, 100, 120);
    const Box right = far.write("42", 600, 100, 120);
    check_words(find_words(far.ink(10)), {left, right}, {0, 0});

    Script stacked(500, 500);
    const Box above = stacked.write("17", 100, 60, 120);
    const Box below = stacked.write("42", 120, 300, 120);
    check_words(find_words(stacked.ink(10)), {above, below}, {0, 1});
  }
}

TEST_SUITE("rules") {
  TEST_CASE("a rule goes, strokes across it stay whole") {
    InkImage ink(400, 120);
    for (int x = 0; x < 400; ++x) {
      for (int y = 60; y < 63; ++y) ink.at(x, y) = 255;
    }
    for (int y = 30; y < 90; ++y) {
      for (int x = 200; x < 206; ++x) ink.at(x, y) = 255;
    }
    erase_rules(ink, 60);
    CHECK(ink_box(ink) == Box{200, 30, 206, 90});
    const Components left = find_components(ink);
    REQUIRE(left.list.size() == 1);
    CHECK(left.list[0].area == 6 * 60);
  }

  TEST_CASE("digits alone lose nothing") {
    Script script(900, 200);
    script.write("1475", 50, 50, 90);
    script.write("77", 500, 50, 90);
    InkImage ink = script.ink(8);
    const std::vector<std::uint8_t> before = ink.pixels;
    erase_rules(ink, 90);
    CHECK(ink.pixels == before);
  }
}

}  // namespace
}  // namespace ziffer
