#include "core/nn/predictor.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <limits>
#include <optional>
#include <utility>

#include "core/nn/conv2d.h"
#include "core/nn/local_response_norm.h"
#include "core/nn/max_pool2d.h"

namespace ziffer {
namespace {

// Activations of one chunk stay within this many bytes, which a second-level cache holds beside the
// weights; larger chunks gain nothing and would only grow the heap.
constexpr std::size_t kChunkBytes = 1 << 20;
constexpr int kLargestChunk = 16;
// Winograd's weights are 4 times larger than the kernel, 5.8 times with stride 2. Beyond 1.25 MB,
// reading them for a single image costs more than multiplying by them saves.
constexpr std::size_t kLargestWeights = (5 << 18) / sizeof(float);

std::size_t z(int value) { return static_cast<std::size_t>(value); }

// A stage that computes, with the ReLU after it. Flatten and Dropout leave values as they are, and
// vanish.
struct Node {
  const Stage* stage;
  float floor = -std::numeric_limits<float>::infinity();
};

std::vector<Node> nodes_of(const Network& network) {
  std::vector<Node> nodes{{nullptr}};  // the image itself
  for (const Stage& stage : network.stages) {
    assert(!std::holds_alternative<BatchNorm>(stage.layer));
    if (std::holds_alternative<Relu>(stage.layer)) {
      nodes.back().floor = 0;
    } else if (!std::holds_alternative<Flatten>(stage.layer) &&
               !std::holds_alternative<Dropout>(stage.layer)) {
      nodes.push_back({&stage});
    }
  }
  return nodes;
}

// The side of Winograd's tiles, 0 for direct convolution.
int choose_tile(const Conv2dGeometry& g, Convolution convolution, const Kernels& kernels) {
  if (convolution == Convolution::kDirect || !WinogradConv::supports(g, kernels)) return 0;
  if (convolution == Convolution::kWinograd2) return 2;
  if (convolution == Convolution::kWinograd4) return 4;
  // Estimates in multiply-adds; the transforms' weight is measured (README.md).
  const auto cost = [&](int m) {
    if (WinogradConv::weights_size(g, m) > kLargestWeights)
      return std::numeric_limits<double>::infinity();
    const double tiles = double((g.out.height + m - 1) / m) * double((g.out.width + m - 1) / m);
    const double elements = double((m + 2) * (m + 2));
    const double depth = double(g.in.channels) * g.stride * g.stride;
    const double k = double(g.out.channels);
    return tiles * elements * (depth * k + 8 * (depth + k));
  };
  const double direct = double(g.out.size()) * g.kernel * g.kernel * g.in.channels;
  if (direct <= cost(4) && direct <= cost(2)) return 0;
  return cost(4) <= cost(2) ? 4 : 2;
}

}  // namespace

Predictor::Predictor(Network network, Convolution convolution, const Kernels& kernels)
    : network_(std::move(network)) {
  std::vector<Node> nodes = nodes_of(network_);

  // What each node needs of its input: only convolutions want borders.
  std::vector<int> tiles(nodes.size(), 0);
  std::vector<PlaneLayout> inputs(nodes.size());
  for (std::size_t i = 1; i < nodes.size(); ++i) {
    const Stage& stage = *nodes[i].stage;
    inputs[i] = PlaneLayout::without_border(stage.in);
    if (const auto* conv = std::get_if<Conv2d>(&stage.layer)) {
      const Conv2dGeometry g = geometry(*conv, stage.in, stage.out);
      tiles[i] = choose_tile(g, convolution, kernels);
      inputs[i] =
          tiles[i] > 0 ? WinogradConv::input_plane(g, tiles[i]) : DirectConv::input_plane(g);
    }
  }
  std::vector<PlaneLayout> outputs;  // of each node
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const Shape& shape = i == 0 ? network_.input : nodes[i].stage->out;
    PlaneLayout plane = i + 1 < nodes.size() ? inputs[i + 1] : PlaneLayout::without_border(shape);
    if (plane.shape.size() == shape.size() && !plane.has_border())
      plane = PlaneLayout::without_border(shape);  // Flatten
    outputs.push_back(plane);
    bytes += z(plane.size()) * sizeof(float);
  }
  chunk_ =
      std::clamp(static_cast<int>(kChunkBytes / std::max<std::size_t>(bytes, 1)), 1, kLargestChunk);

  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const auto& [stage, floor] = nodes[i];
    const PlaneLayout& out = outputs[i];
    const auto add = [&](std::string name, auto operation) {
      steps_.push_back({std::move(name), std::move(operation), out, {}});
    };
    if (stage == nullptr) {
      const bool as_given = !out.has_border() && floor < 0 && nodes.size() > 1;
      if (!as_given)
        add("input copy", Pool{{1, 1}, PlaneLayout::without_border(network_.input), out, floor});
      continue;
    }
    const PlaneLayout& in = outputs[i - 1];
    if (const auto* conv = std::get_if<Conv2d>(&stage->layer)) {
      const Conv2dGeometry g = geometry(*conv, stage->in, stage->out);
      const auto kernel = network_.slice(stage->slices[0]);
      const auto bias = network_.slice(stage->slices[1]);
      const bool whole_plane = g.out.height == 1 && g.out.width == 1 && g.in.height == g.kernel &&
                               g.in.width == g.kernel && !in.has_border();
      if (tiles[i] > 0) {
        add(stage->name + (tiles[i] == 4 ? " winograd 4x4" : " winograd 2x2"),
            WinogradConv(g, kernel, bias, floor, in, out, tiles[i], kernels));
      } else if (whole_plane && !out.has_border()) {
        add(stage->name + " dense",
            PackedDense(kernel, bias, floor, kernels));  // one window: a dot product
      } else {
        add(stage->name + " direct", DirectConv(g, kernel, bias, floor, in, out, chunk_, kernels));
      }
    } else if (std::holds_alternative<Dense>(stage->layer)) {
      add(stage->name + " dense", PackedDense(network_.slice(stage->slices[0]),
                                              network_.slice(stage->slices[1]), floor, kernels));
    } else if (const auto* pool = std::get_if<MaxPool2d>(&stage->layer)) {
      add(stage->name + " pool", Pool{*pool, in, out, floor});
    } else if (const auto* norm = std::get_if<LocalResponseNorm>(&stage->layer)) {
      // Which channels are neighbours is this layer's own view, not that of a layer before a
      // Flatten.
      add(stage->name, ResponseNorm{*norm, inputs[i], out, floor});
    }
  }

  std::size_t scratch = 0;
  for (const Step& step : steps_) {
    if (const auto* winograd = std::get_if<WinogradConv>(&step.operation))
      scratch = std::max(scratch, winograd->scratch_size());
  }
  scratch_ = AlignedBuffer(scratch);
}

