// Measures of a classifier beyond its accuracy: averages over classes, calibration, and how well a
// score tells what to answer from what to refuse. Pure functions of counts and scores.
#ifndef ZIFFER_CORE_TRAIN_METRICS_H_
#define ZIFFER_CORE_TRAIN_METRICS_H_

#include <cstdint>
#include <span>
#include <vector>

#include "core/train/evaluate.h"

namespace ziffer {

// Each 0..1; 0 where nothing was read as the class, or nothing is of it.
struct ClassScores {
  double precision = 0;
  double recall = 0;
  double f1 = 0;    // the harmonic mean of both
  int support = 0;  // images that are of the class
};
ClassScores class_scores(const Evaluation& evaluation, int digit);
// The plain mean over the classes, and the mean weighted by support; `support` is the sum.
ClassScores macro_average(const Evaluation& evaluation);
ClassScores weighted_average(const Evaluation& evaluation);

// What calibration and coverage need to know of one answer.
struct Answer {
  float confidence = 0;  // the probability of the class read, 0..1
  std::uint8_t digit = 0;
  bool correct = false;
};
// `probabilities` (N, kClasses), `labels` (N).
std::vector<Answer> answers(std::span<const float> probabilities,
                            std::span<const std::uint8_t> labels);

// Answers whose confidence lies in (low, high]; 0 belongs to the first bin.
struct ReliabilityBin {
  double low = 0;
  double high = 0;
  int count = 0;
  int correct = 0;
  double confidence = 0;  // the mean; 0 if the bin is empty

  double accuracy() const { return count == 0 ? 0 : static_cast<double>(correct) / count; }
};
constexpr int kReliabilityBins = 15;
// `bins` of equal width over 0..1.
std::vector<ReliabilityBin> reliability_bins(std::span<const Answer> answers,
                                             int bins = kReliabilityBins);

// ECE (Naeini et al. 2015; Guo et al. 2017, "On calibration of modern neural networks", equation
// 3): the mean over all answers of their bin's |accuracy - confidence|, 0..1; 0 without answers.
double expected_calibration_error(std::span<const ReliabilityBin> bins);

// Answers are accepted from a confidence on. Answers of equal confidence are accepted or refused
// together.
struct Coverage {
  int count = 0;        // accepted
  float threshold = 0;  // the lowest accepted confidence; infinity if none is accepted
};
// The most answers that can be accepted with at most `error` (0..1) of the accepted ones wrong: a
// point of the risk-coverage curve (El-Yaniv and Wiener 2010). With one answer for each number,
// whose `digit` is of no account, the share accepted is the read rate that makers of cheque readers
// state.
Coverage coverage_at_error(std::span<const Answer> answers, double error);

// Area under the ROC curve: the chance that a positive has a higher score than a negative, ties
// counted half (Mann and Whitney 1947). 1 separates, 0.5 tells nothing. Neither may be empty.
double auroc(std::span<const float> positives, std::span<const float> negatives);

// Refusing whatever scores above a threshold, where a high score says "not a digit".
struct Rejection {
  float threshold = 0;
  double digits_refused = 0;  // share, 0..1
  double others_refused = 0;
};
// At the lowest threshold that refuses at most `share` (0..1) of the digits. Neither set may be
// empty.
Rejection rejection_at(std::span<const float> digits, std::span<const float> others, double share);

}  // namespace ziffer

#endif  // ZIFFER_CORE_TRAIN_METRICS_H_
