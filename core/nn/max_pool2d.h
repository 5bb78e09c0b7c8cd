// The largest value of each square window, channel by channel; whole windows only. Forward and
// backward.
#ifndef ZIFFER_CORE_NN_MAX_POOL2D_H_
#define ZIFFER_CORE_NN_MAX_POOL2D_H_

#include <span>

#include "core/nn/network.h"
#include "core/nn/plane_layout.h"

namespace ziffer {

// in (N, H, W, C) -> out (N, H', W', C).
void max_pool2d_forward(const MaxPool2d& pool, const Shape& in_shape, const Shape& out_shape,
                        int count, std::span<const float> in, std::span<float> out);

// Overwrites d_in: each output's gradient goes to the first largest value of its window.
void max_pool2d_backward(const MaxPool2d& pool, const Shape& in_shape, const Shape& out_shape,
                         int count, std::span<const float> in, std::span<const float> d_out,
                         std::span<float> d_in);

// The forward pass between planes with borders, for predictors: out = max(windows of in, floor).
// Window 1 and stride 1 make it a copy.
void max_pool_planes(const MaxPool2d& pool, const PlaneLayout& in_plane,
                     const PlaneLayout& out_plane, float floor, int count, const float* in,
                     float* out);

}  // namespace ziffer

#endif  // ZIFFER_CORE_NN_MAX_POOL2D_H_
