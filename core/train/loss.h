// Softmax cross-entropy, forward and backward in one: the gradient needs the probabilities anyway.
#ifndef ZIFFER_CORE_TRAIN_LOSS_H_
#define ZIFFER_CORE_TRAIN_LOSS_H_

#include <cstdint>
#include <span>

namespace ziffer {

struct LossSum {
  double loss = 0;  // natural logarithm, summed over the images
  int correct = 0;  // highest logit at the label
};

// logits (N, classes), labels (N). With smoothing s the target is 1 - s at the label plus s /
// classes everywhere (Szegedy et al. 2016). d_logits may be empty; otherwise it gets weight * d
// loss / d logits.
LossSum softmax_cross_entropy(std::span<const float> logits, std::span<const std::uint8_t> labels,
                              int classes, float smoothing, float weight,
                              std::span<float> d_logits);

}  // namespace ziffer

#endif  // ZIFFER_CORE_TRAIN_LOSS_H_
