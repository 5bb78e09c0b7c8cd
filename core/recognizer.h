// Recognizer: handwriting in, Reading out. The public face of the core.
//
//   Result<Recognizer> recognizer = Recognizer::load(weights_bytes);
//   Result<Reading> reading = recognizer->read_picture(png_bytes);
//   if (reading) use(reading->text(), reading->confidence());
//
// bytes -> GrayImage -> Words -> symbols -> Reading. It does not read files, print, or throw. One
// Recognizer serves one thread; load one for each.
#ifndef ZIFFER_CORE_RECOGNIZER_H_
#define ZIFFER_CORE_RECOGNIZER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "core/ink/strokes.h"
#include "core/line/word_reader.h"
#include "core/page/words.h"
#include "core/page/working_page.h"
#include "core/reading.h"
#include "core/result.h"

namespace ziffer {

// How one symbol of a reading came about.
struct Explanation {
  std::size_t symbol = 0;  // which of Reading::symbols; all else is left empty if there is none
  Plane paper{0, 0};       // a picture's grey levels in the symbol's box; empty for a drawing
  Segment ink;             // what was taken for its ink, upright; the box in its word's pixels
  Point origin{0, 0};      // position on the page of `ink`'s pixel (0, 0)...
  Point across{1, 0};      // ...and the steps on the page to the next column...
  Point down{0, 1};        // ...and the next row
  Registration registration;
  std::vector<Activation> layers;  // of the network for digits, from its first step to its logits
};

class Recognizer {
 public:
  // A weights file as weights_file.h defines it. Its golden batch is run before anything is read:
  // errors kCorruptWeights, kSelfTestFailed.
  static Result<Recognizer> load(std::span<const std::uint8_t> weights_file);

  // The weights of a network that reads lines (SequenceReader): with it, digits that touch and
  // separators are read as well. Empty on success. Errors: as load()'s.
  std::optional<Error> add_lines(std::span<const std::uint8_t> weights_file);

  // PNG or JPEG bytes: all numbers on it. Words in which there is mostly nothing to read are left
  // out, unless a small picture (separate.h) holds a single one. So are those that are less likely
  // numbers than something else, where most words of the picture are something else; the small
  // digits carried above a sum's numbers; and, on a page of four words or more, lone digits in
  // doubt. A strip (strip.h) is read as one number with all that is on it, and only where symbols
  // of it are refused word by word.
  //
  // A small picture of no word or of several, of which symbols are refused, on which there is no
  // number, or a digit or two under uneven light, or which shows a desk around its paper, is read
  // enlarged as well, as a page, and so the answer if that shows more. Then it is read once more as
  // one with the edges of shadows on it, and, if there is still no number, with all of its ink as
  // one, which must be sure. A lone digit that may be a shadow which runs off it is refused. A
  // large picture without a number is read as a close-up, whose strokes are too wide for a page's.
  // A page of which little is sure is read sideways and upside down as well, and so the answer if
  // far more is sure then; boxes are in the picture's pixels all the same.
  //
  // `explanation`, if given, is filled for its symbol. Errors: those of decode_image() and
  // find_words(); kNoInk, too, when no word is a number.
  Result<Reading> read_picture(std::span<const std::uint8_t> bytes,
                               Explanation* explanation = nullptr);

  // A strip cut out of a page, known to hold one number at most: its ink is one word. Errors: those
  // of decode_image() and separate_ink().
  Result<Reading> read_line(std::span<const std::uint8_t> bytes);

  // A drawing; see draw_strokes() for ranges and errors. `explanation` as above.
  Result<Reading> read_strokes(std::span<const Stroke> strokes, float pen_width, int width,
                               int height, Explanation* explanation = nullptr);

  // A picture known to hold one digit at most, such as a form's box: whatever ink there is makes
  // one symbol. A picture without ink gives a refused one. Errors: those of decode_image().
  Result<Reading> read_digit(std::span<const std::uint8_t> bytes);

  // Raw network outputs for `count` normalised 28x28 planes (count * 784 floats, 0..1): count *
  // outputs() logits.
  void classify(std::span<const float> glyphs, int count, std::span<float> logits);

  int outputs() const { return network().output().channels; }  // 10, or 11 with no digit
  const Calibration& calibration() const { return reader_.calibration(); }
  std::string_view architecture() const;  // the preset's name, such as "pen"

 private:
  explicit Recognizer(WordReader reader) : reader_(std::move(reader)) {}
  const Network& network() const { return reader_.digits().network(); }
  // What a view of a picture shows.
  struct Seen {
    Result<Reading> reading;
    Shadows shadows;
    std::size_t words;  // that were looked at
    bool strip;         // whether they are one number
    Explanation explanation;
  };
  // With the explanation of the symbol that is asked for, if any is.
  Seen look(const WorkingPage& view, Shadows shadows, const Explanation* asked);
  // Fills words and strip of `seen`, whose shadows are given.
  Result<Reading> read_view(const WorkingPage& view, Seen& seen, Explanation* explanation);
  // What was seen of a page, or what is seen of it turned, where that is surer.
  Seen surest_turn(const WorkingPage& view, Seen upright, const Explanation* asked);
  // All of a picture's ink as one number.
  Result<Reading> read_whole(const GrayImage& picture, Explanation* explanation);
  // A picture shows what its owner did not write, too; the ink of drawings and strips is all meant.
  // A digit that fills a small picture may run off it; a small picture enlarged is a page.
  enum class Source { kInk, kSmallPicture, kPage };
  Result<Reading> read_words(std::span<const Word> words, int width, int height, Source source,
                             Explanation* explanation = nullptr);
  void explain(const Word& word, const Box& symbol, Explanation& explanation);

  WordReader reader_;
};

}  // namespace ziffer

#endif  // ZIFFER_CORE_RECOGNIZER_H_
