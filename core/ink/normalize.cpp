#include "core/ink/normalize.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "core/image/resample.h"
#include "core/ink/crop.h"

namespace ziffer {
namespace {

// Digits larger than this are reduced by block maxima first: a hair line in a photograph has less
// than 1/255 of coverage when shrunk by area alone and would vanish.
constexpr int kMaxExactSide = 16 * kGlyphBox;

// Of the 60,000 MNIST training images none has a bright level (see bright_level) below 206; the
// median's is 254.
constexpr int kFaintLevel = 200;
constexpr int kTypicalLevel = 254;
constexpr float kMaxGain = 16.0f;

// Blocks of factor x factor pixels to their maximum.
Plane max_pooled(const Plane& source, int factor) {
  Plane out((source.width + factor - 1) / factor, (source.height + factor - 1) / factor);
  for (int y = 0; y < source.height; ++y) {
    const std::uint8_t* from = source.pixels.data() + source.index(0, y);
    std::uint8_t* to = out.pixels.data() + out.index(0, y / factor);
    for (int x = 0; x < source.width; ++x) to[x / factor] = std::max(to[x / factor], from[x]);
  }
  return out;
}

// The level that all but one in twenty of the inked pixels stay below.
int bright_level(const Plane& digit) {
  std::array<int, 256> histogram{};
  int count = 0;
  for (const std::uint8_t v : digit.pixels) {
    if (v == 0) continue;
    ++histogram[v];
    ++count;
  }
  int above = 0;
  for (int level = 255; level > 0; --level) {
    above += histogram[static_cast<std::size_t>(level)];
    if (above * 20 > count) return level;
  }
  return 0;
}

// Strokes much thinner than MNIST's come out grey when shrunk; MNIST's own are near white at their
// core.
void brighten(Plane& digit) {
  const int level = bright_level(digit);
  if (level <= 0 || level >= kFaintLevel) return;
  const float gain =
      std::min(kMaxGain, static_cast<float>(kTypicalLevel) / static_cast<float>(level));
  for (std::uint8_t& v : digit.pixels) {
    v = static_cast<std::uint8_t>(std::min(255.0f, static_cast<float>(v) * gain + 0.5f));
  }
}

// `side` scaled as `longest` is scaled to kGlyphBox, rounded, at least one pixel.
int fitted(int side, int longest) {
  const std::int64_t twice = 2 * std::int64_t{side} * kGlyphBox;
  return std::max(1, static_cast<int>((twice + longest) / (2 * std::int64_t{longest})));
}

}  // namespace

Glyph normalize(const InkImage& ink) {
  Glyph glyph{};
  const Box box = ink_box(ink);
  if (box.width() <= 0) return glyph;
  const int longest = std::max(box.width(), box.height());
  Plane digit = cropped(ink, box);
  if (longest > kMaxExactSide)
    digit = max_pooled(digit, (longest + kMaxExactSide - 1) / kMaxExactSide);
  digit = resized(digit, fitted(box.width(), longest), fitted(box.height(), longest));
  brighten(digit);

  double mass = 0;
  double moment_x = 0;
  double moment_y = 0;
  for (int y = 0; y < digit.height; ++y) {
    for (int x = 0; x < digit.width; ++x) {
      const double v = digit.at(x, y);
      mass += v;
      moment_x += v * x;
      moment_y += v * y;
    }
  }
  if (mass <= 0) return glyph;
  constexpr double kCenter = kGlyphSide / 2.0;
  const auto offset = [&](double moment, int side) {
    const int shift = static_cast<int>(std::floor(kCenter - moment / mass + 0.5));
    return std::clamp(shift, 0, kGlyphSide - side);
  };
  const int left = offset(moment_x, digit.width);
  const int top = offset(moment_y, digit.height);
  for (int y = 0; y < digit.height; ++y) {
    for (int x = 0; x < digit.width; ++x) {
      glyph[static_cast<std::size_t>((top + y) * kGlyphSide + left + x)] =
          static_cast<float>(digit.at(x, y)) / 255.0f;
    }
  }
  return glyph;
}

}  // namespace ziffer
