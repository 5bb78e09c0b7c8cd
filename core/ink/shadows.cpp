#include "core/ink/shadows.h"

#include <algorithm>

#include "core/image/histogram.h"

namespace ziffer {

bool may_be_shaded(const GrayImage& picture) {
  constexpr int kParts = 12;
  if (picture.width < 4 * kParts || picture.height < 4 * kParts) return false;
  Histogram medians{};
  for (int j = 0; j < kParts; ++j) {
    for (int i = 0; i < kParts; ++i) {
      Histogram part{};
      for (int y = j * picture.height / kParts; y < (j + 1) * picture.height / kParts; ++y) {
        for (int x = i * picture.width / kParts; x < (i + 1) * picture.width / kParts; ++x)
          ++part[picture.at(x, y)];
      }
      ++medians[static_cast<std::size_t>(quantile(part, 0.5))];
    }
  }
  const Histogram levels = histogram_of(picture);
  const int middle = quantile(medians, 0.5);
  const int contrast = std::max(middle - quantile(levels, 0.005), quantile(levels, 0.995) - middle);
  return 3 * (quantile(medians, 0.9) - quantile(medians, 0.1)) > contrast;
}

}  // namespace ziffer
