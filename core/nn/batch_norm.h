// Batch normalisation (Ioffe and Szegedy 2015), for training: forward and backward. Each channel is
// shifted and scaled to mean 0 and variance 1 over all images, rows and columns, then scaled by
// gamma and shifted by beta. Prediction uses fold.h instead.
#ifndef ZIFFER_CORE_NN_BATCH_NORM_H_
#define ZIFFER_CORE_NN_BATCH_NORM_H_

#include <span>
#include <vector>

#include "core/nn/network.h"

namespace ziffer {

// Of each channel. The variance is the mean squared deviation, without Bessel's correction: what
// the values are divided by.
struct BatchStatistics {
  std::vector<float> mean;
  std::vector<float> variance;
};

// in (N, H, W, C), gamma (C), beta (C) -> out (N, H, W, C) = gamma * (in - mean) / sqrt(variance +
// epsilon) + beta. `statistics` gets those of `in`.
void batch_norm_forward(const BatchNorm& norm, std::span<const float> in,
                        std::span<const float> gamma, std::span<const float> beta,
                        std::span<float> out, BatchStatistics& statistics);

// `in` and `statistics` as forward had and left them. Adds to d_gamma and d_beta; `d`, the gradient
// of the output, becomes that of the input in place, through mean and variance too.
void batch_norm_backward(const BatchNorm& norm, std::span<const float> in,
                         std::span<const float> gamma, const BatchStatistics& statistics,
                         std::span<float> d, std::span<float> d_gamma, std::span<float> d_beta);

}  // namespace ziffer

#endif  // ZIFFER_CORE_NN_BATCH_NORM_H_
