#include "core/train/sheets.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <set>

#include "core/geometry.h"
#include "core/ink/crop.h"
#include "core/ink/separate.h"

using namespace ziffer;

namespace {

// Taller than wide, as MNIST has them: the ink's box is 20 high.
InkImage digit() {
  const std::vector<Stroke> strokes = {{{9, 5}, {19, 5}, {13, 22.9F}}};
  return draw_strokes(strokes, 2, 28, 28).value();
}

std::set<std::string> names_of(const std::vector<Sheet>& sheets) {
  std::set<std::string> names;
  for (const Sheet& sheet : sheets) names.insert(sheet.name);
  return names;
}

// The box of what is darker than half way to black.
Box dark_box(const GrayImage& picture) {
  InkImage dark(picture.width, picture.height);
  std::transform(picture.pixels.begin(), picture.pixels.end(), dark.pixels.begin(),
                 [](std::uint8_t v) { return static_cast<std::uint8_t>(v < 128 ? 255 : 0); });
  return ink_box(dark);
}

}  // namespace

TEST_SUITE("sheets") {
  TEST_CASE("the box of ink, and cutting it out") {
    InkImage ink(9, 7);
    CHECK(ink_box(ink).width() <= 0);
    ink.at(3, 2) = 1;
    ink.at(5, 4) = 200;
    CHECK(ink_box(ink) == Box{3, 2, 6, 5});
    const Plane cut = cropped(ink, ink_box(ink));
    CHECK(cut.width == 3);
    CHECK(cut.height == 3);
    CHECK(cut.pixels == std::vector<std::uint8_t>{1, 0, 0, 0, 0, 0, 0, 0, 200});
  }

  TEST_CASE("sizes: the box is as long as the name says, in the middle of 7/5 of it") {
    const std::vector<Sheet> sheets = size_sheets(digit());
    CHECK(names_of(sheets) ==
          std::set<std::string>{"20 px", "28 px", "40 px", "64 px", "100 px", "200 px", "400 px"});
    for (const Sheet& sheet : sheets) {
      CAPTURE(sheet.name);
      const int size = std::stoi(sheet.name);
      CHECK(sheet.picture.width == size * 7 / 5);
      CHECK(sheet.picture.height == size * 7 / 5);
      const Box box = dark_box(sheet.picture);
      CHECK(box.height() <= size);
      CHECK(box.height() >= size * 9 / 10);
      CHECK(std::abs(box.top + box.bottom - sheet.picture.height) <= size / 10 + 1);
      CHECK(std::abs(box.left + box.right - sheet.picture.width) <= size / 10 + 1);
    }
    const InkImage same = enlarged(digit(), 20);
    CHECK(cropped(same, ink_box(same)).pixels == cropped(digit(), ink_box(digit())).pixels);
  }

  TEST_CASE("enlarging keeps the amount of ink for its area, and fades at the box's border") {
    const auto mass = [](const InkImage& ink) {
      return std::accumulate(ink.pixels.begin(), ink.pixels.end(), 0.0);
    };
    for (const int size : {40, 100, 400}) {
      const double area = size / 20.0 * size / 20.0;
      CHECK(mass(enlarged(digit(), size)) == doctest::Approx(area * mass(digit())).epsilon(0.02));
    }
    const InkImage block = enlarged(InkImage(20, 20, 255), 200);  // 10 pixels for each
    CHECK(block.at(140, 140) == 255);
    CHECK(block.at(40, 140) == doctest::Approx(255 * 0.55).epsilon(0.02));
    CHECK(block.at(36, 140) == doctest::Approx(255 * 0.15).epsilon(0.05));
    CHECK(block.at(34, 140) == 0);
  }

  TEST_CASE("positions: the same ink nine times, each where its name says") {
    const std::vector<Sheet> sheets = position_sheets(digit());
    REQUIRE(names_of(sheets).size() == 9);
    const Box middle = dark_box(sheets.front().picture);
    CHECK(std::abs(middle.left + middle.right - kSheetSide) <= 4);
    CHECK(std::abs(middle.top + middle.bottom - kSheetSide) <= 4);
    CHECK(middle.height() >= 72);
    CHECK(middle.height() <= 80);
    for (const Sheet& sheet : sheets) {
      CAPTURE(sheet.name);
      CHECK(sheet.picture.width == kSheetSide);
      CHECK(sheet.picture.height == kSheetSide);
      const Box box = dark_box(sheet.picture);
      CHECK(box.width() == middle.width());
      CHECK(box.height() == middle.height());
      const auto named = [&](const char* word) {
        return sheet.name.find(word) != std::string::npos;
      };
      const auto near_edge = [](int distance) { return distance >= 4 && distance <= 10; };
      CHECK(near_edge(box.left) == named("left"));
      CHECK(near_edge(kSheetSide - box.right) == named("right"));
      CHECK(near_edge(box.top) == named("top"));
      CHECK(near_edge(kSheetSide - box.bottom) == named("bottom"));
    }
  }

  TEST_CASE("polarities are each other's negative and give the same ink") {
    const std::vector<Sheet> sheets = polarity_sheets(digit());
    REQUIRE(sheets.size() == 2);
    CHECK(sheets[0].picture.at(0, 0) == 255);
    CHECK(sheets[1].picture.at(0, 0) == 0);
    for (std::size_t i = 0; i < sheets[0].picture.pixels.size(); ++i)
      REQUIRE(sheets[0].picture.pixels[i] + sheets[1].picture.pixels[i] == 255);
    const Result<InkImage> dark = separate_ink(sheets[0].picture);
    const Result<InkImage> bright = separate_ink(sheets[1].picture);
    REQUIRE(dark);
    REQUIRE(bright);
    CHECK(dark->pixels == bright->pixels);
  }

  TEST_CASE("strokes are fitted with their proportions kept") {
    const std::vector<Stroke> strokes = {{{10, 10}, {20, 50}}, {{12, 30}}};
    const std::vector<Stroke> fitted = fitted_strokes(strokes, 200);
    REQUIRE(fitted.size() == 2);
    CHECK(fitted[0][0].x == doctest::Approx(115));
    CHECK(fitted[0][0].y == doctest::Approx(40));
    CHECK(fitted[0][1].x == doctest::Approx(165));
    CHECK(fitted[0][1].y == doctest::Approx(240));
    CHECK(fitted[1][0].x == doctest::Approx(125));
    CHECK(fitted[1][0].y == doctest::Approx(140));
    const std::vector<Stroke> dot = fitted_strokes(std::vector<Stroke>{{{3, 4}}}, 200);
    CHECK(dot[0][0].x == 140);
    CHECK(dot[0][0].y == 140);
    CHECK(fitted_strokes({}, 200).empty());
  }

  TEST_CASE("pens: as wide as they are called, all on the pad") {
    const std::vector<Stroke> line = {{{5, 0}, {5, 10}}};
    const Result<std::vector<Sheet>> sheets = pen_width_sheets(line);
    REQUIRE(sheets);
    REQUIRE(sheets->size() == kPenWidths.size());
    for (std::size_t i = 0; i < sheets->size(); ++i) {
      const Sheet& sheet = (*sheets)[i];
      const int pen = static_cast<int>(kPenWidths[i]);
      CHECK(sheet.name == "pen " + std::to_string(pen) + " px");
      CHECK(sheet.picture.width == kSheetSide);
      const Box box = dark_box(sheet.picture);
      CHECK(std::abs(box.width() - pen) <= 1);
      CHECK(std::abs(box.height() - (200 + pen)) <= 1);
      CHECK(sheet.picture.at(0, 0) == 255);
    }
  }

  TEST_CASE("strokes that cannot be drawn") {
    CHECK(pen_width_sheets({}).error().code == ErrorCode::kNoInk);
    for (const float bad :
         {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
      const std::vector<Stroke> strokes = {{{0, 0}, {bad, 1}}};
      CHECK(pen_width_sheets(strokes).error().code == ErrorCode::kInvalidArgument);
    }
  }

  TEST_CASE("a digit without ink gives bare sheets") {
    const InkImage blank(28, 28);
    for (const std::vector<Sheet>& sheets : {size_sheets(blank), position_sheets(blank)}) {
      for (const Sheet& sheet : sheets) {
        CHECK(std::all_of(sheet.picture.pixels.begin(), sheet.picture.pixels.end(),
                          [](std::uint8_t v) { return v == 255; }));
      }
    }
  }
}
