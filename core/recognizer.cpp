#include "core/recognizer.h"

#include <utility>

#include "core/image/decode.h"
#include "core/ink/normalize.h"
#include "core/ink/separate.h"
#include "core/nn/weights_file.h"

namespace ziffer {

Recognizer::Recognizer(Predictor predictor, const Calibration& calibration)
    : predictor_(std::move(predictor)), calibration_(calibration) {}

Result<Recognizer> Recognizer::load(std::span<const std::uint8_t> weights_file) {
  Result<WeightsFile> file = parse_weights(weights_file);
  if (!file) return file.error();
  if (file->network.input != Shape{kGlyphSide, kGlyphSide, 1})
    return Error{ErrorCode::kCorruptWeights, "the weights are of a network that reads no digits"};
  const Calibration calibration = file->calibration;
  Result<Predictor> predictor = checked_predictor(std::move(file).value());
  if (!predictor) return predictor.error();
  return Recognizer(std::move(predictor).value(), calibration);
}

Result<Reading> Recognizer::read_picture(std::span<const std::uint8_t> bytes) {
  const Result<GrayImage> picture = decode_image(bytes);
  if (!picture) return picture.error();
  const Result<InkImage> ink = separate_ink(*picture);
  if (!ink) return ink.error();
  return read_ink(*ink);
}

Result<Reading> Recognizer::read_strokes(std::span<const Stroke> strokes, float pen_width,
                                         int width, int height) {
  const Result<InkImage> ink = draw_strokes(strokes, pen_width, width, height);
  if (!ink) return ink.error();
  return read_ink(*ink);
}

Result<Reading> Recognizer::read_digit(std::span<const std::uint8_t> bytes) {
  const Result<GrayImage> picture = decode_image(bytes);
  if (!picture) return picture.error();
  const Box whole{0, 0, picture->width, picture->height};
  Result<InkImage> ink = separate_ink(*picture);
  const Segment segment{whole, ink ? without_specks(*ink) : InkImage(1, 1)};
  return read_segments({segment}, picture->width, picture->height);
}

Result<Reading> Recognizer::read_ink(const InkImage& ink) {
  const std::vector<Segment> segments = segment_digits(ink);
  if (segments.empty()) return Error{ErrorCode::kNoInk, "no digit found: there is no ink"};
  return read_segments(segments, ink.width, ink.height);
}

Reading Recognizer::read_segments(const std::vector<Segment>& segments, int width, int height) {
  std::vector<float> glyphs;
  glyphs.reserve(segments.size() * kGlyphSize);
  Reading reading;
  reading.width = width;
  reading.height = height;
  for (const Segment& segment : segments) {
    Symbol symbol;
    symbol.box = segment.box;
    symbol.glyph = normalize(segment.ink);
    glyphs.insert(glyphs.end(), symbol.glyph.begin(), symbol.glyph.end());
    reading.symbols.push_back(std::move(symbol));
  }
  const std::size_t row = static_cast<std::size_t>(outputs());
  std::vector<float> logits(segments.size() * row);
  classify(glyphs, static_cast<int>(segments.size()), logits);
  for (std::size_t i = 0; i < reading.symbols.size(); ++i)
    decide(std::span(logits).subspan(i * row, row), calibration_, reading.symbols[i]);
  Number number{0, reading.symbols.size(), 0, reading.symbols.front().box, 1};
  for (const Symbol& symbol : reading.symbols) {
    number.box = united(number.box, symbol.box);
    number.confidence *= symbol.confidence;
  }
  reading.numbers.push_back(number);
  return reading;
}

void Recognizer::classify(std::span<const float> glyphs, int count, std::span<float> logits) {
  predictor_.run(glyphs, count, logits);
}

std::string_view Recognizer::architecture() const { return predictor_.network().name; }

}  // namespace ziffer
