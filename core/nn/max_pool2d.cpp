#include "core/nn/max_pool2d.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <limits>

namespace ziffer {
namespace {

std::size_t z(int value) { return static_cast<std::size_t>(value); }

}  // namespace

void max_pool_planes(const MaxPool2d& pool, const PlaneLayout& in_plane,
                     const PlaneLayout& out_plane, float floor, int count, const float* in,
                     float* out) {
  const int channels = in_plane.shape.channels;
  for (int n = 0; n < count; ++n, in += in_plane.size(), out += out_plane.size()) {
    for (int y = 0; y < out_plane.shape.height; ++y) {
      for (int x = 0; x < out_plane.shape.width; ++x) {
        float* const largest = out + out_plane.offset(y, x);
        std::fill_n(largest, channels, floor);
        for (int wy = 0; wy < pool.size; ++wy) {
          for (int wx = 0; wx < pool.size; ++wx) {
            const float* const value =
                in + in_plane.offset(y * pool.stride + wy, x * pool.stride + wx);
            for (int c = 0; c < channels; ++c) largest[c] = std::max(largest[c], value[c]);
          }
        }
      }
    }
  }
}

void max_pool2d_forward(const MaxPool2d& pool, const Shape& in_shape, const Shape& out_shape,
                        int count, std::span<const float> in, std::span<float> out) {
  assert(in.size() == z(count) * z(in_shape.size()) &&
         out.size() == z(count) * z(out_shape.size()));
  max_pool_planes(pool, PlaneLayout::without_border(in_shape),
                  PlaneLayout::without_border(out_shape), -std::numeric_limits<float>::infinity(),
                  count, in.data(), out.data());
}

void max_pool2d_backward(const MaxPool2d& pool, const Shape& in_shape, const Shape& out_shape,
                         int count, std::span<const float> in, std::span<const float> d_out,
                         std::span<float> d_in) {
  assert(in.size() == z(count) * z(in_shape.size()) && d_in.size() == in.size());
  assert(d_out.size() == z(count) * z(out_shape.size()));
  const PlaneLayout plane = PlaneLayout::without_border(in_shape);
  std::fill(d_in.begin(), d_in.end(), 0.0F);
  std::size_t o = 0;
  for (int n = 0; n < count; ++n) {
    for (int y = 0; y < out_shape.height; ++y) {
      for (int x = 0; x < out_shape.width; ++x) {
        const std::size_t corner =
            z(n) * z(plane.size()) + z(plane.offset(y * pool.stride, x * pool.stride));
        for (int c = 0; c < in_shape.channels; ++c, ++o) {
          std::size_t best = corner + z(c);
          for (int wy = 0; wy < pool.size; ++wy) {
            for (int wx = 0; wx < pool.size; ++wx) {
              const std::size_t at = corner + z(plane.offset(wy, wx)) + z(c);
              if (in[at] > in[best]) best = at;
            }
          }
          d_in[best] += d_out[o];
        }
      }
    }
  }
}

}  // namespace ziffer
