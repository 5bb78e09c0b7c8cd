// What a reader answers: a Reading of Numbers, which are made of Symbols.
#ifndef ZIFFER_CORE_READING_H_
#define ZIFFER_CORE_READING_H_

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
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

// The marks that may stand between a number's digits.
constexpr std::string_view kSeparators = ".,-/:";

// One digit, or one separator.
struct Symbol {
  int digit = 0;         // the most probable class; -1 for a separator
  char separator = 0;    // one of kSeparators; 0 for a digit
  float confidence = 0;  // the answer's probability, of a digit among the ten, 0..1
  float no_digit = 0;    // the probability of being none of the ten, 0..1
  Refusal refusal = Refusal::kNone;
  Box box;  // where its ink lies, in pixels of the upright picture
  Probabilities probabilities{};
  Glyph glyph{};  // the 28x28 plane the network saw

  bool rejected() const { return refusal != Refusal::kNone; }
  // The digit or the separator, or "?" if it was refused.
  std::string text() const {
    if (rejected()) return "?";
    return std::string(1, separator != 0 ? separator : static_cast<char>('0' + digit));
  }
};

// Softmax over all of one image's outputs at the one for no digit; 0 if there are only ten.
float no_digit_probability(std::span<const float> logits);

// Everything of `symbol` that follows from the network's raw outputs (10, or 11 with no digit
// last).
void decide(std::span<const float> logits, const Calibration& calibration, Symbol& symbol);

// A number: symbols that stand together on one line.
struct Number {
  std::size_t first = 0;  // its symbols are Reading::symbols[first .. first + count)
  std::size_t count = 0;
  int line = 0;  // which of the lines with numbers it stands on, from the top, 0 for the first
  Box box{};     // around its symbols' boxes
  float confidence = 0;  // the chance that every symbol is right, 0..1
};

// Everything read from one picture or drawing, in reading order: line by line, left to right.
struct Reading {
  std::vector<Symbol> symbols;  // never empty
  std::vector<Number> numbers;  // never empty; together they hold every symbol once, in order
  int width = 0;                // size of the upright picture or the pad, in pixels
  int height = 0;

  std::span<const Symbol> symbols_of(const Number& number) const {
    return std::span(symbols).subspan(number.first, number.count);
  }
  std::string text(const Number& number) const;
  std::string text() const;  // of all numbers, with a space between two
  bool rejected() const;     // any of the symbols was
  // The product of the numbers' confidences: the chance that all are right if they err
  // independently.
  float confidence() const;
};

}  // namespace ziffer

#endif  // ZIFFER_CORE_READING_H_
