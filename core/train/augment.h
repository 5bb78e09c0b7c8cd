// Augmentation: the same digit as another hand, pen, paper and camera might have given it.
//
// A sample is drawn three times the size of a glyph through a random affine map and a random
// elastic field (Simard, Steinkraus and Platt 2003), with another pen. Some are then put on paper,
// lit, soiled and blurred as a photograph would be, and taken off it again by the reader's own
// separate_ink(). All end in normalize(), as reading does.
#ifndef ZIFFER_CORE_TRAIN_AUGMENT_H_
#define ZIFFER_CORE_TRAIN_AUGMENT_H_

#include "core/image/gray_image.h"
#include "core/ink/normalize.h"
#include "core/train/rng.h"
#include "core/train/sample.h"

namespace ziffer {

// Ranges are drawn from evenly, -x..x; probabilities are 0..1. Zero turns a part off.
struct Augmentation {
  float rotation = 0;  // degrees
  float shear = 0;     // horizontal shift for each pixel of height: slant
  float stretch = 0;   // width against height, as a share of 1
  float elastic = 0;   // deviation of a 5 x 5 grid's nodes, as a share of the digit's longer side
  float scale = 0;     // of the finished glyph, as a share of 1: a box found too large or too small
  float shift = 0;     // of the finished glyph, pixels
  float pen = 0;       // probability of another width: of the strokes of a plane
  float texture = 0;   // probability of pencil's grain, of a skipping pen
  float clutter = 0;   // probability of lines, of a box's edges, of a neighbour's ink
  float paper = 0;     // probability of the way over paper and camera

  bool enabled() const;
};

// A pen for strokes of a digit 60 pixels tall: 0.8 (a hair line) to 13 pixels (a marker).
float random_pen_width(Rng& rng);

// One training example. `neighbour`, if any, lends its ink to clutter.
Glyph training_glyph(const Sample& sample, const Sample* neighbour, const Augmentation& ranges,
                     Rng& rng);

// A glyph scaled and shifted a little: what normalize() gives when the ink's box was not found
// exactly.
Glyph jittered(const Glyph& glyph, const Augmentation& ranges, Rng& rng);

// The parts, for tests: three times the size of a glyph's digit, on a plane with room for it.
InkImage warped(const Sample& sample, const Augmentation& ranges, Rng& rng);

// What the digits of one line have in common; each deviates from it within Augmentation's ranges.
struct Hand {
  float rotation = 0;   // degrees
  float shear = 0;      // slant
  float stretch = 0;    // as a share of 1
  float height = 0;     // of the digits, up to 66 pixels; 0: their longer side is 60
  float pen_width = 0;  // of strokes, pixels; 0: Augmentation::pen decides
};

// As above, by a given hand. A plane keeps the width of its strokes.
InkImage warped(const Sample& sample, const Augmentation& ranges, const Hand& hand, Rng& rng);

// Thinner or thicker strokes for a plane: it is blurred by the mean of a (2 radius + 1) square,
// then cut at another height of the slope. What would lose most of its ink stays as it was.
struct PlanePen {
  int radius;  // pixels
  float cut;   // 0..255
  float gain;  // steepness of the new edge
};
PlanePen random_plane_pen(Rng& rng);
void redraw(InkImage& ink, const PlanePen& pen);

// Pencil's grain, or a pen that skips.
void texture(InkImage& ink, Rng& rng);

// The ink as read from a bad picture of it. An empty plane when nothing could be read.
InkImage photographed(const InkImage& ink, Rng& rng);

// The same for a plane of any size, all of which is in the picture, shrunk to `share` (0..1) of its
// sides (8 pixels at least). Specks stay: they may be separators. A 1 x 1 plane when nothing could
// be read.
InkImage photographed_line(const InkImage& line, float share, Rng& rng);

}  // namespace ziffer

#endif  // ZIFFER_CORE_TRAIN_AUGMENT_H_