void Predictor::run(std::span<const float> images, int count, std::span<float> logits) {
  const std::size_t in_size = z(network_.input.size());
  const std::size_t out_size = z(network_.output().size());
  assert(images.size() == z(count) * in_size && logits.size() == z(count) * out_size);
  const int needed = std::min(count, chunk_);
  if (needed > capacity_) {
    for (Step& step : steps_) {
      if (&step != &steps_.back()) step.buffer = AlignedBuffer(z(needed) * z(step.out.size()));
    }
    capacity_ = needed;
  }
  for (int done = 0; done < count; done += chunk_) {
    run_chunk(images.data() + z(done) * in_size, std::min(chunk_, count - done),
              logits.data() + z(done) * out_size);
  }
}

void Predictor::run_chunk(const float* images, int count, float* logits) {
  const float* in = images;
  for (Step& step : steps_) {
    float* const out = &step == &steps_.back() ? logits : step.buffer.data();
    if (auto* const pool = std::get_if<Pool>(&step.operation)) {
      max_pool_planes(pool->pool, pool->in, pool->out, pool->floor, count, in, out);
    } else if (auto* const norm = std::get_if<ResponseNorm>(&step.operation)) {
      local_response_norm_planes(norm->norm, norm->in, norm->out, norm->floor, count, in, out);
    } else if (auto* const direct = std::get_if<DirectConv>(&step.operation)) {
      direct->run(in, count, out);
    } else if (auto* const winograd = std::get_if<WinogradConv>(&step.operation)) {
      winograd->run(in, count, out, scratch_.data());
    } else if (auto* const dense = std::get_if<PackedDense>(&step.operation)) {
      dense->run(in, count, out);
    }
    in = out;
  }
}

std::vector<Activation> Predictor::activations(std::span<const float> image) {
  std::vector<float> logits(z(network_.output().size()));
  run(image, 1, logits);
  std::vector<Activation> all;
  for (const Step& step : steps_) {
    const PlaneLayout& plane = step.out;
    const float* const from = &step == &steps_.back() ? logits.data() : step.buffer.data();
    Activation& activation = all.emplace_back(Activation{step.name, plane.shape, {}});
    for (int y = 0; y < plane.shape.height; ++y) {
      const float* const row = from + plane.offset(y, 0);
      activation.values.insert(activation.values.end(), row,
                               row + plane.shape.width * plane.shape.channels);
    }
  }
  return all;
}

std::vector<std::string> Predictor::plan() const {
  std::vector<std::string> lines;
  for (const Step& step : steps_) lines.push_back(step.name);
  return lines;
}

}  // namespace ziffer
