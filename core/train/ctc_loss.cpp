#include "core/train/ctc_loss.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>

#include "core/line/ctc.h"

namespace ziffer {
namespace {

constexpr std::size_t kStride = kLineClasses;

bool is_digit(std::uint8_t label) { return label < kClasses; }

}  // namespace

bool agrees(const Labels& read, const LineTarget& target) {
  if (!target.digits_only) return read == target.labels;
  Labels digits;
  std::copy_if(read.begin(), read.end(), std::back_inserter(digits), is_digit);
  return digits == target.labels;
}

LossSum ctc_loss(std::span<const float> logits, std::span<const LineTarget> targets, float weight,
                 std::span<float> d_logits) {
  LossSum sum;
  const std::size_t size = logits.size() / std::max<std::size_t>(targets.size(), 1);
  for (std::size_t n = 0; n < targets.size(); ++n) {
    const LineTarget& target = targets[n];
    const std::vector<float> likely = log_softmax_columns(logits.subspan(n * size, size));
    if (agrees(best_path(likely), target)) ++sum.correct;
    const Alignment alignment =
        align(target.digits_only ? separators_as_blank(likely) : likely, target.labels);
    const bool possible = std::isfinite(alignment.log_probability);
    if (possible) sum.loss -= alignment.log_probability;
    if (d_logits.empty()) continue;
    const std::span<float> d = d_logits.subspan(n * size, size);
    if (!possible) {
      std::fill(d.begin(), d.end(), 0.0F);
      continue;
    }
    // In each column: probability minus occupancy, as of a softmax whose target is the occupancy.
    const std::size_t count = target.labels.size();
    for (std::size_t t = 0; t < size / kStride; ++t) {
      const float* const column = likely.data() + t * kStride;
      std::array<float, kStride> occupied{};
      float blank = 1;
      for (std::size_t i = 0; i < count; ++i) {
        occupied[target.labels[i]] += alignment.occupancy[t * count + i];
        blank -= alignment.occupancy[t * count + i];
      }
      const std::size_t first_blank = target.digits_only ? std::size_t{kClasses} : kLineBlank;
      float blank_total = 0;
      for (std::size_t k = first_blank; k < kStride; ++k) blank_total += std::exp(column[k]);
      for (std::size_t k = first_blank; k < kStride; ++k)
        occupied[k] = blank_total > 0 ? blank * std::exp(column[k]) / blank_total : 0.0F;
      for (std::size_t k = 0; k < kStride; ++k)
        d[t * kStride + k] = weight * (std::exp(column[k]) - occupied[k]);
    }
  }
  return sum;
}

}  // namespace ziffer
