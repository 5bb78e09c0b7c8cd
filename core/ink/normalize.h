// normalize(): the one way a digit becomes network input, in training as in reading.
//
// MNIST's definition (LeCun et al. 1998, "Gradient-based learning applied to document recognition",
// section III.A): the ink's bounding box is scaled to fit 20x20 with its aspect kept, then placed
// in a 28x28 field so that its centre of mass lies on the field's centre. That centre is the pixel
// (14, 14), counted from 0, and the shift is rounded to whole pixels: so measured on the 60,000
// training images, of which 59,984 come back identical to the bit; of the others 13 are only 19
// pixels long and 3 are shifted by one.
#ifndef ZIFFER_CORE_INK_NORMALIZE_H_
#define ZIFFER_CORE_INK_NORMALIZE_H_

#include <array>

#include "core/geometry.h"
#include "core/image/gray_image.h"

namespace ziffer {

constexpr int kGlyphSide = 28;
constexpr int kGlyphBox = 20;
constexpr int kGlyphSize = kGlyphSide * kGlyphSide;

using Glyph = std::array<float, kGlyphSize>;  // row-major, 0 paper .. 1 full ink

// What normalize() did, for people.
struct Registration {
  Box box{};        // around the ink, in the plane's pixels; empty if there was none
  int reduced = 1;  // side of the blocks whose maxima were taken first
  int width = 0;    // the box scaled
  int height = 0;
  float mass_x = 0;  // centre of mass in the scaled box
  float mass_y = 0;
  int left = 0;  // where the scaled box lies in the glyph
  int top = 0;
};

// Any size from 1x1 up. Digits longer than 320 pixels are reduced by block maxima first and faint
// results are brightened up to 16-fold, so that a hair line survives being shrunk; no MNIST image
// is faint. Shifts are whole pixels, so an image MNIST has already normalised comes back as it was.
// A plane without ink gives an empty glyph. `registration`, if given, is filled.
Glyph normalize(const InkImage& ink, Registration* registration = nullptr);

}  // namespace ziffer

#endif  // ZIFFER_CORE_INK_NORMALIZE_H_
