#include "core/line/word_reader.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/ink/crop.h"
#include "core/ink/normalize.h"
#include "core/line/ctc.h"

namespace ziffer {
namespace {

// A line's digit that this sure of itself is kept although the network for digits sees none there:
// where digits touch, it is shown a neighbour's strokes as well.
constexpr float kSure = 0.9F;
// No opinion of a single symbol speaks against a reading more strongly than this...
constexpr float kLeast = 0.01F;
// ...nor than this where it must be wrong often: on a digit cut out by guess, and on a separator,
// which has the shape of a digit. The line's opinion is bounded by kLeast for each symbol more or
// less.
constexpr float kLeastOfGuess = 0.1F;
// The line's reading counts for this much where it passes over ink as tall as digits.
constexpr float kTallUnread = 0.5F;

WordReading of_symbols(std::vector<Symbol> symbols) {
  WordReading reading{std::move(symbols), 1};
  for (const Symbol& symbol : reading.symbols) reading.confidence *= symbol.confidence;
  return reading;
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

double log_of(float probability, float least) {
  return static_cast<double>(std::log(std::max(probability, least)));
}

// Both opinions of one digit multiplied, as a product of experts (Hinton 2002).
void combine(const LineSymbol& line, Symbol& symbol) {
  double total = 0;
  std::array<double, kClasses> product{};
  for (std::size_t k = 0; k < kClasses; ++k) {
    product[k] = static_cast<double>(line.probabilities[k] * symbol.probabilities[k]);
    total += product[k];
  }
  if (total <= 0) return;
  for (std::size_t k = 0; k < kClasses; ++k)
    symbol.probabilities[k] = static_cast<float>(product[k] / total);
  const auto best = std::max_element(symbol.probabilities.begin(), symbol.probabilities.end());
  symbol.digit = static_cast<int>(best - symbol.probabilities.begin());
  symbol.confidence = *best;
}

Labels digits_of(const LineReading& line) {
  Labels digits;
  for (const LineSymbol& symbol : line.symbols) {
    if (symbol.separator == 0) digits.push_back(static_cast<std::uint8_t>(symbol.digit));
  }
  return digits;
}

Labels digits_of(std::span<const Symbol> apart) {
  Labels digits;
  for (const Symbol& symbol : apart) digits.push_back(static_cast<std::uint8_t>(symbol.digit));
  return digits;
}

// Whether some symbol of the line is this ink.
bool covers(const LineReading& line, const Box& box) {
  return std::any_of(line.symbols.begin(), line.symbols.end(), [&](const LineSymbol& symbol) {
    return 2 * horizontal_overlap(symbol.box, box) >= box.width() &&
           vertical_overlap(symbol.box, box) > 0;
  });
}

bool is_upright(const Box& box) { return 5 * box.width() < box.height(); }

// Too narrow for two digits side by side, if they are not 1s.
bool is_narrow(const Box& box) { return 20 * box.width() < 9 * box.height(); }

// The evidence for a reading is the log-probability that both networks give it.

// What the network for digits says of them one by one.
double apart_evidence(std::span<const Symbol> symbols) {
  double sum = 0;
  for (const Symbol& s : symbols) sum += log_of(s.confidence * (1 - s.no_digit), kLeast);
  return sum;
}

// What it says of the line's symbols, which are `read` by themselves; `own` is null where a piece
// had to be cut out.
double symbol_evidence(const LineReading& line, std::span<const Segment* const> own,
                       std::span<const Symbol> read) {
  double sum = 0;
  for (std::size_t i = 0; i < read.size(); ++i) {
    const LineSymbol& symbol = line.symbols[i];
    if (symbol.separator == 0) {
      const float probability = read[i].probabilities[static_cast<std::size_t>(symbol.digit)];
      sum +=
          log_of(probability * (1 - read[i].no_digit), own[i] != nullptr ? kLeast : kLeastOfGuess);
      continue;
    }
    if (own[i] != nullptr) sum += log_of(read[i].no_digit, kLeastOfGuess);
    // A slash leans; what stands upright is more likely a 1.
    if (symbol.separator == '/' && is_upright(symbol.box)) sum += std::log(kLeast);
  }
  return sum;
}

// All of the ink has to be accounted for: what the line passes over must be no digit, and what is
// as tall as digits is hardly nothing.
double unread_evidence(const LineReading& line, std::span<const Segment> segments,
                       std::span<const Symbol> apart) {
  int tallest = 0;
  for (const Segment& segment : segments) tallest = std::max(tallest, segment.box.height());
  double sum = 0;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const Box& box = segments[i].box;
    if (covers(line, box)) continue;
    const bool tall = 5 * box.height() >= 3 * tallest;
    sum += log_of((tall ? kTallUnread : 1) * apart[i].no_digit, kLeast);
  }
  return sum;
}

// What the line's network says of other digits than those it read, against these.
double line_advantage(const LineReading& line, const Labels& others) {
  const std::vector<float> likely = separators_as_blank(line.log_probabilities);
  const Labels digits = digits_of(line);
  const std::size_t more =
      std::max(digits.size(), others.size()) - std::min(digits.size(), others.size());
  const double least = static_cast<double>(std::max<std::size_t>(1, more)) * std::log(kLeast);
  const double difference =
      align(likely, others).log_probability - align(likely, digits).log_probability;
  return std::max(difference, least);
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

Segment WordReader::ink_of(const InkImage& word, const Box& box) {
  const std::vector<Segment> segments = segment_digits(word);
  const Segment* own = alone(segments, box);
  return own != nullptr ? *own : cut_out(word, box);
}

WordReading WordReader::read_digit(const Segment& segment) {
  return of_symbols(read_segments({&segment, 1}));
}

WordReading WordReader::read(const InkImage& word) {
  const std::vector<Segment> segments = segment_digits(word);
  if (segments.empty()) return {};
  std::vector<Symbol> apart = read_segments(segments);
  const bool one_digit =
      segments.size() == 1 && !apart.front().rejected() && is_narrow(segments.front().box);
  if (!lines_ || one_digit) return of_symbols(std::move(apart));

  const LineReading line = lines_->read(word);
  const Labels digits = digits_of(line);
  // One digit, refused by the network that knows digits best, is not saved by the other.
  if (digits.empty() || (segments.size() == 1 && digits.size() == 1))
    return of_symbols(std::move(apart));

  std::vector<const Segment*> own;  // of each symbol; null where it had to be cut out
  std::vector<Segment> pieces;
  for (const LineSymbol& symbol : line.symbols) {
    own.push_back(alone(segments, symbol.box));
    pieces.push_back(own.back() != nullptr ? *own.back() : cut_out(word, symbol.box));
  }
  WordReading reading{read_segments(pieces), line.confidence};
  const bool one_to_one = line.symbols.size() == segments.size() &&
                          digits.size() == segments.size() &&
                          std::find(own.begin(), own.end(), nullptr) == own.end();
  if (!one_to_one && digits != digits_of(apart)) {
    const double for_line =
        unread_evidence(line, segments, apart) + symbol_evidence(line, own, reading.symbols);
    if (apart_evidence(apart) + line_advantage(line, digits_of(apart)) >= for_line)
      return of_symbols(std::move(apart));
  }

  // Most letters of a printed word are refused, of a number few digits: a neighbour's stroke or the
  // paper spoils one here and there, and the line's network then speaks for it.
  const auto refused = std::count_if(reading.symbols.begin(), reading.symbols.end(),
                                     [](const Symbol& symbol) { return symbol.rejected(); });
  const bool mostly_digits = 2 * refused <= static_cast<long>(reading.symbols.size());
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
    if (own[i] != nullptr) {
      combine(read, symbol);
    } else {
      symbol.digit = read.digit;
      symbol.probabilities = read.probabilities;
      symbol.confidence = read.confidence;
    }
    if (symbol.rejected() && read.confidence >= kSure &&
        (mostly_digits || line.confidence >= kSure))
      symbol.refusal = Refusal::kNone;
    same = same && symbol.digit == read.digit;
  }
  // Where a digit has become another one, the line's own confidence is of a string not given.
  if (!same) reading.confidence = of_symbols(reading.symbols).confidence;
  return reading;
}

}  // namespace ziffer
