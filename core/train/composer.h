// Composer: lines of writing put together from single digits and drawn separators, for readers of
// whole numbers to learn from.
//
// Strings made of isolated digits stand in for real ones, of which few are labelled: the NIST
// touching-digit sets were made so (Oliveira, Britto and Sabourin 2005, "A synthetic database to
// assess segmentation algorithms"), and recognisers of whole strings are trained so (Hochuli et al.
// 2018, "Handwritten digit segmentation: is it still necessary?").
#ifndef ZIFFER_CORE_TRAIN_COMPOSER_H_
#define ZIFFER_CORE_TRAIN_COMPOSER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/geometry.h"
#include "core/image/gray_image.h"
#include "core/ink/strokes.h"
#include "core/train/augment.h"
#include "core/train/rng.h"
#include "core/train/sample.h"

namespace ziffer {

// Digits to write with. Samples are to lie in the order they were collected in, as data sets do:
// neighbours are then mostly by one writer and always from one source.
class DigitPool {
 public:
  // `samples` must outlive the pool. Samples that are no digits are left out.
  explicit DigitPool(std::span<const Sample> samples);

  bool has(int digit) const { return !places_[static_cast<std::size_t>(digit)].empty(); }
  bool complete() const;  // has all ten
  bool empty() const;

  // Anywhere in the samples: a line's writer.
  std::size_t random_place(Rng& rng) const { return rng.below(samples_.size()); }
  // A sample of `digit` (has() it) among the few nearest to `place`.
  const Sample& near(int digit, std::size_t place, Rng& rng) const;

 private:
  std::span<const Sample> samples_;
  std::array<std::vector<std::size_t>, kClasses> places_;  // ascending
};

// How lines are written. Probabilities are 0..1; lengths are shares of a digit's height. Ranges
// -x..x are drawn from evenly, once a line for what the line's hand has in common.
struct LineStyle {
  // The line's hand, and its paper: digits.paper, .pen and .texture are a line's probabilities.
  float tilt = 0;        // degrees by which all digits are turned
  float slant = 0;       // shear of all symbols
  float stretch = 0;     // width against height of all digits
  float one_writer = 1;  // probability that all digits are by one writer, as far as known

  // Each digit's own deviation from the hand. clutter, scale and shift are not used.
  Augmentation digits;

  float size_variation = 0;  // of each digit's height, as a share of 1
  float size_drift = 0;      // of the height from the line's start to its end
  float waver = 0;           // deviation of the baseline from digit to digit
  float slope = 0;           // of the baseline, rise over run

  // The gap between neighbours' inks where they come closest; evenly on a logarithmic scale, once a
  // line, with each gap half to twice that.
  float narrowest = 0.2F;
  float widest = 0.2F;
  float tight = 0;     // probability of a line in which digits touch
  float touching = 1;  // the least share of a tight line's pairs of digits that touch
  float overlap = 0;   // how far touching inks may run into each other
  float ligature = 0;  // probability that touching digits are joined by a stroke

  float chained =
      0;             // probability that neighbouring zeros are written in one go, joined at the top
  float ending = 0;  // probability of a flourish that closes an amount: "-", ".-", "="

  float raised = 0;      // probability that two digits at the end are written small and high
  float breaks = 0;      // probability of gaps in strokes
  float neighbours = 0;  // probability of ink from the lines above and below
  float rules = 0;       // probability of a ruled line or the remains of boxes
  float junk = 0;        // probability of '#', '*', 'x', '=' and the like before or behind

  float smallest = 1;  // the finished line is shrunk to a share of smallest..largest, evenly on a
  float largest = 1;   // logarithmic scale; at 1 a digit is 60 pixels tall
};

// Everything varied as widely as handwriting on paper and pads does.
LineStyle varied_lines();
// Pairs, triples, strings whose every neighbours touch or overlap, otherwise cleanly written.
LineStyle touching_lines();

struct ComposedLine {
  InkImage ink;      // as separate_ink() would give it, with 2 or more pixels of bare paper around
  std::string text;  // digits and kSeparators; junk is not transcribed
  std::vector<Box>
      boxes;  // where each symbol's ink lies, in the ink's pixels; one for each of text
};

// `text`: one or more digits, which `pool` must have, and kSeparators.
ComposedLine compose_line(const std::string& text, const DigitPool& pool, const LineStyle& style,
                          Rng& rng);

enum class NumberKind {
  kPlain,   // 1 to 10 digits
  kCheque,  // a whole amount: 60, 2250, 25.000, often with zeros at its end
  kAmount,  // 12.50 1.234,50 1,234.50 12-50
  kPhone,   // 367-4496 415-367-4496 089/367449
  kDate,    // 4/27/92 8-16-88 24.12.1996
  kTime,    // 10:45
  kZip,     // 94043 94043-1351
};
std::span<const NumberKind> all_number_kinds();

// `count` of them, each as likely.
std::string random_digits(int count, Rng& rng);

// What such a number may look like, in digits and kSeparators.
std::string random_number_text(NumberKind kind, Rng& rng);
// Of any kind, each with its share.
std::string random_number_text(Rng& rng);

// The strokes of a separator or of junk ("+*x=#$()-"), and of '_' for a long dash, in units of a
// digit's height: y = 0 is the baseline, y = -1 a digit's top, x = 0 the left edge. Varied in size,
// place and shape.
std::vector<Stroke> sign_strokes(char sign, Rng& rng);

}  // namespace ziffer

#endif  // ZIFFER_CORE_TRAIN_COMPOSER_H_
