// Random test inputs and the largest difference between two lists of numbers.
#ifndef ZIFFER_TESTS_SUPPORT_RANDOM_VALUES_H_
#define ZIFFER_TESTS_SUPPORT_RANDOM_VALUES_H_

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "core/train/rng.h"

namespace ziffer {

inline std::vector<float> random_values(std::size_t count, Rng& rng) {
  std::vector<float> values(count);
  for (float& v : values) v = rng.uniform(-1, 1);
  return values;
}

// Infinite when the lengths differ or a NaN appears, so that neither can pass.
inline double largest_difference(std::span<const float> a, std::span<const float> b) {
  if (a.size() != b.size()) return INFINITY;
  double largest = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double difference = std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i]));
    if (std::isnan(difference)) return INFINITY;
    largest = std::max(largest, difference);
  }
  return largest;
}

}  // namespace ziffer

#endif  // ZIFFER_TESTS_SUPPORT_RANDOM_VALUES_H_
