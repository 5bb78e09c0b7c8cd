#include "core/ink/separate.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>

#include "core/geometry.h"
#include "core/image/resample.h"
#include "core/ink/crop.h"
#include "core/ink/shadows.h"
#include "core/ink/sheet.h"
#include "tests/support/ascii_art.h"
#include "tests/support/script.h"

namespace ziffer {
namespace {

using testing::as_text;
using testing::enlarged;
using testing::gray_art;

// As MNIST draws it: white on black, grey edges, a margin of four pixels.
const GrayImage kMnistLike = gray_art({
    "............................", "............................", "............................",
    "............................", "..........3779973...........", ".........6#######71.........",
    "........6##8655###6.........", ".......3##6....4##8.........", ".......6##......8#9.........",
    ".......38#2.....9#8.........", "........22.....3##4.........", "...............8#8..........",
    "..............6##3..........", ".............4##6...........", "............3##8............",
    "...........3##9.............", "..........2##9..............", ".........2##9...............",
    ".........8#9................", "........6##3................", ".......3##7.................",
    ".......8##8776655431........", ".......9############7.......", ".......379999999####8.......",
    "............................", "............................", "............................",
    "............................",
});

GrayImage inverted(GrayImage image) {
  for (std::uint8_t& v : image.pixels) v = static_cast<std::uint8_t>(255 - v);
  return image;
}

GrayImage as_gray(const Plane& plane) {
  GrayImage image(plane.width, plane.height);
  image.pixels = plane.pixels;
  return image;
}

InkImage separated(const GrayImage& picture) {
  const Result<InkImage> ink = separate_ink(picture);
  REQUIRE(static_cast<bool>(ink));
  REQUIRE(ink.value().width == picture.width);
  REQUIRE(ink.value().height == picture.height);
  return ink.value();
}

double mean_difference(const Plane& a, const Plane& b) {
  REQUIRE(a.pixels.size() == b.pixels.size());
  double sum = 0;
  for (std::size_t i = 0; i < a.pixels.size(); ++i) sum += std::abs(a.pixels[i] - b.pixels[i]);
  return sum / static_cast<double>(a.pixels.size());
}

// Intersection over union of the pixels that are more than half ink.
double overlap(const Plane& a, const Plane& b) {
  double both = 0;
  double either = 0;
  for (std::size_t i = 0; i < a.pixels.size(); ++i) {
    const bool in_a = a.pixels[i] >= 128;
    const bool in_b = b.pixels[i] >= 128;
    both += in_a && in_b ? 1 : 0;
    either += in_a || in_b ? 1 : 0;
  }
  return both / either;
}

struct Light {
  double paper = 220;
  double ink = 60;
  double slope = 0;     // grey levels from left to right
  double vignette = 0;  // share of light lost in the middle of each side
  double shadow = 0;    // share of light lost in the lower part, with a soft edge
  double noise = 0;     // standard deviation
  bool ruled = false;   // a line every 30 rows
};

// A photograph of `drawing`, enlarged and lit as told.
GrayImage photographed(const Plane& drawing, const Light& light, unsigned seed) {
  GrayImage photo(drawing.width, drawing.height);
  std::mt19937 random(seed);
  for (int y = 0; y < photo.height; ++y) {
    for (int x = 0; x < photo.width; ++x) {
      const double u = 2.0 * x / photo.width - 1;
      const double v = 2.0 * y / photo.height - 1;
      // Twelve uniform values make a good enough bell, and the same one with every standard
      // library.
      double bell = -6;
      for (int i = 0; i < 12; ++i) bell += static_cast<double>(random()) / 4294967296.0;
      const double coverage = drawing.at(x, y) / 255.0;
      const double paper = light.paper - (light.ruled && y % 30 < 2 ? 45 : 0);
      double level = paper * (1 - coverage) + light.ink * coverage;
      level *= (1 - light.vignette * (u * u + v * v) / 2) *
               (1 - light.shadow / (1 + std::exp(-(v - u / 3) * 12)));
      level += light.slope * u / 2 + bell * light.noise;
      photo.at(x, y) = static_cast<std::uint8_t>(std::clamp(std::lround(level), 0L, 255L));
    }
  }
  return photo;
}

TEST_SUITE("separate") {
  TEST_CASE("MNIST's own pixels come back, in either polarity") {
    const InkImage light = separated(kMnistLike);
    INFO(as_text(light));
    CHECK(mean_difference(light, kMnistLike) < 0.5);
    CHECK(separated(inverted(kMnistLike)).pixels == light.pixels);
  }

  TEST_CASE("enlarged by blocks and bilinearly") {
    for (const int factor : {2, 5, 10}) {
      CAPTURE(factor);
      const GrayImage blocks = enlarged(kMnistLike, factor);
      CHECK(mean_difference(separated(blocks), blocks) < 1.0);
      CHECK(mean_difference(separated(inverted(blocks)), blocks) < 1.0);
      const GrayImage smooth = as_gray(resized(kMnistLike, 28 * factor, 28 * factor));
      CHECK(mean_difference(separated(smooth), smooth) < 2.0);
      CHECK(mean_difference(separated(inverted(smooth)), smooth) < 2.0);
    }
  }

  TEST_CASE("paper and ink need not be white and black") {
    for (const auto& levels : {std::pair{250, 20}, {200, 120}, {60, 200}, {10, 40}, {128, 100}}) {
      const int paper = levels.first;
      const int ink = levels.second;
      CAPTURE(paper);
      CAPTURE(ink);
      GrayImage picture(28, 28);
      for (std::size_t i = 0; i < picture.pixels.size(); ++i) {
        picture.pixels[i] =
            static_cast<std::uint8_t>(paper + (ink - paper) * kMnistLike.pixels[i] / 255);
      }
      CHECK(overlap(separated(picture), kMnistLike) > 0.95);
    }
  }

  TEST_CASE("photographs") {
    const Plane drawing = resized(kMnistLike, 280, 280);
    const auto check = [&](const char* what, const Light& light, double least) {
      CAPTURE(what);
      const GrayImage photo = photographed(drawing, light, 7);
      const InkImage ink = separated(photo);
      CHECK(overlap(ink, drawing) > least);
      // Paper is exactly bare: no pixel of the outermost frame has ink.
      int stray = 0;
      for (int i = 0; i < 280; ++i)
        stray +=
            (ink.at(i, 0) > 0) + (ink.at(i, 279) > 0) + (ink.at(0, i) > 0) + (ink.at(279, i) > 0);
      CHECK(stray == 0);
    };
    check("plain", {}, 0.93);
    check("noise", {.noise = 5}, 0.93);
    check("slope", {.slope = 90, .noise = 4}, 0.88);
    check("vignette", {.vignette = 0.5, .noise = 4}, 0.88);
    check("soft shadow", {.shadow = 0.3, .noise = 4}, 0.80);
    check("pencil", {.paper = 225, .ink = 180, .slope = 20, .noise = 4}, 0.80);
    check("chalk", {.paper = 60, .ink = 190, .slope = 30, .noise = 5}, 0.88);
    check("ruled paper", {.paper = 235, .slope = 20, .noise = 3, .ruled = true}, 0.88);
  }

  TEST_CASE("a marker that fills much of the picture") {
    const GrayImage zero = enlarged(gray_art({
                                        "............",
                                        "...######...",
                                        "..########..",
                                        ".####..####.",
                                        ".###....###.",
                                        ".###....###.",
                                        ".###....###.",
                                        ".###....###.",
                                        ".####..####.",
                                        "..########..",
                                        "...######...",
                                        "............",
                                    }),
                                    12);
    CHECK(overlap(separated(zero), zero) > 0.95);
    CHECK(overlap(separated(inverted(zero)), zero) > 0.95);
  }

  TEST_CASE("cut close to the digit, in either polarity") {
    GrayImage close(20, 20);
    for (int y = 0; y < 20; ++y) {
      for (int x = 0; x < 20; ++x) close.at(x, y) = kMnistLike.at(x + 4, y + 4);
    }
    for (const int factor : {1, 3, 8}) {
      const GrayImage smooth = as_gray(resized(close, 20 * factor, 20 * factor));
      CAPTURE(factor);
      CHECK(overlap(separated(smooth), smooth) > 0.9);
      CHECK(overlap(separated(inverted(smooth)), smooth) > 0.9);
    }
  }

  TEST_CASE("small pictures under uneven light, with room and cut close") {
    for (const int margin : {0, 4}) {
      const int side = 20 + 2 * margin;
      GrayImage drawing(side, side);
      for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x)
          drawing.at(x, y) = kMnistLike.at(x + 4 - margin, y + 4 - margin);
      }
      CAPTURE(margin);
      // As much light lost across the picture as lies between ink and paper.
      const GrayImage shaded = photographed(drawing, {.slope = 160, .noise = 2}, 3);
      CHECK(overlap(separated(shaded), drawing) > (margin == 0 ? 0.7 : 0.85));
      // White ink behind haze three times as bright, thickest in a corner.
      GrayImage hazy(side, side);
      for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
          const double haze = std::exp(-(x * x + y * y) / (0.8 * side * side));
          hazy.at(x, y) = static_cast<std::uint8_t>((drawing.at(x, y) + 3 * 255 * haze) / 4);
        }
      }
      CHECK(overlap(separated(hazy), drawing) > (margin == 0 ? 0.7 : 0.85));
      // On even light a close cut keeps one level of paper, noise or not.
      const GrayImage even = photographed(drawing, {.noise = 6}, 3);
      CHECK(overlap(separated(even), drawing) > 0.85);
    }
  }

  TEST_CASE("on a page, the edge of a shadow and where light falls off are no ink") {
    // A page of 900 by 700 with the drawing in the light and in the shade.
    GrayImage drawing(900, 700);
    const Plane digit = resized(kMnistLike, 140, 140);
    for (const Box& place : {Box{120, 200, 260, 340}, Box{560, 420, 700, 560}}) {
      for (int y = 0; y < 140; ++y) {
        for (int x = 0; x < 140; ++x) drawing.at(place.left + x, place.top + y) = digit.at(x, y);
      }
    }
    GrayImage page = photographed(drawing, {.noise = 3}, 5);
    for (int y = 0; y < page.height; ++y) {
      for (int x = 0; x < page.width; ++x) {
        const double from_edge = 1.6 * x - y - 350;
        const double shade = 0.6 - 0.1 * std::exp(-std::max(0.0, from_edge) / 120);
        const double light = shade + (1 - shade) / (1 + std::exp(from_edge / 4));
        page.at(x, y) = static_cast<std::uint8_t>(page.at(x, y) * light);
      }
    }
    const Result<InkImage> ink = separate_page_ink(page);
    REQUIRE(ink);
    CHECK(overlap(*ink, drawing) > 0.7);
    // Along the border, where the shadow runs off, there is none.
    for (int x = 0; x < page.width; ++x) {
      CHECK(ink->at(x, 3) == 0);
      CHECK(ink->at(x, page.height - 4) == 0);
    }
  }

  TEST_CASE(
      "a sheet on a desk: its ink alone, and whether it is the desk that is dark is in doubt") {
    Script script(700, 800);
    const Box box = script.write("203", 200, 300, 50);
    const GrayImage page = script.photo(6);
    for (const double around : {0.4, 0.7}) {
      CAPTURE(around);
      const bool doubtful = around > kDarkerThanShadows;
      const GrayImage photo = on_desk(page, 130, around);
      CHECK(desk_on(photo) == (doubtful ? Desk::kDoubtful : Desk::kDark));
      const Result<InkImage> ink =
          separate_page_ink(photo, doubtful ? Shadows::kNone : Shadows::kSoft);
      REQUIRE(ink);
      const Box seen = ink_box(*ink);
      CHECK(std::abs(seen.left - (box.left + 130)) <= 4);
      CHECK(std::abs(seen.right - (box.right + 130)) <= 4);
      CHECK(std::abs(seen.top - (box.top + 130)) <= 4);
      CHECK(std::abs(seen.bottom - (box.bottom + 130)) <= 4);
    }
    CHECK(desk_on(page) == Desk::kNone);
    CHECK(desk_on(GrayImage()) == Desk::kNone);
  }

  TEST_CASE("in the shade of a small picture, the light beside it is not taken for ink") {
    for (const int digit : {3, 0, 9}) {
      CAPTURE(digit);
      for (const float pen : {3.0F, 6.0F}) {
        CAPTURE(pen);
        Script script(240, 240);
        script.write(std::to_string(digit), 170, 60, 36);
        const GrayImage photo = script.photo(pen, 110, 2);
        const InkImage drawn = script.ink(pen);
        CHECK(may_be_shaded(photo));
        const Result<InkImage> ink = separate_page_ink(photo, Shadows::kEdged);
        REQUIRE(ink);
        CHECK(overlap(*ink, drawn) > 0.6);
        // In even light nothing may lie in a shadow.
        CHECK(!may_be_shaded(script.photo(pen, 1 << 20, 2)));
      }
    }
  }

  TEST_CASE("tiny pictures") {
    const GrayImage one = gray_art({
        "........",
        "...##...",
        "..###...",
        "...##...",
        "...##...",
        "...##...",
        "..####..",
        "........",
    });
    CHECK(mean_difference(separated(one), one) == 0);
    CHECK(mean_difference(separated(inverted(one)), one) == 0);
    GrayImage dot(4, 4, 255);
    dot.at(2, 1) = 0;
    CHECK(separated(dot).at(2, 1) == 255);
    GrayImage line(1, 9, 255);
    line.at(0, 4) = 0;
    CHECK(separated(line).at(0, 4) == 255);
  }

  TEST_CASE("pictures without ink") {
    const auto code = [](const GrayImage& picture) {
      const Result<InkImage> ink = separate_ink(picture);
      REQUIRE_FALSE(static_cast<bool>(ink));
      return ink.error().code;
    };
    CHECK(code(GrayImage()) == ErrorCode::kNoInk);
    CHECK(code(GrayImage(1, 1, 90)) == ErrorCode::kNoInk);
    for (const int level : {0, 128, 255}) {
      CHECK(code(GrayImage(28, 28, static_cast<std::uint8_t>(level))) == ErrorCode::kNoInk);
      CHECK(code(GrayImage(300, 200, static_cast<std::uint8_t>(level))) == ErrorCode::kNoInk);
    }
    const Plane nothing(200, 150);
    for (unsigned seed = 0; seed < 5; ++seed) {
      CHECK(code(photographed(nothing, {.noise = 1}, seed)) == ErrorCode::kNoInk);
      CHECK(code(photographed(nothing, {.noise = 8}, seed)) == ErrorCode::kNoInk);
      CHECK(code(photographed(nothing, {.slope = 80, .vignette = 0.2, .noise = 3}, seed)) ==
            ErrorCode::kNoInk);
    }
    std::mt19937 random(1);
    for (int round = 0; round < 10; ++round) {
      GrayImage noise(60, 50);
      for (std::uint8_t& v : noise.pixels) v = static_cast<std::uint8_t>(random() % 256);
      CHECK(code(noise) == ErrorCode::kNoInk);
    }
    // Ten grey levels are the least.
    GrayImage faint(28, 28, 200);
    for (int y = 8; y < 20; ++y) faint.at(14, y) = 194;
    CHECK(code(faint) == ErrorCode::kNoInk);
  }
}

}  // namespace
}  // namespace ziffer
