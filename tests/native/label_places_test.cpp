#include "tools/cli/label_places.h"

#include <doctest/doctest.h>

#include "core/train/rng.h"

using namespace ziffer;
using cli::LabelPlace;
using cli::LabelWish;
using Where = cli::LabelPlace::Where;

namespace {

constexpr Box kPicture = {0, 0, 1000, 800};

LabelPlace place_one(const LabelWish& wish, const std::vector<Box>& taken = {}) {
  std::vector<Box> all = taken;
  all.push_back(wish.of);
  return cli::place_labels(kPicture, all, std::span(&wish, 1), 1).front();
}

bool overlap(const Box& a, const Box& b) {
  return horizontal_overlap(a, b) > 0 && vertical_overlap(a, b) > 0;
}

}  // namespace

TEST_SUITE("label places") {
  TEST_CASE("above from the left edge on, or centred below, as large as may be") {
    const Box of = {100, 300, 200, 350};
    const LabelPlace above = place_one({of, false, true, {{30, 10}, {60, 20}}});
    CHECK(above.where == Where::kWished);
    CHECK(above.box == Box{100, 280, 160, 300});
    CHECK(above.size == 1);
    const LabelPlace below = place_one({of, true, true, {{30, 10}, {60, 20}}});
    CHECK(below.box == Box{120, 350, 180, 370});
  }

  TEST_CASE("smaller where there is not room for more") {
    const Box of = {100, 300, 200, 350};
    const LabelPlace place =
        place_one({of, false, true, {{30, 10}, {45, 15}, {60, 20}}}, {{0, 200, 1000, 285}});
    CHECK(place.where == Where::kWished);
    CHECK(place.box == Box{100, 285, 145, 300});
    CHECK(place.size == 1);
  }

  TEST_CASE("within the picture's width, but above it if need be") {
    const LabelPlace place = place_one({{950, 0, 990, 50}, false, true, {{100, 20}}});
    CHECK(place.where == Where::kWished);
    CHECK(place.box == Box{900, -20, 1000, 0});
  }

  TEST_CASE("it grows to its full size within the picture, to half of it beyond") {
    const std::vector<cli::LabelSize> sizes = {{10, 10}, {20, 20}, {30, 30}, {40, 40}};
    CHECK(place_one({{100, 25, 200, 50}, false, true, sizes}).box == Box{100, -5, 130, 25});
    CHECK(place_one({{100, 40, 200, 50}, false, true, sizes}).box == Box{100, 0, 140, 40});
  }

  TEST_CASE("where the wished place is taken, on the other side or beside") {
    const Box of = {100, 300, 200, 350};
    const LabelWish wish = {of, false, true, {{60, 20}}};
    const LabelPlace below = place_one(wish, {{0, 200, 1000, 300}});
    CHECK(below.where == Where::kMoved);
    CHECK(below.box == Box{100, 350, 160, 370});
    const LabelPlace beside = place_one(wish, {{0, 200, 1000, 300}, {0, 350, 1000, 450}});
    CHECK(beside.where == Where::kMoved);
    CHECK(beside.box == Box{200, 315, 260, 335});
  }

  TEST_CASE("never tied across another where it can be helped") {
    // A wall stands right of it; behind that there is room near by.
    const Box of = {100, 300, 200, 350};
    const Box wall = {202, 0, 210, 700};
    const std::vector<Box> taken = {
        {0, 100, 202, 300}, {0, 350, 202, 640}, {0, 300, 100, 350}, wall};
    const LabelPlace place = place_one({of, false, true, {{60, 20}}}, taken);
    CHECK(place.where == Where::kMoved);  // there is no other place at all
    for (const Box& box : taken) CHECK_FALSE(overlap(place.box, box));
    const LabelPlace optional = place_one({of, false, false, {{60, 20}}}, taken);
    CHECK(optional.where == Where::kLeftOut);
  }

  TEST_CASE("a full picture is left by those that must be there, not by the others") {
    const LabelPlace must = place_one({{100, 300, 200, 350}, false, true, {{60, 20}}}, {kPicture});
    CHECK(must.where == Where::kMoved);
    CHECK_FALSE(overlap(must.box, kPicture));
    CHECK(place_one({{100, 300, 200, 350}, true, false, {{60, 20}}}, {kPicture}).where ==
          Where::kLeftOut);
  }

  TEST_CASE("hundreds of labels among numbers thrown anywhere: none over another") {
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
      Rng rng({seed});
      std::vector<Box> taken;
      std::vector<LabelWish> wishes;
      for (int i = 0; i < 150; ++i) {
        const int left = static_cast<int>(rng.below(950));
        const int top = static_cast<int>(rng.below(770));
        taken.push_back({left, top, left + 20 + static_cast<int>(rng.below(30)), top + 20});
        for (const bool below : {false, true})
          wishes.push_back({taken.back(), below, !below, {{25, 8}, {40, 12}, {60, 20}}});
      }
      const auto places = cli::place_labels(kPicture, taken, wishes, 2);
      REQUIRE(places.size() == wishes.size());
      int faults = 0;
      int written = 0;
      for (std::size_t i = 0; i < places.size(); ++i) {
        if (places[i].where == Where::kLeftOut) {
          faults += wishes[i].must ? 1 : 0;
          continue;
        }
        ++written;
        const Box& box = places[i].box;
        faults += box.width() == wishes[i].sizes[places[i].size].width ? 0 : 1;
        for (const Box& number : taken) faults += overlap(box, number) ? 1 : 0;
        for (std::size_t k = 0; k < i; ++k) {
          if (places[k].where == Where::kLeftOut) continue;
          const Box apart = {box.left - 1, box.top - 1, box.right + 1, box.bottom + 1};
          faults += overlap(apart, places[k].box) ? 1 : 0;
        }
      }
      CHECK(faults == 0);
      CHECK(written >= 150);
    }
  }

  TEST_CASE("the way from one box to another") {
    const Box a = {10, 10, 20, 20};
    CHECK(cli::between(a, {30, 14, 40, 16}) == Box{20, 15, 30, 16});
    CHECK(cli::between(a, {12, 40, 14, 50}) == Box{13, 20, 14, 40});
    CHECK(cli::between(a, {0, 0, 5, 6}) == Box{5, 6, 10, 10});
    CHECK(cli::between(a, {20, 5, 30, 25}) == Box{19, 15, 20, 16});
  }
}
