// WordReader: the ink of one word -> symbols, by two networks: one that reads single digits, and,
// if there is one, one that reads lines.
#ifndef ZIFFER_CORE_LINE_WORD_READER_H_
#define ZIFFER_CORE_LINE_WORD_READER_H_

#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "core/ink/components.h"
#include "core/line/sequence_reader.h"
#include "core/nn/predictor.h"
#include "core/reading.h"

namespace ziffer {

struct WordReading {
  std::vector<Symbol> symbols;  // left to right, boxes in the word's pixels
  float confidence = 0;         // that every symbol is right, 0..1
};

class WordReader {
 public:
  // `digits` reads 28x28 glyphs: 10 outputs, or 11 with no digit last.
  WordReader(Predictor digits, const Calibration& calibration)
      : digits_(std::move(digits)), calibration_(calibration) {}

  // From now on digits that touch and separators are read as well.
  void add_lines(SequenceReader lines) { lines_.emplace(std::move(lines)); }
  bool reads_lines() const { return lines_.has_value(); }

  // Two readings compete: the digits that stand apart, each by itself, and the line's string, each
  // digit of it once more by itself. Both networks give each reading a probability, and the greater
  // product wins. Where both see the same digits in the same places, their opinions are multiplied
  // digit by digit. What is too narrow for two digits is not read as a line. Without a network for
  // lines, digits must stand apart.
  //
  // There is always a symbol for a word with ink; where nothing can be read, one that is refused.
  WordReading read(const InkImage& word);

  // The ink that a digit of `word` was read from, by the box that read() gave it.
  static Segment ink_of(const InkImage& word, const Box& box);

  // The word as a single digit, whatever it looks like.
  WordReading read_digit(const Segment& segment);

  Predictor& digits() { return digits_; }
  const Predictor& digits() const { return digits_; }
  const Calibration& calibration() const { return calibration_; }

 private:
  std::vector<Symbol> read_segments(std::span<const Segment> segments);

  Predictor digits_;
  Calibration calibration_;
  std::optional<SequenceReader> lines_;
};

}  // namespace ziffer

#endif  // ZIFFER_CORE_LINE_WORD_READER_H_
