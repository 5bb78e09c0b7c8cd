// Fully connected layer: out = in * kernel + bias, forward and backward.
#ifndef ZIFFER_CORE_NN_DENSE_H_
#define ZIFFER_CORE_NN_DENSE_H_

#include <span>

namespace ziffer {

// in (N, I), kernel (I, O), bias (O) -> out (N, O).
void dense_forward(int count, std::span<const float> in, std::span<const float> kernel,
                   std::span<const float> bias, std::span<float> out);

// Adds to d_kernel and d_bias; overwrites d_in, which may be empty.
void dense_backward(int count, std::span<const float> in, std::span<const float> kernel,
                    std::span<const float> d_out, std::span<float> d_in, std::span<float> d_kernel,
                    std::span<float> d_bias);

}  // namespace ziffer

#endif  // ZIFFER_CORE_NN_DENSE_H_
