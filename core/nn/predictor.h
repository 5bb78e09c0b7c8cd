// Predictor: a network compiled for running. Its constructor chooses an algorithm for each layer,
// packs the weights for the processor's registers, fuses bias and ReLU into the layer before, and
// lays out every buffer; run() then only computes. It allocates nothing once it has seen its
// largest batch.
//
// core/nn/README.md tells how the choices were made and what they measure.
#ifndef ZIFFER_CORE_NN_PREDICTOR_H_
#define ZIFFER_CORE_NN_PREDICTOR_H_

#include <span>
#include <string>
#include <variant>
#include <vector>

#include "core/nn/aligned_buffer.h"
#include "core/nn/direct_conv.h"
#include "core/nn/kernels.h"
#include "core/nn/network.h"
#include "core/nn/packed_dense.h"
#include "core/nn/plane_layout.h"
#include "core/nn/winograd.h"

namespace ziffer {

// How convolutions are computed. kFastest estimates; the others are for tests and measurements, and
// fall back to kDirect where they do not apply.
enum class Convolution { kFastest, kDirect, kWinograd2, kWinograd4 };

// What a step of a network put out for one image.
struct Activation {
  std::string step;  // as in Predictor::plan()
  Shape shape;
  std::vector<float> values;  // (H, W, C)
};

class Predictor {
 public:
  // A BatchNorm in the network is a programmer's error: folded() takes it away (fold.h).
  explicit Predictor(Network network, Convolution convolution = Convolution::kFastest,
                     const Kernels& kernels = ziffer::kernels());

  // images (N, H, W, C) -> logits (N, classes), for N = count images of network().input. Dropout is
  // the identity. Not thread-safe: one Predictor for each thread.
  void run(std::span<const float> images, int count, std::span<float> logits);

  // One image's values after each step, a ReLU included, in the order of plan(); the last holds the
  // logits.
  std::vector<Activation> activations(std::span<const float> image);

  const Network& network() const { return network_; }
  // Frees the parameters of network(), of which run() has its own packed copies.
  void forget_parameters() { std::vector<float>().swap(network_.parameters); }

  // One line for each step, for people: "conv2d_1 winograd 4x4".
  std::vector<std::string> plan() const;

 private:
  struct Pool {  // also copies: see max_pool_planes()
    MaxPool2d pool;
    PlaneLayout in;
    PlaneLayout out;
    float floor;
  };
  struct ResponseNorm {
    LocalResponseNorm norm;
    PlaneLayout in;
    PlaneLayout out;
    float floor;
  };
  struct Step {
    std::string name;
    std::variant<DirectConv, WinogradConv, PackedDense, Pool, ResponseNorm> operation;
    PlaneLayout out;
    AlignedBuffer buffer;  // `out` for each image of a chunk; the last step has none
  };

  void run_chunk(const float* images, int count, float* logits);

  Network network_;
  int chunk_ = 1;     // images that go through the network together
  int capacity_ = 0;  // images that the buffers hold
  std::vector<Step> steps_;
  AlignedBuffer scratch_;  // of the Winograd layers, one after the other
};

}  // namespace ziffer

#endif  // ZIFFER_CORE_NN_PREDICTOR_H_
