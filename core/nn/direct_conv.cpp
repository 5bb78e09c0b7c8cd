#include "core/nn/direct_conv.h"

#include <algorithm>

#include "core/nn/packing.h"

namespace ziffer {

PlaneLayout DirectConv::input_plane(const Conv2dGeometry& g) {
  return {g.in, g.pad_top, g.pad_left,
          std::max(g.pad_top + g.in.height, (g.out.height - 1) * g.stride + g.kernel),
          std::max(g.pad_left + g.in.width, (g.out.width - 1) * g.stride + g.kernel)};
}

DirectConv::DirectConv(const Conv2dGeometry& g, std::span<const float> kernel,
                       std::span<const float> bias, float floor, const PlaneLayout& in,
                       const PlaneLayout& out, int batch, const Kernels& kernels)
    : kernels_(&kernels),
      filters_(g.out.channels),
      pixels_(g.out.height * g.out.width),
      runs_(g.kernel),
      run_(g.kernel * g.in.channels),
      pitch_(in.row_stride()),
      floor_(floor),
      panels_(panels_size(runs_ * run_, filters_, kernels.lanes)),
      bias_(pad_to_packets(bias, kernels.lanes)) {
  pack_panels(kernel, runs_ * run_, filters_, kernels.lanes, panels_.data());
  for (int n = 0; n < batch; ++n) {
    for (int y = 0; y < g.out.height; ++y) {
      for (int x = 0; x < g.out.width; ++x) {
        in_offsets_.push_back(n * in.size() +
                              in.offset(y * g.stride - g.pad_top, x * g.stride - g.pad_left));
        out_offsets_.push_back(n * out.size() + out.offset(y, x));
      }
    }
  }
}

void DirectConv::run(const float* in, int count, float* out) const {
  kernels_->panel_product({.in = in,
                           .in_offsets = in_offsets_.data(),
                           .out = out,
                           .out_offsets = out_offsets_.data(),
                           .rows = count * pixels_,
                           .runs = runs_,
                           .run = run_,
                           .pitch = pitch_,
                           .panels = panels_.data(),
                           .bias = bias_.data(),
                           .columns = filters_,
                           .floor = floor_});
}

}  // namespace ziffer
