// Recognizer: handwriting in, Reading out. The public face of the core.
//
//   Result<Recognizer> recognizer = Recognizer::load(weights_bytes);
//   Result<Reading> reading = recognizer->read_picture(png_bytes);
//   if (reading) use(reading->text(), reading->confidence());
//
// bytes -> GrayImage -> InkImage -> Segments -> Glyphs -> logits -> Reading. It does not read
// files, print, or throw. One Recognizer serves one thread; load one for each.
#ifndef ZIFFER_CORE_RECOGNIZER_H_
#define ZIFFER_CORE_RECOGNIZER_H_

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/ink/components.h"
#include "core/ink/strokes.h"
#include "core/nn/predictor.h"
#include "core/reading.h"
#include "core/result.h"

namespace ziffer {

class Recognizer {
 public:
  // A weights file as weights_file.h defines it. Its golden batch is run before anything is read:
  // errors kCorruptWeights, kSelfTestFailed.
  static Result<Recognizer> load(std::span<const std::uint8_t> weights_file);

  // PNG or JPEG bytes. Errors: those of decode_image() and separate_ink().
  Result<Reading> read_picture(std::span<const std::uint8_t> bytes);

  // A drawing; see draw_strokes() for ranges and errors.
  Result<Reading> read_strokes(std::span<const Stroke> strokes, float pen_width, int width,
                               int height);

  // A picture known to hold one digit at most, such as a form's box: whatever ink there is makes
  // one symbol. A picture without ink gives a refused one. Errors: those of decode_image().
  Result<Reading> read_digit(std::span<const std::uint8_t> bytes);

  // Raw network outputs for `count` normalised 28x28 planes (count * 784 floats, 0..1): count *
  // outputs() logits.
  void classify(std::span<const float> glyphs, int count, std::span<float> logits);

  int outputs() const { return predictor_.network().output().channels; }  // 10, or 11 with no digit
  const Calibration& calibration() const { return calibration_; }
  std::string_view architecture() const;  // the preset's name, such as "classic"

 private:
  Recognizer(Predictor predictor, const Calibration& calibration);
  Result<Reading> read_ink(const InkImage& ink);
  Reading read_segments(const std::vector<Segment>& segments, int width, int height);

  Predictor predictor_;
  Calibration calibration_;
};

}  // namespace ziffer

#endif  // ZIFFER_CORE_RECOGNIZER_H_
