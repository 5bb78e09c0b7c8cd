#include "core/order.h"

#include <algorithm>
#include <numeric>

namespace ziffer {

std::vector<int> ascending(std::span<const double> keys) {
  std::vector<int> places(keys.size());
  std::iota(places.begin(), places.end(), 0);
  std::sort(places.begin(), places.end(), [keys](int a, int b) {
    const double key_a = keys[static_cast<std::size_t>(a)];
    const double key_b = keys[static_cast<std::size_t>(b)];
    return key_a != key_b ? key_a < key_b : a < b;
  });
  return places;
}

float median(std::vector<float> values) {
  if (values.empty()) return 0;
  const std::vector<double> keys(values.begin(), values.end());
  return values[static_cast<std::size_t>(ascending(keys)[values.size() / 2])];
}

double weighted_median(std::span<const double> values, std::span<const double> weights) {
  double total = 0;
  for (const double weight : weights) total += weight;
  double sum = 0;
  for (const int i : ascending(values)) {
    sum += weights[static_cast<std::size_t>(i)];
    if (2 * sum >= total) return values[static_cast<std::size_t>(i)];
  }
  return 0;
}

}  // namespace ziffer
