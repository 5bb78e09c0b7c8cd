#include "core/nn/batch_norm.h"

#include <doctest/doctest.h>

#include <cmath>

#include "core/nn/fold.h"
#include "core/nn/predictor.h"
#include "core/nn/presets.h"
#include "core/train/gradient.h"
#include "tests/support/gradient_check.h"
#include "tests/support/random_values.h"
#include "tests/support/reference_kernels.h"

using namespace ziffer;

namespace {

// Every parameter at random, the variances positive.
Network random_network(const Architecture& architecture, Rng& rng) {
  Network network = build(architecture);
  initialise(network, rng);
  for (const Stage& stage : network.stages) {
    for (const ParameterSlice& slice : stage.slices) {
      if (slice.is_kernel()) continue;
      const bool positive = slice.name.ends_with("variance") || slice.name.ends_with("gamma");
      for (std::size_t i = 0; i < slice.size; ++i) {
        network.parameters[slice.offset + i] =
            positive ? rng.uniform(0.5F, 2.0F) : rng.uniform(-0.5F, 0.5F);
      }
    }
  }
  return network;
}

}  // namespace

TEST_SUITE("batch_norm") {
  TEST_CASE("a channel comes out with mean beta and deviation gamma") {
    const std::vector<float> in = {1, -7, 3, -7, 5, -7, 7, -7};  // two channels, one constant
    std::vector<float> out(8);
    BatchStatistics statistics;
    batch_norm_forward({.epsilon = 0.04F}, in, std::vector<float>{2, 3}, std::vector<float>{10, 20},
                       out, statistics);
    CHECK(statistics.mean == std::vector<float>{4, -7});
    CHECK(statistics.variance == std::vector<float>{5, 0});
    CHECK(out[0] == doctest::Approx(10 - 2 * 3 / std::sqrt(5.04)));
    CHECK(out[6] == doctest::Approx(10 + 2 * 3 / std::sqrt(5.04)));
    CHECK(out[1] == 20);
  }

  TEST_CASE("agrees with its naive twin on random sizes, far from zero too") {
    Rng rng({1});
    for (int i = 0; i < 80; ++i) {
      CAPTURE(i);
      const std::size_t channels = 1 + rng.below(i % 4 == 0 ? 150 : 20);
      const std::size_t pixels = 1 + rng.below(i % 3 == 0 ? 9000 : 40);
      auto in = random_values(channels * pixels, rng);
      const float away = i % 2 == 0 ? 0.0F : 300.0F;
      for (float& v : in) v += away;
      const auto gamma = random_values(channels, rng);
      const auto beta = random_values(channels, rng);
      const BatchNorm norm{.epsilon = 1e-3F};
      std::vector<float> out(in.size(), NAN);
      BatchStatistics statistics;
      batch_norm_forward(norm, in, gamma, beta, out, statistics);
      const auto expected = reference::channel_statistics(in, channels);
      CHECK(largest_difference(statistics.mean, expected.mean) < (away > 0 ? 1e-4 : 1e-6));
      CHECK(largest_difference(statistics.variance, expected.variance) < 1e-5);
      CHECK(largest_difference(out, reference::batch_norm(norm, in, gamma, beta, expected.mean,
                                                          expected.variance)) < 1e-3);
    }
  }

  TEST_CASE("gradients agree with central differences, through mean and variance") {
    Rng rng({2});
    for (int i = 0; i < 12; ++i) {
      CAPTURE(i);
      const std::size_t channels = 1 + rng.below(9);
      const std::size_t pixels = 2 + rng.below(30);
      auto in = random_values(channels * pixels, rng);
      auto gamma = random_values(channels, rng);
      auto beta = random_values(channels, rng);
      const BatchNorm norm{.epsilon = 0.01F};
      const auto d_out = random_values(in.size(), rng);
      std::vector<float> out(in.size());
      BatchStatistics statistics;
      batch_norm_forward(norm, in, gamma, beta, out, statistics);
      std::vector<float> d = d_out;
      std::vector<float> d_gamma(channels, 10.0F);  // must be added to
      std::vector<float> d_beta(channels, 20.0F);
      batch_norm_backward(norm, in, gamma, statistics, d, d_gamma, d_beta);
      for (float& v : d_gamma) v -= 10;
      for (float& v : d_beta) v -= 20;
      const auto loss = [&] {
        const auto now = reference::channel_statistics(in, channels);
        const auto values = reference::batch_norm(norm, in, gamma, beta, now.mean, now.variance);
        double sum = 0;
        for (std::size_t j = 0; j < values.size(); ++j) {
          sum += static_cast<double>(values[j]) * static_cast<double>(d_out[j]);
        }
        return sum;
      };
      CHECK(gradient_error(in, d, loss, 2e-3F) < 3e-3);
      CHECK(gradient_error(gamma, d_gamma, loss) < 1e-3);
      CHECK(gradient_error(beta, d_beta, loss) < 1e-3);
    }
  }
}

TEST_SUITE("fold") {
  TEST_CASE("a BatchNorm follows every convolution, before its ReLU") {
    const Network network = build(with_batch_norm(classic()));
    CHECK(network.name == "classic");
    CHECK(describe(network).starts_with(
        "28x28x1 conv2d(64,3x3,stride 1,valid) batch_normalization relu conv2d("));
    CHECK(network.parameters.size() == 203434 + 4 * (64 + 32));
    CHECK(network.stages[4].name == "batch_normalization_1");
    CHECK(network.stages[4].slices[3].name == "batch_normalization_1.moving_variance");
    CHECK(!network.stages[4].slices[3].trainable);
    CHECK(network.stages[4].slices[1].trainable);
  }

  TEST_CASE("the folded network is the preset again and gives the same logits") {
    Rng rng({3});
    for (const std::string_view name : preset_names()) {
      CAPTURE(name);
      const Architecture plain = *preset(name);
      const Network network = random_network(with_batch_norm(plain), rng);
      const Network result = folded(network);
      const Network built = build(plain);
      CHECK(describe(result) == describe(built));
      CHECK(result.name == built.name);
      CHECK(result.parameters.size() == built.parameters.size());
      REQUIRE(result.stages.size() == built.stages.size());
      for (std::size_t i = 0; i < built.stages.size(); ++i) {
        CHECK(result.stages[i].name == built.stages[i].name);
      }
      const auto images = random_values(2 * static_cast<std::size_t>(plain.input.size()), rng);
      const auto expected = reference::logits(network, 2, images);
      CHECK(largest_difference(reference::logits(result, 2, images), expected) < 1e-4);
      std::vector<float> logits(expected.size());
      Predictor(result).run(images, 2, logits);
      CHECK(largest_difference(logits, expected) < 1e-3);
    }
  }

  TEST_CASE("dense layers take one too, and a network without is left as it is") {
    Rng rng({4});
    const Network network = random_network(
        {"test", {3, 2, 2}, {Flatten{}, Dense{5}, BatchNorm{}, Relu{}, Dense{3}}}, rng);
    const auto images = random_values(24, rng);
    CHECK(largest_difference(reference::logits(folded(network), 2, images),
                             reference::logits(network, 2, images)) < 1e-5);
    const Network plain = folded(network);
    CHECK(folded(plain).parameters == plain.parameters);
  }
}
