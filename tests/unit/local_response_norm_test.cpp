#include "core/nn/local_response_norm.h"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/support/gradient_check.h"
#include "tests/support/random_values.h"
#include "tests/support/reference_kernels.h"

using namespace ziffer;

namespace {

struct Case {
  LocalResponseNorm norm;
  int channels;
  std::vector<float> in;
};

Case random_case(Rng& rng) {
  Case result;
  result.norm = {.size = 1 + 2 * static_cast<int>(rng.below(4)),
                 .k = rng.uniform(0.5F, 2),
                 .alpha = rng.uniform(0, 1),
                 .beta = rng.below(2) == 0 ? 0.75F : rng.uniform(0.3F, 1.5F)};
  result.channels = 1 + static_cast<int>(rng.below(20));
  result.in = random_values((1 + rng.below(12)) * static_cast<std::size_t>(result.channels), rng);
  return result;
}

}  // namespace

TEST_SUITE("local_response_norm") {
  TEST_CASE("adjacent channels of the same pixel divide, those beyond do not") {
    const std::vector<float> in = {1, 2, 3, 4, 7, 0, 0, 0};  // two pixels of four channels
    std::vector<float> out(8);
    local_response_norm_forward({.size = 3, .k = 1, .alpha = 0.5F, .beta = 1}, 4, in, out);
    const std::vector<float> expected = {1 / 3.5F,  2 / 8.0F, 3 / 15.5F, 4 / 13.5F,
                                         7 / 25.5F, 0,        0,         0};
    CHECK(largest_difference(out, expected) < 1e-6);
  }

  TEST_CASE("agrees with its naive twin") {
    Rng rng({1});
    for (int i = 0; i < 60; ++i) {
      CAPTURE(i);
      const Case c = random_case(rng);
      std::vector<float> out(c.in.size(), NAN);
      local_response_norm_forward(c.norm, c.channels, c.in, out);
      CHECK(largest_difference(out, reference::local_response_norm(c.norm, c.channels, c.in)) <
            1e-5);
    }
  }

  TEST_CASE("gradients agree with central differences") {
    Rng rng({2});
    for (int i = 0; i < 20; ++i) {
      CAPTURE(i);
      Case c = random_case(rng);
      const auto d_out = random_values(c.in.size(), rng);
      std::vector<float> d = d_out;
      local_response_norm_backward(c.norm, c.channels, c.in, d);
      const auto loss = [&] {
        const auto out = reference::local_response_norm(c.norm, c.channels, c.in);
        double sum = 0;
        for (std::size_t j = 0; j < out.size(); ++j) {
          sum += static_cast<double>(out[j]) * static_cast<double>(d_out[j]);
        }
        return sum;
      };
      CHECK(gradient_error(c.in, d, loss, 5e-3F) < 1e-3);
    }
  }
}
