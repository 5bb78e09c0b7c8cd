// How well a network reads labelled glyphs.
#ifndef ZIFFER_CORE_TRAIN_EVALUATE_H_
#define ZIFFER_CORE_TRAIN_EVALUATE_H_

#include <array>
#include <span>
#include <vector>

#include "core/nn/network.h"
#include "core/reading.h"
#include "core/train/sample.h"

namespace ziffer {

struct Evaluation {
  int count = 0;
  int correct = 0;
  double loss = 0;  // mean cross-entropy, natural logarithm
  std::array<std::array<int, kClasses>, kClasses> confusion{};  // [true][read]

  double accuracy() const { return static_cast<double>(correct) / count; }
  double precision(int digit) const;  // right among those read as `digit`; 0 if none was
  double recall(int digit) const;     // right among those that are `digit`; 0 if none is
};

// Wilson score interval (Wilson 1927) for `correct` of `count`, at 95 %.
struct Interval {
  double low;
  double high;
};
Interval wilson_interval(int correct, int count);

// Every sample through plain_ink() and normalize(): count * 784 floats.
std::vector<float> normalized_glyphs(const Samples& samples, int threads);
std::vector<std::uint8_t> labels_of(const Samples& samples);

// (N, classes) logits of `glyphs`, a BatchNorm by its moving statistics; the result does not depend
// on the number of threads.
std::vector<float> logits_of(const Network& network, std::span<const float> glyphs, int threads);

// The first ten of each row of `classes` logits: a network may know that something is no digit,
// too.
std::vector<float> digit_logits(std::span<const float> logits, int classes);

// `logits` are (N, 10).
Evaluation evaluate(std::span<const float> logits, std::span<const std::uint8_t> labels);

}  // namespace ziffer

#endif  // ZIFFER_CORE_TRAIN_EVALUATE_H_
