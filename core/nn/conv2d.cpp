#include "core/nn/conv2d.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstring>
#include <limits>

#include "core/nn/direct_conv.h"
#include "core/nn/kernels.h"

// Forward, and the gradient of the input at stride 1 (a convolution with the kernel turned round),
// are direct_conv.h's register tiles. The gradient of the kernel is a few large matrix products,
// without writing the receptive fields out: in a plane of pitch P = padded width, the fields of
// kernel row ky form a matrix whose row i starts at pixel ky * P + i * stride: rows overlap. With
// stride 1 one product covers the whole plane; its rows that start in the last kernel-1 columns
// wrap around the edge and meet zeros (8 % more work at 24 of 26 columns, in exchange for one large
// product instead of 24 small ones).

namespace ziffer {
namespace {

std::size_t z(int value) { return static_cast<std::size_t>(value); }

struct PaddedShape {
  int height;
  int width;
};

PaddedShape padded(const Conv2dGeometry& g) {
  const PlaneLayout plane = DirectConv::input_plane(g);
  return {plane.rows, plane.columns};
}

bool needs_padding(const Conv2dGeometry& g) {
  return g.pad_top > 0 || g.pad_left > 0 || padded(g).height > g.in.height ||
         padded(g).width > g.in.width;
}

// Rows of the product over one plane (stride 1), or over one output row (stride above 1).
struct Strips {
  int count;
  int rows;
};
Strips strips(const Conv2dGeometry& g, int pitch) {
  if (g.stride == 1) return {1, (g.out.height - 1) * pitch + g.out.width};
  return {g.out.height, g.out.width};
}

void copy_into_padded(const Conv2dGeometry& g, const float* in, float* plane, PaddedShape size) {
  std::fill_n(plane, z(size.height) * z(size.width) * z(g.in.channels), 0.0F);
  const std::size_t row = z(g.in.width) * z(g.in.channels);
  for (int y = 0; y < g.in.height; ++y) {
    std::memcpy(plane + (z(y + g.pad_top) * z(size.width) + z(g.pad_left)) * z(g.in.channels),
                in + z(y) * row, row * sizeof(float));
  }
}

// The convolution that turns d_out into d_in, for stride 1: each input pixel sums over the outputs
// it took part in, so the kernel is turned by 180 degrees, C and K change places, and the padding
// is what the other way lacks.
DirectConv input_gradient(const Conv2dGeometry& g, std::span<const float> kernel,
                          const PlaneLayout& d_out_plane, const Conv2dGeometry& turned) {
  const int c = g.in.channels;
  const int k = g.out.channels;
  const int taps = g.kernel * g.kernel;
  std::vector<float> kernel_turned(kernel.size());
  for (int tap = 0; tap < taps; ++tap) {
    for (int i = 0; i < c; ++i) {
      for (int j = 0; j < k; ++j) {
        kernel_turned[(z(taps - 1 - tap) * z(k) + z(j)) * z(c) + z(i)] =
            kernel[(z(tap) * z(c) + z(i)) * z(k) + z(j)];
      }
    }
  }
  return DirectConv(turned, kernel_turned, std::vector<float>(z(c)),
                    -std::numeric_limits<float>::infinity(), d_out_plane,
                    PlaneLayout::without_border(g.in), 1, kernels());
}

}  // namespace

Conv2dGeometry geometry(const Conv2d& conv, const Shape& in, const Shape& out) {
  Conv2dGeometry g{in, out, conv.kernel, conv.stride, 0, 0};
  if (conv.padding == Padding::kSame) {
    g.pad_top = std::max(0, (out.height - 1) * conv.stride + conv.kernel - in.height) / 2;
    g.pad_left = std::max(0, (out.width - 1) * conv.stride + conv.kernel - in.width) / 2;
  }
  return g;
}

void conv2d_forward(const Conv2dGeometry& g, int count, std::span<const float> in,
                    std::span<const float> kernel, std::span<const float> bias,
                    std::span<float> out, std::vector<float>& scratch) {
  assert(in.size() == z(count) * z(g.in.size()) && out.size() == z(count) * z(g.out.size()));
  assert(kernel.size() == z(g.kernel) * z(g.kernel) * z(g.in.channels) * z(g.out.channels));
  assert(bias.size() == z(g.out.channels));
  const PaddedShape size = padded(g);
  const bool pad = needs_padding(g);
  // Packing the weights costs as much as a few pixels.
  const DirectConv direct(g, kernel, bias, -std::numeric_limits<float>::infinity(),
                          DirectConv::input_plane(g), PlaneLayout::without_border(g.out), 1,
                          kernels());
  if (pad)
    scratch.resize(std::max(scratch.size(), z(size.height) * z(size.width) * z(g.in.channels)));
  for (int n = 0; n < count; ++n) {
    const float* plane = in.data() + z(n) * z(g.in.size());
    if (pad) {
      copy_into_padded(g, plane, scratch.data(), size);
      plane = scratch.data();
    }
    direct.run(plane, 1, out.data() + z(n) * z(g.out.size()));
  }
}

void conv2d_backward(const Conv2dGeometry& g, int count, std::span<const float> in,
                     std::span<const float> kernel, std::span<const float> d_out,
                     std::span<float> d_in, std::span<float> d_kernel, std::span<float> d_bias,
                     std::vector<float>& scratch) {
  const int c = g.in.channels;
  const int k = g.out.channels;
  assert(in.size() == z(count) * z(g.in.size()) && d_out.size() == z(count) * z(g.out.size()));
  assert(d_in.empty() || d_in.size() == in.size());
  if (g.stride == 1 && !d_in.empty()) {
    const Conv2dGeometry turned{
        g.out, g.in, g.kernel, 1, g.kernel - 1 - g.pad_top, g.kernel - 1 - g.pad_left};
    const PlaneLayout plane = DirectConv::input_plane(turned);
    const DirectConv direct = input_gradient(g, kernel, plane, turned);
    scratch.resize(std::max(scratch.size(), z(plane.size())));
    for (int n = 0; n < count; ++n) {
      copy_into_padded(turned, d_out.data() + z(n) * z(g.out.size()), scratch.data(),
                       {plane.rows, plane.columns});
      direct.run(scratch.data(), 1, d_in.data() + z(n) * z(g.in.size()));
    }
    d_in = {};  // done; what follows is for the kernel
  }
  const PaddedShape size = padded(g);
  const bool pad = needs_padding(g);
  const Strips s = strips(g, size.width);
  const std::size_t padded_plane = pad ? z(size.height) * z(size.width) * z(c) : 0;
  const std::size_t d_padded_plane = pad && !d_in.empty() ? padded_plane : 0;
  scratch.resize(std::max(scratch.size(), padded_plane + d_padded_plane + z(s.rows) * z(k)));
  float* const d_padded = scratch.data() + padded_plane;
  float* const d_sums =
      d_padded + d_padded_plane;  // d_out at the plane's pitch; wrapped rows are zero
  const int kernel_row = g.kernel * c;
  for (int n = 0; n < count; ++n) {
    const float* plane = in.data() + z(n) * z(g.in.size());
    float* d_plane = d_in.empty() ? nullptr : d_in.data() + z(n) * z(g.in.size());
    if (pad) {
      copy_into_padded(g, plane, scratch.data(), size);
      plane = scratch.data();
      if (d_plane != nullptr) {
        std::fill_n(d_padded, padded_plane, 0.0F);
        d_plane = d_padded;
      }
    } else if (d_plane != nullptr) {
      std::fill_n(d_plane, g.in.size(), 0.0F);
    }
    const float* const image_d_out = d_out.data() + z(n) * z(g.out.size());
    for (int pixel = 0; pixel < g.out.height * g.out.width; ++pixel) {
      for (int j = 0; j < k; ++j) d_bias[z(j)] += image_d_out[z(pixel) * z(k) + z(j)];
    }
    const std::size_t row = z(g.out.width) * z(k);
    for (int strip = 0; strip < s.count; ++strip) {
      if (s.count == 1) {
        std::fill_n(d_sums, z(s.rows) * z(k), 0.0F);
        for (int y = 0; y < g.out.height; ++y) {
          std::copy_n(image_d_out + z(y) * row, row, d_sums + z(y) * z(size.width) * z(k));
        }
      } else {
        std::copy_n(image_d_out + z(strip) * row, row, d_sums);
      }
      for (int ky = 0; ky < g.kernel; ++ky) {
        const std::size_t start = z(strip * g.stride + ky) * z(size.width) * z(c);
        matrix_products().add_transposed_product(
            {plane + start, s.rows, kernel_row, g.stride * c}, {d_sums, s.rows, k, k},
            {d_kernel.data() + z(ky) * z(kernel_row) * z(k), kernel_row, k, k});
        if (d_plane == nullptr) continue;
        // One kernel column at a time: then no two rows of the target overlap.
        for (int kx = 0; kx < g.kernel; ++kx) {
          matrix_products().add_product_transposed(
              {d_sums, s.rows, k, k},
              {kernel.data() + (z(ky) * z(g.kernel) + z(kx)) * z(c) * z(k), c, k, k},
              {d_plane + start + z(kx) * z(c), s.rows, c, g.stride * c});
        }
      }
    }
    if (pad && d_plane != nullptr) {
      float* const image_d_in = d_in.data() + z(n) * z(g.in.size());
      const std::size_t in_row = z(g.in.width) * z(c);
      for (int y = 0; y < g.in.height; ++y) {
        std::copy_n(d_padded + (z(y + g.pad_top) * z(size.width) + z(g.pad_left)) * z(c), in_row,
                    image_d_in + z(y) * in_row);
      }
    }
  }
}

}  // namespace ziffer
