// What each way of computing a convolution costs, layer by layer: the numbers in core/nn/README.md.
//
//   kernels [--benchmark_filter=avx2/classic]
//
// One line for instruction set / layer / algorithm: microseconds for one image, and multiply-adds
// of the direct algorithm per second (so Winograd may show more than the processor has).
#include "core/nn/kernels.h"

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "core/nn/conv2d.h"
#include "core/nn/direct_conv.h"
#include "core/nn/predictor.h"
#include "core/nn/presets.h"
#include "core/nn/winograd.h"
#include "core/train/gradient.h"

namespace {

using namespace ziffer;

constexpr float kNoFloor = -1e30F;

std::vector<float> values(std::size_t count, float scale) {
  Rng rng({count});
  std::vector<float> result(count);
  for (float& v : result) v = scale * rng.uniform(-1, 1);
  return result;
}

void report(benchmark::State& state, std::int64_t multiply_adds) {
  state.counters["multiply_adds"] = benchmark::Counter(
      static_cast<double>(multiply_adds), benchmark::Counter::kIsIterationInvariantRate);
}

// m: 0 direct, 2 or 4 Winograd's tile.
void convolution(benchmark::State& state, const Stage& stage, int m, const Kernels& kernels) {
  const Conv2dGeometry g = geometry(std::get<Conv2d>(stage.layer), stage.in, stage.out);
  const PlaneLayout in = m > 0 ? WinogradConv::input_plane(g, m) : DirectConv::input_plane(g);
  const PlaneLayout out = PlaneLayout::without_border(g.out);
  const auto kernel =
      values(static_cast<std::size_t>(g.kernel * g.kernel * g.in.channels * g.out.channels), 0.1F);
  const auto bias = values(static_cast<std::size_t>(g.out.channels), 1);
  const auto image = values(static_cast<std::size_t>(in.size()), 1);
  std::vector<float> result(static_cast<std::size_t>(out.size()));
  if (m == 0) {
    const DirectConv direct(g, kernel, bias, kNoFloor, in, out, 1, kernels);
    for (auto _ : state) direct.run(image.data(), 1, result.data());
  } else {
    const WinogradConv winograd(g, kernel, bias, kNoFloor, in, out, m, kernels);
    AlignedBuffer scratch(winograd.scratch_size());
    for (auto _ : state) winograd.run(image.data(), 1, result.data(), scratch.data());
  }
  report(state, stage.multiply_adds);
}

// The candidate that lost to register tiles: Eigen's products over overlapping rows of the plane,
// one for each kernel row. Without padding and at stride 1 only.
void overlapping_maps(benchmark::State& state, const Stage& stage) {
  const Conv2dGeometry g = geometry(std::get<Conv2d>(stage.layer), stage.in, stage.out);
  const int run = g.kernel * g.in.channels;
  const int rows = (g.out.height - 1) * g.in.width + g.out.width;
  const int k = g.out.channels;
  const auto kernel = values(static_cast<std::size_t>(g.kernel * run * k), 0.1F);
  const auto image = values(static_cast<std::size_t>(g.in.size()), 1);
  std::vector<float> result(static_cast<std::size_t>(rows * k));
  for (auto _ : state) {
    std::fill(result.begin(), result.end(), 0.0F);
    for (int ky = 0; ky < g.kernel; ++ky) {
      matrix_products().add_product(
          {image.data() + ky * g.in.width * g.in.channels, rows, run, g.in.channels},
          {kernel.data() + ky * run * k, run, k, k}, {result.data(), rows, k, k});
    }
  }
  report(state, stage.multiply_adds);
}

void whole_network(benchmark::State& state, const Network& network, int count,
                   const Kernels& kernels) {
  Predictor predictor(network, Convolution::kFastest, kernels);
  const auto images = values(static_cast<std::size_t>(count * network.input.size()), 1);
  std::vector<float> logits(static_cast<std::size_t>(count * network.output().size()));
  for (auto _ : state) predictor.run(images, count, logits);
  state.counters["us_per_image"] = benchmark::Counter(
      1e-6 * count, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void training(benchmark::State& state, const Network& network) {
  constexpr int kImages = 16;
  Rng rng({1});
  const auto images = values(static_cast<std::size_t>(kImages * network.input.size()), 1);
  const Loss loss = softmax_cross_entropy_of(std::vector<std::uint8_t>(kImages, 3), 0);
  std::vector<float> gradient(network.parameters.size());
  Backpropagation backpropagation;
  for (auto _ : state) backpropagation.run(network, images, kImages, loss, 1, rng, gradient);
  state.counters["images"] =
      benchmark::Counter(kImages, benchmark::Counter::kIsIterationInvariantRate);
}

void add_network(const std::string& name) {
  Network network = build(*preset(name));
  Rng rng({7});
  initialise(network, rng);
  const auto add = [](const std::string& title, auto run) {
    benchmark::RegisterBenchmark(title.c_str(), run)->Unit(benchmark::kMicrosecond);
  };
  for (const Stage& stage : network.stages) {
    const auto* conv = std::get_if<Conv2d>(&stage.layer);
    if (conv == nullptr) continue;
    const std::string layer = name + "/" + stage.name;
    for (const Kernels* kernels : all_kernels()) {
      const std::string title = std::string(kernels->name) + "/" + layer;
      add(title + "/direct",
          [stage, kernels](auto& state) { convolution(state, stage, 0, *kernels); });
      if (!WinogradConv::supports(geometry(*conv, stage.in, stage.out), *kernels)) continue;
      for (const int m : {2, 4}) {
        add(title + "/winograd" + std::to_string(m),
            [stage, m, kernels](auto& state) { convolution(state, stage, m, *kernels); });
      }
    }
    if (conv->stride == 1 && conv->padding == Padding::kValid) {
      add("eigen/" + layer + "/overlapping_maps",
          [stage](auto& state) { overlapping_maps(state, stage); });
    }
  }
  for (const Kernels* kernels : all_kernels()) {
    for (const int count : {1, 64}) {
      add(std::string(kernels->name) + "/" + name + "/whole/batch" + std::to_string(count),
          [network, count, kernels](auto& state) {
            whole_network(state, network, count, *kernels);
          });
    }
  }
  add("training/" + name, [network](auto& state) { training(state, network); });
}

}  // namespace

int main(int argc, char** argv) {
  for (const std::string_view name : preset_names()) add_network(std::string(name));
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
