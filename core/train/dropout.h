// Inverted dropout (Srivastava et al. 2014): survivors are scaled by 1 / (1 - rate) while training,
// so that prediction needs no change.
#ifndef ZIFFER_CORE_TRAIN_DROPOUT_H_
#define ZIFFER_CORE_TRAIN_DROPOUT_H_

#include <cstddef>
#include <span>

#include "core/train/rng.h"

namespace ziffer {

// In place. `mask` gets the factor each value was multiplied with: 0 or 1 / (1 - rate).
inline void dropout_forward(float rate, Rng& rng, std::span<float> values, std::span<float> mask) {
  // Looked up, not branched on: a branch would be mispredicted every other time, which made this
  // the third most expensive line of training.
  const float factors[2] = {0.0F, 1.0F / (1.0F - rate)};
  for (std::size_t i = 0; i < values.size(); ++i) {
    mask[i] = factors[rng.uniform() >= rate ? 1 : 0];
    values[i] *= mask[i];
  }
}

inline void dropout_backward(std::span<const float> mask, std::span<float> d) {
  for (std::size_t i = 0; i < d.size(); ++i) d[i] *= mask[i];
}

}  // namespace ziffer

#endif  // ZIFFER_CORE_TRAIN_DROPOUT_H_
