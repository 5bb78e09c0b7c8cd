// Two-dimensional convolution (cross-correlation, as every deep-learning library defines it) with
// bias, forward and backward.
#ifndef ZIFFER_CORE_NN_CONV2D_H_
#define ZIFFER_CORE_NN_CONV2D_H_

#include <span>
#include <vector>

#include "core/nn/network.h"

namespace ziffer {

// A convolution with its shapes: what Stage holds, checked.
struct Conv2dGeometry {
  Shape in;
  Shape out;
  int kernel;
  int stride;
  int pad_top;  // rows of zeros before the first; columns likewise, planes are square in practice
  int pad_left;
};
Conv2dGeometry geometry(const Conv2d& conv, const Shape& in, const Shape& out);

// in (N, H, W, C), kernel (kernel, kernel, C, K), bias (K) -> out (N, H', W', K). `scratch` grows
// once and can be shared by all layers of a thread.
void conv2d_forward(const Conv2dGeometry& g, int count, std::span<const float> in,
                    std::span<const float> kernel, std::span<const float> bias,
                    std::span<float> out, std::vector<float>& scratch);

// Adds to d_kernel and d_bias; overwrites d_in, which may be empty (first layer: nobody asks).
void conv2d_backward(const Conv2dGeometry& g, int count, std::span<const float> in,
                     std::span<const float> kernel, std::span<const float> d_out,
                     std::span<float> d_in, std::span<float> d_kernel, std::span<float> d_bias,
                     std::vector<float>& scratch);

}  // namespace ziffer

#endif  // ZIFFER_CORE_NN_CONV2D_H_
