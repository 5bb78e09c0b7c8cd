// What a reader answers: a Reading of Symbols.
#ifndef ZIFFER_CORE_READING_H_
#define ZIFFER_CORE_READING_H_

#include <array>
#include <span>
#include <string>
#include <vector>

#include "core/geometry.h"
#include "core/ink/normalize.h"
#include "core/nn/calibration.h"

namespace ziffer {

constexpr int kClasses = 10;

using Probabilities = std::array<float, kClasses>;  // index = digit; each 0..1, sum 1

// Why a symbol was refused.
enum class Refusal {
  kNone,     // it was not
  kNoDigit,  // the network takes it for something else: a letter, a scribble, two digits, nothing
};

// One digit.
struct Symbol {
  int digit = 0;         // the most probable class
  float confidence = 0;  // its probability among the ten, 0..1
  float no_digit = 0;    // the probability of being none of the ten, 0..1
  Refusal refusal = Refusal::kNone;
  Box box;  // where its ink lies, in pixels of the upright picture
  Probabilities probabilities{};
  Glyph glyph{};  // the 28x28 plane the network saw

  bool rejected() const { return refusal != Refusal::kNone; }
  // The digit, or "?" if it was refused.
  std::string text() const {
    return std::string(1, rejected() ? '?' : static_cast<char>('0' + digit));
  }
};

// Softmax over all of one image's outputs at the one for no digit; 0 if there are only ten.
float no_digit_probability(std::span<const float> logits);

// Everything of `symbol` that follows from the network's raw outputs (10, or 11 with no digit
// last).
void decide(std::span<const float> logits, const Calibration& calibration, Symbol& symbol);

// Everything read from one picture or drawing, symbols from left to right.
struct Reading {
  std::vector<Symbol> symbols;  // never empty
  int width = 0;                // size of the upright picture or the pad, in pixels
  int height = 0;

  std::string text() const;
  bool rejected() const;  // any of the symbols was
  // The product of the symbols' confidences: the chance that all are right if they err
  // independently.
  float confidence() const;
};

}  // namespace ziffer

#endif  // ZIFFER_CORE_READING_H_
