// The step from a gradient to new weights: Adam's, or Muon's for the kernels of convolutions.
//
// Adam is that of Kingma and Ba (2015) with decoupled weight decay (Loshchilov and Hutter 2019) of
// the kernels. Biases, gamma and beta do not decay: they are few, and pulling them to zero would
// only keep a layer from the scale it needs.
//
// Muon (Jordan et al. 2024) moves a kernel, seen as a matrix from its window to its filters, by its
// momentum made orthogonal: every direction that the gradients point to counts the same, also those
// that Adam's few large ones hide. The step is scaled to the size of Adam's (Liu et al. 2025), so
// that both share a learning rate and a weight decay. The first convolution, which has one channel,
// and all that is no convolution stay Adam's.
#ifndef ZIFFER_CORE_TRAIN_OPTIMIZER_H_
#define ZIFFER_CORE_TRAIN_OPTIMIZER_H_

#include <cstdint>
#include <span>
#include <vector>

#include "core/nn/network.h"

namespace ziffer {

enum class OptimizerMethod { kAdam, kMuon };

struct Optimizer {
  OptimizerMethod method;
  // Of each parameter. Muon's kernels have only a momentum, which lies in `mean`.
  std::vector<float> mean;      // first moment of the gradient
  std::vector<float> variance;  // second, uncentred
  std::int64_t steps = 0;

  Optimizer(OptimizerMethod chosen, std::size_t parameters)
      : method(chosen), mean(parameters), variance(parameters) {}

  // `gradient` is laid out as network.parameters; statistics are left as they are.
  void step(Network& network, std::span<const float> gradient, float learning_rate,
            float weight_decay);
};

// Brings the singular values of a row-major matrix near 1 (0.7 to 1.2 for all but the smallest) and
// leaves its singular vectors, by five Newton-Schulz iterations with Muon's coefficients. Quickest
// for matrices that are taller than wide. Zeros stay zeros.
void orthogonalize(std::span<float> matrix, int rows, int columns);

}  // namespace ziffer

#endif  // ZIFFER_CORE_TRAIN_OPTIMIZER_H_
