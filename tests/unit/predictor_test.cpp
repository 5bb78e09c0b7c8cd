#include "core/nn/predictor.h"

#include <doctest/doctest.h>

#include <cmath>

#include "core/nn/presets.h"
#include "core/train/gradient.h"
#include "tests/support/random_values.h"
#include "tests/support/reference_kernels.h"

using namespace ziffer;

namespace {

constexpr Convolution kAlgorithms[] = {Convolution::kFastest, Convolution::kDirect,
                                       Convolution::kWinograd2, Convolution::kWinograd4};

// Kernels scaled like a trained network's, so that one tolerance fits all; biases not zero.
Network random_network(const Architecture& architecture, Rng& rng) {
  Network network = build(architecture);
  initialise(network, rng);
  for (const Stage& stage : network.stages) {
    if (stage.slices.empty()) continue;
    const ParameterSlice& bias = stage.slices[1];
    for (std::size_t i = 0; i < bias.size; ++i)
      network.parameters[bias.offset + i] = rng.uniform(-0.5F, 0.5F);
  }
  return network;
}

// Every instruction set of this machine, every algorithm, one batch.
void check_all(const Network& network, int count, Rng& rng, double tolerance = 1e-4) {
  const auto images = random_values(static_cast<std::size_t>(count * network.input.size()), rng);
  const auto expected = reference::logits(network, count, images);
  CAPTURE(describe(network));
  CAPTURE(count);
  for (const Kernels* kernels : all_kernels()) {
    CAPTURE(kernels->name);
    for (const Convolution algorithm : kAlgorithms) {
      CAPTURE(static_cast<int>(algorithm));
      Predictor predictor(network, algorithm, *kernels);
      std::vector<float> logits(expected.size(), NAN);
      predictor.run(images, count, logits);
      CHECK(largest_difference(logits, expected) < tolerance);
    }
  }
}

template <std::size_t kCount>
int pick(Rng& rng, const int (&values)[kCount]) {
  return values[rng.below(kCount)];
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
    CHECK(largest_difference(logits, reference::logits(network, count, images)) < 1e-3);
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
      CHECK(largest_difference(logits, reference::logits(network, count, images)) < 1e-4);
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

  TEST_CASE("one convolution of any shape agrees with its naive twin") {
    Rng rng({4});
    for (int i = 0; i < 150; ++i) {
      const int kernel = 1 + static_cast<int>(rng.below(6));
      const Conv2d conv{.filters = pick(rng, {1, 3, 4, 5, 8, 16, 17, 32, 40, 64}),
                        .kernel = kernel,
                        .stride = 1 + static_cast<int>(rng.below(3)),
                        .padding = rng.below(2) == 0 ? Padding::kValid : Padding::kSame};
      const Shape in{kernel + static_cast<int>(rng.below(9)),
                     kernel + static_cast<int>(rng.below(9)),
                     pick(rng, {1, 3, 4, 5, 8, 16, 17, 32, 64})};
      Architecture one{"test", in, {conv}};
      if (rng.below(2) == 0) one.layers.push_back(Relu{});
      check_all(random_network(one, rng), 1 + static_cast<int>(rng.below(5)), rng);
    }
  }

  TEST_CASE("the shapes that Winograd's tiles take agree with their naive twins") {
    Rng rng({5});
    for (int i = 0; i < 100; ++i) {
      const bool strided = rng.below(3) == 0;
      const Conv2d conv{.filters = pick(rng, {16, 32, 48}),
                        .kernel = strided ? 5 + static_cast<int>(rng.below(2)) : 3,
                        .stride = strided ? 2 : 1,
                        .padding = rng.below(2) == 0 ? Padding::kValid : Padding::kSame};
      const Shape in{6 + static_cast<int>(rng.below(15)), 6 + static_cast<int>(rng.below(15)),
                     pick(rng, {16, 32, 64})};
      check_all(random_network({"test", in, {conv, Relu{}}}, rng),
                1 + static_cast<int>(rng.below(5)), rng);
    }
  }

  TEST_CASE("planes with borders, pools and dense layers in a row") {
    Rng rng({6});
    const Conv2d same{.filters = 16, .kernel = 3, .padding = Padding::kSame};
    const std::vector<Layer> nets[] = {
        {same, Relu{}, MaxPool2d{}, same, Relu{}, Dropout{0.3F}, MaxPool2d{3, 2}, Flatten{},
         Dense{7}},
        {Relu{}, same, MaxPool2d{}, Relu{},
         Conv2d{.filters = 16, .kernel = 5, .stride = 2, .padding = Padding::kSame}, Relu{},
         Flatten{}, Dense{33}, Relu{}, Dense{10}},
        {MaxPool2d{2, 1}, same, same, Conv2d{.filters = 9, .kernel = 2, .stride = 2}, Flatten{},
         Dense{1}},
        {Conv2d{.filters = 16, .kernel = 9}, Relu{}, Flatten{},
         Dense{10}},  // all of the plane: a dot product
        {same, Relu{}, LocalResponseNorm{.alpha = 0.5F}, same, LocalResponseNorm{.size = 3}, Relu{},
         MaxPool2d{}, Flatten{}, LocalResponseNorm{.size = 7, .alpha = 1}, Dense{10}},
        {LocalResponseNorm{.size = 3, .alpha = 0.3F, .beta = 0.5F}, Relu{}},
        {Flatten{}, Dense{10}},
        {Relu{}},
        {},
    };
    for (const std::vector<Layer>& layers : nets) {
      for (const int count : {1, 3, 20})
        check_all(random_network({"test", {9, 9, 2}, layers}, rng), count, rng);
    }
  }

  TEST_CASE("parameters forgotten are not needed to run") {
    Rng rng({8});
    Predictor predictor(random_network(pen(), rng));
    const Network& network = predictor.network();
    const auto image = random_values(static_cast<std::size_t>(network.input.size()), rng);
    std::vector<float> before(static_cast<std::size_t>(network.output().size()));
    std::vector<float> after(before.size());
    predictor.run(image, 1, before);
    predictor.forget_parameters();
    CHECK(network.parameters.capacity() == 0);
    predictor.run(image, 1, after);
    CHECK(before == after);
  }

  TEST_CASE("activations: what the naive twins of the first layers give, for every layer") {
    Rng rng({8});
    const Conv2d same{.filters = 16, .kernel = 3, .padding = Padding::kSame};
    const std::vector<Layer> layers = {same,   Relu{},    MaxPool2d{},   same,
                                       Relu{}, Flatten{}, Dropout{0.3F}, Dense{10}};
    const Network network = random_network({"test", {9, 9, 16}, layers}, rng);
    const std::vector<float> image = random_values(9 * 9 * 16, rng);
    for (const Kernels* kernels : all_kernels()) {
      for (const Convolution algorithm : kAlgorithms) {
        Predictor predictor(network, algorithm, *kernels);
        std::vector<Activation> found = predictor.activations(image);
        REQUIRE(found.size() == predictor.plan().size());
        // The first convolution wants borders that the image has not.
        if (found.front().step == "input copy") {
          CHECK(found.front().values == image);
          found.erase(found.begin());
        }
        const std::vector<std::size_t> lengths = {2, 3, 5,
                                                  8};  // layers up to each step, ReLU included
        REQUIRE(found.size() == lengths.size());
        for (std::size_t i = 0; i < lengths.size(); ++i) {
          Network first = network;
          first.stages.resize(lengths[i]);
          CAPTURE(found[i].step);
          CHECK(found[i].shape == first.output());
          CHECK(largest_difference(found[i].values, reference::logits(first, 1, image)) < 1e-4);
        }
      }
    }
  }

  TEST_CASE("every preset agrees with the naive twins") {
    for (const std::string_view name : preset_names()) {
      Rng rng({7});
      check_all(random_network(*preset(name), rng), 2, rng, 1e-3);
    }
  }

  TEST_CASE("the ReLU between layers is not forgotten when it is fused") {
    Network network = build({"test", {1, 1, 1}, {Conv2d{.filters = 1, .kernel = 1}, Relu{}}});
    network.parameters = {-1, 0};
    Predictor predictor(network);
    std::vector<float> out(1, 7.0F);
    predictor.run(std::vector<float>{3}, 1, out);
    CHECK(out[0] == 0.0F);
  }
}
