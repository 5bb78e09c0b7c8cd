#include "tools/cli/label_places.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <optional>
#include <unordered_map>

namespace ziffer::cli {
namespace {

bool overlap(const Box& a, const Box& b) {
  return horizontal_overlap(a, b) > 0 && vertical_overlap(a, b) > 0;
}

bool within(const Box& box, const Box& frame) {
  return box.left >= frame.left && box.top >= frame.top && box.right <= frame.right &&
         box.bottom <= frame.bottom;
}

Box grown(const Box& box, int by) {
  return {box.left - by, box.top - by, box.right + by, box.bottom + by};
}

Box placed(int left, int top, const LabelSize& size) {
  return {left, top, left + size.width, top + size.height};
}

// Boxes by the squares of a grid they reach into, so that a page of a thousand labels is quick.
class Boxes {
 public:
  void add(const Box& box, std::size_t owner) {
    for_each_square(box, [&](long square) {
      squares_[square].push_back({box, owner});
      return true;
    });
  }

  void remove(const Box& box, std::size_t owner) {
    for_each_square(box, [&](long square) {
      std::erase_if(squares_[square], [&](const Owned& each) { return each.owner == owner; });
      return true;
    });
  }

  // Whether `box` overlaps no box but those of `owner`.
  bool is_free(const Box& box, std::size_t owner) const {
    return for_each_square(box, [&](long square) {
      const auto found = squares_.find(square);
      return found == squares_.end() ||
             std::none_of(found->second.begin(), found->second.end(), [&](const Owned& each) {
               return each.owner != owner && overlap(box, each.box);
             });
    });
  }

 private:
  struct Owned {
    Box box;
    std::size_t owner;
  };

  // Until `visit` returns false; whether it never did.
  template <typename Visit>
  static bool for_each_square(const Box& box, const Visit& visit) {
    constexpr int kSide = 64;
    constexpr long kColumns = 1L << 20;
    const auto square = [](int at) { return at >= 0 ? at / kSide : -1 - (-1 - at) / kSide; };
    for (int y = square(box.top); y <= square(box.bottom - 1); ++y) {
      for (int x = square(box.left); x <= square(box.right - 1); ++x) {
        if (!visit(y * kColumns + x)) return false;
      }
    }
    return true;
  }

  std::unordered_map<long, std::vector<Owned>> squares_;
};

class Placer {
 public:
  Placer(const Box& picture, std::span<const Box> taken, std::span<const LabelWish> wishes, int gap)
      : picture_(picture), wishes_(wishes), gap_(gap), places_(wishes.size()) {
    for (const Box& box : taken) boxes_.add(box, wishes.size());
  }

  std::vector<LabelPlace> run() {
    std::vector<std::size_t> crowded;
    for (std::size_t i = 0; i < wishes_.size(); ++i) {
      assert(!wishes_[i].sizes.empty());
      const Box box = wished(i, 0);
      if (boxes_.is_free(box, i)) {
        put(i, {Where::kWished, box, 0});
      } else {
        crowded.push_back(i);
      }
    }
    for (const std::size_t i : crowded) move(i);
    grow();
    return std::move(places_);
  }

 private:
  using Where = LabelPlace::Where;

  // What a label takes: its box, and the way to what it tells about if that is not next to it.
  std::array<Box, 2> taken_by(std::size_t index) const {
    const LabelPlace& place = places_[index];
    return {grown(place.box, gap_),
            place.where == Where::kMoved ? between(place.box, wishes_[index].of) : Box{}};
  }

  void put(std::size_t index, const LabelPlace& place) {
    places_[index] = place;
    for (const Box& box : taken_by(index)) boxes_.add(box, index);
  }

  void move(std::size_t index) {
    constexpr int kNearBy = 3;  // heights of the label
    const LabelWish& wish = wishes_[index];
    const int everywhere = picture_.width() + picture_.height();
    const int reach = wish.must ? everywhere : kNearBy * wish.sizes.front().height;
    auto box = nearest(index, reach, true, true);
    if (!box && !wish.must) {
      places_[index].where = Where::kLeftOut;
      return;
    }
    if (!box) box = nearest(index, everywhere, true, false);
    // Beyond the picture and all that lies around it there is room for certain.
    for (int far = everywhere; !box; far *= 2) box = nearest(index, far, false, false);
    put(index, {Where::kMoved, *box, 0});
  }

  Box wished(std::size_t index, std::size_t size_index) const {
    const LabelWish& wish = wishes_[index];
    const LabelSize& size = wish.sizes[size_index];
    const int left = wish.below ? (wish.of.left + wish.of.right - size.width) / 2 : wish.of.left;
    return placed(std::max(picture_.left, std::min(left, picture_.right - size.width)),
                  wish.below ? wish.of.bottom : wish.of.top - size.height, size);
  }

