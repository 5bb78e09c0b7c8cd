#include "core/nn/winograd.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <span>
#include <vector>

#include "core/nn/packing.h"

namespace ziffer {
namespace {

// Tiles transformed, multiplied and transformed back before the next block: their values stay in
// the second-level cache at most (12 tiles of 64 channels: 110 KB), and a block still uses each
// packed weight 12 times.
constexpr int kBlock = 12;
// One cache line between the matrices of a block, so that equal rows of different matrices do not
// compete for the same few lines of the first-level cache.
constexpr int kGap = 16;

constexpr double kG2[4][3] = {{1, 0, 0}, {0.5, 0.5, 0.5}, {0.5, -0.5, 0.5}, {0, 0, 1}};
constexpr double kG4[6][3] = {{1.0 / 4, 0, 0},
                              {-1.0 / 6, -1.0 / 6, -1.0 / 6},
                              {-1.0 / 6, 1.0 / 6, -1.0 / 6},
                              {1.0 / 24, 1.0 / 12, 1.0 / 6},
                              {1.0 / 24, -1.0 / 12, 1.0 / 6},
                              {0, 0, 1}};

int ceil_div(int a, int b) { return (a + b - 1) / b; }
std::size_t z(int value) { return static_cast<std::size_t>(value); }

}  // namespace

bool WinogradConv::supports(const Conv2dGeometry& g, const Kernels& kernels) {
  const bool shape =
      (g.stride == 1 && g.kernel == 3) || (g.stride == 2 && (g.kernel == 5 || g.kernel == 6));
  return shape && g.in.channels % kernels.lanes == 0 && g.out.channels % kernels.lanes == 0;
}

std::size_t WinogradConv::weights_size(const Conv2dGeometry& g, int m) {
  return z((m + 2) * (m + 2)) * z(g.in.channels * g.stride * g.stride) * z(g.out.channels);
}

PlaneLayout WinogradConv::input_plane(const Conv2dGeometry& g, int m) {
  const auto reach = [&](int side) { return (ceil_div(side, m) * m + 2) * g.stride; };
  return {g.in, g.pad_top, g.pad_left, std::max(g.pad_top + g.in.height, reach(g.out.height)),
          std::max(g.pad_left + g.in.width, reach(g.out.width))};
}

WinogradConv::WinogradConv(const Conv2dGeometry& g, std::span<const float> kernel,
                           std::span<const float> bias, float floor, const PlaneLayout& in,
                           const PlaneLayout& out, int m, const Kernels& kernels)
    : kernels_(&kernels),
      g_(g),
      in_(in),
      out_(out),
      m_(m),
      tile_rows_(ceil_div(g.out.height, m)),
      tile_columns_(ceil_div(g.out.width, m)),
      depth_(g.in.channels * g.stride * g.stride),
      floor_(floor),
      bias_(pad_to_packets(bias, kernels.lanes)),
      no_bias_(bias_.size()) {
  assert((m == 2 || m == 4) && supports(g, kernels));
  const int side = m + 2;
  const int c = g.in.channels;
  const int k = g.out.channels;
  const std::size_t matrix = z(depth_) * z(k);
  panels_ = AlignedBuffer(weights_size(g, m));
  // Whole matrices of channels at a time: the kernel's rows first, then its columns. Filters lie
  // side by side in the kernel, so every sum runs over contiguous values.
  const std::size_t tap = z(c) * z(k);
  const auto g_matrix = [m](int i, int t) {
    return static_cast<float>(m == 2 ? kG2[i][t] : kG4[i][t]);
  };
  const auto add = [](std::span<float> to, float factor, std::span<const float> from) {
    if (factor == 0) return;
    for (std::size_t i = 0; i < to.size(); ++i) to[i] += factor * from[i];
  };
  std::vector<float> row(3 * matrix);  // of the transformed kernel: [tap][depth][filter]
  std::vector<float> element(matrix);
  for (int ey = 0; ey < side; ++ey) {
    std::fill(row.begin(), row.end(), 0.0F);
    for (int ky = 0; ky < g.kernel; ++ky) {
      for (int kx = 0; kx < g.kernel; ++kx) {
        const int phase = ky % g.stride * g.stride + kx % g.stride;
        add(std::span(row).subspan(z(kx / g.stride) * matrix + z(phase) * tap, tap),
            g_matrix(ey, ky / g.stride), kernel.subspan(z(ky * g.kernel + kx) * tap, tap));
      }
    }
    for (int ex = 0; ex < side; ++ex) {
      std::fill(element.begin(), element.end(), 0.0F);
      for (int t = 0; t < 3; ++t) {
        add(element, g_matrix(ex, t), std::span(row).subspan(z(t) * matrix, matrix));
      }
      pack_panels(element, depth_, k, kernels.lanes, panels_.data() + z(ey * side + ex) * matrix);
    }
  }
  for (int t = 0; t < kBlock; ++t) {
    transformed_offsets_.push_back(t * depth_);
    product_offsets_.push_back(t * k);
  }
}

int WinogradConv::transformed_stride() const { return kBlock * depth_ + kGap; }
int WinogradConv::product_stride() const { return kBlock * g_.out.channels + kGap; }

std::size_t WinogradConv::scratch_size() const {
  return z((m_ + 2) * (m_ + 2)) * z(transformed_stride() + product_stride());
}

void WinogradConv::run(const float* in, int count, float* out, float* scratch) const {
  const int tiles = count * tile_rows_ * tile_columns_;
  for (int first = 0; first < tiles; first += kBlock) {
    run_block(in, first, std::min(kBlock, tiles - first), out, scratch);
  }
}

void WinogradConv::run_block(const float* in, int first, int count, float* out,
                             float* scratch) const {
  const int side = m_ + 2;
  const int c = g_.in.channels;
  const int k = g_.out.channels;
  float* const transformed = scratch;
  float* const products = scratch + side * side * transformed_stride();
  const int tiles_in_image = tile_rows_ * tile_columns_;
  const auto transform_in = m_ == 2 ? kernels_->winograd2_input : kernels_->winograd4_input;
  const auto transform_out = m_ == 2 ? kernels_->winograd2_output : kernels_->winograd4_output;
  for (int t = 0; t < count; ++t) {
    const int n = (first + t) / tiles_in_image;
    const int tile = (first + t) % tiles_in_image;
    const int y = tile / tile_columns_ * m_ * g_.stride - g_.pad_top;
    const int x = tile % tile_columns_ * m_ * g_.stride - g_.pad_left;
    for (int phase = 0; phase < g_.stride * g_.stride; ++phase) {
      transform_in(
          {.in = in + n * in_.size() + in_.offset(y + phase / g_.stride, x + phase % g_.stride),
           .row_stride = g_.stride * in_.row_stride(),
           .pixel_stride = g_.stride * c,
           .channels = c,
           .out = transformed + t * depth_ + phase * c,
           .out_stride = transformed_stride()});
    }
  }
  for (int e = 0; e < side * side; ++e) {
    kernels_->panel_product({.in = transformed + e * transformed_stride(),
                             .in_offsets = transformed_offsets_.data(),
                             .out = products + e * product_stride(),
                             .out_offsets = product_offsets_.data(),
                             .rows = count,
                             .runs = 1,
                             .run = depth_,
                             .pitch = 0,
                             .panels = panels_.data() + z(e) * z(depth_) * z(k),
                             .bias = no_bias_.data(),
                             .columns = k,
                             .floor = -std::numeric_limits<float>::infinity()});
  }
  for (int t = 0; t < count; ++t) {
    const int n = (first + t) / tiles_in_image;
    const int tile = (first + t) % tiles_in_image;
    const int y = tile / tile_columns_ * m_;
    const int x = tile % tile_columns_ * m_;
    transform_out({.in = products + t * k,
                   .in_stride = product_stride(),
                   .channels = k,
                   .bias = bias_.data(),
                   .floor = floor_,
                   .out = out + n * out_.size() + out_.offset(y, x),
                   .row_stride = out_.row_stride(),
                   .pixel_stride = k,
                   .rows = std::min(m_, g_.out.height - y),
                   .columns = std::min(m_, g_.out.width - x)});
  }
}

}  // namespace ziffer
