// What a reader answers: a Reading of Symbols.
#ifndef ZIFFER_CORE_READING_H_
#define ZIFFER_CORE_READING_H_

#include <array>
#include <string>
#include <vector>

#include "core/geometry.h"
#include "core/ink/normalize.h"

namespace ziffer {

constexpr int kClasses = 10;

using Probabilities = std::array<float, kClasses>;  // index = digit; each 0..1, sum 1

// One digit.
struct Symbol {
  int digit = 0;         // the most probable class
  float confidence = 0;  // its probability, 0..1
  Box box;               // where its ink lies, in pixels of the upright picture
  Probabilities probabilities{};
  Glyph glyph{};  // the 28x28 plane the network saw

  std::string text() const { return std::string(1, static_cast<char>('0' + digit)); }
};

// Everything read from one picture or drawing, symbols from left to right.
struct Reading {
  std::vector<Symbol> symbols;  // never empty
  int width = 0;                // size of the upright picture or the pad, in pixels
  int height = 0;

  std::string text() const;
  // The product of the symbols' confidences: the chance that all are right if they err
  // independently.
  float confidence() const;
};

}  // namespace ziffer

#endif  // ZIFFER_CORE_READING_H_
