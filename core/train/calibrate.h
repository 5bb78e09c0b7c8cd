// Calibration fitted on validation data.
#ifndef ZIFFER_CORE_TRAIN_CALIBRATE_H_
#define ZIFFER_CORE_TRAIN_CALIBRATE_H_

#include <cstdint>
#include <functional>
#include <span>

#include "core/nn/calibration.h"

namespace ziffer {

// Where `loss` of a temperature is least, by golden-section search over 0.1..10; it must fall to
// one minimum and rise after it.
float temperature_of_least(const std::function<double(double)>& loss);

// The temperature that makes the labels most likely: the minimum of the mean cross-entropy of
// softmax(logits / T). logits (N, kClasses), labels (N).
float fitted_temperature(std::span<const float> logits, std::span<const std::uint8_t> labels);

// Temperature, and the refusal that turns away `share` (0..1) of these digits. logits (N, outputs):
// with ten outputs nothing is ever refused.
Calibration calibrated(std::span<const float> logits, int outputs,
                       std::span<const std::uint8_t> labels, double share);

}  // namespace ziffer

#endif  // ZIFFER_CORE_TRAIN_CALIBRATE_H_
