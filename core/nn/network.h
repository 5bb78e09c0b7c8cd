// Network: an architecture (layers as plain structs), its shapes worked out, and all its parameters
// in one flat block.
//
// Legend, here and in every file of this folder: N images, H rows, W columns, C channels (K for
// those of a convolution's output), channels last. Kernels lie as (H, W, C, K), dense matrices as
// (in, out): Keras' order.
#ifndef ZIFFER_CORE_NN_NETWORK_H_
#define ZIFFER_CORE_NN_NETWORK_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace ziffer {

// One image's activations: height x width x channels, channels last.
struct Shape {
  int height = 1;
  int width = 1;
  int channels = 1;

  int size() const { return height * width * channels; }
  bool operator==(const Shape&) const = default;
};

enum class Padding {
  kValid,  // only whole windows: output side = ceil((side - kernel + 1) / stride)
  kSame,   // zeros around, the odd one after: output side = ceil(side / stride)
};

struct Conv2d {
  int filters = 1;
  int kernel = 3;  // square
  int stride = 1;
  Padding padding = Padding::kValid;
};
struct Relu {};
struct MaxPool2d {  // whole windows only: output side = floor((side - size) / stride) + 1
  int size = 2;     // square
  int stride = 2;
};
struct Dropout {
  float rate = 0;  // share of inputs set to 0 while training; identity when predicting
};
struct Flatten {};
struct Dense {
  int units = 1;
};
struct BatchNorm {  // each channel over images, rows and columns; while training only: see fold.h
  float epsilon = 1e-3F;  // added to the variance
};
struct LocalResponseNorm {  // in / (k + alpha * sum of squares)^beta over adjacent channels
  int size = 5;             // channels of the sum, odd; fewer at either end
  float k = 2;              // Krizhevsky et al. 2012 chose these four
  float alpha = 1e-4F;
  float beta = 0.75F;
};

using Layer =
    std::variant<Conv2d, Relu, MaxPool2d, Dropout, Flatten, Dense, BatchNorm, LocalResponseNorm>;

struct Architecture {
  std::string name;
  Shape input;
  std::vector<Layer> layers;
};

// Where a tensor lies in Network::parameters.
struct ParameterSlice {
  std::string name;  // "conv2d_1.kernel"
  std::vector<int> shape;
  std::size_t offset = 0;
  std::size_t size = 0;
  bool trainable = true;  // false for a statistic of the data, which no gradient moves

  bool is_kernel() const { return shape.size() > 1; }  // all else is one value a channel
};

// A layer in its place.
struct Stage {
  std::string name;  // Keras' automatic names: "conv2d", "conv2d_1", "dense"
  Layer layer;
  Shape in;
  Shape out;
  // Kernel, bias; gamma, beta, moving_mean, moving_variance; empty for layers without parameters.
  std::vector<ParameterSlice> slices;
  std::int64_t multiply_adds = 0;  // for one image

  std::size_t parameter_count() const;
};

struct Network {
  std::string name;
  Shape input;
  std::vector<Stage> stages;
  std::vector<float> parameters;

  Shape output() const { return stages.empty() ? input : stages.back().out; }
  std::int64_t multiply_adds() const;
  std::span<const float> slice(const ParameterSlice& s) const {
    return std::span(parameters).subspan(s.offset, s.size);
  }
};

// Shapes and slices worked out, parameters zero. A layer that does not fit its input (a kernel
// larger than the plane) is a programmer's error.
Network build(const Architecture& architecture);

// The architecture as one line of text, the same for equal networks: "28x28x1 conv2d(64,3x3) relu
// ...".
std::string describe(const Network& network);

}  // namespace ziffer

#endif  // ZIFFER_CORE_NN_NETWORK_H_
