#ifndef ZIFFER_CORE_TRAIN_LAY_H_
#define ZIFFER_CORE_TRAIN_LAY_H_

#include <algorithm>
#include <cstdint>

#include "core/image/gray_image.h"

namespace ziffer {

// Ink on ink: `from` at (left, top) of `onto`, where it lies on it; the darker of both stays.
inline void lay(const Plane& from, int left, int top, Plane& onto) {
  for (int y = std::max(0, -top); y < std::min(from.height, onto.height - top); ++y) {
    for (int x = std::max(0, -left); x < std::min(from.width, onto.width - left); ++x) {
      std::uint8_t& v = onto.at(left + x, top + y);
      v = std::max(v, from.at(x, y));
    }
  }
}

}  // namespace ziffer

#endif  // ZIFFER_CORE_TRAIN_LAY_H_
