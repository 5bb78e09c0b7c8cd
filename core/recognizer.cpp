#include "core/recognizer.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "core/image/decode.h"
#include "core/ink/components.h"
#include "core/ink/crop.h"
#include "core/ink/separate.h"
#include "core/ink/shadows.h"
#include "core/nn/weights_file.h"
#include "core/page/quarter_turn.h"
#include "core/page/strip.h"
#include "core/page/words.h"

namespace ziffer {
namespace {

// How many words make a picture a page, on which letters, lines and creases are more likely than a
// lone digit that the network is not sure of...
constexpr int kPageWords = 4;
// ...to this degree: its probability among all classes, no digit included.
constexpr float kSureOnPage = 0.6F;

bool is_doubtful_digit(const WordReading& reading) {
  const Symbol& symbol = reading.symbols.front();
  return reading.symbols.size() == 1 && symbol.confidence * (1 - symbol.no_digit) < kSureOnPage;
}

// A word that is no number: more than half of its symbols are refused.
bool is_number(const WordReading& reading) {
  const auto refused = std::count_if(reading.symbols.begin(), reading.symbols.end(),
                                     [](const Symbol& symbol) { return symbol.rejected(); });
  return 2 * static_cast<std::size_t>(refused) <= reading.symbols.size();
}

// The odds that a word of a picture is a number: by the confidence of its reading, no more of it
// for a long one than for two of its symbols, since a wrong digit among ten makes no letters of
// them; by the mean of what the network for digits says of its symbols, which one refused symbol
// alone does not sink; by its length, as letters are seldom taken for many digits in a row; and by
// how many of the picture's `others` words are numbers (to either kind of which half a one is
// added), since among a hundred words of print five look like numbers.
double odds_of(const WordReading& reading, int numbers, int others) {
  constexpr float kLeast = 1e-4F;
  constexpr float kMost = 0.998F;  // letters are taken for digits with more
  constexpr float kCounted = 2;    // symbols, of the confidence
  constexpr double kShort = 3;     // symbols, above which a word's length speaks for it
  float sum = 0;
  for (const Symbol& symbol : reading.symbols) {
    const float digit = symbol.separator != 0 ? 1.0F : 1 - symbol.no_digit;
    sum += std::log(std::max(kLeast, symbol.confidence * digit));
  }
  const auto count = static_cast<float>(reading.symbols.size());
  sum += std::min(count, kCounted) * std::log(std::max(kLeast, reading.confidence));
  const double sure = std::clamp(std::exp(sum / count), kLeast, kMost);
  const double length = std::max(1.0, static_cast<double>(count) / kShort);
  return length * sure / (1 - sure) * (numbers + 0.5) / (others - numbers + 0.5);
}

// Fewer, and a word is left out; a lone digit, which any stroke may be, needs more. Chosen on pages
// of training letters, the even pages of phone-sums, and composed pages; that a refused symbol must
// not sink a number showed on odd pages, which are reported.
constexpr double kLeastOdds = 1;
constexpr double kLeastOddsOfLone = 5;
constexpr double kLeastOddsOfLoneOne = 25;  // every upright stroke, blot and crease is one

// Confidence of what is read without the shadows that ran off a small picture, from which that is
// the answer.
constexpr float kSureAgain = 0.95F;
// An edge of a shadow, or what is left of a stroke, is read as no more symbols than these.
constexpr std::size_t kMostOfEdge = 2;
// Confidence of what is read of a close-up: blots have been taken for numbers with less.
constexpr float kSureCloseUp = 0.97F;

bool is_all_ones(const Number& number, const Reading& reading) {
  const std::span<const Symbol> symbols = reading.symbols_of(number);
  return std::all_of(symbols.begin(), symbols.end(),
                     [](const Symbol& symbol) { return symbol.digit == 1; });
}

// Of its tallest digit: its box is taller where it climbs or has a slash.
int digit_height(const Number& number, const Reading& reading) {
  int tallest = 0;
  for (const Symbol& symbol : reading.symbols_of(number)) {
    if (symbol.separator == 0) tallest = std::max(tallest, symbol.box.height());
  }
  return tallest;
}

// One or two digits far smaller than a longer number just below them: what is carried or borrowed
// in a sum, not a number of the page. The nearest true numbers of 60 photographed sums are three
// quarters as tall as their neighbours, carries under two thirds, but for 1s: those are carried
// most often, and may be nearly as tall when they stand close.
bool is_carry(const Number& number, const Reading& reading) {
  constexpr std::size_t kMostCarried = 2;
  const Box& box = number.box;
  const int own = digit_height(number, reading);
  const bool ones = is_all_ones(number, reading);
  return std::any_of(reading.numbers.begin(), reading.numbers.end(), [&](const Number& other) {
    const Box& below = other.box;
    const int height = digit_height(other, reading);
    const int middle = (box.left + box.right) / 2;
    const int apart = below.top - box.bottom;
    const bool small = number.count <= kMostCarried && other.count > number.count &&
                       3 * own < 2 * height && apart < below.height();
    const bool small_ones = ones && other.count > 1 && other.count >= number.count &&
                            20 * own < 17 * height && 20 * apart < 7 * height;
    return (small || small_ones) && middle > below.left - height / 2 &&
           middle < below.right + height / 2 && box.bottom < below.top + height / 2;
  });
}

Reading without_carries(Reading reading) {
  Reading kept{{}, {}, reading.width, reading.height};
  for (Number number : reading.numbers) {
    if (is_carry(number, reading)) continue;
    const auto first = reading.symbols.begin() + static_cast<std::ptrdiff_t>(number.first);
    number.first = kept.symbols.size();
    kept.symbols.insert(kept.symbols.end(), first,
                        first + static_cast<std::ptrdiff_t>(number.count));
    kept.numbers.push_back(number);
  }
  return kept;
}

// Whether a word is a block of writing that was not parted into words: it takes up much of a page,
// in more pieces than a digit falls into.
bool is_block(const Word& word, int width, int height) {
  constexpr long kLargest = 8;  // times that the word fits on the page
  constexpr std::size_t kMostPieces = 40;
  const long area = long{word.box.width()} * word.box.height();
  return kLargest * area > long{width} * height &&
         find_components(word.ink).list.size() > kMostPieces;
}

// Whether a lone digit runs off the picture, as shadows do.
bool has_cut_digit(const Reading& reading) {
  return std::any_of(reading.numbers.begin(), reading.numbers.end(), [&](const Number& number) {
    return number.count == 1 && touches_border(number.box, reading.width, reading.height, 1);
  });
}

// Whether a reading without shadows can stand for one in which a lone digit runs off the picture:
// nothing runs off, it is sure, and no lone 1, as which is read what is left of a digit that went
// with the shadow.
bool is_cleared(const Reading& reading) {
  const auto is_lone_one = [&](const Number& number) {
    return number.count == 1 && reading.symbols[number.first].digit == 1;
  };
  return !has_cut_digit(reading) && reading.confidence() >= kSureAgain &&
         std::none_of(reading.numbers.begin(), reading.numbers.end(), is_lone_one);
}

// Whether what was read of a picture may be the edge of a shadow: one digit, or two in pieces.
bool may_be_shadow(const Result<Reading>& reading, const GrayImage& picture) {
  return !reading || reading->rejected() || has_cut_digit(*reading) ||
         (reading->symbols.size() <= kMostOfEdge && may_be_shaded(picture));
}

// Whether what was read of a small picture is a shadow that runs off it: a lone digit on unevenly
// lit paper that is not sure, or a 1, or two, in a corner or as wide as no 1 is. Of a picture as
// narrow as a 1 a digit fills all.
bool is_shadow(const Reading& reading, const GrayImage& picture) {
  constexpr float kSure = 0.9F;
  const Number& number = reading.numbers.front();
  const Box& box = number.box;
  if (reading.numbers.size() > 1 || number.count > kMostOfEdge ||
      !touches_border(box, picture.width, picture.height, 1) || !may_be_shaded(picture))
    return false;
  const bool unsure = number.confidence < kSure;
  if (!is_all_ones(number, reading)) return unsure && number.count == 1;
  const bool beside = box.left <= 1 || box.right >= picture.width - 1;
  const bool above = box.top <= 1 || box.bottom >= picture.height - 1;
  const bool corner = beside && above && 2 * picture.width > picture.height;
  return unsure || corner || (number.count == 1 && 2 * box.width() > box.height());
}

// Whether `again`, read as of a picture whose shadows have edges, is the answer instead of `first`.
bool replaces(const Result<Reading>& again, const Result<Reading>& first) {
  if (!again || again->rejected()) return false;
  return !first || first->rejected() || is_cleared(*again);
}

// The longer side, in pixels, of the smallest picture that is read as a page.
constexpr int kSmallestPage = 100;

std::ptrdiff_t count_digits(const Reading& reading) {
  return std::count_if(reading.symbols.begin(), reading.symbols.end(), [](const Symbol& symbol) {
    return symbol.separator == 0 && !symbol.rejected();
  });
}

// Whether one digit was read, sure though it may be refused: it may fill the picture, with a stroke
// as wide as a sheet of paper.
bool is_sure_digit(const Result<Reading>& reading) {
  return reading && reading->symbols.size() == 1 && reading->confidence() >= kSureAgain;
}

// Whether `again`, read of a small picture as of a page, is the answer instead of `first`, which is
// no sure digit: it has more digits, not only 1s, which every edge is, and not as many numbers as
// were read, none refused, before.
bool shows_more(const Reading& again, const Result<Reading>& first) {
  if (std::all_of(again.numbers.begin(), again.numbers.end(),
                  [&](const Number& number) { return is_all_ones(number, again); }))
    return false;
  if (!first) return true;
  const bool number = first->symbols.size() > 1 && first->numbers.size() == again.numbers.size() &&
                      !first->rejected();
  return !number && !again.rejected() && count_digits(again) > count_digits(*first);
}

// Whether all of a small picture's ink, of which no word is a number, is one: sure, of two digits
// and more, none refused, and not only 1s, which every two edges are.
bool is_sure_number(const Result<Reading>& whole) {
  return whole && !whole->rejected() && whole->symbols.size() > 1 &&
         whole->confidence() >= kSureAgain && !is_all_ones(whole->numbers.front(), *whole);
}

// The longer side of a picture, in pixels, on which a digit that fills it is looked for: its
// strokes are narrower there than what the paper's light is measured over, and there is less noise.
constexpr int kCloseUpSide = 240;

// How tall a reading's tallest number is, as a share of the picture's longer side.
double tallest_of(const Reading& reading) {
  int tallest = 0;
  for (const Number& number : reading.numbers) tallest = std::max(tallest, number.box.height());
  return static_cast<double>(tallest) / std::max(reading.width, reading.height);
}

// Whether a large picture of which this was read may be a close-up: of a stroke wider than a page's
// only pieces are left.
bool may_be_close_up(const Result<Reading>& reading) {
  constexpr double kPiece = 1.0 / 12;
  return !reading || (reading->symbols.size() <= kMostOfEdge &&
                      (reading->rejected() || tallest_of(*reading) < kPiece));
}

// Whether what was read of a close-up is one: large, sure, all of it on the picture, and not only
// 1s, which blots, folds and the edges of paper are.
bool is_close_up(const Result<Reading>& reading) {
  constexpr double kLarge = 1.0 / 8;
  if (!reading || reading->rejected() || tallest_of(*reading) < kLarge ||
      reading->confidence() < kSureCloseUp)
    return false;
  const int edge = std::max(reading->width, reading->height) / kCloseUpSide + 1;
  return std::none_of(reading->numbers.begin(), reading->numbers.end(), [&](const Number& number) {
    return is_all_ones(number, *reading) ||
           touches_border(number.box, reading->width, reading->height, edge);
  });
}

// How much speaks for a page being the right way up: the digits of numbers that are surely read,
// but for lone ones, as which other things are read most, and for 0, 1, 6, 8 and 9, which are
// digits upside down as well.
int upright_digits(const Reading& reading) {
  constexpr float kSureNumber = 0.9F;
  std::ptrdiff_t digits = 0;
  for (const Number& number : reading.numbers) {
    if (number.count < 2 || number.confidence < kSureNumber) continue;
    const std::span<const Symbol> symbols = reading.symbols_of(number);
    digits += std::count_if(symbols.begin(), symbols.end(), [](const Symbol& symbol) {
      return symbol.digit == 7 || (symbol.digit > 1 && symbol.digit < 6);
    });
  }
  return static_cast<int>(digits);
}

// Whether a page of so many words may lie on its side, where every digit stands alone, or upside
// down.
bool may_be_turned(const Result<Reading>& reading, std::size_t words) {
  constexpr float kDoubtful = 0.75F;  // mean confidence of symbols
  if (!reading) return words > 1;
  float sum = 0;
  for (const Number& number : reading->numbers)
    sum += number.confidence * static_cast<float>(number.count);
  const std::size_t symbols = reading->symbols.size();
  return sum < kDoubtful * static_cast<float>(symbols) ||
         (words >= kPageWords && 2 * symbols < 3 * reading->numbers.size());
}

// A plane's own ink as a word on itself.
Word as_word(InkImage ink) {
  const Box box{0, 0, ink.width, ink.height};
  return {box, 0, std::move(ink), {0, 0}, {1, 0}, {0, 1}};
}

}  // namespace

Result<Recognizer> Recognizer::load(std::span<const std::uint8_t> weights_file) {
  Result<WeightsFile> file = parse_weights(weights_file);
  if (!file) return file.error();
  if (file->network.input != Shape{kGlyphSide, kGlyphSide, 1})
    return Error{ErrorCode::kCorruptWeights, "the weights are of a network that reads no digits"};
  const Calibration calibration = file->calibration;
  Result<Predictor> predictor = checked_predictor(std::move(file).value());
  if (!predictor) return predictor.error();
  predictor->forget_parameters();
  return Recognizer(WordReader(std::move(predictor).value(), calibration));
}

std::optional<Error> Recognizer::add_lines(std::span<const std::uint8_t> weights_file) {
  Result<SequenceReader> lines = SequenceReader::load(weights_file);
  if (!lines) return lines.error();
  reader_.add_lines(std::move(lines).value());
  return std::nullopt;
}

Result<Reading> Recognizer::read_picture(std::span<const std::uint8_t> bytes,
                                         Explanation* explanation) {
  const Result<GrayImage> picture = decode_image(bytes);
  if (!picture) return picture.error();
  const WorkingPage own(*picture);
  Seen seen = look(own, Shadows::kSoft, explanation);
  bool small = is_small_page(*picture);
  const bool shaded = small && may_be_shadow(seen.reading, *picture);
  // A page all the same: its strokes are about as thin as its pixels, or there are shadows on it,
  // or more than paper.
  std::optional<WorkingPage> enlarged;
  if (small && std::max(picture->width, picture->height) >= kSmallestPage &&
      (seen.words >= kPageWords ||
       (!is_sure_digit(seen.reading) &&
        ((seen.words != 1 && !seen.strip) || shaded || desk_on(*picture) != Desk::kNone)))) {
    Seen again = look(enlarged.emplace(*picture, WorkingPage::Enlarged::kToPage), Shadows::kSoft,
                      explanation);
    if (again.reading && (seen.words >= kPageWords || shows_more(*again.reading, seen.reading))) {
      seen = std::move(again);
      small = false;
    }
  }
  const WorkingPage& page = small || !enlarged ? own : *enlarged;
  if (!small && desk_on(page.picture()) == Desk::kDoubtful) {
    Seen again = look(page, Shadows::kNone, explanation);
    // Where it is a shadow, not a desk, what is written in it is lost.
    if (again.reading &&
        !(seen.reading && upright_digits(*seen.reading) > upright_digits(*again.reading)))
      seen = std::move(again);
  }
  if (!small && may_be_turned(seen.reading, seen.words))
    seen = surest_turn(page, std::move(seen), explanation);
  if (small ? shaded : may_be_close_up(seen.reading)) {
    const WorkingPage close(*picture, kCloseUpSide);
    float best = 0;
    const Result<Reading> first = seen.reading;
    for (const Shadows shadows : {Shadows::kSoft, Shadows::kEdged}) {
      if (shadows == Shadows::kSoft && &close.picture() == &*picture) continue;  // done
      Seen again = look(close, shadows, explanation);
      if (!(small ? replaces(again.reading, first) : is_close_up(again.reading)) ||
          again.reading->confidence() <= best)
        continue;
      best = again.reading->confidence();
      seen = std::move(again);
    }
  }
  if (explanation != nullptr) *explanation = std::move(seen.explanation);
  Result<Reading> reading = std::move(seen.reading);
  // Digits may have come apart so that no word of them is a number.
  if (small && !reading) {
    Result<Reading> whole = read_whole(*picture, explanation);
    if (is_sure_number(whole)) reading = std::move(whole);
  }
  if (reading && explanation != nullptr && explanation->symbol < reading->symbols.size()) {
    const Box& box = reading->symbols[explanation->symbol].box;
    // A turned word's box may reach over the edge.
    explanation->paper = cropped(
        *picture, {std::max(0, box.left), std::max(0, box.top), std::min(picture->width, box.right),
                   std::min(picture->height, box.bottom)});
  }
  return reading;
}

Recognizer::Seen Recognizer::surest_turn(const WorkingPage& view, Seen upright,
                                         const Explanation* asked) {
  constexpr int kLeast = 2;
  const GrayImage& page = view.page();
  int best = upright.reading ? std::max(kLeast, 2 * upright_digits(*upright.reading)) : kLeast;
  Seen surest = std::move(upright);
  const Shadows shadows = surest.shadows;
  GrayImage turned = view.picture();
  for (int turns = 1; turns < 4; ++turns) {
    turned = quarter_turned(turned);
    Seen again = look(WorkingPage(turned), shadows, asked);
    if (!again.reading || upright_digits(*again.reading) < best) continue;
    best = upright_digits(*again.reading) + 1;
    const TurnBack back{turns, turned.width, turned.height, page.width, page.height};
    for (Symbol& symbol : again.reading->symbols) symbol.box = back.box(symbol.box);
    for (Number& number : again.reading->numbers) number.box = back.box(number.box);
    again.reading->width = page.width;
    again.reading->height = page.height;
    Explanation& explanation = again.explanation;
    explanation.origin = back.place(explanation.origin);
    explanation.across = back.step(explanation.across);
    explanation.down = back.step(explanation.down);
    surest = std::move(again);
  }
  return surest;
}

Recognizer::Seen Recognizer::look(const WorkingPage& view, Shadows shadows,
                                  const Explanation* asked) {
  Seen seen{Error{}, shadows, 0, false, {}};
  if (asked != nullptr) seen.explanation.symbol = asked->symbol;
  seen.reading = read_view(view, seen, asked != nullptr ? &seen.explanation : nullptr);
  return seen;
}

Result<Reading> Recognizer::read_view(const WorkingPage& view, Seen& seen,
                                      Explanation* explanation) {
  const GrayImage& picture = view.picture();
  InkImage ruled;
  Result<std::vector<Word>> words =
      find_words(picture, seen.shadows, reader_.reads_lines() ? &ruled : nullptr);
  if (!words) return words.error();
  seen.words = words->size();
  std::optional<Word> strip =
      reader_.reads_lines() ? find_strip(picture, *words, std::move(ruled)) : std::nullopt;
  seen.strip = strip.has_value();
  for (Word& word : *words) view.to_page(word);
  if (strip) view.to_page(*strip);
  const Source source =
      is_small_page(view.page()) && is_small_page(picture) ? Source::kSmallPicture : Source::kPage;
  const auto read = [&](std::span<const Word> list) {
    return read_words(list, view.page().width, view.page().height, source, explanation);
  };
  Result<Reading> reading = read(strip ? std::span(&*strip, 1) : std::span(*words));
  // What is left on a strip besides digits may be too much for the networks.
  if (strip && (!reading || reading->rejected())) {
    Result<Reading> apart = read(*words);
    if (apart || !reading) reading = std::move(apart);
  }
  if (source == Source::kSmallPicture && reading && is_shadow(*reading, view.page())) {
    for (Symbol& symbol : reading->symbols) symbol.refusal = Refusal::kNoDigit;
  }
  return reading;
}

Result<Reading> Recognizer::read_line(std::span<const std::uint8_t> bytes) {
  const Result<GrayImage> picture = decode_image(bytes);
  if (!picture) return picture.error();
  return read_whole(*picture, nullptr);
}

Result<Reading> Recognizer::read_whole(const GrayImage& picture, Explanation* explanation) {
  Result<InkImage> ink = separate_ink(picture);
  if (!ink) return ink.error();
  const Word word = as_word(std::move(ink).value());
  return read_words({&word, 1}, picture.width, picture.height, Source::kInk, explanation);
}

Result<Reading> Recognizer::read_strokes(std::span<const Stroke> strokes, float pen_width,
                                         int width, int height, Explanation* explanation) {
  const Result<InkImage> ink = draw_strokes(strokes, pen_width, width, height);
  if (!ink) return ink.error();
  return read_words(find_words(*ink), width, height, Source::kInk, explanation);
}

Result<Reading> Recognizer::read_digit(std::span<const std::uint8_t> bytes) {
  const Result<GrayImage> picture = decode_image(bytes);
  if (!picture) return picture.error();
  const WorkingPage close(*picture, kCloseUpSide);
  const GrayImage& view = close.picture();
  const Box whole{0, 0, picture->width, picture->height};
  // With the ink's box, by which it is known whether it runs off.
  const auto read = [&](const Result<InkImage>& ink) -> Result<Reading> {
    InkImage digit = ink ? without_specks(*ink) : InkImage(1, 1);
    const Box box = ink_box(digit);
    WordReading reading = reader_.read_digit({whole, std::move(digit)});
    return Reading{
        std::move(reading.symbols), {{0, 1, 0, box, reading.confidence}}, view.width, view.height};
  };
  Result<Reading> reading = read(separate_ink(view));
  if (may_be_shadow(reading, view)) {
    Result<Reading> again = read(separate_page_ink(view, Shadows::kEdged));
    if (replaces(again, reading)) reading = std::move(again);
  }
  reading->numbers.front().box = whole;
  reading->width = picture->width;
  reading->height = picture->height;
  return reading;
}

void Recognizer::explain(const Word& word, const Box& symbol, Explanation& explanation) {
  explanation.ink = WordReader::ink_of(word.ink, symbol);
  const Box& box = explanation.ink.box;
  const float x = static_cast<float>(box.left);
  const float y = static_cast<float>(box.top);
  explanation.origin = {word.origin.x + x * word.across.x + y * word.down.x,
                        word.origin.y + x * word.across.y + y * word.down.y};
  explanation.across = word.across;
  explanation.down = word.down;
  const Glyph glyph = normalize(explanation.ink.ink, &explanation.registration);
  explanation.layers = reader_.digits().activations(glyph);
}

Result<Reading> Recognizer::read_words(std::span<const Word> words, int width, int height,
                                       Source source, Explanation* explanation) {
  std::vector<WordReading> readings;
  int numbers = 0;
  for (const Word& word : words) {
    readings.push_back(reader_.read(word.ink));
    if (!readings.back().symbols.empty() && is_number(readings.back())) ++numbers;
  }
  const int count = static_cast<int>(words.size());
  const bool large = source == Source::kPage;
  // Ink that runs off a page is cut, and a stroke that does is rather a shadow's edge than a 1.
  const auto is_wanted = [&](const Word& word, const WordReading& read) {
    if (read.symbols.empty()) return false;
    const bool number = is_number(read);
    if (source == Source::kInk) return count == 1 || number;
    if (!number) return count == 1 && !large;
    const bool lone = read.symbols.size() == 1;
    if (lone && large &&
        (touches_border(word.box, width, height, 1) || is_block(word, width, height)))
      return false;
    if (count >= kPageWords && is_doubtful_digit(read)) return false;
    if (count == 1) return !large || !lone || odds_of(read, 0, 0) >= kLeastOdds;
    const double odds = odds_of(read, std::max(0, numbers - 1), count - 1);
    if (!lone) return odds >= kLeastOdds;
    return odds >= (read.symbols.front().digit == 1 ? kLeastOddsOfLoneOne : kLeastOddsOfLone);
  };

  // What is left out is no number that would speak for the others.
  std::vector<bool> kept(words.size());
  for (int before = numbers + 1; numbers < before;) {
    before = numbers;
    int left = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
      kept[i] = is_wanted(words[i], readings[i]);
      if (kept[i] && is_number(readings[i])) ++left;
    }
    numbers = left;
  }

