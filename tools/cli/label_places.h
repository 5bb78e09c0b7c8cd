// Where labels go so that none lies over another, nor over what they tell about.
#ifndef ZIFFER_TOOLS_CLI_LABEL_PLACES_H_
#define ZIFFER_TOOLS_CLI_LABEL_PLACES_H_

#include <cstddef>
#include <span>
#include <vector>

#include "core/geometry.h"

namespace ziffer::cli {

struct LabelSize {
  int width = 0;  // pixels, at least 1
  int height = 0;
};

struct LabelWish {
  Box of;                        // what the label tells about
  bool below = false;            // centred under it, else above it from its left edge on
  bool must = true;              // else it is left out where there is no room near by
  std::vector<LabelSize> sizes;  // growing; at least one. Half of them may leave the picture
};

struct LabelPlace {
  enum class Where { kWished, kMoved, kLeftOut };

  Where where = Where::kWished;
  Box box;
  std::size_t size = 0;  // index of the wish's sizes
};

// Every label is put where it is wished, as long as that is free in its smallest size, else at the
// nearest place from which a straight line to what it tells about meets no other; the first wish
// has the first choice. Then they grow, in turn and step by step, as far as there is room. None
// overlaps `taken`; between two labels `gap` pixels stay free. Labels keep to the width of
// `picture` if they can, but may stand above or below it; one that is moved leaves it, or is tied
// to what it tells about across others, only if there is no other place at all.
std::vector<LabelPlace> place_labels(const Box& picture, std::span<const Box> taken,
                                     std::span<const LabelWish> wishes, int gap);

// The shortest way from `a` to `b`, neither included: half-open, a pixel wide in a direction in
// which they overlap, and along the edge of `a` where they touch.
Box between(const Box& a, const Box& b);

}  // namespace ziffer::cli

#endif  // ZIFFER_TOOLS_CLI_LABEL_PLACES_H_
