// Choices that training makes by lot.
#ifndef ZIFFER_CORE_TRAIN_CHANCE_H_
#define ZIFFER_CORE_TRAIN_CHANCE_H_

#include <cmath>
#include <cstddef>

#include "core/train/rng.h"

namespace ziffer {

inline bool happens(float probability, Rng& rng) { return rng.uniform() < probability; }

// `low` to `high`, both above 0, evenly on a logarithmic scale.
inline float log_uniform(float low, float high, Rng& rng) {
  return low * std::exp(rng.uniform() * std::log(high / low));
}

// low..high, both included.
inline int between(int low, int high, Rng& rng) {
  return low + static_cast<int>(rng.below(static_cast<std::size_t>(high - low + 1)));
}

}  // namespace ziffer

#endif  // ZIFFER_CORE_TRAIN_CHANCE_H_
