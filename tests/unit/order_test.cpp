#include "core/order.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/train/rng.h"

using namespace ziffer;

TEST_CASE("ascending() keeps equal keys in their order") {
  CHECK(ascending(std::vector<double>{3, 1, 2, 1, 3}) == std::vector<int>{1, 3, 2, 0, 4});
  CHECK(ascending({}).empty());
}

TEST_CASE("sort_by() agrees with std::stable_sort") {
  struct Item {
    int key;
    std::string name;
    bool operator==(const Item&) const = default;
  };
  Rng rng{7};
  for (int round = 0; round < 50; ++round) {
    std::vector<Item> items;
    const std::size_t count = rng.below(60);
    for (std::size_t i = 0; i < count; ++i)
      items.push_back({static_cast<int>(rng.below(10)), std::to_string(i)});
    std::vector<Item> expected = items;
    std::stable_sort(expected.begin(), expected.end(),
                     [](const Item& a, const Item& b) { return a.key < b.key; });
    sort_by(items, [](const Item& item) { return item.key; });
    CHECK(items == expected);
  }
}

TEST_CASE("keep_greatest() cuts only what is too much") {
  std::vector<int> few = {1, 3, 2};
  keep_greatest(few, 3, [](int value) { return value; });
  CHECK(few == std::vector<int>{1, 3, 2});
  keep_greatest(few, 2, [](int value) { return value; });
  CHECK(few == std::vector<int>{3, 2});
}

TEST_CASE("medians") {
  CHECK(median({}) == 0);
  CHECK(median({5, 1, 9}) == 5);
  CHECK(median({4, 1, 9, 5}) == 5);  // the upper of two
  const std::vector<double> values = {10, 30, 20};
  CHECK(weighted_median(values, std::vector<double>{1, 1, 1}) == 20);
  CHECK(weighted_median(values, std::vector<double>{1, 5, 1}) == 30);
  CHECK(weighted_median(values, std::vector<double>{2, 1, 1}) == 10);  // half of the weight is enough
  CHECK(weighted_median({}, {}) == 0);
}
