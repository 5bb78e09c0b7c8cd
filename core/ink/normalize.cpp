#include "core/ink/normalize.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "core/image/resample.h"
#include "core/ink/crop.h"
#include "core/ink/thin_strokes.h"

namespace ziffer {
namespace {

// Digits larger than this are reduced by block maxima first.
constexpr int kMaxExactSide = kThinnest * kGlyphBox;

// `side` scaled as `longest` is scaled to kGlyphBox, rounded, at least one pixel.
int fitted(int side, int longest) {
  const std::int64_t twice = 2 * std::int64_t{side} * kGlyphBox;
  return std::max(1, static_cast<int>((twice + longest) / (2 * std::int64_t{longest})));
}

}  // namespace

Glyph normalize(const InkImage& ink, Registration* registration) {
  Glyph glyph{};
  const Box box = ink_box(ink);
  if (box.width() <= 0) return glyph;
  const int longest = std::max(box.width(), box.height());
  Plane digit = cropped(ink, box);
  const int reduced = (longest + kMaxExactSide - 1) / kMaxExactSide;
  if (reduced > 1) digit = max_pooled(digit, reduced);
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
  if (registration != nullptr) {
    *registration = {box,
                     reduced,
                     digit.width,
                     digit.height,
                     static_cast<float>(moment_x / mass),
                     static_cast<float>(moment_y / mass),
                     left,
                     top};
  }
  for (int y = 0; y < digit.height; ++y) {
    for (int x = 0; x < digit.width; ++x) {
      glyph[static_cast<std::size_t>((top + y) * kGlyphSide + left + x)] =
          static_cast<float>(digit.at(x, y)) / 255.0f;
    }
  }
  return glyph;
}

}  // namespace ziffer
