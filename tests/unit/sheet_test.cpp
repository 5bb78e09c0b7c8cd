#include "core/ink/sheet.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "core/geometry.h"
#include "core/train/rng.h"

namespace ziffer {
namespace {

constexpr int kWidth = 288;
constexpr int kHeight = 384;
constexpr Box kPaper{40, 60, 250, 330};

// What surrounds `sheet`, `around` bright, and the sheet, 200 bright, with some noise.
Plane on_desk(const Box& sheet, int around) {
  Plane picture(kWidth, kHeight);
  Rng rng({5});
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) {
      const bool on = x >= sheet.left && x < sheet.right && y >= sheet.top && y < sheet.bottom;
      picture.at(x, y) = static_cast<std::uint8_t>(on ? 200 : around);
      picture.at(x, y) = static_cast<std::uint8_t>(picture.at(x, y) + rng.uniform(-6, 6));
    }
  }
  return picture;
}

void fill(const Box& box, std::uint8_t level, Plane& picture) {
  for (int y = box.top; y < box.bottom; ++y) {
    for (int x = box.left; x < box.right; ++x) picture.at(x, y) = level;
  }
}

// Columns of a row that are on the sheet.
int on_row(const Plane& sheet, int y) {
  int count = 0;
  for (int x = 0; x < sheet.width; ++x) count += sheet.at(x, y);
  return count;
}

TEST_SUITE("sheet") {
  TEST_CASE("a sheet on a desk is found up to its edge, with what is written on it") {
    Plane picture = on_desk(kPaper, 70);
    fill({100, 100, 108, 140}, 40, picture);  // a stroke
    const Plane sheet = find_sheet(picture);
    REQUIRE(sheet.width == kWidth);
    REQUIRE(sheet.height == kHeight);
    for (const int y : {kPaper.top + 4, 120, kPaper.bottom - 5}) {
      CHECK(on_row(sheet, y) > kPaper.width() - 8);
      CHECK(on_row(sheet, y) < kPaper.width());
      CHECK(sheet.at(kPaper.left, y) == 0);
      CHECK(sheet.at(kPaper.right - 1, y) == 0);
    }
    CHECK(sheet.at(104, 120) == 1);
    CHECK(on_row(sheet, kPaper.top) == 0);
    CHECK(on_row(sheet, kPaper.bottom - 1) == 0);
    CHECK(on_row(sheet, kPaper.top - 10) == 0);
  }

  TEST_CASE("a sheet that runs off one side of the picture goes on to its border") {
    const Plane sheet = find_sheet(on_desk({40, 60, kWidth, 330}, 70));
    REQUIRE(sheet.width == kWidth);
    CHECK(sheet.at(kWidth - 1, 200) == 1);
    CHECK(sheet.at(40, 200) == 0);
  }

  TEST_CASE("a finger on the sheet's edge is not on it") {
    Plane picture = on_desk(kPaper, 70);
    fill({30, 180, 80, 220}, 110, picture);
    const Plane sheet = find_sheet(picture);
    REQUIRE(sheet.width == kWidth);
    CHECK(sheet.at(70, 200) == 0);
    CHECK(sheet.at(90, 200) == 1);
  }

  TEST_CASE("paper everywhere is no sheet on something") {
    CHECK(find_sheet(Plane(kWidth, kHeight, 180)).width == 0);
    CHECK(find_sheet(on_desk({0, 0, kWidth, kHeight}, 0)).width == 0);
    Plane written = on_desk({0, 0, kWidth, kHeight}, 0);
    fill({20, 20, 270, 24}, 30, written);  // a frame
    fill({20, 360, 270, 364}, 30, written);
    fill({20, 20, 24, 364}, 30, written);
    fill({266, 20, 270, 364}, 30, written);
    CHECK(find_sheet(written).width == 0);
  }

  TEST_CASE("nor is what a shadow leaves bright, light that falls off, or half of a picture") {
    CHECK(find_sheet(on_desk(kPaper, 135)).width == 0);
    CHECK(find_sheet(on_desk(kPaper, 135), kHardlyDarker).width == kWidth);
    CHECK(find_sheet(on_desk(kPaper, 190), kHardlyDarker).width == 0);
    CHECK(find_sheet(on_desk({0, 0, kWidth, 200}, 70)).width == 0);
    Plane falls_off(kWidth, kHeight);
    for (int y = 0; y < kHeight; ++y) {
      for (int x = 0; x < kWidth; ++x) {
        const double away = std::hypot(x - kWidth / 2, y - kHeight / 2) / kHeight;
        falls_off.at(x, y) = static_cast<std::uint8_t>(210 * std::max(0.1, 1 - 1.6 * away));
      }
    }
    CHECK(find_sheet(falls_off).width == 0);
  }

  TEST_CASE("nor a bright stroke on a dark page") {
    CHECK(find_sheet(on_desk({130, 60, 160, 330}, 30)).width == 0);
    Plane ring = on_desk(kPaper, 30);
    fill({80, 100, 210, 290}, 30, ring);
    CHECK(find_sheet(ring).width == 0);
  }

  TEST_CASE("tiny and empty pictures") {
    CHECK(find_sheet(Plane(1, 1, 9)).width == 0);
    CHECK(find_sheet(Plane()).width == 0);
    Plane two(2, 1);
    two.at(1, 0) = 255;
    CHECK(find_sheet(two).width == 0);
  }
}

}  // namespace
}  // namespace ziffer
