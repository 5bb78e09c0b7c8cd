// The parts of learning: loss, dropout, optimizers, whole-network gradients and the epoch loop.
#include <doctest/doctest.h>

#include <cmath>
#include <memory>
#include <numeric>

#include "core/nn/fold.h"
#include "core/train/digit_task.h"
#include "core/train/dropout.h"
#include "core/train/evaluate.h"
#include "core/train/gradient.h"
#include "core/train/optimizer.h"
#include "core/train/trainer.h"
#include "tests/support/gradient_check.h"
#include "tests/support/random_values.h"

using namespace ziffer;

namespace {

Architecture small_network(float dropout = 0) {
  return {"small",
          {28, 28, 1},
          {Conv2d{.filters = 3, .kernel = 5, .stride = 3}, Relu{},
           Conv2d{.filters = 4, .kernel = 3, .padding = Padding::kSame}, Relu{}, Flatten{},
           Dropout{dropout}, Dense{10}}};
}

// Digits a small network can learn: a bar whose place tells the class.
Samples bars(int count) {
  Samples samples;
  Rng rng({99});
  for (int n = 0; n < count; ++n) {
    const int digit = static_cast<int>(rng.below(2));
    InkImage ink(28, 28);
    for (int i = 4; i < 24; ++i) {
      const int jitter = static_cast<int>(rng.below(2));
      const int x = digit == 0 ? 12 + jitter : i;
      const int y = digit == 0 ? i : 12 + jitter;
      ink.at(x, y) = 255;
    }
    samples.push_back({std::move(ink), static_cast<std::uint8_t>(digit)});
  }
  return samples;
}

// Every sample once an epoch.
TrainingSet each_once(Samples samples) {
  TrainingSet set{std::move(samples), 0, {}, 0};
  set.digits = set.samples.size();
  set.epoch.resize(set.digits);
  std::iota(set.epoch.begin(), set.epoch.end(), 0);
  return set;
}

TrainOptions quick(OptimizerMethod optimizer = OptimizerMethod::kAdam) {
  TrainOptions options;
  options.optimizer = optimizer;
  options.epochs = 3;
  options.batch = 40;
  options.learning_rate = 0.01F;
  return options;
}

// Batches of 40 images are shards of 32 and 8: a BatchNorm sees both sizes.
Trainer make_trainer(const TrainOptions& options, bool batch_norm = false) {
  const Architecture plain = small_network(0.2F);
  const Augmentation mild = {
      .rotation = 5, .shear = 0.1F, .stretch = 0.1F, .scale = 0.05F, .shift = 1};
  return {build(batch_norm ? with_batch_norm(plain) : plain),
          std::make_unique<DigitTask>(each_once(bars(200)), bars(50), mild, 0.0F, options.threads),
          options};
}

struct Kind {
  bool batch_norm;
  OptimizerMethod optimizer;
};
constexpr Kind kKinds[] = {{false, OptimizerMethod::kAdam},
                           {true, OptimizerMethod::kAdam},
                           {true, OptimizerMethod::kMuon}};

void finish(Trainer& trainer) {
  while (!trainer.finished()) trainer.run_epoch({});
}

}  // namespace

