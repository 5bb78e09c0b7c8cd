#include "core/nn/dense.h"

#include <doctest/doctest.h>

#include "tests/support/gradient_check.h"
#include "tests/support/random_values.h"
#include "tests/support/reference_kernels.h"

using namespace ziffer;

TEST_SUITE("dense") {
  TEST_CASE("agrees with its naive twin on random shapes") {
    Rng rng({1});
    for (int i = 0; i < 40; ++i) {
      CAPTURE(i);
      const std::size_t inputs = 1 + rng.below(70);
      const std::size_t outputs = 1 + rng.below(20);
      const std::size_t count = 1 + rng.below(5);
      const auto in = random_values(count * inputs, rng);
      const auto kernel = random_values(inputs * outputs, rng);
      const auto bias = random_values(outputs, rng);
      std::vector<float> out(count * outputs);
      dense_forward(static_cast<int>(count), in, kernel, bias, out);
      CHECK(largest_difference(out, reference::dense(static_cast<int>(count), in, kernel, bias)) <
            1e-4);
    }
  }

  TEST_CASE("gradients agree with central differences") {
    Rng rng({2});
    const std::size_t inputs = 13;
    const std::size_t outputs = 5;
    auto in = random_values(3 * inputs, rng);
    auto kernel = random_values(inputs * outputs, rng);
    auto bias = random_values(outputs, rng);
    const auto d_out = random_values(3 * outputs, rng);
    std::vector<float> d_in(in.size(), 7.0F);
    std::vector<float> d_kernel(kernel.size());
    std::vector<float> d_bias(outputs);
    dense_backward(3, in, kernel, d_out, d_in, d_kernel, d_bias);
    const auto loss = [&] {
      const auto out = reference::dense(3, in, kernel, bias);
      double sum = 0;
      for (std::size_t j = 0; j < out.size(); ++j) {
        sum += static_cast<double>(out[j]) * static_cast<double>(d_out[j]);
      }
      return sum;
    };
    CHECK(gradient_error(in, d_in, loss) < 1e-3);
    CHECK(gradient_error(kernel, d_kernel, loss) < 1e-3);
    CHECK(gradient_error(bias, d_bias, loss) < 1e-3);
  }
}
