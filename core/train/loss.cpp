#include "core/train/loss.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace ziffer {

LossSum softmax_cross_entropy(std::span<const float> logits, std::span<const std::uint8_t> labels,
                              int classes, float smoothing, float weight,
                              std::span<float> d_logits) {
  LossSum sum;
  const std::size_t k = static_cast<std::size_t>(classes);
  const float off = smoothing / static_cast<float>(classes);
  for (std::size_t n = 0; n < labels.size(); ++n) {
    const std::span<const float> row = logits.subspan(n * k, k);
    const auto best = std::max_element(row.begin(), row.end());
    if (best - row.begin() == labels[n]) ++sum.correct;
    double total = 0;
    for (const float logit : row) total += std::exp(static_cast<double>(logit - *best));
    const double log_total = std::log(total) + static_cast<double>(*best);
    for (std::size_t i = 0; i < k; ++i) {
      const float target = off + (i == labels[n] ? 1.0F - smoothing : 0.0F);
      const double log_probability = static_cast<double>(row[i]) - log_total;
      if (target > 0) sum.loss -= static_cast<double>(target) * log_probability;
      if (!d_logits.empty()) {
        d_logits[n * k + i] = weight * (static_cast<float>(std::exp(log_probability)) - target);
      }
    }
  }
  return sum;
}

Loss softmax_cross_entropy_of(std::vector<std::uint8_t> labels, float smoothing) {
  return [labels = std::move(labels), smoothing](std::span<const float> logits, float weight,
                                                 std::span<float> d_logits) {
    const int classes = static_cast<int>(logits.size() / labels.size());
    return softmax_cross_entropy(logits, labels, classes, smoothing, weight, d_logits);
  };
}

}  // namespace ziffer
