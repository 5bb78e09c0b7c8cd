#include "core/nn/network.h"

#include <array>
#include <cassert>

namespace ziffer {
namespace {

template <typename... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};
template <typename... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

int output_side(int side, const Conv2d& conv) {
  const int covered = conv.padding == Padding::kSame ? side : side - conv.kernel + 1;
  assert(covered > 0);
  return (covered + conv.stride - 1) / conv.stride;
}

std::string text(int value) { return std::to_string(value); }

}  // namespace

std::size_t Stage::parameter_count() const {
  std::size_t count = 0;
  for (const ParameterSlice& s : slices) count += s.size;
  return count;
}

std::int64_t Network::multiply_adds() const {
  std::int64_t sum = 0;
  for (const Stage& stage : stages) sum += stage.multiply_adds;
  return sum;
}

Network build(const Architecture& architecture) {
  Network network{architecture.name, architecture.input, {}, {}};
  std::array<int, std::variant_size_v<Layer>> uses{};
  std::size_t parameters = 0;
  Shape shape = architecture.input;
  for (const Layer& layer : architecture.layers) {
    Stage stage;
    stage.layer = layer;
    stage.in = shape;
    const auto name_stage = [&](const char* kind) {
      const int use = uses[layer.index()]++;
      stage.name = kind;
      if (use > 0) stage.name += "_" + text(use);
    };
    const auto add_slice = [&](const char* what, std::vector<int> dims, bool trainable = true) {
      std::size_t size = 1;
      for (const int d : dims) size *= static_cast<std::size_t>(d);
      stage.slices.push_back(
          {stage.name + "." + what, std::move(dims), parameters, size, trainable});
      parameters += size;
    };
    std::visit(Overloaded{
                   [&](const Conv2d& conv) {
                     name_stage("conv2d");
                     stage.out = {output_side(shape.height, conv), output_side(shape.width, conv),
                                  conv.filters};
                     add_slice("kernel", {conv.kernel, conv.kernel, shape.channels, conv.filters});
                     add_slice("bias", {conv.filters});
                     stage.multiply_adds = std::int64_t{stage.out.size()} * conv.kernel *
                                           conv.kernel * shape.channels;
                   },
                   [&](const Relu&) {
                     name_stage("relu");
                     stage.out = shape;
                   },
                   [&](const MaxPool2d& pool) {
                     name_stage("max_pooling2d");
                     assert(pool.size <= shape.height && pool.size <= shape.width);
                     stage.out = {(shape.height - pool.size) / pool.stride + 1,
                                  (shape.width - pool.size) / pool.stride + 1, shape.channels};
                   },
                   [&]([[maybe_unused]] const Dropout& dropout) {
                     assert(dropout.rate >= 0 && dropout.rate < 1);
                     name_stage("dropout");
                     stage.out = shape;
                   },
                   [&](const Flatten&) {
                     name_stage("flatten");
                     stage.out = {1, 1, shape.size()};
                   },
                   [&](const Dense& dense) {
                     assert(shape.height == 1 && shape.width == 1);  // a Flatten is missing
                     name_stage("dense");
                     stage.out = {1, 1, dense.units};
                     add_slice("kernel", {shape.channels, dense.units});
                     add_slice("bias", {dense.units});
                     stage.multiply_adds = std::int64_t{shape.channels} * dense.units;
                   },
                   [&](const BatchNorm&) {
                     name_stage("batch_normalization");
                     stage.out = shape;
                     add_slice("gamma", {shape.channels});
                     add_slice("beta", {shape.channels});
                     add_slice("moving_mean", {shape.channels}, false);
                     add_slice("moving_variance", {shape.channels}, false);
                   },
                   [&]([[maybe_unused]] const LocalResponseNorm& norm) {
                     assert(norm.size % 2 == 1);
                     name_stage("local_response_norm");
                     stage.out = shape;
                   },
               },
               layer);
    shape = stage.out;
    network.stages.push_back(std::move(stage));
  }
  network.parameters.assign(parameters, 0.0F);
  return network;
}

std::string describe(const Network& network) {
  std::string line = text(network.input.height) + "x" + text(network.input.width) + "x" +
                     text(network.input.channels);
  for (const Stage& stage : network.stages) {
    line += " ";
    std::visit(Overloaded{
                   [&](const Conv2d& conv) {
                     line += "conv2d(" + text(conv.filters) + "," + text(conv.kernel) + "x" +
                             text(conv.kernel) + ",stride " + text(conv.stride) +
                             (conv.padding == Padding::kSame ? ",same)" : ",valid)");
                   },
                   [&](const Relu&) { line += "relu"; },
                   [&](const MaxPool2d& pool) {
                     line += "max_pool2d(" + text(pool.size) + "x" + text(pool.size) + ",stride " +
                             text(pool.stride) + ")";
                   },
                   [&](const Dropout&) { line += "dropout"; },
                   [&](const Flatten&) { line += "flatten"; },
                   [&](const Dense& dense) { line += "dense(" + text(dense.units) + ")"; },
                   [&](const BatchNorm&) { line += "batch_normalization"; },
                   [&](const LocalResponseNorm& norm) {
                     line += "local_response_norm(" + text(norm.size) + ")";
                   },
               },
               stage.layer);
  }
  return line;
}

}  // namespace ziffer
