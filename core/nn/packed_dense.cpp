#include "core/nn/packed_dense.h"

#include "core/nn/packing.h"

namespace ziffer {

PackedDense::PackedDense(std::span<const float> kernel, std::span<const float> bias, float floor,
                         const Kernels& kernels)
    : kernels_(&kernels),
      inputs_(static_cast<int>(kernel.size() / bias.size())),
      units_(static_cast<int>(bias.size())),
      stride_(whole_packets(inputs_, kernels.lanes)),
      floor_(floor),
      weights_(static_cast<std::size_t>(stride_) * bias.size()),
      bias_(pad_to_packets(bias, kernels.lanes)) {
  const float* value = kernel.data();
  for (int i = 0; i < inputs_; ++i) {
    for (int u = 0; u < units_; ++u) weights_.data()[u * stride_ + i] = *value++;
  }
}

void PackedDense::run(const float* in, int count, float* out) const {
  kernels_->dot_products({.in = in,
                          .rows = count,
                          .depth = inputs_,
                          .weights = weights_.data(),
                          .weight_stride = stride_,
                          .bias = bias_.data(),
                          .units = units_,
                          .out = out,
                          .floor = floor_});
}

}  // namespace ziffer
