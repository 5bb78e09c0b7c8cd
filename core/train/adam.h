// Adam (Kingma and Ba 2015) over a network's trainable parameters, with decoupled weight decay
// (Loshchilov and Hutter 2019) of the kernels. Biases, gamma and beta do not decay: they are few,
// and pulling them to zero would only keep a layer from the scale it needs.
#ifndef ZIFFER_CORE_TRAIN_ADAM_H_
#define ZIFFER_CORE_TRAIN_ADAM_H_

#include <cstdint>
#include <span>
#include <vector>

#include "core/nn/network.h"

namespace ziffer {

struct Adam {
  std::vector<float> mean;      // first moment of each parameter's gradient
  std::vector<float> variance;  // second, uncentred
  std::int64_t steps = 0;

  explicit Adam(std::size_t parameters) : mean(parameters), variance(parameters) {}

  // `gradient` is laid out as network.parameters; statistics are left as they are.
  void step(Network& network, std::span<const float> gradient, float learning_rate,
            float weight_decay);
};

}  // namespace ziffer

#endif  // ZIFFER_CORE_TRAIN_ADAM_H_
