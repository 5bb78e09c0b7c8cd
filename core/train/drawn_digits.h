// Drawn digits: pen strokes by invented hands, in the forms that many people write and the data
// sets hardly show.
//
// Most digits in hand are American. Elsewhere a 1 is begun far to the left, with an up-stroke as
// long as its stem, and may stand on a foot; a 7 has a bar through it and a hook before it; a 9
// ends in a hook to the left, a 4 is half open, a 0 is closed by a loop. Paths are Catmull-Rom
// splines (Catmull and Rom 1974) through a form's points, which every hand places a little
// differently.
#ifndef ZIFFER_CORE_TRAIN_DRAWN_DIGITS_H_
#define ZIFFER_CORE_TRAIN_DRAWN_DIGITS_H_

#include <cstdint>
#include <vector>

#include "core/ink/strokes.h"
#include "core/train/rng.h"
#include "core/train/sample.h"

namespace ziffer {

// What one person's digits have in common. Lengths are shares of a digit's height.
struct DigitHand {
  float up_stroke = 0;  // of a 1: how far down from its top the pen is set down, 0 (a bar) to 1
  float reach = 0;      // of that stroke: how far to the left
  float foot = 0;       // under a 1, its length; 0 is none
  float bar = 0;        // through a 7, its length; 0 is none
  float hook = 0;       // down from the left end of a 7's top
  bool looped = false;  // a 2 has a loop at its foot
  bool flat = false;    // a 3 has a flat top
  int four = 0;         // 0: open, two strokes; 1: closed, one stroke; 2: pointed, two strokes
  bool capped = true;   // a 5's top is a stroke of its own
  int eight = 0;        // 0: begun as an S; 1: two rings
  float leg = 0;        // of a 9: how far it bends to the left, 0 (straight) to 1
  float closing = 0;    // how far a 0 is drawn on beyond its start
  float slant = 0;      // shear
  float roundness = 1;  // width of round forms against the usual
  float waver = 0.01F;  // deviation of a form's points
};

DigitHand random_digit_hand(Rng& rng);

// One digit, 0..9, about 1 tall: y grows downwards from 0.
std::vector<Stroke> draw_digit(int digit, const DigitHand& hand, Rng& rng);

// `hands` hands, each of which writes every digit `times` times; in the order of the hands.
Samples drawn_digits(int hands, int times, std::uint64_t seed);

}  // namespace ziffer

#endif  // ZIFFER_CORE_TRAIN_DRAWN_DIGITS_H_
