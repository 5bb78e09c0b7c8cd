// What training makes small. Forward and backward in one: the gradient needs the probabilities
// anyway.
#ifndef ZIFFER_CORE_TRAIN_LOSS_H_
#define ZIFFER_CORE_TRAIN_LOSS_H_

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace ziffer {

struct LossSum {
  double loss = 0;  // natural logarithm, summed over the examples
  int correct = 0;  // examples answered right
};

// The loss of a few examples' outputs, (N, H, W, C) as the network gives them; it knows their
// labels. `d_outputs` gets weight * d loss / d outputs.
using Loss = std::function<LossSum(std::span<const float> outputs, float weight,
                                   std::span<float> d_outputs)>;

// logits (N, classes), labels (N). With smoothing s the target is 1 - s at the label plus s /
// classes everywhere (Szegedy et al. 2016). d_logits may be empty; otherwise it gets weight * d
// loss / d logits.
LossSum softmax_cross_entropy(std::span<const float> logits, std::span<const std::uint8_t> labels,
                              int classes, float smoothing, float weight,
                              std::span<float> d_logits);

// The same as a Loss that keeps its labels; the number of classes follows from the outputs'.
Loss softmax_cross_entropy_of(std::vector<std::uint8_t> labels, float smoothing);

}  // namespace ziffer

#endif  // ZIFFER_CORE_TRAIN_LOSS_H_
