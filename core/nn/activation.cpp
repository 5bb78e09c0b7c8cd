#include "core/nn/activation.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace ziffer {

void relu_forward(std::span<float> values) {
  for (float& v : values) v = std::max(v, 0.0F);
}

void relu_backward(std::span<const float> out, std::span<float> d) {
  for (std::size_t i = 0; i < d.size(); ++i) d[i] = out[i] > 0 ? d[i] : 0.0F;
}

void softmax(std::span<const float> logits, std::span<float> probabilities) {
  const float highest = *std::max_element(logits.begin(), logits.end());
  float sum = 0;
  for (std::size_t i = 0; i < logits.size(); ++i) {
    probabilities[i] = std::exp(logits[i] - highest);
    sum += probabilities[i];
  }
  for (float& p : probabilities) p /= sum;
}

}  // namespace ziffer
