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
#include "core/page/rules.h"
#include "core/train/rng.h"
#include "tests/support/script.h"

namespace ziffer {
namespace {

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

void fill(const Box& box, std::uint8_t value, Plane& plane) {
  for (int y = box.top; y < box.bottom; ++y) {
    for (int x = box.left; x < box.right; ++x) plane.at(x, y) = value;
  }
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

// A digit `size` pixels tall, its upper left corner at (x, y), beside other strokes.
void add_digit(char digit, float x, float y, float size, std::vector<Stroke>& strokes) {
  for (Stroke stroke : sketch_of(digit).strokes) {
    for (Point& p : stroke) p = {x + size * p.x, y + size * p.y};
    strokes.push_back(std::move(stroke));
  }
}

// Strokes of a pen eight pixels wide on grey paper.
GrayImage photo_of(const std::vector<Stroke>& strokes, int width, int height) {
  const Result<InkImage> ink = draw_strokes(strokes, 8, width, height);
  REQUIRE(ink);
  GrayImage page(width, height);
  for (std::size_t i = 0; i < page.pixels.size(); ++i)
    page.pixels[i] = static_cast<std::uint8_t>(220 - ink->pixels[i] / 2);
  return page;
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

  TEST_CASE("a long dash ties what stands to its left and right to one number") {
    for (const bool dashed : {true, false}) {
      Script script(900, 300);
      const Box left = script.write("195", 100, 150, 60);
      if (dashed) script.write("-", static_cast<float>(left.right) + 25, 0, 330);
      const Box right = script.write("2286", static_cast<float>(left.right) + 150, 150, 60);
      const std::vector<Word> words = words_of(script.photo(5));
      if (dashed)
        check_words(words, {united(left, right)}, {0});
      else
        check_words(words, {left, right}, {0, 0});
    }
  }

  TEST_CASE("a piece or a small digit among a number's digits is one of them") {
    Script script(900, 400);
    const Box whole = united(script.write("10", 100, 150, 60), script.write("15", 230, 150, 60));
    script.write("2", 196, 152, 27);
    const Box above = script.write("2", 210, 40, 27);  // what stands above them is not
    check_words(words_of(script.photo(5)), {above, whole}, {0, 1});
  }

  TEST_CASE("a long comma and raised cents part no number") {
    std::vector<Stroke> comma = {{{300, 172}, {288, 226}}};
    add_digit('4', 100, 100, 100, comma);
    add_digit('0', 200, 100, 100, comma);
    add_digit('9', 320, 90, 100, comma);
    add_digit('4', 420, 90, 100, comma);
    CHECK(words_of(photo_of(comma, 700, 500)).size() == 1);

    std::vector<Stroke> cents;
    for (const float x : {100.0F, 200.0F, 300.0F}) add_digit('3', x, 100, 100, cents);
    for (const float x : {400.0F, 470.0F}) add_digit('2', x, 98, 54, cents);
    CHECK(words_of(photo_of(cents, 700, 500)).size() == 1);
    // A carried digit above the line is none of its digits.
    std::vector<Stroke> carried;
    for (const float x : {100.0F, 200.0F, 300.0F}) add_digit('3', x, 100, 100, carried);
    add_digit('2', 400, 60, 54, carried);
    CHECK(words_of(photo_of(carried, 700, 500)).size() == 2);
    // As high and small, but for a comma before them.
    for (const bool comma_before : {true, false}) {
      std::vector<Stroke> high;
      for (const float x : {100.0F, 200.0F, 300.0F}) add_digit('3', x, 100, 100, high);
      if (comma_before) high.push_back({{382, 186}, {374, 216}});
      for (const float x : {400.0F, 460.0F}) add_digit('2', x, 90, 58, high);
      CHECK(words_of(photo_of(high, 700, 500)).size() == (comma_before ? 1 : 2));
    }
  }

  TEST_CASE("a comma may be broad, and the last digit larger and lower than the rest") {
    std::vector<Stroke> comma = {{{345, 185}, {300, 245}}};
    for (const float x : {100.0F, 200.0F}) add_digit('4', x, 100, 100, comma);
    for (const float x : {400.0F, 500.0F}) add_digit('0', x, 100, 100, comma);
    const std::vector<Word> words = words_of(photo_of(comma, 700, 500));
    REQUIRE(words.size() == 1);
    CHECK(digits_in(words[0]) == 5);  // with the comma

    std::vector<Stroke> larger;
    for (const float x : {100.0F, 180.0F}) add_digit('3', x, 100, 80, larger);
    add_digit('4', 265, 112, 104, larger);
    CHECK(words_of(photo_of(larger, 700, 500)).size() == 1);
  }

  TEST_CASE("a dash may be thick, slope, and begin below the edge of what it follows") {
    for (const bool dashed : {true, false}) {
      std::vector<Stroke> sloping;
      std::vector<Stroke> below;
      if (dashed) {
        sloping.push_back({{226, 118}, {330, 140}});
        below.push_back({{229, 150}, {304, 150}});
      }
      for (const float x : {100.0F, 180.0F}) add_digit('3', x, 100, 60, sloping);
      for (const float x : {350.0F, 430.0F}) add_digit('2', x, 100, 60, sloping);
      for (const float x : {100.0F, 150.0F, 200.0F}) add_digit('7', x, 100, 60, below);
      for (const float x : {318.0F, 368.0F, 418.0F}) add_digit('2', x, 100, 60, below);
      CHECK(words_of(photo_of(sloping, 700, 400)).size() == (dashed ? 1 : 2));
      CHECK(words_of(photo_of(below, 700, 400)).size() == (dashed ? 1 : 2));
    }
  }

  TEST_CASE("a dash ties what it stands between also where it stands high") {
    for (const float y : {112.0F, 130.0F, 60.0F}) {
      CAPTURE(y);
      std::vector<Stroke> strokes = {{{250, y}, {280, y - 4}}};
      for (const float x : {100.0F, 180.0F}) add_digit('3', x, 100, 60, strokes);
      for (const float x : {315.0F, 395.0F}) add_digit('2', x, 100, 60, strokes);
      CHECK(words_of(photo_of(strokes, 700, 400)).size() == (y > 100 ? 1 : 2));
    }
  }

  TEST_CASE("9s whose legs came apart from their rings are two digits") {
    std::vector<Stroke> strokes = {ellipse(544, 122, 38, 30),
                                   {{588, 132}, {586, 199}},
                                   ellipse(680, 122, 38, 27),
                                   {{731, 120}, {731, 202}}};
    add_digit('7', 320, 103, 95, strokes);
    for (const float x : {360.0F, 520.0F, 680.0F}) add_digit('3', x, 350, 120, strokes);
    const std::vector<Word> words = words_of(photo_of(strokes, 1000, 700));
    REQUIRE(words.size() == 2);
    CHECK(digits_in(words[0]) == 3);
    CHECK(words[0].box.bottom >= 200);
  }

  TEST_CASE("a plus before a number is none of its digits, a leaning 1 and a 4 are") {
    const auto digits_with = [](const std::vector<Stroke>& first) {
      std::vector<Stroke> strokes = first;
      for (const float x : {200.0F, 290.0F}) add_digit('3', x, 140, 100, strokes);
      const std::vector<Word> words = words_of(photo_of(strokes, 700, 700));
      REQUIRE(words.size() == 1);
      return digits_in(words[0]);
    };
    CHECK(digits_with({{{110, 190}, {170, 190}}, {{140, 155}, {140, 230}}}) == 2);
    CHECK(digits_with({{{160, 142}, {120, 240}}}) == 3);
    CHECK(digits_with({{{115, 175}, {150, 142}, {145, 240}}}) == 3);  // with an up-stroke
    CHECK(digits_with({{{152, 150}, {126, 236}, {148, 212}}}) == 3);  // with a hook at its foot
    // 4s: closed, open, and one whose bar runs far beyond its stem.
    CHECK(digits_with({{{140, 145}, {112, 200}, {172, 200}}, {{140, 145}, {140, 232}}}) == 3);
    CHECK(digits_with({{{130, 145}, {118, 195}, {168, 195}}, {{146, 150}, {144, 232}}}) == 3);
    CHECK(digits_with({{{134, 142}, {108, 198}, {184, 206}}, {{134, 142}, {130, 235}}}) == 3);
  }

  TEST_CASE("a sliver along the side of a page is its edge, not a 1") {
    Script script(900, 700);
    const Box number = script.write("23", 60, 150, 80);
    GrayImage page = script.photo(6);
    for (int y = 140; y < 240; ++y) {
      for (int x = 0; x < 9; ++x) page.at(x, y) = 70;
    }
    check_words(words_of(page), {number}, {0});
  }

  TEST_CASE("many slivers much thinner than the writing are faint ruling, a few may be 1s") {
    for (const int count : {5, 12}) {
      CAPTURE(count);
      Script script(900, 1200);
      const Box number = script.write("23", 60, 150, 80);
      for (int i = 0; i < count; ++i) {
        const float x = 100 + 60.0f * static_cast<float>(i);
        const float y = 300 + 60.0f * static_cast<float>(i * 5 % 12);
        script.line(x, y, x, y + 60);
      }
      const std::vector<Word> words = words_of(script.photo(9));
      if (count > 8)
        check_words(words, {number}, {0});
      else
        CHECK(words.size() > 3);
    }
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

  TEST_CASE("under the edge of a hard shadow, on either side of it") {
    for (const bool below : {true, false}) {
      CAPTURE(below);
      Script script(900, 1200);
      const std::vector<Box> boxes = {script.write("4711", 120, 90, 60),
                                      script.write("23", 560, 90, 60),
                                      script.write("190", 120, 300, 60)};
      GrayImage photo = script.photo(5);
      for (int y = 0; y < photo.height; ++y) {
        for (int x = 0; x < photo.width; ++x) {
          // Past the page's diagonal, over forty pixels.
          const double past = (4.0 * x + 3.0 * y - 3600) / 5 * (below ? 1 : -1);
          const double light = 1 - 0.45 / (1 + std::exp(-past / 8));
          photo.at(x, y) = static_cast<std::uint8_t>(photo.at(x, y) * light);
        }
      }
      const std::vector<Word> words = words_of(photo);
      for (const Box& box : boxes) {
        CHECK(std::any_of(words.begin(), words.end(), [&](const Word& word) {
          return overlap(word.box, grown(box, 2)) > 0.7;
        }));
      }
      CHECK(words.size() <= boxes.size() + 2);  // of the edge something may be left
    }
  }

  TEST_CASE("a few numbers on squared paper") {
    Script script(900, 1200);
    for (float x = 30; x < 900; x += 62) script.line(x, -20, x, 1220);
    for (float y = 30; y < 1200; y += 62) script.line(-20, y, 920, y);
    const std::vector<Box> boxes = {script.write("2740", 100, 160, 70),
                                    script.write("58", 240, 480, 70)};
    check_words(words_of(script.photo(7)), boxes, {0, 1}, 0.6);
  }

  TEST_CASE("squared paper that hangs together with all digits, and specks") {
    Script script(900, 1200);
    for (float x = 16; x < 900; x += 32) script.line(x, -20, x, 1220);
    for (float y = 16; y < 1200; y += 32) script.line(-20, y, 920, y);
    for (int i = 0; i < 12; ++i) {
      const float x = 64 + 64.0f * static_cast<float>(i);
      script.line(x, 1000, x + 1, 1000);
    }
    const std::vector<Box> boxes = {script.write("2748", 100, 160, 70),
                                    script.write("58", 240, 480, 70)};
    check_words(words_of(script.photo(7)), boxes, {0, 1}, 0.6);
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

  TEST_CASE("the edge of a column parts what stands near it on either side, a comb's does not") {
    for (const bool table : {true, false}) {
      CAPTURE(table);
      Script script(900, 900);
      const int rows = table ? 6 : 1;
      for (int i = 0; i <= 5; ++i) {
        const float x = 100 + 110.0f * static_cast<float>(i);
        script.line(x, 100, x, 100 + 100.0f * static_cast<float>(rows));
      }
      for (int i = 0; i <= rows; ++i) {
        const float y = 100 + 100.0f * static_cast<float>(i);
        script.line(100, y, 650, y);
      }
      std::vector<Box> boxes;
      std::vector<int> lines;
      for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < 5; ++column) {
          boxes.push_back(script.write("4", 130 + 110.0f * static_cast<float>(column),
                                       120 + 100.0f * static_cast<float>(row), 60));
          lines.push_back(row);
        }
      }
      const std::vector<Word> words = words_of(script.photo(5));
      if (table) {
        check_words(words, boxes, lines);
      } else {
        REQUIRE(words.size() == 1);
        CHECK(digits_in(words[0]) == 5);
      }
    }
  }

  TEST_CASE("a table that takes up a part of the page is no measure of the writing") {
    Script script(1500, 1500);
    for (int i = 0; i <= 6; ++i) {
      const float at = 500 + 80.0f * static_cast<float>(i);
      script.line(500, at, 980, at);
      script.line(at, 500, at, 980);
    }
    std::vector<Box> boxes;
    std::vector<int> lines;
    for (int row = 0; row < 6; ++row) {
      boxes.push_back(script.write("4", 520 + 80.0f * static_cast<float>(row),
                                   518 + 80.0f * static_cast<float>(row), 44));
      lines.push_back(row);
    }
    check_words(words_of(script.photo(4)), boxes, lines);
  }

  TEST_CASE("what is far larger than digits holds none of those that stand in its box") {
    Script script(1500, 1500);
    script.line(300, 300, 450, 700);
    script.line(450, 700, 1100, 560);
    const Box first = script.write("47", 600, 340, 60);
    const Box second = script.write("5", 700, 480, 60);
    const std::vector<Word> words = words_of(script.photo(5));
    for (const Box& box : {first, second}) {
      CHECK(std::count_if(words.begin(), words.end(), [&](const Word& word) {
              return overlap(word.box, grown(box, 2)) > 0.75;
            }) == 1);
    }
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

  TEST_CASE("a number that climbs by less than its height is levelled, two digits are not") {
    for (const bool many : {true, false}) {
      CAPTURE(many);
      Script script(1000, 400);
      script.write(many ? "2048684" : "20", 200, 150, 60);
      script.rotate(-7);
      const std::vector<Word> words = words_of(script.photo(5));
      REQUIRE(words.size() == 1);
      CHECK(std::abs(words[0].across.y / words[0].across.x - (many ? -0.12 : 0)) < 0.03);
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

  TEST_CASE("on a sheet that lies on a desk, darker than it or hardly") {
    for (const double around : {0.2, 0.4, 0.55, 0.7, 0.85}) {
      CAPTURE(around);
      Script script(700, 800);
      const Box number = script.write("2038", 150, 200, 40);
      const Box other = script.write("45", 400, 300, 40);
      constexpr int kBeyond = 130;
      std::vector<Box> boxes;
      for (const Box& box : {number, other})
        boxes.push_back(
            {box.left + kBeyond, box.top + kBeyond, box.right + kBeyond, box.bottom + kBeyond});
      const std::vector<Word> words = words_of(on_desk(script.photo(5), kBeyond, around));
      for (const Box& box : boxes) {
        CHECK(std::any_of(words.begin(), words.end(), [&](const Word& word) {
          return overlap(word.box, grown(box, 2)) > 0.7;
        }));
      }
    }
  }

  TEST_CASE("a thumb that holds the sheet is no measure of the writing") {
    Script script(900, 1200);
    const Box box = script.write("2038", 300, 200, 40);
    GrayImage photo = script.photo(5);
    for (int y = 1050; y < 1200; ++y) {
      for (int x = 400; x < 560; ++x) {
        const double away = std::pow((x - 480) / 80.0, 2) + std::pow((y - 1200) / 150.0, 2);
        if (away < 1) photo.at(x, y) = static_cast<std::uint8_t>(120 - 40 * away);
      }
    }
    const std::vector<Word> words = words_of(photo);
    CHECK(std::any_of(words.begin(), words.end(), [&](const Word& word) {
      return overlap(word.box, grown(box, 2)) > 0.75 && digits_in(word) == 4;
    }));
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
    erase_rules(ink, 60, InkImage(ink));
    CHECK(ink_box(ink) == Box{200, 30, 206, 90});
    const Components left = find_components(ink);
    REQUIRE(left.list.size() == 1);
    CHECK(left.list[0].area == 6 * 60);
  }

  TEST_CASE(
      "ruled paper's lines go on where they are frayed, and where they crossed nothing stays") {
    InkImage ink(600, 600);
    const auto is_frayed = [](int along, int across) {
      return along > 200 && across < 320 && along % 50 > 12;
    };
    for (int across = 30; across < 600; across += 60) {
      for (int along = 0; along < 600; ++along) {
        if (is_frayed(along, across)) continue;
        for (int thick = 0; thick < 2; ++thick)
          ink.at(along, across + thick) = ink.at(across + thick, along) = 255;
      }
    }
    for (int y = 70; y < 120; ++y) {
      for (int x = 40; x < 46; ++x) ink.at(x, y) = 255;
    }
    erase_rules(ink, 50, InkImage(ink));
    CHECK(ink_box(ink) == Box{40, 70, 46, 120});
  }

  TEST_CASE("a few lines are no ruled paper: what lies on their way on stays") {
    InkImage ink(600, 600);
    for (int y = 100; y < 300; y += 60) {
      for (int x = 0; x < 400; ++x) ink.at(x, y) = ink.at(x, y + 1) = 255;
      for (int x = 450; x < 480; ++x) ink.at(x, y) = ink.at(x, y + 1) = 255;
    }
    erase_rules(ink, 50, InkImage(ink));
    CHECK(ink_box(ink) == Box{450, 100, 480, 282});
  }

  TEST_CASE("edges between boxes do not go on beyond their comb") {
    InkImage ink(900, 600);
    const auto draw = [&ink](const Box& box) { fill(box, 255, ink); };
    for (const int y : {100, 170}) draw({100, y, 803, y + 3});
    for (int x = 100; x <= 800; x += 100) draw({x, 100, x + 3, 170});
    draw({300, 300, 303, 350});
    erase_rules(ink, 50, InkImage(ink));
    CHECK(ink_box(ink) == Box{300, 300, 303, 350});
  }

  TEST_CASE("an edge against which a digit lies goes, and so do specks of edges") {
    InkImage ink(600, 300);
    Plane darkness(600, 300);
    const auto draw = [&](const Box& box, std::uint8_t dark) {
      fill(box, 255, ink);
      fill(box, dark, darkness);
    };
    for (const int y : {100, 170}) draw({100, y, 503, y + 3}, 60);
    for (int x = 100; x <= 500; x += 100) draw({x, 100, x + 3, 170}, 60);
    draw({300, 120, 303, 123}, 150);  // darker than its edge
    draw({350, 145, 420, 166}, 60);   // lies across one
    erase_rules(ink, 50, darkness);
    const Box left = ink_box(ink);
    CHECK(left.left == 350);
    CHECK(left.top == 145);
    CHECK(left.right == 420);
    CHECK(left.bottom <= 173);  // with the edge's few rows down to the line below
  }

  TEST_CASE("a stroke that nearly reaches the lines above and below it stays") {
    InkImage ink(600, 300);
    for (int x = 0; x < 600; ++x) {
      for (const int y : {100, 190}) ink.at(x, y) = ink.at(x, y + 1) = ink.at(x, y + 2) = 255;
    }
    for (int y = 109; y < 184; ++y) ink.at(300, y) = ink.at(301, y) = ink.at(302, y) = 255;
    erase_rules(ink, 60, InkImage(ink));
    CHECK(ink_box(ink) == Box{300, 109, 303, 184});
  }

  TEST_CASE("a stroke along a rule stays where it is darker, as does one between two of them") {
    InkImage ink(400, 300);
    Plane darkness(400, 300);
    const auto draw = [&](const Box& box, std::uint8_t dark) {
      fill(box, 255, ink);
      fill(box, dark, darkness);
    };
    draw({0, 60, 400, 63}, 60);
    draw({180, 60, 230, 63}, 150);
    for (const int x : {50, 120}) draw({x, 100, x + 3, 300}, 60);
    draw({53, 200, 120, 203}, 150);
    erase_rules(ink, 50, darkness);
    CHECK(ink.at(100, 61) == 0);
    CHECK(ink.at(200, 61) == 255);
    CHECK(ink.at(51, 150) == 0);
    CHECK(ink.at(90, 201) == 255);
  }

  TEST_CASE("a rule that is frayed, but for a trace, is one; strokes with paper between are none") {
    for (const bool traced : {true, false}) {
      CAPTURE(traced);
      InkImage ink(600, 100);
      Plane darkness(600, 100);
      for (int x = 54; x < 544; ++x) {
        const bool frayed = x % 16 < 6;
        ink.at(x, 50) = ink.at(x, 51) = frayed ? 0 : 255;
        darkness.at(x, 50) = darkness.at(x, 51) = frayed ? (traced ? 40 : 0) : 60;
      }
      erase_rules(ink, 50, darkness);
      CHECK((ink_box(ink).width() <= 0) == traced);
    }
  }

  TEST_CASE("a ring around a number goes, a 0 with a dot in it stays") {
    std::vector<Stroke> strokes = {
        ellipse(300, 230, 95, 85), ellipse(600, 230, 30, 50), {{598, 228}, {604, 234}}};
    for (const float x : {260.0F, 310.0F}) add_digit('7', x, 200, 60, strokes);
    const std::vector<Word> words = words_of(photo_of(strokes, 900, 700));
    check_words(words, {{260, 200, 343, 260}, {570, 180, 630, 280}}, {0, 0}, 0.6);
    CHECK(digits_in(words[0]) == 2);
    // A ring of which a side is missing surrounds nothing.
    const Stroke around[] = {ellipse(100, 100, 80, 80), {{100, 70}, {100, 130}}};
    InkImage closed = *draw_strokes(around, 6, 200, 200);
    InkImage open = closed;
    for (int y = 0; y < 200; ++y) {
      for (int x = 150; x < 200; ++x) open.at(x, y) = 0;
    }
    const InkImage before = open;
    erase_rings(open);
    CHECK(open.pixels == before.pixels);
    erase_rings(closed);
    CHECK(ink_box(closed).height() < 80);
  }

  TEST_CASE("rings around one digit and around three go, on the picture's edge as well") {
    const Stroke one[] = {ellipse(60, 80, 38, 60), {{60, 55}, {60, 105}}};
    InkImage upright = *draw_strokes(one, 5, 120, 160);
    erase_rings(upright);
    CHECK(ink_box(upright).height() < 60);

    // Off the left side, whole, at the right side, off it.
    for (const float middle : {75.0F, 100.0F, 107.0F, 125.0F}) {
      CAPTURE(middle);
      std::vector<Stroke> strokes = {ellipse(middle, 80, 90, 70)};
      for (const float x : {-50.0F, -10.0F, 30.0F}) add_digit('7', middle + x, 62, 36, strokes);
      InkImage ink = *draw_strokes(strokes, 4, 200, 160);
      CHECK(find_components(ink).list.size() == 4);
      erase_rings(ink);
      CHECK(find_components(ink).list.size() == 3);
      CHECK(ink_box(ink).height() < 50);
    }
  }

  TEST_CASE("a table's frame is no ring around what stands in its rows") {
    std::vector<Stroke> strokes = {{{20, 10}, {180, 10}, {180, 190}, {20, 190}, {20, 10}}};
    for (const float y : {55.0F, 100.0F, 145.0F}) strokes.push_back({{20, y}, {180, y}});
    for (const float y : {15.0F, 60.0F, 105.0F, 150.0F}) {
      for (const float x : {60.0F, 85.0F, 110.0F}) add_digit('7', x, y, 36, strokes);
    }
    InkImage ink = *draw_strokes(strokes, 3, 200, 200);
    const std::vector<std::uint8_t> before = ink.pixels;
    erase_rings(ink);
    CHECK(ink.pixels == before);
  }

  TEST_CASE("digits alone lose nothing") {
    Script script(900, 200);
    script.write("1475", 50, 50, 90);
    script.write("77", 500, 50, 90);
    InkImage ink = script.ink(8);
    const std::vector<std::uint8_t> before = ink.pixels;
    erase_rules(ink, 90, InkImage(ink));
    CHECK(ink.pixels == before);
  }
}

}  // namespace
}  // namespace ziffer
