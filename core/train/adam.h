// Adam (Kingma and Ba 2015) over the flat parameter block, with decoupled weight decay (Loshchilov
// and Hutter 2019).
#ifndef ZIFFER_CORE_TRAIN_ADAM_H_
#define ZIFFER_CORE_TRAIN_ADAM_H_

#include <cstdint>
#include <span>
#include <vector>

namespace ziffer {

struct Adam {
  std::vector<float> mean;      // first moment of each parameter's gradient
  std::vector<float> variance;  // second, uncentred
  std::int64_t steps = 0;

  explicit Adam(std::size_t parameters) : mean(parameters), variance(parameters) {}

  void step(std::span<float> parameters, std::span<const float> gradient, float learning_rate,
            float weight_decay);
};

}  // namespace ziffer

#endif  // ZIFFER_CORE_TRAIN_ADAM_H_
