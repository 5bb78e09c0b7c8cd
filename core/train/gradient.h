// Backpropagation: the loss of a few images and its gradient for every parameter of the network.
#ifndef ZIFFER_CORE_TRAIN_GRADIENT_H_
#define ZIFFER_CORE_TRAIN_GRADIENT_H_

#include <cstdint>
#include <span>
#include <vector>

#include "core/nn/network.h"
#include "core/train/loss.h"
#include "core/train/rng.h"

namespace ziffer {

// The activations of one pass forward and the buffers of one pass back. One for each thread; it
// grows to its largest batch and is then reused.
class Backpropagation {
 public:
  // images (N, H, W, C), labels (N). Adds weight * d(summed loss) / d(parameters) to `gradient`,
  // which is laid out as network.parameters. Dropout masks come from `rng`.
  LossSum run(const Network& network, std::span<const float> images,
              std::span<const std::uint8_t> labels, float smoothing, float weight, Rng& rng,
              std::span<float> gradient);

 private:
  std::vector<std::vector<float>> outputs_;  // of each stage
  std::vector<std::vector<float>> masks_;    // of each dropout stage
  std::vector<float> d_out_;
  std::vector<float> d_in_;
  std::vector<float> scratch_;
};

// Random start: He et al. 2015 (normal, variance 2 / inputs) before a ReLU, Glorot and Bengio 2010
// (uniform) for the last layer; biases zero.
void initialise(Network& network, Rng& rng);

}  // namespace ziffer

#endif  // ZIFFER_CORE_TRAIN_GRADIENT_H_
