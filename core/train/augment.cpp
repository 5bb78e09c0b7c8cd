#include "core/train/augment.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/train/bilinear.h"

namespace ziffer {
InkImage warped(const InkImage& ink, const Augmentation& ranges, Rng& rng) {
  const float angle =
      rng.uniform(-ranges.rotation, ranges.rotation) * (std::numbers::pi_v<float> / 180.0F);
  const float shear = rng.uniform(-ranges.shear, ranges.shear);
  const float stretch = 1.0F + rng.uniform(-ranges.stretch, ranges.stretch);

  // From the result back to the source: undo rotation, then slant, then stretch.
  const float cosine = std::cos(angle);
  const float sine = std::sin(angle);
  const float xx = (cosine + shear * sine) / stretch;
  const float xy = (sine - shear * cosine) / stretch;
  const float yx = -sine;
  const float yy = cosine;

  // Enlarged, because interpolation smears edges by a pixel of the result: at the source's own size
  // that would widen every box by two pixels in twenty, and training would see smaller, softer
  // digits than reading does.
  constexpr float kEnlarged = 3;
  // What is fainter than this at the edge of a stroke is smear. Drawn anew for every image, since a
  // reader's threshold, too, finds the box now a little wider, now a little narrower.
  const float faint = rng.uniform(16, 96);
  const int side =
      static_cast<int>(1.5F * kEnlarged * static_cast<float>(std::max(ink.width, ink.height)));
  InkImage out(side, side);
  std::vector<float> source(ink.pixels.begin(), ink.pixels.end());
  const float middle = static_cast<float>(side - 1) / 2.0F;
  const float source_x = static_cast<float>(ink.width - 1) / 2.0F;
  const float source_y = static_cast<float>(ink.height - 1) / 2.0F;
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const float u = (static_cast<float>(x) - middle) / kEnlarged;
      const float v = (static_cast<float>(y) - middle) / kEnlarged;
      const float value = bilinear(source.data(), ink.width, ink.height, xx * u + xy * v + source_x,
                                   yx * u + yy * v + source_y);
      if (value >= faint) out.at(x, y) = static_cast<std::uint8_t>(std::lround(value));
    }
  }
  return out;
}

Glyph jittered(const Glyph& glyph, const Augmentation& ranges, Rng& rng) {
  const float scale = 1.0F + rng.uniform(-ranges.scale, ranges.scale);
  const float shift_x = rng.uniform(-ranges.shift, ranges.shift);
  const float shift_y = rng.uniform(-ranges.shift, ranges.shift);
  const float middle = static_cast<float>(kGlyphSide - 1) / 2.0F;
  Glyph out{};
  for (int y = 0; y < kGlyphSide; ++y) {
    for (int x = 0; x < kGlyphSide; ++x) {
      const float u = (static_cast<float>(x) - middle - shift_x) / scale + middle;
      const float v = (static_cast<float>(y) - middle - shift_y) / scale + middle;
      out[static_cast<std::size_t>(y * kGlyphSide + x)] =
          bilinear(glyph.data(), kGlyphSide, kGlyphSide, u, v);
    }
  }
  return out;
}

Glyph training_glyph(const InkImage& ink, const Augmentation& ranges, Rng& rng) {
  if (!ranges.enabled()) return normalize(ink);
  const Glyph glyph = normalize(warped(ink, ranges, rng));
  // Every other one stays as sharp as reading will see it.
  const bool jitter = (ranges.scale > 0 || ranges.shift > 0) && rng.uniform() < 0.5F;
  return jitter ? jittered(glyph, ranges, rng) : glyph;
}

}  // namespace ziffer
