#include "core/train/metrics.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <functional>
#include <limits>

namespace ziffer {
namespace {

// The mean over classes, each with weight(support).
template <typename Weight>
ClassScores average(const Evaluation& evaluation, const Weight& weight) {
  ClassScores mean;
  for (int digit = 0; digit < kClasses; ++digit) {
    const ClassScores scores = class_scores(evaluation, digit);
    const double w = weight(scores.support);
    mean.precision += w * scores.precision;
    mean.recall += w * scores.recall;
    mean.f1 += w * scores.f1;
    mean.support += scores.support;
  }
  return mean;
}

double share_above(std::span<const float> scores, float threshold) {
  const auto above =
      std::count_if(scores.begin(), scores.end(), [&](float s) { return s > threshold; });
  return static_cast<double>(above) / static_cast<double>(scores.size());
}

}  // namespace

ClassScores class_scores(const Evaluation& evaluation, int digit) {
  ClassScores scores;
  scores.precision = evaluation.precision(digit);
  scores.recall = evaluation.recall(digit);
  const double sum = scores.precision + scores.recall;
  scores.f1 = sum == 0 ? 0 : 2 * scores.precision * scores.recall / sum;
  for (const int n : evaluation.confusion[static_cast<std::size_t>(digit)]) scores.support += n;
  return scores;
}

ClassScores macro_average(const Evaluation& evaluation) {
  return average(evaluation, [](int) { return 1.0 / kClasses; });
}

ClassScores weighted_average(const Evaluation& evaluation) {
  return average(evaluation, [&](int support) {
    return static_cast<double>(support) / static_cast<double>(evaluation.count);
  });
}

std::vector<Answer> answers(std::span<const float> probabilities,
                            std::span<const std::uint8_t> labels) {
  std::vector<Answer> all;
  all.reserve(labels.size());
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const std::span<const float> row = probabilities.subspan(i * kClasses, kClasses);
    const auto best = std::max_element(row.begin(), row.end());
    const auto digit = static_cast<std::uint8_t>(best - row.begin());
    all.push_back({*best, digit, digit == labels[i]});
  }
  return all;
}

std::vector<ReliabilityBin> reliability_bins(std::span<const Answer> answers, int bins) {
  std::vector<ReliabilityBin> all(static_cast<std::size_t>(bins));
  for (int b = 0; b < bins; ++b) {
    all[static_cast<std::size_t>(b)].low = static_cast<double>(b) / bins;
    all[static_cast<std::size_t>(b)].high = static_cast<double>(b + 1) / bins;
  }
  for (const Answer& answer : answers) {
    const double confidence = static_cast<double>(answer.confidence);
    const int bin = std::clamp(static_cast<int>(std::ceil(confidence * bins)) - 1, 0, bins - 1);
    ReliabilityBin& b = all[static_cast<std::size_t>(bin)];
    ++b.count;
    b.correct += answer.correct ? 1 : 0;
    b.confidence += confidence;  // the sum, until all are in
  }
  for (ReliabilityBin& b : all) {
    if (b.count > 0) b.confidence /= b.count;
  }
  return all;
}

double expected_calibration_error(std::span<const ReliabilityBin> bins) {
  double sum = 0;
  int count = 0;
  for (const ReliabilityBin& b : bins) {
    sum += b.count * std::abs(b.accuracy() - b.confidence);
    count += b.count;
  }
  return count == 0 ? 0 : sum / count;
}

Coverage coverage_at_error(std::span<const Answer> answers, double error) {
  std::vector<Answer> sorted(answers.begin(), answers.end());
  std::sort(sorted.begin(), sorted.end(),
            [](const Answer& a, const Answer& b) { return a.confidence > b.confidence; });
  Coverage best{0, std::numeric_limits<float>::infinity()};
  int wrong = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    wrong += sorted[i].correct ? 0 : 1;
    const bool tied = i + 1 < sorted.size() && sorted[i + 1].confidence == sorted[i].confidence;
    const int accepted = static_cast<int>(i) + 1;
    if (!tied && wrong <= error * accepted) best = {accepted, sorted[i].confidence};
  }
  return best;
}

double auroc(std::span<const float> positives, std::span<const float> negatives) {
  assert(!positives.empty() && !negatives.empty());
  std::vector<float> sorted(negatives.begin(), negatives.end());
  std::sort(sorted.begin(), sorted.end());
  double wins = 0;
  for (const float score : positives) {
    const auto [first, last] = std::equal_range(sorted.begin(), sorted.end(), score);
    wins += static_cast<double>(first - sorted.begin()) + 0.5 * static_cast<double>(last - first);
  }
  return wins / (static_cast<double>(positives.size()) * static_cast<double>(negatives.size()));
}

Rejection rejection_at(std::span<const float> digits, std::span<const float> others, double share) {
  assert(!digits.empty() && !others.empty());
  std::vector<float> sorted(digits.begin(), digits.end());
  std::sort(sorted.begin(), sorted.end(), std::greater<>());
  // The small addend keeps 0.29 of 100 from being 28.
  const double allowed = std::floor(share * static_cast<double>(sorted.size()) + 1e-9);
  const float threshold = allowed >= static_cast<double>(sorted.size())
                              ? -std::numeric_limits<float>::infinity()
                              : sorted[static_cast<std::size_t>(allowed)];
  return {threshold, share_above(digits, threshold), share_above(others, threshold)};
}

}  // namespace ziffer