  // Where each symbol came from: its word and its box there, and its box on the page, by which it
  // is known when carries have been taken out.
  struct Place {
    const Word* word;
    Box in_word;
    Box on_page;
  };
  std::vector<Place> places;
  Reading reading;
  reading.width = width;
  reading.height = height;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const Word& word = words[i];
    WordReading& read = readings[i];
    if (!kept[i]) continue;
    Number number{reading.symbols.size(), read.symbols.size(), word.line, {}, read.confidence};
    for (Symbol& symbol : read.symbols) {
      const Box in_word = symbol.box;
      symbol.box = word.on_page(in_word);
      if (explanation != nullptr) places.push_back({&word, in_word, symbol.box});
      number.box = number.box.width() > 0 ? united(number.box, symbol.box) : symbol.box;
      reading.symbols.push_back(std::move(symbol));
    }
    reading.numbers.push_back(number);
  }
  if (reading.numbers.empty()) {
    return Error{ErrorCode::kNoInk, words.empty() ? "no digit found: there is no ink"
                                                  : "no number found: the ink on it is none"};
  }
  reading = without_carries(std::move(reading));
  int line = -1;
  int before = -1;
  for (Number& number : reading.numbers) {
    if (number.line != before) ++line;
    before = std::exchange(number.line, line);
  }
  if (explanation != nullptr && explanation->symbol < reading.symbols.size()) {
    const Box& wanted = reading.symbols[explanation->symbol].box;
    const auto place = std::find_if(places.begin(), places.end(),
                                    [&](const Place& p) { return p.on_page == wanted; });
    explain(*place->word, place->in_word, *explanation);
  }
  return reading;
}

void Recognizer::classify(std::span<const float> glyphs, int count, std::span<float> logits) {
  reader_.digits().run(glyphs, count, logits);
}

std::string_view Recognizer::architecture() const { return network().name; }

}  // namespace ziffer
