// Sample: one labelled example as its source has it, before augmentation and normalize().
#ifndef ZIFFER_CORE_TRAIN_SAMPLE_H_
#define ZIFFER_CORE_TRAIN_SAMPLE_H_

#include <cstdint>
#include <variant>
#include <vector>

#include "core/image/gray_image.h"
#include "core/ink/strokes.h"
#include "core/reading.h"

namespace ziffer {

// The class after the digits: what is no digit. Networks with 11 outputs know it.
constexpr std::uint8_t kNoDigit = kClasses;

struct Sample {
  // A plane of ink of any size, or a pen's path in the tablet's own units, y growing downwards.
  std::variant<InkImage, std::vector<Stroke>> content;
  std::uint8_t label = kNoDigit;  // 0..9 or kNoDigit
};

using Samples = std::vector<Sample>;

// A sample without any change but the drawing of strokes: by a round pen of a tenth of their longer
// side, on a pad of 200 pixels.
InkImage plain_ink(const Sample& sample);

}  // namespace ziffer

#endif  // ZIFFER_CORE_TRAIN_SAMPLE_H_
