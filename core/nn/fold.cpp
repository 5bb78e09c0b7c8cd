#include "core/nn/fold.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>

namespace ziffer {

Architecture with_batch_norm(const Architecture& architecture) {
  Architecture result{architecture.name, architecture.input, {}};
  for (const Layer& layer : architecture.layers) {
    result.layers.push_back(layer);
    const bool gives_outputs = &layer == &architecture.layers.back();
    if (std::holds_alternative<Conv2d>(layer) && !gives_outputs)
      result.layers.push_back(BatchNorm{});
  }
  return result;
}

Network folded(const Network& network) {
  Architecture architecture{network.name, network.input, {}};
  for (const Stage& stage : network.stages) {
    if (!std::holds_alternative<BatchNorm>(stage.layer)) architecture.layers.push_back(stage.layer);
  }
  Network result = build(architecture);

  std::size_t next = 0;  // stage of `result`
  for (const Stage& stage : network.stages) {
    const auto* const norm = std::get_if<BatchNorm>(&stage.layer);
    if (norm == nullptr) {
      const Stage& copy = result.stages[next++];
      for (std::size_t s = 0; s < stage.slices.size(); ++s) {
        const std::span<const float> values = network.slice(stage.slices[s]);
        std::copy(values.begin(), values.end(), result.parameters.data() + copy.slices[s].offset);
      }
      continue;
    }
    assert(next > 0 && !result.stages[next - 1].slices.empty());
    const Stage& before = result.stages[next - 1];
    const std::span<const float> gamma = network.slice(stage.slices[0]);
    const std::span<const float> beta = network.slice(stage.slices[1]);
    const std::span<const float> mean = network.slice(stage.slices[2]);
    const std::span<const float> variance = network.slice(stage.slices[3]);
    float* const kernel = result.parameters.data() + before.slices[0].offset;
    float* const bias = result.parameters.data() + before.slices[1].offset;
    const std::size_t channels = gamma.size();
    for (std::size_t c = 0; c < channels; ++c) {
      const float scale = gamma[c] / std::sqrt(variance[c] + norm->epsilon);
      for (std::size_t i = c; i < before.slices[0].size; i += channels) kernel[i] *= scale;
      bias[c] = (bias[c] - mean[c]) * scale + beta[c];
    }
  }
  return result;
}

}  // namespace ziffer
