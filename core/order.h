// Sorting and medians. The core sorts by numbers only, and through these few functions: every
// std::sort of another struct adds about a kilobyte to the module that the page fetches.
#ifndef ZIFFER_CORE_ORDER_H_
#define ZIFFER_CORE_ORDER_H_

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace ziffer {

// The places 0 .. keys.size() - 1 in order of their keys, equal ones in the order they had.
// Keys must not be NaN.
std::vector<int> ascending(std::span<const double> keys);

// The upper median; 0 of nothing.
float median(std::vector<float> values);

// The smallest of `values` up to which at least half of the weight lies; 0 of nothing. Both spans
// have the same length, weights are 0 or more.
double weighted_median(std::span<const double> values, std::span<const double> weights);

// Sorts by `key`, smallest first; equal items keep their order.
template <typename Item, typename Key>
void sort_by(std::vector<Item>& items, Key key) {
  std::vector<double> keys;
  for (const Item& item : items) keys.push_back(static_cast<double>(key(item)));
  std::vector<Item> sorted;
  sorted.reserve(items.size());
  for (const int i : ascending(keys)) sorted.push_back(std::move(items[static_cast<std::size_t>(i)]));
  items = std::move(sorted);
}

// Leaves at most `count` items, those of the greatest `key`, sorted by it; fewer items stay as
// they are.
template <typename Item, typename Key>
void keep_greatest(std::vector<Item>& items, std::size_t count, Key key) {
  if (items.size() <= count) return;
  sort_by(items, [&](const Item& item) { return -static_cast<double>(key(item)); });
  items.erase(items.begin() + static_cast<std::ptrdiff_t>(count), items.end());
}

}  // namespace ziffer

#endif  // ZIFFER_CORE_ORDER_H_
