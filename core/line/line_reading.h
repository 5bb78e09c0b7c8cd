// LineReading: what a line reader answers for the ink of one word.
#ifndef ZIFFER_CORE_LINE_LINE_READING_H_
#define ZIFFER_CORE_LINE_LINE_READING_H_

#include <string>
#include <vector>

#include "core/geometry.h"
#include "core/reading.h"

namespace ziffer {

// One digit or separator of a line.
struct LineSymbol {
  int digit = -1;        // -1 for a separator
  char separator = 0;    // one of kSeparators; 0 for a digit
  Box box;               // around its ink, in the word's pixels
  float confidence = 0;  // of a digit: its probability among the ten; of a separator: among all
  Probabilities probabilities{};  // over the ten digits, where this symbol stands
  float no_digit = 0;             // probability of being none of the ten, 0..1
};

struct LineReading {
  std::vector<LineSymbol> symbols;  // left to right; empty when there is nothing to read
  float confidence = 0;             // that every symbol is right, 0..1
  // (columns, kLineClasses), natural logarithm: what the network saw (ctc.h).
  std::vector<float> log_probabilities;

  std::string text() const {
    std::string text;
    for (const LineSymbol& s : symbols)
      text += s.separator != 0 ? s.separator : static_cast<char>('0' + s.digit);
    return text;
  }
};

}  // namespace ziffer

#endif  // ZIFFER_CORE_LINE_LINE_READING_H_
