// Pages of writing drawn by strokes, on photographed paper: the truth of every box is known.
#ifndef ZIFFER_TESTS_SUPPORT_SCRIPT_H_
#define ZIFFER_TESTS_SUPPORT_SCRIPT_H_

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "core/geometry.h"
#include "core/image/gray_image.h"
#include "core/ink/strokes.h"
#include "core/train/rng.h"

namespace ziffer {

// Digits and marks as a hand might write them, in a box one unit high.
struct Sketch {
  float width;
  std::vector<Stroke> strokes;
};

inline Stroke ellipse(float cx, float cy, float rx, float ry) {
  Stroke stroke;
  for (int i = 0; i <= 24; ++i) {
    const float angle = static_cast<float>(i) * 6.2831853f / 24;
    stroke.push_back({cx + rx * std::sin(angle), cy - ry * std::cos(angle)});
  }
  return stroke;
}

inline Sketch sketch_of(char c) {
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
      const Sketch sketch = sketch_of(c);
      for (Stroke stroke : sketch.strokes) {
        for (Point& p : stroke) p = {x + p.x * size, y + p.y * size};
        strokes_.push_back(std::move(stroke));
      }
      x += (sketch.width + apart) * size;
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

// `page` as it lies on something, with `around` of its light, seen on every side.
inline GrayImage on_desk(const GrayImage& page, int beyond, double around) {
  GrayImage picture(page.width + 2 * beyond, page.height + 2 * beyond);
  Rng rng{11};
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const int at_x = x - beyond;
      const int at_y = y - beyond;
      const auto is_on = [&](int u, int v) {
        return u >= 0 && v >= 0 && u < page.width && v < page.height;
      };
      if (is_on(at_x, at_y)) {
        picture.at(x, y) = page.at(at_x, at_y);
        continue;
      }
      // Light from one side; the sheet's shadow falls to the right and down.
      constexpr int kShadow = 12;
      const double lit = 0.85 + 0.15 * x / picture.width;
      const double shade = is_on(at_x - kShadow, at_y - kShadow) ? 0.6 : 1;
      picture.at(x, y) =
          static_cast<std::uint8_t>((220 + rng.uniform(-9, 9)) * around * lit * shade);
    }
  }
  return picture;
}

}  // namespace ziffer

#endif  // ZIFFER_TESTS_SUPPORT_SCRIPT_H_
