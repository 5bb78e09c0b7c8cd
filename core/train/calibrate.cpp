#include "core/train/calibrate.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <vector>

#include "core/reading.h"
#include "core/train/evaluate.h"
#include "core/train/loss.h"

namespace ziffer {

float temperature_of_least(const std::function<double(double)>& loss_at) {
  const auto loss = [&](double log_temperature) { return loss_at(std::exp(log_temperature)); };
  const double golden = (std::sqrt(5.0) - 1) / 2;
  double low = std::log(0.1);
  double high = std::log(10.0);
  double left = high - golden * (high - low);
  double right = low + golden * (high - low);
  double at_left = loss(left);
  double at_right = loss(right);
  while (high - low > 1e-4) {
    if (at_left <= at_right) {
      high = right;
      right = left;
      at_right = at_left;
      left = high - golden * (high - low);
      at_left = loss(left);
    } else {
      low = left;
      left = right;
      at_left = at_right;
      right = low + golden * (high - low);
      at_right = loss(right);
    }
  }
  return static_cast<float>(std::exp((low + high) / 2));
}

float fitted_temperature(std::span<const float> logits, std::span<const std::uint8_t> labels) {
  std::vector<float> divided(logits.size());
  return temperature_of_least([&](double temperature) {
    const float factor = static_cast<float>(1 / temperature);
    std::transform(logits.begin(), logits.end(), divided.begin(),
                   [&](float logit) { return factor * logit; });
    return softmax_cross_entropy(divided, labels, kClasses, 0, 1, {}).loss;
  });
}

Calibration calibrated(std::span<const float> logits, int outputs,
                       std::span<const std::uint8_t> labels, double share) {
  Calibration calibration;
  calibration.temperature = fitted_temperature(digit_logits(logits, outputs), labels);
  if (outputs <= kClasses) return calibration;
  std::vector<float> scores;
  const std::size_t row = static_cast<std::size_t>(outputs);
  for (std::size_t i = 0; i < logits.size(); i += row)
    scores.push_back(no_digit_probability(logits.subspan(i, row)));
  std::sort(scores.begin(), scores.end(), std::greater<>());
  const auto refused = static_cast<std::size_t>(share * static_cast<double>(scores.size()));
  calibration.refusal = std::nextafter(scores[std::min(refused, scores.size() - 1)], 2.0F);
  return calibration;
}

}  // namespace ziffer
