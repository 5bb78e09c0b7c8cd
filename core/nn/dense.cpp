#include "core/nn/dense.h"

#include <algorithm>
#include <cstddef>

#include "core/nn/kernels.h"

namespace ziffer {

void dense_forward(int count, std::span<const float> in, std::span<const float> kernel,
                   std::span<const float> bias, std::span<float> out) {
  const int outputs = static_cast<int>(bias.size());
  const int inputs = static_cast<int>(kernel.size()) / outputs;
  for (int n = 0; n < count; ++n) {
    std::copy(bias.begin(), bias.end(), out.begin() + std::ptrdiff_t{n} * outputs);
  }
  matrix_products().add_product({in.data(), count, inputs, inputs},
                                {kernel.data(), inputs, outputs, outputs},
                                {out.data(), count, outputs, outputs});
}

void dense_backward(int count, std::span<const float> in, std::span<const float> kernel,
                    std::span<const float> d_out, std::span<float> d_in, std::span<float> d_kernel,
                    std::span<float> d_bias) {
  const int outputs = static_cast<int>(d_bias.size());
  const int inputs = static_cast<int>(kernel.size()) / outputs;
  for (std::size_t i = 0; i < d_out.size(); ++i) {
    d_bias[i % static_cast<std::size_t>(outputs)] += d_out[i];
  }
  matrix_products().add_transposed_product({in.data(), count, inputs, inputs},
                                           {d_out.data(), count, outputs, outputs},
                                           {d_kernel.data(), inputs, outputs, outputs});
  if (d_in.empty()) return;
  std::fill(d_in.begin(), d_in.end(), 0.0F);
  matrix_products().add_product_transposed({d_out.data(), count, outputs, outputs},
                                           {kernel.data(), inputs, outputs, outputs},
                                           {d_in.data(), count, inputs, inputs});
}

}  // namespace ziffer
