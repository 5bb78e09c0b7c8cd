// Element-wise layers and softmax.
#ifndef ZIFFER_CORE_NN_ACTIVATION_H_
#define ZIFFER_CORE_NN_ACTIVATION_H_

#include <span>

namespace ziffer {

// max(x, 0), in place.
void relu_forward(std::span<float> values);

// d *= (out > 0), in place; `out` is what relu_forward left.
void relu_backward(std::span<const float> out, std::span<float> d);

// Logits to probabilities (sum 1) along the whole span, shifted by the maximum so that nothing
// overflows.
void softmax(std::span<const float> logits, std::span<float> probabilities);

}  // namespace ziffer

#endif  // ZIFFER_CORE_NN_ACTIVATION_H_
