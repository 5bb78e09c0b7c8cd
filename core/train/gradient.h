// Backpropagation: the loss of a few images and its gradient for every parameter of the network.
#ifndef ZIFFER_CORE_TRAIN_GRADIENT_H_
#define ZIFFER_CORE_TRAIN_GRADIENT_H_

#include <span>
#include <vector>

#include "core/nn/batch_norm.h"
#include "core/nn/network.h"
#include "core/train/loss.h"
#include "core/train/rng.h"

namespace ziffer {

// The activations of one pass forward and the buffers of one pass back. One for each thread; it
// grows to its largest batch and is then reused.
class Backpropagation {
 public:
  // images (N, H, W, C), `loss` of their N = count outputs. Adds weight * d(summed loss) /
  // d(parameters) to `gradient`, which is laid out as network.parameters. Dropout masks come from
  // `rng`.
  //
  // A BatchNorm normalises over these images alone, however many more the batch has ("ghost batch
  // normalisation", Hoffer, Hubara and Soudry 2017). Its moving statistics have no gradient; to
  // their places weight * N * (the statistic of these images) is added, so that with weight = 1 /
  // (images of the batch) they hold the batch's average once all its parts are summed.
  LossSum run(const Network& network, std::span<const float> images, int count, const Loss& loss,
              float weight, Rng& rng, std::span<float> gradient);

 private:
  std::vector<std::vector<float>> outputs_;  // of each stage
  std::vector<std::vector<float>> masks_;    // of each dropout stage
  std::vector<BatchStatistics> statistics_;  // of each batch normalisation
  std::vector<float> d_out_;
  std::vector<float> d_in_;
  std::vector<float> scratch_;
};

// Random start: He et al. 2015 (normal, variance 2 / inputs) before a ReLU, Glorot and Bengio 2010
// (uniform) for the last layer; biases, beta and moving_mean zero, gamma and moving_variance one.
void initialise(Network& network, Rng& rng);

// Moves every statistic of `network` 1 % of the way to its batch's, which run() left in `gradient`.
void update_statistics(Network& network, std::span<const float> gradient);

}  // namespace ziffer

#endif  // ZIFFER_CORE_TRAIN_GRADIENT_H_
