// What is no digit, made up: for the class that lets a network say so.
#ifndef ZIFFER_CORE_TRAIN_NON_DIGITS_H_
#define ZIFFER_CORE_TRAIN_NON_DIGITS_H_

#include <span>
#include <string_view>

#include "core/train/rng.h"
#include "core/train/sample.h"

namespace ziffer {

enum class NonDigit {
  kBlank,     // nothing at all
  kDash,      // a stroke that lies, or a dot
  kScribble,  // loops and zigzags of a restless pen
  kShape,     // triangles, crosses, arrows, hearts, faces: what people doodle
  kSeveral,   // two or three digits in one box, touching or not
  kBlot,      // solid silhouettes
  kTexture,   // what is left of a photograph: patches of every size
};
std::span<const NonDigit> all_non_digits();
std::string_view name(NonDigit kind);

// `digits` (at least one) are drawn from for kSeveral. Strokes where a pen could have made it, a
// plane of 84 x 84 otherwise.
Sample non_digit(NonDigit kind, std::span<const Sample> digits, Rng& rng);

// Of any kind, each with its share.
Sample random_non_digit(std::span<const Sample> digits, Rng& rng);

}  // namespace ziffer

#endif  // ZIFFER_CORE_TRAIN_NON_DIGITS_H_
