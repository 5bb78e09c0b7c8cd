#include "core/train/adam.h"

#include <cmath>

namespace ziffer {

void Adam::step(Network& network, std::span<const float> gradient, float learning_rate,
                float weight_decay) {
  constexpr float kBeta1 = 0.9F;
  constexpr float kBeta2 = 0.999F;
  constexpr float kEpsilon = 1e-8F;
  ++steps;
  const double t = static_cast<double>(steps);
  const float unbias1 = static_cast<float>(1.0 / (1.0 - std::pow(0.9, t)));
  const float unbias2 = static_cast<float>(1.0 / (1.0 - std::pow(0.999, t)));
  std::vector<float>& parameters = network.parameters;
  for (const Stage& stage : network.stages) {
    for (const ParameterSlice& slice : stage.slices) {
      if (!slice.trainable) continue;
      const float decay = slice.is_kernel() ? weight_decay : 0.0F;
      for (std::size_t i = slice.offset; i < slice.offset + slice.size; ++i) {
        mean[i] = kBeta1 * mean[i] + (1 - kBeta1) * gradient[i];
        variance[i] = kBeta2 * variance[i] + (1 - kBeta2) * gradient[i] * gradient[i];
        const float direction = mean[i] * unbias1 / (std::sqrt(variance[i] * unbias2) + kEpsilon);
        parameters[i] -= learning_rate * (direction + decay * parameters[i]);
      }
    }
  }
}

}  // namespace ziffer
