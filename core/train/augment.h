// Augmentation: the same digit as another hand might have written it, or another reader cut it out.
#ifndef ZIFFER_CORE_TRAIN_AUGMENT_H_
#define ZIFFER_CORE_TRAIN_AUGMENT_H_

#include "core/image/gray_image.h"
#include "core/ink/normalize.h"
#include "core/train/rng.h"

namespace ziffer {

// Ranges of a random affine map, each drawn uniformly from -x..x; zero turns it off.
struct Augmentation {
  float rotation = 0;  // degrees
  float shear = 0;     // horizontal shift for each pixel of height: slant
  float stretch = 0;   // width against height, as a share of 1
  float scale = 0;     // of the finished glyph, as a share of 1: a box found too large or too small
  float shift = 0;     // of the finished glyph, pixels

  bool enabled() const {
    return rotation > 0 || shear > 0 || stretch > 0 || scale > 0 || shift > 0;
  }
};

// Rotated, slanted and stretched about the middle of the plane; three times as large as `ink`, on a
// plane with room for any corner that matters.
InkImage warped(const InkImage& ink, const Augmentation& ranges, Rng& rng);

// A glyph scaled and shifted a little: what normalize() gives when the ink's box was not found
// exactly.
Glyph jittered(const Glyph& glyph, const Augmentation& ranges, Rng& rng);

// warped(), then normalize(), then jittered(): one training example.
Glyph training_glyph(const InkImage& ink, const Augmentation& ranges, Rng& rng);

}  // namespace ziffer

#endif  // ZIFFER_CORE_TRAIN_AUGMENT_H_
