// Predictor: a network ready to run. It owns the parameters and every buffer; run() allocates
// nothing once it has seen its largest batch.
#ifndef ZIFFER_CORE_NN_PREDICTOR_H_
#define ZIFFER_CORE_NN_PREDICTOR_H_

#include <span>
#include <vector>

#include "core/nn/network.h"

namespace ziffer {

class Predictor {
 public:
  explicit Predictor(Network network);

  // images (N, H, W, C) -> logits (N, classes), for N = count images of network().input. Dropout is
  // the identity. Not thread-safe: one Predictor for each thread.
  void run(std::span<const float> images, int count, std::span<float> logits);

  const Network& network() const { return network_; }

 private:
  void run_chunk(std::span<const float> images, int count, std::span<float> logits);

  Network network_;
  std::vector<float> front_;
  std::vector<float> back_;
  std::vector<float> scratch_;
};

}  // namespace ziffer

#endif  // ZIFFER_CORE_NN_PREDICTOR_H_
