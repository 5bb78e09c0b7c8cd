#include "core/ink/shadows.h"

#include <algorithm>
#include <cstddef>

#include "core/geometry.h"
#include "core/image/histogram.h"
#include "core/ink/crop.h"

namespace ziffer {

bool may_be_shaded(const GrayImage& picture) {
  constexpr int kParts = 12;
  if (picture.width < 4 * kParts || picture.height < 4 * kParts) return false;
  Histogram medians{};
  for (int j = 0; j < kParts; ++j) {
    for (int i = 0; i < kParts; ++i) {
      const Box part{i * picture.width / kParts, j * picture.height / kParts,
                     (i + 1) * picture.width / kParts, (j + 1) * picture.height / kParts};
      const int median = quantile(histogram_of(cropped(picture, part)), 0.5);
      ++medians[static_cast<std::size_t>(median)];
    }
  }
  const Histogram levels = histogram_of(picture);
  const int middle = quantile(medians, 0.5);
  const int contrast = std::max(middle - quantile(levels, 0.005), quantile(levels, 0.995) - middle);
  return 3 * (quantile(medians, 0.9) - quantile(medians, 0.1)) > contrast;
}

}  // namespace ziffer
