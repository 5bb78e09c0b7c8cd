#include "core/reading.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>

#include "core/nn/activation.h"

namespace ziffer {

std::string Reading::text(const Number& number) const {
  std::string text;
  for (const Symbol& symbol : symbols_of(number)) text += symbol.text();
  return text;
}

std::string Reading::text() const {
  std::string line;
  for (const Number& number : numbers) line += (line.empty() ? "" : " ") + text(number);
  return line;
}

bool Reading::rejected() const {
  return std::any_of(symbols.begin(), symbols.end(),
                     [](const Symbol& symbol) { return symbol.rejected(); });
}

float Reading::confidence() const {
  float product = 1;
  for (const Number& number : numbers) product *= number.confidence;
  return product;
}

float no_digit_probability(std::span<const float> logits) {
  if (logits.size() <= kClasses) return 0;
  float sum = 0;
  for (const float logit : logits) sum += std::exp(logit - logits[kClasses]);
  return 1 / sum;  // infinite sums give 0, as they should
}

void decide(std::span<const float> logits, const Calibration& calibration, Symbol& symbol) {
  assert(logits.size() >= kClasses);
  std::array<float, kClasses> divided{};
  for (std::size_t i = 0; i < kClasses; ++i) divided[i] = logits[i] / calibration.temperature;
  softmax(divided, symbol.probabilities);
  const auto best = std::max_element(symbol.probabilities.begin(), symbol.probabilities.end());
  symbol.digit = static_cast<int>(best - symbol.probabilities.begin());
  symbol.confidence = *best;
  symbol.no_digit = no_digit_probability(logits);
  symbol.refusal = symbol.no_digit >= calibration.refusal ? Refusal::kNoDigit : Refusal::kNone;
}

}  // namespace ziffer
