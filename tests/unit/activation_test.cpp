#include "core/nn/activation.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>

using namespace ziffer;

TEST_SUITE("activation") {
  TEST_CASE("relu keeps what is positive, and lets gradients through there only") {
    std::array<float, 4> values = {-2, 0, 3, -0.5F};
    relu_forward(values);
    CHECK(values == std::array<float, 4>{0, 0, 3, 0});
    std::array<float, 4> d = {1, 1, 1, 1};
    relu_backward(values, d);
    CHECK(d == std::array<float, 4>{0, 0, 1, 0});
  }

  TEST_CASE("softmax sums to one, keeps order and survives large logits") {
    const std::array<float, 3> logits = {1000, 1001, 990};
    std::array<float, 3> p{};
    softmax(logits, p);
    CHECK(p[0] + p[1] + p[2] == doctest::Approx(1));
    CHECK(p[1] / p[0] == doctest::Approx(std::exp(1.0)).epsilon(1e-4));
    CHECK(p[2] < p[0]);
  }
}
