#include "core/nn/predictor.h"

#include <algorithm>
#include <cassert>
#include <cstddef>

#include "core/nn/activation.h"
#include "core/nn/conv2d.h"
#include "core/nn/dense.h"

namespace ziffer {
namespace {

// Larger batches gain nothing and would only grow the buffers.
constexpr int kChunk = 16;

}  // namespace

Predictor::Predictor(Network network) : network_(std::move(network)) {}

void Predictor::run(std::span<const float> images, int count, std::span<float> logits) {
  const std::size_t in_size = static_cast<std::size_t>(network_.input.size());
  const std::size_t out_size = static_cast<std::size_t>(network_.output().size());
  assert(images.size() == static_cast<std::size_t>(count) * in_size);
  assert(logits.size() == static_cast<std::size_t>(count) * out_size);
  for (int done = 0; done < count; done += kChunk) {
    const int n = std::min(kChunk, count - done);
    run_chunk(images.subspan(static_cast<std::size_t>(done) * in_size,
                             static_cast<std::size_t>(n) * in_size),
              n,
              logits.subspan(static_cast<std::size_t>(done) * out_size,
                             static_cast<std::size_t>(n) * out_size));
  }
}

void Predictor::run_chunk(std::span<const float> images, int count, std::span<float> logits) {
  std::size_t largest = 0;
  for (const Stage& stage : network_.stages) {
    largest = std::max(
        largest, static_cast<std::size_t>(count) * static_cast<std::size_t>(stage.out.size()));
  }
  if (front_.size() < largest) {
    front_.resize(largest);
    back_.resize(largest);
  }
  std::span<const float> in = images;
  float* free_buffer = front_.data();
  float* used_buffer = back_.data();
  for (const Stage& stage : network_.stages) {
    const std::span<float> out(
        free_buffer, static_cast<std::size_t>(count) * static_cast<std::size_t>(stage.out.size()));
    if (const auto* conv = std::get_if<Conv2d>(&stage.layer)) {
      conv2d_forward(geometry(*conv, stage.in, stage.out), count, in,
                     network_.slice(stage.slices[0]), network_.slice(stage.slices[1]), out,
                     scratch_);
    } else if (std::holds_alternative<Dense>(stage.layer)) {
      dense_forward(count, in, network_.slice(stage.slices[0]), network_.slice(stage.slices[1]),
                    out);
    } else if (std::holds_alternative<Relu>(stage.layer)) {
      assert(in.data() == used_buffer);  // never on the caller's input
      relu_forward({used_buffer, in.size()});
      continue;
    } else {
      continue;  // Flatten and Dropout leave the values as they are
    }
    std::swap(free_buffer, used_buffer);
    in = out;
  }
  std::copy(in.begin(), in.end(), logits.begin());
}

}  // namespace ziffer