  // The first free place, in the smallest size, on growing frames around what the label tells
  // about, up to `reach` pixels away: on the picture, and with a free way, where that is asked for.
  std::optional<Box> nearest(std::size_t index, int reach, bool inside, bool tied) const {
    const LabelWish& wish = wishes_[index];
    const LabelSize& size = wish.sizes.front();
    const Box& of = wish.of;
    const Box first = wished(index, 0);
    const auto good = [&](const Box& box) {
      return (!inside || within(box, picture_)) && boxes_.is_free(box, index) &&
             (!tied || boxes_.is_free(between(box, of), index));
    };
    // Fine steps near by, coarse ones far away.
    const int fine = std::max(1, size.height / 4);
    int step = fine;
    for (int away = 0; away <= reach; away += step) {
      step = std::max(fine, away / 4);
      // Above, below or beside it by half at least, before askew.
      for (const bool askew : {false, true}) {
        const int across = askew ? -away - 1 : std::min(of.width(), size.width) / 2;
        const int down = askew ? -away - 1 : std::min(of.height(), size.height) / 2;
        const int above = of.top - away - size.height;
        const int below = of.bottom + away;
        // Outwards from where it is wished, first on that side.
        for (int shift = 0; shift <= of.width() + size.width + 2 * away; shift += step) {
          for (const int left : {first.left - shift, first.left + shift}) {
            for (const int top : {wish.below ? below : above, wish.below ? above : below}) {
              const Box box = placed(left, top, size);
              if (horizontal_overlap(box, of) >= across && good(box)) return box;
            }
          }
        }
        const int middle = (of.top + of.bottom - size.height) / 2;
        for (int shift = 0; 2 * shift <= of.height() + size.height + 2 * away; shift += step) {
          for (const int top : {middle - shift, middle + shift}) {
            for (const int left : {of.right + away, of.left - away - size.width}) {
              const Box box = placed(left, top, size);
              if (vertical_overlap(box, of) >= down && good(box)) return box;
            }
          }
        }
      }
    }
    return std::nullopt;
  }

  // All by a step before any by two, so that none takes the room of its neighbours.
  void grow() {
    for (bool any = true; any;) {
      any = false;
      for (std::size_t i = 0; i < wishes_.size(); ++i) any = grew(i) || any;
    }
  }

  // Where it was wished it grows away from what it tells about, elsewhere from one of its corners.
  bool grew(std::size_t index) {
    const LabelPlace before = places_[index];
    const std::size_t size_index = before.size + 1;
    if (before.where == Where::kLeftOut || size_index == wishes_[index].sizes.size()) return false;
    const LabelSize& size = wishes_[index].sizes[size_index];
    std::vector<Box> larger;
    if (before.where == Where::kMoved) {
      for (const int top : {before.box.bottom - size.height, before.box.top}) {
        for (const int left : {before.box.left, before.box.right - size.width})
          larger.push_back(placed(left, top, size));
      }
      std::erase_if(larger, [&](const Box& box) {
        return !within(box, picture_) || !boxes_.is_free(between(box, wishes_[index].of), index);
      });
    } else if (const Box box = wished(index, size_index);
               within(box, picture_) || 2 * size_index <= wishes_[index].sizes.size()) {
      larger.push_back(box);  // half its size is worth a margin
    }
    const auto box = std::find_if(larger.begin(), larger.end(),
                                  [&](const Box& each) { return boxes_.is_free(each, index); });
    if (box == larger.end()) return false;
    for (const Box& taken : taken_by(index)) boxes_.remove(taken, index);
    put(index, {before.where, *box, size_index});
    return true;
  }

  Box picture_;
  std::span<const LabelWish> wishes_;
  int gap_;
  std::vector<LabelPlace> places_;
  Boxes boxes_;
};

}  // namespace

Box between(const Box& a, const Box& b) {
  struct Range {
    int low;
    int high;
  };
  const auto range = [](int low, int high, int other_low, int other_high) {
    if (high < other_low) return Range{high, other_low};
    if (other_high < low) return Range{other_high, low};
    if (high == other_low) return Range{high - 1, high};
    if (other_high == low) return Range{low, low + 1};
    const int middle = (std::max(low, other_low) + std::min(high, other_high)) / 2;
    return Range{middle, middle + 1};
  };
  const Range across = range(a.left, a.right, b.left, b.right);
  const Range down = range(a.top, a.bottom, b.top, b.bottom);
  return {across.low, down.low, across.high, down.high};
}

std::vector<LabelPlace> place_labels(const Box& picture, std::span<const Box> taken,
                                     std::span<const LabelWish> wishes, int gap) {
  return Placer(picture, taken, wishes, gap).run();
}

}  // namespace ziffer::cli
