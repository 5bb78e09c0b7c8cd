// Local response normalisation across channels (Krizhevsky, Sutskever and Hinton 2012): every value
// is divided by (k + alpha * s)^beta, where s is the sum of squares over `size` adjacent channels
// of the same pixel, itself in the middle; at either end, over those that exist. alpha is not
// divided by `size`, as some libraries do. Forward and backward.
#ifndef ZIFFER_CORE_NN_LOCAL_RESPONSE_NORM_H_
#define ZIFFER_CORE_NN_LOCAL_RESPONSE_NORM_H_

#include <span>

#include "core/nn/network.h"
#include "core/nn/plane_layout.h"

namespace ziffer {

// in (N, H, W, C) -> out (N, H, W, C), which must not overlap.
void local_response_norm_forward(const LocalResponseNorm& norm, int channels,
                                 std::span<const float> in, std::span<float> out);

// `d`, the gradient of the output, becomes that of the input in place.
void local_response_norm_backward(const LocalResponseNorm& norm, int channels,
                                  std::span<const float> in, std::span<float> d);

// The forward pass between planes with borders, for predictors: out = max(normalised in, floor).
void local_response_norm_planes(const LocalResponseNorm& norm, const PlaneLayout& in_plane,
                                const PlaneLayout& out_plane, float floor, int count,
                                const float* in, float* out);

}  // namespace ziffer

#endif  // ZIFFER_CORE_NN_LOCAL_RESPONSE_NORM_H_
