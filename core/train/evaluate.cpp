#include "core/train/evaluate.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/nn/fold.h"
#include "core/nn/predictor.h"
#include "core/train/loss.h"
#include "core/train/parallel.h"

namespace ziffer {
namespace {

constexpr int kImagesPerTask = 256;

int tasks(int count) { return (count + kImagesPerTask - 1) / kImagesPerTask; }

}  // namespace

double Evaluation::precision(int digit) const {
  int read = 0;
  for (const auto& row : confusion) read += row[static_cast<std::size_t>(digit)];
  const auto d = static_cast<std::size_t>(digit);
  return read == 0 ? 0 : static_cast<double>(confusion[d][d]) / read;
}

double Evaluation::recall(int digit) const {
  int support = 0;
  const auto d = static_cast<std::size_t>(digit);
  for (const int n : confusion[d]) support += n;
  return support == 0 ? 0 : static_cast<double>(confusion[d][d]) / support;
}

Interval wilson_interval(int correct, int count) {
  constexpr double kZ = 1.959963984540054;
  const double n = count;
  const double p = correct / n;
  const double middle = (p + kZ * kZ / (2 * n)) / (1 + kZ * kZ / n);
  const double half = kZ / (1 + kZ * kZ / n) * std::sqrt(p * (1 - p) / n + kZ * kZ / (4 * n * n));
  return {std::max(0.0, middle - half), std::min(1.0, middle + half)};
}

std::vector<float> normalized_glyphs(const Samples& samples, int threads) {
  const int count = static_cast<int>(samples.size());
  std::vector<float> glyphs(samples.size() * kGlyphSize);
  parallel_for(threads, tasks(count), [&](int, int task) {
    const int last = std::min(count, (task + 1) * kImagesPerTask);
    for (int i = task * kImagesPerTask; i < last; ++i) {
      const Glyph glyph = normalize(plain_ink(samples[static_cast<std::size_t>(i)]));
      std::copy(glyph.begin(), glyph.end(), glyphs.begin() + std::ptrdiff_t{i} * kGlyphSize);
    }
  });
  return glyphs;
}

std::vector<std::uint8_t> labels_of(const Samples& samples) {
  std::vector<std::uint8_t> labels;
  for (const Sample& sample : samples) labels.push_back(sample.label);
  return labels;
}

std::vector<float> digit_logits(std::span<const float> logits, int classes) {
  std::vector<float> digits;
  for (std::size_t row = 0; row < logits.size(); row += static_cast<std::size_t>(classes)) {
    digits.insert(digits.end(), logits.begin() + static_cast<std::ptrdiff_t>(row),
                  logits.begin() + static_cast<std::ptrdiff_t>(row) + kClasses);
  }
  return digits;
}

std::vector<float> logits_of(const Network& network, std::span<const float> glyphs, int threads) {
  const std::size_t in_size = static_cast<std::size_t>(network.input.size());
  const std::size_t out_size = static_cast<std::size_t>(network.output().size());
  const int count = static_cast<int>(glyphs.size() / in_size);
  std::vector<float> logits(static_cast<std::size_t>(count) * out_size);
  std::vector<Predictor> predictors(static_cast<std::size_t>(std::max(1, threads)),
                                    Predictor(folded(network)));
  parallel_for(threads, tasks(count), [&](int thread, int task) {
    const std::size_t first = static_cast<std::size_t>(task * kImagesPerTask);
    const int n = std::min(kImagesPerTask, count - task * kImagesPerTask);
    predictors[static_cast<std::size_t>(thread)].run(
        glyphs.subspan(first * in_size, static_cast<std::size_t>(n) * in_size), n,
        std::span(logits).subspan(first * out_size, static_cast<std::size_t>(n) * out_size));
  });
  return logits;
}

Evaluation evaluate(std::span<const float> logits, std::span<const std::uint8_t> labels) {
  Evaluation result;
  result.count = static_cast<int>(labels.size());
  const LossSum sum = softmax_cross_entropy(logits, labels, kClasses, 0, 1, {});
  result.correct = sum.correct;
  result.loss = sum.loss / result.count;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const std::span<const float> row = logits.subspan(i * kClasses, kClasses);
    const auto read = std::max_element(row.begin(), row.end()) - row.begin();
    ++result.confusion[labels[i]][static_cast<std::size_t>(read)];
  }
  return result;
}

}  // namespace ziffer
