// SequenceReader: reads a word's ink as one line, digits and separators together, without cutting
// it into digits first: a fully convolutional network (presets.h, line()) and connectionist
// temporal classification (ctc.h).
#ifndef ZIFFER_CORE_LINE_SEQUENCE_READER_H_
#define ZIFFER_CORE_LINE_SEQUENCE_READER_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/image/gray_image.h"
#include "core/line/ctc.h"
#include "core/line/line_reading.h"
#include "core/line/normalize_line.h"
#include "core/nn/calibration.h"
#include "core/nn/predictor.h"
#include "core/result.h"

namespace ziffer {

// Where on a word, in its pixels, each of `count` symbols has its middle: the mean of the columns
// in which the paths of their alignment are at it.
std::vector<float> symbol_centres(const Alignment& alignment, std::size_t count,
                                  const LinePlane& line);

class SequenceReader {
 public:
  // A weights file of the preset line (weights_file.h). Its golden batch is run first. Errors:
  // kCorruptWeights, also for a network that does not read lines; kSelfTestFailed.
  static Result<SequenceReader> load(std::span<const std::uint8_t> weights_file);

  // `predictor` is of the preset line, or another of kLineRows rows that gives kLineClasses a
  // column in the same places; it may be of any width.
  SequenceReader(Predictor predictor, const Calibration& calibration);

  // The most probable string of `allowed` symbols, of which there is at least one. Boxes lie in the
  // word's pixels. Without ink, or where nothing is the most probable reading, there are no
  // symbols.
  LineReading read(const InkImage& word, std::string_view allowed = kLineSymbols);

  // The parts, for training and tests.

  // (columns, kLineClasses) log-probabilities of the whole plane with bare paper around it, exactly
  // as one network of any width would give them: output column c, which is centred on the plane's
  // column 4c + 20, sees 56 columns, so windows overlap by that, and what is padded at their ends
  // is not used.
  std::vector<float> log_probabilities(const LinePlane& line);

  // Strings and their probabilities, best first: they add up to 1 over the strings that the search
  // kept. Probabilities are raised to the power 1 / temperature before that.
  std::vector<Hypothesis> hypotheses(std::span<const float> log_probabilities) const;

 private:
  Predictor predictor_;
  Calibration calibration_;
};

}  // namespace ziffer

#endif  // ZIFFER_CORE_LINE_SEQUENCE_READER_H_
