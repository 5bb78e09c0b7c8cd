#include "core/train/non_digits.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

#include "core/ink/crop.h"
#include "core/train/augment.h"
#include "core/train/smooth_field.h"

namespace ziffer {
namespace {

constexpr int kSide = 84;
constexpr float kPi = std::numbers::pi_v<float>;

Stroke circle(float x, float y, float rx, float ry, float from = 0, float turns = 1) {
  Stroke stroke;
  const int steps = std::max(8, static_cast<int>(24 * turns));
  for (int i = 0; i <= steps; ++i) {
    const float angle = from + 2 * kPi * turns * static_cast<float>(i) / static_cast<float>(steps);
    stroke.push_back({x + rx * std::cos(angle), y + ry * std::sin(angle)});
  }
  return stroke;
}

std::vector<Stroke> dash(Rng& rng) {
  // One point: any second one would make a stroke of it, since samples are scaled to one size.
  if (rng.uniform() < 0.3F) return {{{0, 0}}};
  // Up to 20 degrees from level, and augmentation turns it further: a steeper one may be a 1.
  const float angle = rng.uniform(-0.35F, 0.35F);
  const float bend = rng.uniform(-8, 8);
  const Point end{60 * std::cos(angle), 60 * std::sin(angle)};
  std::vector<Stroke> strokes = {{{0, 0}, {end.x / 2, end.y / 2 + bend}, end}};
  if (rng.uniform() < 0.25F) strokes.push_back({{0, 12}, {end.x, end.y + 12}});  // an equals sign
  if (rng.uniform() < 0.2F) strokes.push_back({{-12, 2}, {-11, 3}});             // dot dash
  return strokes;
}

std::vector<Stroke> scribble(Rng& rng) {
  std::vector<Stroke> strokes;
  const std::size_t count = 1 + rng.below(3);
  const bool zigzag = rng.uniform() < 0.3F;
  for (std::size_t n = 0; n < count; ++n) {
    Stroke stroke;
    if (zigzag) {
      const int turns = 5 + static_cast<int>(rng.below(12));
      for (int i = 0; i <= turns; ++i) {
        stroke.push_back(
            {60.0F * static_cast<float>(i) / static_cast<float>(turns) + rng.normal() * 3,
             (i % 2 == 0 ? 0 : rng.uniform(20, 60)) + rng.normal() * 4});
      }
    } else {
      // A point with a wandering heading, kept on its sheet.
      Point at{rng.uniform(10, 50), rng.uniform(10, 50)};
      float heading = rng.uniform(0, 2 * kPi);
      float turn = 0;
      const int steps = 60 + static_cast<int>(rng.below(200));
      for (int i = 0; i < steps; ++i) {
        turn = 0.9F * turn + 0.15F * rng.normal();
        heading += turn;
        at.x = std::clamp(at.x + 2.5F * std::cos(heading), 0.0F, 60.0F);
        at.y = std::clamp(at.y + 2.5F * std::sin(heading), 0.0F, 60.0F);
        stroke.push_back(at);
      }
    }
    strokes.push_back(std::move(stroke));
  }
  return strokes;
}

std::vector<Stroke> shape(Rng& rng) {
  switch (rng.below(14)) {
    case 0:  // triangle
      return {{{30, 0}, {60, 52}, {0, 52}, {30, 0}}};
    case 1:  // square
      return {{{0, 0}, {50, 0}, {50, 50}, {0, 50}, {0, 0}}};
    case 2:  // cross
      return {{{0, 0}, {50, 50}}, {{50, 0}, {0, 50}}};
    case 3:  // plus
      return {{{25, 0}, {25, 50}}, {{0, 25}, {50, 25}}};
    case 4:  // tick
      return {{{0, 30}, {15, 50}, {55, 0}}};
    case 5: {  // star
      Stroke star;
      for (int i = 0; i <= 5; ++i) {
        const float angle = -kPi / 2 + static_cast<float>(i) * 4 * kPi / 5;
        star.push_back({30 + 30 * std::cos(angle), 30 + 30 * std::sin(angle)});
      }
      return {star};
    }
    case 6:  // arrow
      return {{{0, 25}, {60, 25}}, {{42, 8}, {60, 25}, {42, 42}}};
    case 7: {  // heart
      Stroke heart;
      for (int i = 0; i <= 32; ++i) {
        const float t = 2 * kPi * static_cast<float>(i) / 32;
        const float s = std::sin(t);
        heart.push_back({30 + 28 * s * s * s,
                         28 - 22 * std::cos(t) + 9 * std::cos(2 * t) + 4 * std::cos(3 * t)});
      }
      return {heart};
    }
    case 8: {  // face
      std::vector<Stroke> face = {circle(30, 30, 30, 30), circle(20, 22, 2, 3),
                                  circle(40, 22, 2, 3)};
      face.push_back({{18, 40}, {30, 47}, {42, 40}});
      return face;
    }
    case 9: {  // spiral
      Stroke spiral;
      const float turns = rng.uniform(2, 4);
      for (int i = 0; i <= 72; ++i) {
        const float t = static_cast<float>(i) / 72;
        spiral.push_back({30 + 30 * t * std::cos(2 * kPi * turns * t),
                          30 + 30 * t * std::sin(2 * kPi * turns * t)});
      }
      return {spiral};
    }
    case 10: {  // wave
      Stroke wave;
      const float waves = rng.uniform(1.5F, 4);
      for (int i = 0; i <= 48; ++i) {
        const float t = static_cast<float>(i) / 48;
        wave.push_back({60 * t, 12 * std::sin(2 * kPi * waves * t)});
      }
      return {wave};
    }
    case 11:  // grid
      return {{{20, 0}, {20, 60}}, {{40, 0}, {40, 60}}, {{0, 20}, {60, 20}}, {{0, 40}, {60, 40}}};
    case 12:  // house
      return {{{0, 25}, {0, 60}, {50, 60}, {50, 25}, {25, 0}, {0, 25}, {50, 25}}};
    default:  // a ring in a ring, crossed out
      return {circle(30, 30, 30, 30), {{8, 8}, {52, 52}}};
  }
}

InkImage several(std::span<const Sample> digits, Rng& rng) {
  constexpr Augmentation kVaried{
      .rotation = 10, .shear = 0.2F, .stretch = 0.2F, .elastic = 0.02F, .pen = 0.3F};
  const int count = rng.uniform() < 0.75F ? 2 : 3;
  std::vector<InkImage> planes;
  int width = 0;
  int height = 0;
  const int gap = static_cast<int>(rng.below(22)) - 10;  // below zero they run into each other
  for (int n = 0; n < count; ++n) {
    const InkImage sheet = warped(digits[rng.below(digits.size())], kVaried, rng);
    const Box box = ink_box(sheet);
    if (box.width() <= 0) continue;
    InkImage cut;
    static_cast<Plane&>(cut) = cropped(sheet, {box.left, 0, box.right, sheet.height});
    width += cut.width + gap;
    height = std::max(height, cut.height);
    planes.push_back(std::move(cut));
  }
  InkImage out(std::max(1, width - gap), std::max(1, height + 12));
  int at = 0;
  for (const InkImage& plane : planes) {
    const int down = static_cast<int>(rng.below(12));
    for (int y = 0; y < plane.height; ++y) {
      for (int x = 0; x < plane.width; ++x) {
        const int to = at + x;
        if (to < 0 || to >= out.width || y + down >= out.height) continue;
        out.at(to, y + down) = std::max(out.at(to, y + down), plane.at(x, y));
      }
    }
    at += plane.width + gap;
  }
  return out;
}

// An even tone or cloth's, wherever `inside` says so of a place relative to the sheet's middle.
template <typename Inside>
InkImage filled(const Inside& inside, Rng& rng) {
  InkImage ink(kSide, kSide);
  const bool textured = rng.uniform() < 0.5F;
  const SmoothField shade(6, 70, rng);
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      if (!inside(static_cast<float>(x) - kSide / 2.0F, static_cast<float>(y) - kSide / 2.0F))
        continue;
      const float tone =
          textured ? 190 + shade.at(static_cast<float>(x) / kSide, static_cast<float>(y) / kSide)
                   : 255;
      ink.at(x, y) = static_cast<std::uint8_t>(std::clamp(tone, 30.0F, 255.0F));
    }
  }
  return ink;
}

