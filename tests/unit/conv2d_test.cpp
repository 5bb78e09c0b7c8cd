#include "core/nn/conv2d.h"

#include <doctest/doctest.h>

#include "tests/support/gradient_check.h"
#include "tests/support/random_values.h"
#include "tests/support/reference_kernels.h"

using namespace ziffer;

namespace {

struct Case {
  Conv2dGeometry g;
  int count;
};

Case random_case(Rng& rng) {
  const int kernel = 1 + static_cast<int>(rng.below(5));
  Conv2d conv{.filters = 1 + static_cast<int>(rng.below(9)),
              .kernel = kernel,
              .stride = 1 + static_cast<int>(rng.below(2)),
              .padding = rng.below(2) == 0 ? Padding::kValid : Padding::kSame};
  const Shape in{kernel + static_cast<int>(rng.below(7)), kernel + static_cast<int>(rng.below(7)),
                 1 + static_cast<int>(rng.below(6))};
  const Network network = build({"test", in, {conv}});
  return {geometry(conv, in, network.output()), 1 + static_cast<int>(rng.below(3))};
}

std::size_t kernel_size(const Conv2dGeometry& g) {
  return static_cast<std::size_t>(g.kernel * g.kernel * g.in.channels * g.out.channels);
}

}  // namespace

TEST_SUITE("conv2d") {
  TEST_CASE("a kernel that picks one neighbour shifts the plane") {
    const Conv2dGeometry g{{3, 3, 1}, {1, 1, 1}, 3, 1, 0, 0};
    const std::vector<float> in = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    std::vector<float> kernel(9, 0.0F);
    kernel[5] = 1;  // row 1, column 2: cross-correlation, not flipped
    std::vector<float> out(1);
    std::vector<float> scratch;
    conv2d_forward(g, 1, in, kernel, std::vector<float>{0.5F}, out, scratch);
    CHECK(out[0] == 6.5F);
  }

  TEST_CASE("agrees with its naive twin on random shapes") {
    Rng rng({1});
    std::vector<float> scratch;
    for (int i = 0; i < 60; ++i) {
      const Case c = random_case(rng);
      CAPTURE(i);
      const auto in = random_values(static_cast<std::size_t>(c.count * c.g.in.size()), rng);
      const auto kernel = random_values(kernel_size(c.g), rng);
      const auto bias = random_values(static_cast<std::size_t>(c.g.out.channels), rng);
      std::vector<float> out(static_cast<std::size_t>(c.count * c.g.out.size()));
      conv2d_forward(c.g, c.count, in, kernel, bias, out, scratch);
      CHECK(largest_difference(out, reference::conv2d(c.g, c.count, in, kernel, bias)) < 1e-4);
    }
  }

  TEST_CASE("gradients agree with central differences") {
    Rng rng({2});
    std::vector<float> scratch;
    for (int i = 0; i < 12; ++i) {
      const Case c = random_case(rng);
      CAPTURE(i);
      auto in = random_values(static_cast<std::size_t>(c.count * c.g.in.size()), rng);
      auto kernel = random_values(kernel_size(c.g), rng);
      auto bias = random_values(static_cast<std::size_t>(c.g.out.channels), rng);
      const auto d_out = random_values(static_cast<std::size_t>(c.count * c.g.out.size()), rng);
      std::vector<float> d_in(in.size(), 7.0F);  // must be overwritten
      std::vector<float> d_kernel(kernel.size());
      std::vector<float> d_bias(bias.size());
      conv2d_backward(c.g, c.count, in, kernel, d_out, d_in, d_kernel, d_bias, scratch);
      const auto loss = [&] {
        const auto out = reference::conv2d(c.g, c.count, in, kernel, bias);
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

  TEST_CASE("the backward pass adds to parameter gradients") {
    const Conv2dGeometry g{{1, 1, 1}, {1, 1, 1}, 1, 1, 0, 0};
    std::vector<float> d_kernel = {10};
    std::vector<float> d_bias = {20};
    std::vector<float> scratch;
    const std::vector<float> in = {3};
    const std::vector<float> kernel = {2};
    const std::vector<float> d_out = {5};
    conv2d_backward(g, 1, in, kernel, d_out, {}, d_kernel, d_bias, scratch);
    CHECK(d_kernel[0] == 25);
    CHECK(d_bias[0] == 25);
  }
}
