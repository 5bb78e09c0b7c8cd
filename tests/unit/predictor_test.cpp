#include "core/nn/predictor.h"

#include <doctest/doctest.h>

#include "core/nn/presets.h"
#include "core/train/gradient.h"
#include "tests/support/random_values.h"
#include "tests/support/reference_kernels.h"

using namespace ziffer;

namespace {

// The whole network by the naive twins, one layer after the other.
std::vector<float> reference_logits(const Network& network, int count, std::vector<float> values) {
  for (const Stage& stage : network.stages) {
    if (const auto* conv = std::get_if<Conv2d>(&stage.layer)) {
      values = reference::conv2d(geometry(*conv, stage.in, stage.out), count, values,
                                 network.slice(stage.slices[0]), network.slice(stage.slices[1]));
    } else if (std::holds_alternative<Dense>(stage.layer)) {
      values = reference::dense(count, values, network.slice(stage.slices[0]),
                                network.slice(stage.slices[1]));
    } else if (std::holds_alternative<Relu>(stage.layer)) {
      for (float& v : values) v = std::max(v, 0.0F);
    }
  }
  return values;
}

}  // namespace

TEST_SUITE("predictor") {
  TEST_CASE("classic agrees with the naive twins, one by one and in batches") {
    Rng rng({1});
    Network network = build(classic());
    initialise(network, rng);
    const int count = 3;
    std::vector<float> images(static_cast<std::size_t>(count) * 784);
    for (float& v : images) v = rng.uniform();
    Predictor predictor(network);
    std::vector<float> logits(static_cast<std::size_t>(count) * 10);
    predictor.run(images, count, logits);
    CHECK(largest_difference(logits, reference_logits(network, count, images)) < 1e-3);
    std::vector<float> single(10);
    predictor.run(std::span(images).subspan(784, 784), 1, single);
    CHECK(largest_difference(single, std::span(logits).subspan(10, 10)) < 1e-4);
  }

  TEST_CASE("batches longer than a chunk, and shorter ones after longer ones") {
    Rng rng({2});
    Network network =
        build({"small", {6, 5, 2}, {Conv2d{.filters = 3}, Relu{}, Flatten{}, Dense{4}}});
    initialise(network, rng);
    Predictor predictor(network);
    for (const int count : {1, 40, 2, 17, 16}) {
      CAPTURE(count);
      const auto images = random_values(static_cast<std::size_t>(count) * 60, rng);
      std::vector<float> logits(static_cast<std::size_t>(count) * 4);
      predictor.run(images, count, logits);
      CHECK(largest_difference(logits, reference_logits(network, count, images)) < 1e-4);
    }
  }

  TEST_CASE("a copy computes the same") {
    Rng rng({3});
    Network network = build(classic());
    initialise(network, rng);
    Predictor original(network);
    Predictor copy = original;
    const auto image = random_values(784, rng);
    std::vector<float> a(10);
    std::vector<float> b(10);
    original.run(image, 1, a);
    copy.run(image, 1, b);
    CHECK(a == b);
  }
}