// A closed outline that wanders around a middle.
InkImage blob(Rng& rng) {
  std::array<float, 5> cosines{};
  std::array<float, 5> sines{};
  for (std::size_t k = 0; k < cosines.size(); ++k) {
    const float size = 9.0F / static_cast<float>(k + 1);
    cosines[k] = size * rng.normal();
    sines[k] = size * rng.normal();
  }
  const float width = rng.uniform(0.5F, 1.6F);
  const auto inside = [&](float dx, float dy) {
    dx *= width;
    const float angle = std::atan2(dy, dx);
    float radius = 26;
    for (std::size_t k = 0; k < cosines.size(); ++k) {
      const float t = static_cast<float>(k + 1) * angle;
      radius += cosines[k] * std::cos(t) + sines[k] * std::sin(t);
    }
    return radius > 0 && dx * dx + dy * dy < radius * radius;
  };
  return filled(inside, rng);
}

// A triangle to a hexagon, at any angle. Never so narrow that it might be a marker's 1.
InkImage polygon(Rng& rng) {
  const std::size_t corners = 3 + rng.below(4);
  const float turn = rng.uniform(0, 2 * kPi);
  const float wide = rng.uniform(0.65F, 1);
  const bool upright = rng.uniform() < 0.5F;
  std::vector<Point> at;
  for (std::size_t i = 0; i < corners; ++i) {
    const float angle = turn + 2 * kPi * (static_cast<float>(i) + rng.uniform(-0.2F, 0.2F)) /
                                   static_cast<float>(corners);
    const float radius = rng.uniform(28, 40);
    at.push_back({radius * std::cos(angle) * (upright ? wide : 1),
                  radius * std::sin(angle) * (upright ? 1 : wide)});
  }
  const auto inside = [&](float x, float y) {  // even-odd rule
    bool in = false;
    for (std::size_t i = 0, j = corners - 1; i < corners; j = i++) {
      if ((at[i].y > y) != (at[j].y > y) &&
          x < at[i].x + (y - at[i].y) * (at[j].x - at[i].x) / (at[j].y - at[i].y)) {
        in = !in;
      }
    }
    return in;
  };
  return filled(inside, rng);
}

