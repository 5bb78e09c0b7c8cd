#include "core/train/gradient.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/nn/activation.h"
#include "core/nn/conv2d.h"
#include "core/nn/dense.h"
#include "core/nn/local_response_norm.h"
#include "core/nn/max_pool2d.h"
#include "core/train/dropout.h"

namespace ziffer {

LossSum Backpropagation::run(const Network& network, std::span<const float> images, int count,
                             const Loss& loss, float weight, Rng& rng, std::span<float> gradient) {
  outputs_.resize(network.stages.size());
  masks_.resize(network.stages.size());
  statistics_.resize(network.stages.size());

  const auto input_of = [&](std::size_t stage) {
    return stage == 0 ? images : std::span<const float>(outputs_[stage - 1]);
  };
  const auto slice = [&](const ParameterSlice& s) { return gradient.subspan(s.offset, s.size); };

  for (std::size_t i = 0; i < network.stages.size(); ++i) {
    const Stage& stage = network.stages[i];
    const std::span<const float> in = input_of(i);
    std::vector<float>& out = outputs_[i];
    out.resize(static_cast<std::size_t>(count) * static_cast<std::size_t>(stage.out.size()));
    if (const auto* conv = std::get_if<Conv2d>(&stage.layer)) {
      conv2d_forward(geometry(*conv, stage.in, stage.out), count, in,
                     network.slice(stage.slices[0]), network.slice(stage.slices[1]), out, scratch_);
      continue;
    }
    if (std::holds_alternative<Dense>(stage.layer)) {
      dense_forward(count, in, network.slice(stage.slices[0]), network.slice(stage.slices[1]), out);
      continue;
    }
    if (const auto* pool = std::get_if<MaxPool2d>(&stage.layer)) {
      max_pool2d_forward(*pool, stage.in, stage.out, count, in, out);
      continue;
    }
    if (const auto* norm = std::get_if<BatchNorm>(&stage.layer)) {
      batch_norm_forward(*norm, in, network.slice(stage.slices[0]), network.slice(stage.slices[1]),
                         out, statistics_[i]);
      const float images_weight = weight * static_cast<float>(count);
      for (std::size_t c = 0; c < stage.slices[2].size; ++c) {
        slice(stage.slices[2])[c] += images_weight * statistics_[i].mean[c];
        slice(stage.slices[3])[c] += images_weight * statistics_[i].variance[c];
      }
      continue;
    }
    if (const auto* response = std::get_if<LocalResponseNorm>(&stage.layer)) {
      local_response_norm_forward(*response, stage.in.channels, in, out);
      continue;
    }
    std::copy(in.begin(), in.end(), out.begin());
    if (std::holds_alternative<Relu>(stage.layer)) relu_forward(out);
    if (const auto* dropout = std::get_if<Dropout>(&stage.layer)) {
      masks_[i].resize(out.size());
      dropout_forward(dropout->rate, rng, out, masks_[i]);
    }
  }

  const std::vector<float>& logits = outputs_.back();
  d_out_.resize(logits.size());
  const LossSum sum = loss(logits, weight, d_out_);

  for (std::size_t i = network.stages.size(); i-- > 0;) {
    const Stage& stage = network.stages[i];
    const std::span<const float> in = input_of(i);
    if (std::holds_alternative<Relu>(stage.layer)) {
      relu_backward(outputs_[i], d_out_);
    } else if (std::holds_alternative<Dropout>(stage.layer)) {
      dropout_backward(masks_[i], d_out_);
    } else if (const auto* norm = std::get_if<BatchNorm>(&stage.layer)) {
      batch_norm_backward(*norm, in, network.slice(stage.slices[0]), statistics_[i], d_out_,
                          slice(stage.slices[0]), slice(stage.slices[1]));
    } else if (const auto* response = std::get_if<LocalResponseNorm>(&stage.layer)) {
      local_response_norm_backward(*response, stage.in.channels, in, d_out_);
    } else if (const auto* pool = std::get_if<MaxPool2d>(&stage.layer)) {
      d_in_.resize(in.size());
      max_pool2d_backward(*pool, stage.in, stage.out, count, in, d_out_, d_in_);
      std::swap(d_out_, d_in_);
    } else if (!stage.slices.empty()) {
      d_in_.resize(i == 0 ? 0 : in.size());  // nobody asks for the gradient of the picture
      if (const auto* conv = std::get_if<Conv2d>(&stage.layer)) {
        conv2d_backward(geometry(*conv, stage.in, stage.out), count, in,
                        network.slice(stage.slices[0]), d_out_, d_in_, slice(stage.slices[0]),
                        slice(stage.slices[1]), scratch_);
      } else {
        dense_backward(count, in, network.slice(stage.slices[0]), d_out_, d_in_,
                       slice(stage.slices[0]), slice(stage.slices[1]));
      }
      std::swap(d_out_, d_in_);
    }
  }
  return sum;
}

void initialise(Network& network, Rng& rng) {
  const Stage* last = nullptr;
  for (const Stage& stage : network.stages) {
    if (!stage.slices.empty() && stage.slices[0].is_kernel()) last = &stage;
  }
  for (const Stage& stage : network.stages) {
    if (stage.slices.empty()) continue;
    if (std::holds_alternative<BatchNorm>(stage.layer)) {
      for (const std::size_t s : {0U, 3U}) {  // gamma, moving_variance
        std::fill_n(
            network.parameters.begin() + static_cast<std::ptrdiff_t>(stage.slices[s].offset),
            stage.slices[s].size, 1.0F);
      }
      continue;
    }
    const ParameterSlice& kernel = stage.slices[0];
    const float outputs = static_cast<float>(kernel.shape.back());
    const float inputs = static_cast<float>(kernel.size) / outputs;
    const std::span<float> values =
        std::span(network.parameters).subspan(kernel.offset, kernel.size);
    if (&stage == last) {
      const float limit = std::sqrt(6.0F / (inputs + outputs));
      for (float& v : values) v = rng.uniform(-limit, limit);
    } else {
      const float deviation = std::sqrt(2.0F / inputs);
      for (float& v : values) v = deviation * rng.normal();
    }
  }
}

void update_statistics(Network& network, std::span<const float> gradient) {
  constexpr float kMomentum = 0.99F;  // Keras' default
  for (const Stage& stage : network.stages) {
    for (const ParameterSlice& s : stage.slices) {
      if (s.trainable) continue;
      for (std::size_t i = s.offset; i < s.offset + s.size; ++i) {
        network.parameters[i] += (1 - kMomentum) * (gradient[i] - network.parameters[i]);
      }
    }
  }
}

}  // namespace ziffer
