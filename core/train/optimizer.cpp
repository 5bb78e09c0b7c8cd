#include "core/train/optimizer.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>

#include "core/nn/kernels.h"

namespace ziffer {
namespace {

struct Rates {
  float learning;
  float decay;
};

void adam_step(const ParameterSlice& slice, std::span<const float> gradient, Rates rates,
               Optimizer& state, std::span<float> parameters) {
  constexpr float kBeta1 = 0.9F;
  constexpr float kBeta2 = 0.999F;
  constexpr float kEpsilon = 1e-8F;
  const double t = static_cast<double>(state.steps);
  const float unbias1 = static_cast<float>(1.0 / (1.0 - std::pow(0.9, t)));
  const float unbias2 = static_cast<float>(1.0 / (1.0 - std::pow(0.999, t)));
  std::vector<float>& mean = state.mean;
  std::vector<float>& variance = state.variance;
  for (std::size_t i = slice.offset; i < slice.offset + slice.size; ++i) {
    mean[i] = kBeta1 * mean[i] + (1 - kBeta1) * gradient[i];
    variance[i] = kBeta2 * variance[i] + (1 - kBeta2) * gradient[i] * gradient[i];
    const float direction = mean[i] * unbias1 / (std::sqrt(variance[i] * unbias2) + kEpsilon);
    parameters[i] -= rates.learning * (direction + rates.decay * parameters[i]);
  }
}

bool is_convolution(const ParameterSlice& slice) { return slice.shape.size() == 4; }
int channels_of(const ParameterSlice& slice) { return slice.shape[2]; }

// `slice` is a convolution's kernel: (height, width, channels, filters).
void muon_step(const ParameterSlice& slice, std::span<const float> gradient, Rates rates,
               Optimizer& state, std::span<float> parameters) {
  constexpr float kMomentum = 0.95F;
  constexpr float kAdamSize = 0.2F;  // root mean square of Adam's usual step, in learning rates
  const int columns = slice.shape[3];
  const int rows = static_cast<int>(slice.size) / columns;
  std::vector<float> direction(slice.size);
  for (std::size_t i = 0; i < slice.size; ++i) {  // Nesterov's momentum
    float& momentum = state.mean[slice.offset + i];
    const float g = gradient[slice.offset + i];
    momentum = kMomentum * momentum + g;
    direction[i] = kMomentum * momentum + g;
  }
  orthogonalize(direction, rows, columns);
  const float size = kAdamSize * std::sqrt(static_cast<float>(std::max(rows, columns)));
  for (std::size_t i = 0; i < slice.size; ++i) {
    float& parameter = parameters[slice.offset + i];
    parameter -= rates.learning * (size * direction[i] + rates.decay * parameter);
  }
}

}  // namespace

void orthogonalize(std::span<float> matrix, int rows, int columns) {
  assert(matrix.size() == static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns));
  constexpr int kIterations = 5;
  double squares = 0;
  for (const float v : matrix) squares += static_cast<double>(v) * static_cast<double>(v);
  if (squares == 0) return;
  const auto norm = static_cast<float>(std::sqrt(squares));
  for (float& v : matrix) v /= norm;
  const std::size_t square = static_cast<std::size_t>(columns) * static_cast<std::size_t>(columns);
  std::vector<float> gram(square);
  std::vector<float> factor(square);
  std::vector<float> before(matrix.size());
  const auto view = [](const std::vector<float>& values, int height, int width) {
    return ConstMatrix{values.data(), height, width, width};
  };
  const MatrixProducts& products = matrix_products();
  for (int i = 0; i < kIterations; ++i) {  // x = a x + x (b g + c g g), g = x^T x
    before.assign(matrix.begin(), matrix.end());
    std::fill(gram.begin(), gram.end(), 0.0F);
    products.add_transposed_product(view(before, rows, columns), view(before, rows, columns),
                                    {gram.data(), columns, columns, columns});
    std::fill(factor.begin(), factor.end(), 0.0F);
    products.add_product(view(gram, columns, columns), view(gram, columns, columns),
                         {factor.data(), columns, columns, columns});
    for (std::size_t k = 0; k < square; ++k) factor[k] = -4.7750F * gram[k] + 2.0315F * factor[k];
    for (float& v : matrix) v *= 3.4445F;
    products.add_product(view(before, rows, columns), view(factor, columns, columns),
                         {matrix.data(), rows, columns, columns});
  }
}

void Optimizer::step(Network& network, std::span<const float> gradient, float learning_rate,
                     float weight_decay) {
  ++steps;
  for (const Stage& stage : network.stages) {
    for (const ParameterSlice& slice : stage.slices) {
      if (!slice.trainable) continue;
      const Rates rates{learning_rate, slice.is_kernel() ? weight_decay : 0.0F};
      const bool muon =
          method == OptimizerMethod::kMuon && is_convolution(slice) && channels_of(slice) > 1;
      (muon ? muon_step : adam_step)(slice, gradient, rates, *this, network.parameters);
    }
  }
}

}  // namespace ziffer