// The outline of some thing that stands upright and is the same on both sides, perhaps on two legs.
InkImage silhouette(Rng& rng) {
  std::array<float, 7> widths{};
  for (float& width : widths) width = rng.uniform(6, 34);
  const std::size_t knots = 3 + rng.below(5);
  const bool legs = rng.uniform() < 0.3F;
  const float fork = rng.uniform(-25, 15);
  const float slit = rng.uniform(1, 5);
  const auto inside = [&](float x, float y) {
    const float t = (y + 36) / 72 * static_cast<float>(knots - 1);
    if (t < 0 || t >= static_cast<float>(knots - 1)) return false;
    const auto knot = static_cast<std::size_t>(t);
    const float share = t - static_cast<float>(knot);
    if (legs && y > fork && std::abs(x) < slit) return false;
    return std::abs(x) < widths[knot] * (1 - share) + widths[knot + 1] * share;
  };
  return filled(inside, rng);
}

InkImage blot(Rng& rng) {
  switch (rng.below(3)) {
    case 0:
      return blob(rng);
    case 1:
      return polygon(rng);
    default:
      return silhouette(rng);
  }
}

InkImage patches(Rng& rng) {
  InkImage ink(kSide, kSide);
  const int coarse = 2 + static_cast<int>(rng.below(4));
  const SmoothField large(coarse, 1, rng);
  const SmoothField small(coarse * 3, 0.6F, rng);
  const float grain = rng.uniform(0, 0.6F);
  const float level = rng.uniform(-0.3F, 0.8F);
  const float softness = rng.uniform(60, 400);
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      const float u = static_cast<float>(x) / kSide;
      const float v = static_cast<float>(y) / kSide;
      const float value = large.at(u, v) + small.at(u, v) + grain * rng.normal() - level;
      ink.at(x, y) = static_cast<std::uint8_t>(std::clamp(value * softness, 0.0F, 255.0F));
    }
  }
  return ink;
}

constexpr std::array kAll = {NonDigit::kBlank,  NonDigit::kDash,    NonDigit::kScribble,
                             NonDigit::kShape,  NonDigit::kSeveral, NonDigit::kBlot,
                             NonDigit::kTexture};

}  // namespace

std::span<const NonDigit> all_non_digits() { return kAll; }

std::string_view name(NonDigit kind) {
  switch (kind) {
    case NonDigit::kBlank:
      return "blank";
    case NonDigit::kDash:
      return "dash";
    case NonDigit::kScribble:
      return "scribble";
    case NonDigit::kShape:
      return "shape";
    case NonDigit::kSeveral:
      return "several digits";
    case NonDigit::kBlot:
      return "blot";
    case NonDigit::kTexture:
      return "texture";
  }
  return "unknown";
}

Sample non_digit(NonDigit kind, std::span<const Sample> digits, Rng& rng) {
  switch (kind) {
    case NonDigit::kBlank:
      break;
    case NonDigit::kDash:
      return {dash(rng), kNoDigit};
    case NonDigit::kScribble:
      return {scribble(rng), kNoDigit};
    case NonDigit::kShape:
      return {shape(rng), kNoDigit};
    case NonDigit::kSeveral:
      return {several(digits, rng), kNoDigit};
    case NonDigit::kBlot:
      return {blot(rng), kNoDigit};
    case NonDigit::kTexture:
      return {patches(rng), kNoDigit};
  }
  return {InkImage(1, 1), kNoDigit};
}

Sample random_non_digit(std::span<const Sample> digits, Rng& rng) {
  constexpr std::array<int, 7> kShares = {1, 8, 22, 18, 24, 17, 10};  // in kAll's order, of 100
  int drawn = static_cast<int>(rng.below(100));
  std::size_t kind = 0;
  while (drawn >= kShares[kind]) drawn -= kShares[kind++];
  return non_digit(kAll[kind], digits, rng);
}

}  // namespace ziffer
