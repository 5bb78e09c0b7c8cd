#include "core/nn/max_pool2d.h"

#include <doctest/doctest.h>

#include "tests/support/random_values.h"
#include "tests/support/reference_kernels.h"

using namespace ziffer;

TEST_SUITE("max_pool2d") {
  TEST_CASE("the largest of each window; what does not fill a window is left out") {
    const std::vector<float> in = {1, 5, 9, 2, 3, 9, 9, 9, 9};
    std::vector<float> out(1);
    max_pool2d_forward({2, 2}, {3, 3, 1}, {1, 1, 1}, 1, in, out);
    CHECK(out[0] == 5);
  }

  TEST_CASE("negative values keep their sign") {
    std::vector<float> out(1);
    max_pool2d_forward({2, 2}, {2, 2, 1}, {1, 1, 1}, 1, std::vector<float>{-4, -3, -2, -5}, out);
    CHECK(out[0] == -2);
  }

  TEST_CASE(
      "agrees with its naive twin on random shapes, and sends each gradient to one largest value") {
    Rng rng({1});
    for (int i = 0; i < 80; ++i) {
      const MaxPool2d pool{1 + static_cast<int>(rng.below(3)), 1 + static_cast<int>(rng.below(3))};
      const Shape in_shape{pool.size + static_cast<int>(rng.below(8)),
                           pool.size + static_cast<int>(rng.below(8)),
                           1 + static_cast<int>(rng.below(6))};
      const Shape out_shape = build({"test", in_shape, {pool}}).output();
      const int count = 1 + static_cast<int>(rng.below(3));
      CAPTURE(i);
      const auto in = random_values(static_cast<std::size_t>(count * in_shape.size()), rng);
      std::vector<float> out(static_cast<std::size_t>(count * out_shape.size()));
      max_pool2d_forward(pool, in_shape, out_shape, count, in, out);
      CHECK(out == reference::max_pool2d(pool, in_shape, out_shape, count, in));

      // loss = sum of d_out * out is linear in the largest values, so raising one input by a little
      // raises the loss by its gradient times that little.
      const auto d_out = random_values(out.size(), rng);
      std::vector<float> d_in(in.size(), 7.0F);  // must be overwritten
      max_pool2d_backward(pool, in_shape, out_shape, count, in, d_out, d_in);
      double of_values = 0;
      double of_outputs = 0;
      for (std::size_t j = 0; j < in.size(); ++j) of_values += static_cast<double>(d_in[j]) * in[j];
      for (std::size_t j = 0; j < out.size(); ++j)
        of_outputs += static_cast<double>(d_out[j]) * out[j];
      CHECK(of_values == doctest::Approx(of_outputs).epsilon(1e-4));
    }
  }

  TEST_CASE("of equal values the first gets the gradient") {
    std::vector<float> d_in(4, 7.0F);
    max_pool2d_backward({2, 2}, {2, 2, 1}, {1, 1, 1}, 1, std::vector<float>{1, 3, 3, 3},
                        std::vector<float>{2}, d_in);
    CHECK(d_in == std::vector<float>{0, 2, 0, 0});
  }
}
