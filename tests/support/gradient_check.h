// Analytic against numeric gradients by central differences.
#ifndef ZIFFER_TESTS_SUPPORT_GRADIENT_CHECK_H_
#define ZIFFER_TESTS_SUPPORT_GRADIENT_CHECK_H_

#include <algorithm>
#include <cmath>
#include <functional>
#include <span>

namespace ziffer {

// Largest error of `analytic` = d loss / d values over all values, relative to the gradients' size
// (to their largest absolute value where both are small). `loss` reads `values`, which are put back
// as found; `delta` must not cross the kink of a ReLU too often.
inline double gradient_error(std::span<float> values, std::span<const float> analytic,
                             const std::function<double()>& loss, float delta = 1e-2F) {
  double scale = 1e-6;
  for (const float g : analytic) scale = std::max(scale, std::abs(static_cast<double>(g)));
  double worst = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const float kept = values[i];
    values[i] = kept + delta;
    const double above = loss();
    values[i] = kept - delta;
    const double below = loss();
    values[i] = kept;
    const double numeric = (above - below) / (2.0 * static_cast<double>(delta));
    worst = std::max(worst, std::abs(numeric - static_cast<double>(analytic[i])) / scale);
  }
  return worst;
}

}  // namespace ziffer

#endif  // ZIFFER_TESTS_SUPPORT_GRADIENT_CHECK_H_
