// The loss of line networks: minus the log-probability of the string under connectionist temporal
// classification (core/line/ctc.h), with its gradient by the forward-backward algorithm (Graves et
// al. 2006).
#ifndef ZIFFER_CORE_TRAIN_CTC_LOSS_H_
#define ZIFFER_CORE_TRAIN_CTC_LOSS_H_

#include <span>
#include <vector>

#include "core/line/alphabet.h"
#include "core/train/loss.h"

namespace ziffer {

// What is written on a line.
struct LineTarget {
  Labels labels;
  // Only the digits are known, separators may stand anywhere between them: their classes count as
  // blank, that is, their probabilities are added to the blank's. `labels` are digits then.
  bool digits_only = false;
};

// Whether `read` is what `target` says, as far as it is known.
bool agrees(const Labels& read, const LineTarget& target);

// logits (N, columns, kLineClasses), one target for each of the N lines. A line whose target needs
// more columns than there are adds neither loss nor gradient. "correct" counts lines whose best
// path spells the target. d_logits may be empty; otherwise it gets weight * d loss / d logits.
LossSum ctc_loss(std::span<const float> logits, std::span<const LineTarget> targets, float weight,
                 std::span<float> d_logits);

}  // namespace ziffer

#endif  // ZIFFER_CORE_TRAIN_CTC_LOSS_H_
