#include "core/line/word_reader.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/ink/crop.h"
#include "core/ink/normalize.h"

namespace ziffer {
namespace {

// A line's digit that this sure of itself is kept although the network for digits sees none there:
// where digits touch, it is shown a neighbour's strokes as well.
constexpr float kSure = 0.9F;

WordReading of_symbols(std::vector<Symbol> symbols) {
  WordReading reading{std::move(symbols), 1};
  for (const Symbol& symbol : reading.symbols) reading.confidence *= symbol.confidence;
  return reading;
}

bool any_refused(std::span<const Symbol> symbols) {
  return std::any_of(symbols.begin(), symbols.end(),
                     [](const Symbol& symbol) { return symbol.rejected(); });
}

// The segment that is this symbol's ink and no other's, if the ink came apart there by itself.
const Segment* alone(std::span<const Segment> segments, const Box& box) {
  for (const Segment& segment : segments) {
    const int shared = horizontal_overlap(segment.box, box);
    if (4 * shared >= 3 * segment.box.width() && 4 * shared >= 3 * box.width() &&
        vertical_overlap(segment.box, box) > 0)
      return &segment;
  }
  return nullptr;
}

Segment cut_out(const InkImage& word, const Box& box) {
  Segment segment{box, {}};
  static_cast<Plane&>(segment.ink) = cropped(word, box);
  return segment;
}

// The two opinions multiplied.
void combine(const LineSymbol& line, Symbol& symbol) {
  double total = 0;
  std::array<double, kClasses> product{};
  for (std::size_t k = 0; k < kClasses; ++k) {
    product[k] =
        static_cast<double>(line.probabilities[k]) * static_cast<double>(symbol.probabilities[k]);
    total += product[k];
  }
  if (total <= 0) return;
  for (std::size_t k = 0; k < kClasses; ++k)
    symbol.probabilities[k] = static_cast<float>(product[k] / total);
  const auto best = std::max_element(symbol.probabilities.begin(), symbol.probabilities.end());
  symbol.digit = static_cast<int>(best - symbol.probabilities.begin());
  symbol.confidence = *best;
}

}  // namespace

std::vector<Symbol> WordReader::read_segments(std::span<const Segment> segments) {
  std::vector<Symbol> symbols(segments.size());
  std::vector<float> glyphs;
  glyphs.reserve(segments.size() * kGlyphSize);
  for (std::size_t i = 0; i < segments.size(); ++i) {
    symbols[i].box = segments[i].box;
    symbols[i].glyph = normalize(segments[i].ink);
    glyphs.insert(glyphs.end(), symbols[i].glyph.begin(), symbols[i].glyph.end());
  }
  const std::size_t row = static_cast<std::size_t>(digits_.network().output().channels);
  std::vector<float> logits(segments.size() * row);
  digits_.run(glyphs, static_cast<int>(segments.size()), logits);
  for (std::size_t i = 0; i < symbols.size(); ++i)
    decide(std::span(logits).subspan(i * row, row), calibration_, symbols[i]);
  return symbols;
}

WordReading WordReader::read_digit(const Segment& segment) {
  return of_symbols(read_segments({&segment, 1}));
}

WordReading WordReader::read(const InkImage& word) {
  const std::vector<Segment> segments = segment_digits(word);
  if (segments.empty()) return {};
  std::vector<Symbol> apart = read_segments(segments);
  const bool refused = any_refused(apart);
  if (!lines_ || (segments.size() == 1 && !refused)) return of_symbols(std::move(apart));

  const LineReading line = lines_->read(word);
  // Digits that stand apart are known best one by one. The line is believed where some of them were
  // refused, or where it sees a separator between others, which alone may look like a digit.
  const bool separated = line.symbols.size() == segments.size() && line.confidence >= kSure &&
                         line.symbols.front().separator == 0 &&
                         line.symbols.back().separator == 0 &&
                         std::any_of(line.symbols.begin(), line.symbols.end(),
                                     [](const LineSymbol& s) { return s.separator != 0; });
  if (!refused && !separated) return of_symbols(std::move(apart));
  const auto digits = std::count_if(line.symbols.begin(), line.symbols.end(),
                                    [](const LineSymbol& s) { return s.separator == 0; });
  // One digit, refused by the network that knows digits best, is not saved by the other.
  if (digits == 0 || (segments.size() == 1 && digits == 1)) return of_symbols(std::move(apart));

  std::vector<Segment> pieces;
  std::vector<bool> came_apart;
  for (const LineSymbol& symbol : line.symbols) {
    const Segment* own = alone(segments, symbol.box);
    pieces.push_back(own != nullptr ? *own : cut_out(word, symbol.box));
    came_apart.push_back(own != nullptr);
  }
  WordReading reading{read_segments(pieces), line.confidence};
  bool same = true;
  for (std::size_t i = 0; i < reading.symbols.size(); ++i) {
    const LineSymbol& read = line.symbols[i];
    Symbol& symbol = reading.symbols[i];
    symbol.box = read.box;
    if (read.separator != 0) {
      symbol.separator = read.separator;
      symbol.digit = -1;
      symbol.confidence = read.confidence;
      symbol.refusal = Refusal::kNone;
      continue;
    }
    if (came_apart[i]) {
      combine(read, symbol);
    } else {
      symbol.digit = read.digit;
      symbol.probabilities = read.probabilities;
      symbol.confidence = read.confidence;
    }
    if (symbol.rejected() && read.confidence >= kSure && line.confidence >= kSure)
      symbol.refusal = Refusal::kNone;
    same = same && symbol.digit == read.digit;
  }
  // Where a digit has become another one, the line's own confidence is of a string not given.
  if (!same) reading.confidence = of_symbols(reading.symbols).confidence;
  return reading;
}

}  // namespace ziffer