TEST_SUITE("training") {
  TEST_CASE("loss and its gradient at known points") {
    const std::vector<float> logits = {0, 0, 0, 0};
    const std::vector<std::uint8_t> labels = {2};
    std::vector<float> d(4);
    const LossSum sum = softmax_cross_entropy(logits, labels, 4, 0, 2, d);
    CHECK(sum.loss == doctest::Approx(std::log(4.0)));
    CHECK(d[0] == doctest::Approx(0.5));
    CHECK(d[2] == doctest::Approx(-1.5));
    const std::vector<float> huge = {1e4F, -1e4F, 0, 0};
    CHECK(std::isfinite(softmax_cross_entropy(huge, labels, 4, 0.1F, 1, d).loss));
  }

  TEST_CASE("label smoothing keeps the gradient right") {
    Rng rng({3});
    auto logits = random_values(20, rng);
    const std::vector<std::uint8_t> labels = {1, 4, 0, 3};
    std::vector<float> d(20);
    softmax_cross_entropy(logits, labels, 5, 0.1F, 1, d);
    CHECK(gradient_error(logits, d, [&] {
            return softmax_cross_entropy(logits, labels, 5, 0.1F, 1, {}).loss;
          }) < 1e-3);
  }

  TEST_CASE("dropout keeps the mean at any rate, and its gradient uses the same mask") {
    for (const float rate : {0.1F, 0.8F}) {
      CAPTURE(rate);
      Rng rng({5});
      std::vector<float> values(200000, 1.0F);
      std::vector<float> mask(values.size());
      dropout_forward(rate, rng, values, mask);
      double sum = 0;
      std::size_t kept = 0;
      for (const float v : values) {
        sum += static_cast<double>(v);
        kept += v != 0 ? 1U : 0U;
      }
      CHECK(sum / 200000 == doctest::Approx(1).epsilon(0.02));
      CHECK(static_cast<double>(kept) / 200000 ==
            doctest::Approx(1 - static_cast<double>(rate)).epsilon(0.02));
      std::vector<float> d(values.size(), 1.0F);
      dropout_backward(mask, d);
      CHECK(d == values);
    }
  }

  TEST_CASE("Adam takes steps of the learning rate and decays weights") {
    Network network = build({"test", {1, 1, 1}, {Dense{1}, BatchNorm{}}});
    network.parameters = {1, -1, 2, 3, 4, 5};  // kernel, bias, gamma, beta, statistics
    Optimizer adam(OptimizerMethod::kAdam, 6);
    adam.step(network, std::vector<float>{0.001F, -50, 0, 0, 7, 7}, 0.1F, 0);
    CHECK(network.parameters[0] ==
          doctest::Approx(0.9).epsilon(1e-3));  // the first step ignores the gradient's size
    CHECK(network.parameters[1] == doctest::Approx(-0.9).epsilon(1e-3));
    network.parameters = {2, 2, 2, 2, 2, 2};
    Optimizer still(OptimizerMethod::kAdam, 6);
    still.step(network, std::vector<float>(6, 0.0F), 0.1F, 0.5F);
    CHECK(network.parameters[0] == doctest::Approx(1.9));
    network.parameters[0] = 2;  // only the kernel decays
    CHECK(network.parameters == std::vector<float>(6, 2.0F));
  }

  TEST_CASE("a matrix made orthogonal keeps its directions, and each counts the same") {
    // Columns of lengths 100, 10 and 1 at right angles, and their like lying down.
    const std::vector<float> tall = {60, 8, 0, 80, -6, 0, 0, 0, 0.6F, 0, 0, -0.8F};
    std::vector<float> wide(12);
    for (std::size_t i = 0; i < 12; ++i) wide[i % 3 * 4 + i / 3] = tall[i];
    std::vector<float> made = tall;
    orthogonalize(made, 4, 3);
    orthogonalize(wide, 3, 4);
    const std::vector<float> lengths = {100, 10, 1};
    for (std::size_t column = 0; column < 3; ++column) {
      double length = 0;
      for (std::size_t row = 0; row < 4; ++row) {
        const float value = made[row * 3 + column];
        length += value * value;
        CHECK(wide[column * 4 + row] == doctest::Approx(value).epsilon(1e-3));
        const float direction = tall[row * 3 + column] / lengths[column];
        CHECK(std::abs(value - direction) < 0.35F);
        CHECK((value > 0) == (direction > 0));
      }
      CHECK(std::sqrt(length) > 0.65);
      CHECK(std::sqrt(length) < 1.25);
    }
    std::vector<float> nothing(6, 0.0F);
    orthogonalize(nothing, 3, 2);
    CHECK(nothing == std::vector<float>(6, 0.0F));
  }

  TEST_CASE("Muon moves convolutions of several channels by one size, Adam all else") {
    Network network = build({"test",
                             {3, 3, 1},
                             {Conv2d{.filters = 4, .padding = Padding::kSame}, Conv2d{.filters = 2},
                              Flatten{}, Dense{1}}});
    const ParameterSlice& kernel = network.stages[1].slices[0];
    Rng rng({5});
    auto gradient = random_values(network.parameters.size(), rng);
    const auto step = [&](OptimizerMethod method, float size, float decay) {
      Network moved = network;
      std::vector<float> sized = gradient;
      for (float& g : sized) g *= size;
      Optimizer optimizer(method, network.parameters.size());
      optimizer.step(moved, sized, 0.1F, decay);
      return moved.parameters;
    };
    const auto muon = step(OptimizerMethod::kMuon, 1, 0);
    const auto adam = step(OptimizerMethod::kAdam, 1, 0);
    double squares = 0;
    for (std::size_t i = 0; i < muon.size(); ++i) {
      const bool inside = i >= kernel.offset && i < kernel.offset + kernel.size;
      if (!inside) CHECK(muon[i] == adam[i]);
      if (inside) squares += muon[i] * muon[i];
    }
    // Two singular values of about 1, 0.2 sqrt(36) times the learning rate.
    CHECK(std::sqrt(squares) > 0.7 * std::sqrt(2) * 0.12);
    CHECK(std::sqrt(squares) < 1.25 * std::sqrt(2) * 0.12);
    const auto larger = step(OptimizerMethod::kMuon, 50, 0);
    for (std::size_t i = 0; i < kernel.size; ++i) {
      CHECK(larger[kernel.offset + i] == doctest::Approx(muon[kernel.offset + i]).epsilon(1e-3));
    }
    for (float& p : network.parameters) p = 1;
    gradient.assign(gradient.size(), 0.0F);
    CHECK(step(OptimizerMethod::kMuon, 1, 0.5F)[kernel.offset] == doctest::Approx(0.95));
  }

  TEST_CASE("the gradient of a whole network agrees with central differences") {
    Rng rng({11});
    Network network =
        build({"tiny",
               {7, 7, 1},
               {Conv2d{.filters = 3}, Relu{}, LocalResponseNorm{.alpha = 0.5F},
                Conv2d{.filters = 2, .stride = 2}, Relu{}, Flatten{}, Dropout{0.3F}, Dense{10}}});
    initialise(network, rng);
    for (float& p : network.parameters) p += 0.05F * rng.normal();
    const auto images = random_values(4 * 49, rng);
    const std::vector<std::uint8_t> labels = {3, 1, 4, 1};
    const auto run = [&](std::span<float> gradient) {
      Backpropagation pass;
      Rng dropout({13});  // the same mask every time
      return pass
          .run(network, images, 4, softmax_cross_entropy_of(labels, 0.1F), 1, dropout, gradient)
          .loss;
    };
    std::vector<float> gradient(network.parameters.size());
    run(gradient);
    const std::vector<float> analytic = gradient;
    CHECK(gradient_error(
              network.parameters, analytic, [&] { return run(gradient); }, 1e-3F) < 0.01);
  }

  TEST_CASE("so does the gradient of a network with batch normalisation") {
    Rng rng({12});
    Network network =
        build(with_batch_norm({"tiny",
                               {7, 7, 1},
                               {Conv2d{.filters = 3}, Relu{}, MaxPool2d{},
                                Conv2d{.filters = 2, .kernel = 2}, Flatten{}, Dense{10}}}));
    initialise(network, rng);
    const auto images = random_values(6 * 49, rng);
    const std::vector<std::uint8_t> labels = {3, 1, 4, 1, 5, 9};
    std::vector<float> scratch(network.parameters.size());
    const auto run = [&](std::span<float> gradient) {
      Backpropagation pass;
      Rng none({0});
      return pass.run(network, images, 6, softmax_cross_entropy_of(labels, 0), 0.5F, none, gradient)
                 .loss /
             2;
    };
    std::vector<float> analytic(network.parameters.size(), 0.0F);
    run(analytic);
    for (const Stage& stage : network.stages) {
      for (const ParameterSlice& slice : stage.slices) {
        CAPTURE(slice.name);
        const auto values = std::span(network.parameters).subspan(slice.offset, slice.size);
        const auto of_slice = std::span(analytic).subspan(slice.offset, slice.size);
        if (!slice.trainable) continue;
        if (slice.name.ends_with("conv2d.bias") || slice.name.ends_with("conv2d_1.bias")) {
          for (const float g : of_slice) CHECK(std::abs(g) < 1e-5F);  // the mean takes it away
          continue;
        }
        CHECK(gradient_error(
                  values, of_slice, [&] { return run(scratch); }, 1e-3F) < 0.01);
      }
    }
  }

  TEST_CASE("the statistics of a batch's parts add up to its average, and are followed slowly") {
    Rng rng({14});
    Network network = build({"test", {2, 2, 1}, {BatchNorm{}, Flatten{}, Dense{10}}});
    initialise(network, rng);
    const std::vector<float> images = {1,  2,  3,  4, 5, 6, 7, 8,  // mean 4.5, variance 5.25
                                       11, 11, 13, 13};            // mean 12, variance 1
    std::vector<float> gradient(network.parameters.size());
    Backpropagation pass;
    pass.run(network, std::span(images).first(8), 2, softmax_cross_entropy_of({0, 1}, 0), 1.0F / 3,
             rng, gradient);
    pass.run(network, std::span(images).last(4), 1, softmax_cross_entropy_of({2}, 0), 1.0F / 3, rng,
             gradient);
    CHECK(gradient[2] == doctest::Approx(2.0 / 3 * 4.5 + 12.0 / 3));
    CHECK(gradient[3] == doctest::Approx(2.0 / 3 * 5.25 + 1.0 / 3));
    const std::vector<float> before = network.parameters;
    update_statistics(network, gradient);
    CHECK(network.parameters[2] == doctest::Approx(0.01 * 7));
    CHECK(network.parameters[3] == doctest::Approx(0.99 + 0.01 * 11.5 / 3));
    for (std::size_t i = 0; i < before.size(); ++i) {
      if (i != 2 && i != 3) CHECK(network.parameters[i] == before[i]);
    }
  }

  TEST_CASE("a small network learns, the same bits on one thread and on two") {
    for (const Kind& kind : kKinds) {
      CAPTURE(kind.batch_norm);
      CAPTURE(kind.optimizer);
      TrainOptions options = quick(kind.optimizer);
      Trainer one = make_trainer(options, kind.batch_norm);
      finish(one);
      CHECK(one.history().back().validation.accuracy > 0.95);
      CHECK(one.history().back().train_loss < one.history().front().train_loss);
#ifndef __EMSCRIPTEN__
      options.threads = 2;
      Trainer two = make_trainer(options, kind.batch_norm);
      finish(two);
      CHECK(one.best().parameters == two.best().parameters);
#endif
    }
  }

  TEST_CASE("another seed gives another network") {
    TrainOptions options = quick();
    options.epochs = 1;
    Trainer a = make_trainer(options);
    options.seed = 2;
    Trainer b = make_trainer(options);
    finish(a);
    finish(b);
    CHECK(a.best().parameters != b.best().parameters);
  }

  TEST_CASE("a run resumed from its checkpoint ends in the same bits") {
    for (const Kind& kind : kKinds) {
      CAPTURE(kind.batch_norm);
      CAPTURE(kind.optimizer);
      const TrainOptions options = quick(kind.optimizer);
      Trainer whole = make_trainer(options, kind.batch_norm);
      finish(whole);
      Trainer killed = make_trainer(options, kind.batch_norm);
      killed.run_epoch({});
      const std::vector<std::uint8_t> saved = killed.checkpoint();
      Trainer resumed = make_trainer(options, kind.batch_norm);
      REQUIRE(!resumed.restore(saved));
      finish(resumed);
      CHECK(resumed.best().parameters == whole.best().parameters);
      CHECK(resumed.history().size() == whole.history().size());
      CHECK(resumed.checkpoint() == whole.checkpoint());
    }
  }

  TEST_CASE("damaged and foreign checkpoints are refused") {
    Trainer trainer = make_trainer(quick());
    const std::vector<std::uint8_t> saved = trainer.checkpoint();
    for (std::size_t n = 0; n < saved.size(); n += 997) {
      CHECK(trainer.restore(std::span(saved).first(n)));
    }
    std::vector<std::uint8_t> flipped = saved;
    flipped[saved.size() / 2] ^= 1;
    CHECK(trainer.restore(flipped));
    TrainOptions other = quick();
    other.learning_rate = 0.5F;
    Trainer stranger = make_trainer(other);
    CHECK(stranger.restore(saved));
    Trainer other_steps = make_trainer(quick(OptimizerMethod::kMuon));
    CHECK(other_steps.restore(saved));
    CHECK(!trainer.restore(saved));
  }

  TEST_CASE("evaluation counts, and its intervals are Wilson's") {
    const std::vector<float> logits = {9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    const Evaluation result = evaluate(logits, std::vector<std::uint8_t>{0, 1});
    CHECK(result.accuracy() == 0.5);
    CHECK(result.confusion[1][0] == 1);
    CHECK(result.precision(0) == 0.5);
    CHECK(result.recall(0) == 1);
    CHECK(result.recall(1) == 0);
    CHECK(result.precision(7) == 0);
    const Interval interval = wilson_interval(90, 100);
    CHECK(interval.low == doctest::Approx(0.8256).epsilon(1e-3));
    CHECK(interval.high == doctest::Approx(0.9448).epsilon(1e-3));
  }
}
