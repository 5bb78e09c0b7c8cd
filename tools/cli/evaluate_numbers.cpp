#include "tools/cli/evaluate_numbers.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <variant>

#include "core/image/decode.h"
#include "core/image/resample.h"
#include "core/nn/weights_file.h"
#include "core/page/quarter_turn.h"
#include "core/train/chance.h"
#include "core/train/page_composer.h"
#include "core/train/sheets.h"
#include "tools/cli/annotate.h"
#include "tools/cli/files.h"
#include "tools/cli/number_report.h"
#include "tools/cli/number_sets.h"
#include "tools/cli/png.h"
#include "tools/cli/sets.h"
#include "tools/cli/text.h"

namespace ziffer::cli {
namespace {

using Json = nlohmann::ordered_json;

Result<Reading> read_drawing(Recognizer& recognizer, const std::vector<Stroke>& strokes) {
  const Board board = on_board(strokes);
  return recognizer.read_strokes(board.strokes, board.pen_width, board.width, board.height);
}

GrayImage picture_of(const NumberSample& sample) {
  if (const auto* bytes = std::get_if<Bytes>(&sample.content)) {
    Result<GrayImage> picture = decode_image(*bytes);
    return picture ? std::move(picture).value() : GrayImage(1, 1, 255);
  }
  const Board board = on_board(std::get<std::vector<Stroke>>(sample.content));
  const Result<InkImage> ink =
      draw_strokes(board.strokes, board.pen_width, board.width, board.height);
  return ink ? black_on_white(*ink) : GrayImage(1, 1, 255);
}

Box scaled(const Box& box, double factor) {
  const auto at = [factor](int x) { return static_cast<int>(std::lround(factor * x)); };
  return {at(box.left), at(box.top), at(box.right), at(box.bottom)};
}

// The picture, its longer side at most kReportSide pixels, with boxes and readings.
Bytes annotated_png(const GrayImage& picture, const Result<Reading>& read) {
  constexpr int kReportSide = 640;
  GrayImage reduced;
  const int side = std::max(picture.width, picture.height);
  const double factor = side > kReportSide ? static_cast<double>(kReportSide) / side : 1;
  if (factor < 1) static_cast<Plane&>(reduced) = shrunk_to(picture, kReportSide);
  const GrayImage& shown = factor < 1 ? reduced : picture;
  if (!read) return encode_png(shown);
  Reading reading = *read;
  reading.width = shown.width;
  reading.height = shown.height;
  std::vector<Label> labels;
  for (Number& number : reading.numbers) number.box = scaled(number.box, factor);
  for (Symbol& symbol : reading.symbols) symbol.box = scaled(symbol.box, factor);
  for (const Number& number : reading.numbers) labels.push_back(plain_label(reading, number));
  return encode_png(annotated(shown, reading, labels));
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : " ") + text;
  return all;
}

class NumberEvaluation {
 public:
  NumberEvaluation(Recognizer& recognizer, const NumberOptions& options)
      : recognizer_(recognizer), options_(options) {}

  ExitStatus run() {
    for (const std::string& name : split_list(options_.sets)) read_set(name);
    read_composed();
    return status_;
  }

  // What was measured, all of it printed.
  NumberReport& report() { return report_; }

 private:
  void fail(const FileError& error) {
    complain("evaluate", error);
    status_ = kSomeUnreadable;
  }

  void add(StringsRow row) {
    std::printf("%s\n", json_of(row).dump().c_str());
    table(format("%-44s %5d %7.2f %7.2f %7.2f %7.2f", row.name.c_str(), row.count,
                 100 * row.share_right(), 100 * row.character_error(), 100 * row.read_rate(0.01),
                 100 * row.read_rate(0.001)),
          "numbers, %                                       n   right  CER   at 1 % at 0.1 %");
    report_.strings.push_back(std::move(row));
  }

  void add(PagesRow row) {
    std::printf("%s\n", json_of(row).dump().c_str());
    const std::string recall =
        row.numbers > 0 ? format("%7.2f %7.2f", 100 * row.recall(), 100 * row.precision())
                        : std::string(15, ' ');
    table(format("%-44s %5d %s %7.2f", row.name.c_str(), row.pages, recall.c_str(), row.invented()),
          "pages                                        n  recall  precision, %  invented a page");
    report_.pages.push_back(std::move(row));
  }

  // A row, under its heading where that is new.
  void table(const std::string& row, const char* heading) {
    std::fflush(stdout);
    if (options_.json) return;
    if (heading_ != heading) std::fprintf(stderr, "%s%s\n", heading_.empty() ? "" : "\n", heading);
    heading_ = heading;
    std::fprintf(stderr, "%s\n", row.c_str());
  }

  // Only where a report is asked for, as it takes time. `picture` makes what was read.
  template <typename Picture>
  void keep_wrong(const std::string& row, const std::string& truth, const Result<Reading>& reading,
                  std::optional<Cause> cause, const Picture& picture) {
    if (options_.report.empty()) return;
    report_.wrong.push_back({row, truth, reading ? reading->text() : "",
                             reading ? std::optional(reading->confidence()) : std::nullopt, cause,
                             annotated_png(picture(), reading)});
  }

  template <typename Picture>
  void score(StringsRow& row, const Result<Reading>& reading, const std::string& truth,
             bool separators, const Picture& picture) {
    if (const auto cause = row.add(reading, truth, separators))
      keep_wrong(row.name, truth, reading, cause, picture);
  }

  template <typename Picture>
  void score(PagesRow& row, const Result<Reading>& reading, const std::vector<std::string>& truth,
             bool separators, const Picture& picture) {
    if (!row.add(reading, truth, separators))
      keep_wrong(row.name, joined(truth), reading, std::nullopt, picture);
  }

  Result<Reading> read_sample(const NumberSample& sample) {
    if (const auto* bytes = std::get_if<Bytes>(&sample.content))
      return recognizer_.read_picture(*bytes);
    return read_drawing(recognizer_, std::get<std::vector<Stroke>>(sample.content));
  }

  Result<Reading> read_page(const GrayImage& page) {
    return recognizer_.read_picture(encode_png(page));
  }

  void read_set(const std::string& name) {
    const Loaded<NumberSet> set = load_number_set(data_roots(options_.data), name);
    if (!set) return fail(set.error);
    report_.sets.emplace_back(name, set.value->description);
    const std::vector<NumberSample>& samples =
        options_.training_part ? set.value->training : set.value->validation;
    const bool several = std::any_of(samples.begin(), samples.end(),
                                     [](const NumberSample& s) { return s.texts.size() != 1; });
    if (several) {
      PagesRow pages(name + part());
      for (const NumberSample& sample : samples)
        score(pages, read_sample(sample), sample.texts, set.value->separators,
              [&] { return picture_of(sample); });
      return add(std::move(pages));
    }
    StringsRow plain(name + (set.value->separators ? ", digits only" : part()), true);
    StringsRow separated(name + ", with separators", true);
    StringsRow bare(name + ", with separators, digits compared");
    for (const NumberSample& sample : samples) {
      const std::string& truth = sample.texts.front();
      const Result<Reading> reading = read_sample(sample);
      if (truth == digits_only(truth)) {
        score(plain, reading, truth, set.value->separators, [&] { return picture_of(sample); });
      } else {
        score(separated, reading, truth, true, [&] { return picture_of(sample); });
        bare.add(reading, truth, false);
      }
    }
    for (StringsRow* row : {&plain, &separated, &bare}) {
      if (row->count > 0) add(std::move(*row));
    }
  }

  const char* part() const { return options_.training_part ? ", training" : ", validation"; }

  Rng rng_for(std::uint64_t what, int index) const {
    // Other pages and lines for choosing than those that are reported.
    const std::uint64_t seed = options_.training_part ? 21 : 20;
    return Rng({seed, what, static_cast<std::uint64_t>(index)});
  }

  using WriteText = std::function<std::string(Rng&)>;

  static WriteText digits(int count) {
    return [count](Rng& rng) { return random_digits(count, rng); };
  }

  void read_lines(const std::string& title, std::uint64_t what, const DigitPool& pool,
                  const LineStyle& style, const WriteText& write) {
    StringsRow row(title);
    for (int i = 0; i < options_.composed; ++i) {
      Rng rng = rng_for(what, i);
      const std::string text = write(rng);
      const ComposedLine line = compose_line(text, pool, style, rng);
      const GrayImage picture = black_on_white(line.ink);
      score(row, read_page(picture), text, true, [&] { return picture; });
    }
    add(std::move(row));
  }

  void read_composed() {
    if (options_.composed == 0) return;
    report_.composed = true;
    // Digits that no training has seen.
    Samples held_out;
    Samples test_digits;
    for (const char* name : {"mnist", "usps", "optdigits", "pendigits", "unipen-digits"}) {
      Loaded<DataSet> set = load_set(data_roots(options_.data), name);
      if (!set) {
        fail(set.error);
        continue;
      }
      held_out.insert(held_out.end(), set.value->validation.begin(), set.value->validation.end());
      if (test_digits.empty()) test_digits = std::move(set.value->test);
    }
    const DigitPool pool(held_out);
    if (!pool.complete()) {
      return fail(
          {"", "strings cannot be composed: there is not one held-out sample of each digit"});
    }
    LineStyle apart = touching_lines();
    apart.tight = 0;
    apart.narrowest = 0.15F;
    apart.widest = 0.5F;
    read_lines("composed, six digits apart", 1, pool, apart, digits(6));
    read_lines("composed, touching pairs", 2, pool, touching_lines(), digits(2));
    read_lines("composed, touching triples", 3, pool, touching_lines(), digits(3));
    read_lines("composed, varied numbers", 4, pool, varied_lines(),
               [](Rng& rng) { return random_number_text(rng); });
    read_drawn_hands();
    read_single_digits(test_digits);
    read_circled(pool);
    const auto pages = [&pool](const PageStyle& style) {
      return [&pool, style](Rng& rng) {
        return compose_page(random_page_texts(rng), pool, style, rng);
      };
    };
    const PageStyle style = photographed_pages();
    read_pages("composed pages", 6, pages(style));
    PageStyle squared = style;
    squared.ruling = 1;
    squared.squared = true;
    read_pages("composed pages, squared paper", 15, pages(squared));
    PageStyle lying = style;
    lying.desk = 1;
    read_pages("composed pages, sheets on desks", 16, pages(lying));
    read_pages("composed pages, sideways or upside down", 17, pages(style), Taken::kTurned);
    read_pages("composed pages, pictures of 420 x 560 pixels", 24, pages(style), Taken::kSmall);
    PageStyle note = lying;
    note.width = 320;
    note.height = 400;
    read_pages("composed notes on desks, pictures of at most 600 pixels", 25, [&](Rng& rng) {
      const auto write = [](Rng& r) { return random_digits(between(1, 6, r), r); };
      return compose_page(one_a_line(between(1, 3, rng), write, rng), pool, note, rng);
    });
    const auto cells = [&](Cells kind) {
      return [&pool, &style, kind](Rng& rng) { return compose_cells(kind, pool, style, rng); };
    };
    read_pages("composed tables, printed", 21, cells(Cells::kTable));
    read_pages("composed puzzles, a digit in a cell", 22, cells(Cells::kPuzzle));
    read_pages("composed combs, a box for each digit", 23, cells(Cells::kCombs));
    const Loaded<DataSet> fonts = load_set(data_roots(options_.data), "hershey-fonts");
    if (!fonts) return fail(fonts.error);
    const Samples& letters = fonts.value->test;
    read_pages("composed forms, words before the numbers", 14, [&](Rng& rng) {
      const auto write = [](Rng& r) { return random_number_text(r); };
      return compose_page(one_a_line(between(3, 8, rng), write, rng), pool, style, rng, letters);
    });
    read_numberless(letters);
  }

  // 1s with long up-strokes, barred 7s and the like, in amounts on clean paper.
  void read_drawn_hands() {
    const Loaded<DataSet> drawn = load_set(data_roots(options_.data), "drawn-digits");
    if (!drawn) return fail(drawn.error);
    LineStyle style = varied_lines();
    style.junk = style.ending = style.neighbours = style.rules = style.digits.paper = 0;
    read_lines("composed, amounts by drawn hands", 12, DigitPool(drawn.value->test), style,
               [](Rng& rng) { return random_number_text(NumberKind::kCheque, rng); });
  }

  // The whole reader may not read a lone digit worse than the path that knows there is but one.
  void read_single_digits(const Samples& digits) {
    if (digits.empty()) return;
    PageStyle style = photographed_pages();
    style.lines = LineStyle();
    style.ruling = 0;
    // A digit is a tenth to a quarter of the paper's side tall, or as much as a half of it in a
    // photograph of close to a megapixel.
    constexpr int kFar = 240;
    constexpr int kClose = 120;
    constexpr int kEnlarged = 8;
    read_single_digits("one test digit on photographed paper", digits, style, kFar, 1);
    read_single_digits("one test digit photographed close", digits, style, kClose, kEnlarged);
  }

  void read_single_digits(const std::string& title, const Samples& digits, PageStyle style,
                          int side, int enlarged) {
    StringsRow whole(title);
    StringsRow direct("the same, known to be one digit");
    style.width = style.height = side;
    for (int i = 0; i < options_.composed; ++i) {
      Rng rng = rng_for(5, i);
      const Sample& sample = digits[rng.below(digits.size())];
      const DigitPool one(std::span(&sample, 1));
      const std::string text(1, static_cast<char>('0' + sample.label));
      const ComposedPage page = page_with(text, one, style, rng);
      GrayImage picture(side * enlarged, side * enlarged);
      static_cast<Plane&>(picture) = resized(page.picture, picture.width, picture.height);
      const Bytes png = encode_png(picture);
      score(whole, recognizer_.read_picture(png), text, true, [&] { return picture; });
      direct.add(recognizer_.read_digit(png), text, true);
    }
    add(std::move(whole));
    add(std::move(direct));
  }

  // Scores as they are written on tests: one to three digits, ringed.
  void read_circled(const DigitPool& pool) {
    StringsRow row("circled numbers on photographed paper");
    PageStyle style = photographed_pages();
    style.circled = 1;
    style.lines.ending = 0;
    style.width = style.height = 480;
    for (int i = 0; i < options_.composed; ++i) {
      Rng rng = rng_for(13, i);
      const std::string text = random_digits(between(1, 3, rng), rng);
      const ComposedPage page = page_with(text, pool, style, rng);
      score(row, read_page(page.picture), text, true, [&] { return page.picture; });
    }
    add(std::move(row));
  }

  // A page that has room for its one number.
  static ComposedPage page_with(const std::string& text, const DigitPool& pool,
                                const PageStyle& style, Rng& rng) {
    ComposedPage page;
    while (page.numbers.empty()) page = compose_page({{text}}, pool, style, rng);
    return page;
  }

  int pages_of_each() const { return std::max(1, options_.composed / 10); }

  enum class Taken { kUpright, kTurned, kSmall };

  static GrayImage taken_as(Taken taken, GrayImage picture, Rng& rng) {
    if (taken == Taken::kTurned) {
      for (int turns = between(1, 3, rng); turns > 0; --turns) picture = quarter_turned(picture);
    }
    constexpr int kSmallSide = 560;
    if (taken == Taken::kSmall) static_cast<Plane&>(picture) = shrunk_to(picture, kSmallSide);
    return picture;
  }

  void read_pages(const std::string& title, std::uint64_t what,
                  const std::function<ComposedPage(Rng&)>& compose, Taken taken = Taken::kUpright) {
    PagesRow row(title);
    for (int i = 0; i < pages_of_each(); ++i) {
      Rng rng = rng_for(what, i);
      const ComposedPage page = compose(rng);
      std::vector<std::string> truth;
      for (const PageNumber& number : page.numbers) truth.push_back(number.text);
      const GrayImage picture = taken_as(taken, page.picture, rng);
      score(row, read_page(picture), truth, true, [&] { return picture; });
    }
    add(std::move(row));
  }

  static PageTexts one_a_line(int lines, const WriteText& write, Rng& rng) {
    PageTexts texts(static_cast<std::size_t>(lines));
    for (auto& line : texts) line.push_back(write(rng));
    return texts;
  }

  void read_numberless(const Samples& letters) {
    const PageStyle style = photographed_pages();
    for (const NumberlessPage kind : all_numberless_pages()) {
      const auto what = static_cast<std::uint64_t>(kind);
      const std::string title(name(kind));
      read_numberless(title, 7 + what, kind, letters, style);
      read_numberless(title + ", 420 x 560 pixels", 26 + what, kind, letters, style, Taken::kSmall);
    }
    PageStyle lying = style;
    lying.desk = 1;
    read_numberless("blank sheets on desks", 18, NumberlessPage::kBlank, letters, lying);
  }

  void read_numberless(const std::string& title, std::uint64_t what, NumberlessPage kind,
                       const Samples& letters, const PageStyle& style,
                       Taken taken = Taken::kUpright) {
    PagesRow row("without a number: " + title);
    for (int i = 0; i < pages_of_each(); ++i) {
      Rng rng = rng_for(what, i);
      const GrayImage page = taken_as(taken, numberless_page(kind, letters, style, rng), rng);
      score(row, read_page(page), {}, true, [&] { return page; });
    }
    add(std::move(row));
  }

  Recognizer& recognizer_;
  const NumberOptions& options_;
  ExitStatus status_ = kAllRead;
  std::string heading_;
  NumberReport report_;
};

// Nothing if the file is no weights file; then nothing could be read with it either.
std::optional<NetworkFile> network_file(const std::string& weights_path) {
  if (weights_path.empty()) return std::nullopt;
  const Loaded<Bytes> bytes = read_file(weights_path);
  Result<WeightsFile> file = parse_weights(bytes ? *bytes.value : Bytes());
  if (!file) return std::nullopt;
  return NetworkFile{.name = std::filesystem::path(weights_path).filename().string(),
                     .bytes = bytes.value->size(),
                     .checksum = weights_checksum(*bytes.value),
                     .network = std::move(file->network),
                     .training = training_record(weights_path)};
}

}  // namespace

ExitStatus evaluate_numbers(const NumberOptions& options, const Json& made) {
  Loaded<Recognizer> recognizer = load_recognizer(options.weights, options.line_weights);
  if (!recognizer) {
    complain(options.weights, recognizer.error);
    return kSomeUnreadable;
  }
  NumberEvaluation evaluation(*recognizer.value, options);
  NumberReport& report = evaluation.report();
  report.made = made;
  report.digits = network_file(options.weights);
  report.lines = network_file(options.line_weights);
  const DocumentPaths& paths = options.documents;
  if (!paths.card.empty() && !report.lines) {
    complain("evaluate", {"", "the card is of the network that reads lines, and there is none"});
    return kSomeUnreadable;
  }
  if (!paths.card.empty() && !has_training_record(report.lines->training, options.line_weights))
    return kSomeUnreadable;
  const ExitStatus status = evaluation.run();
  if (status != kAllRead && paths.for_people()) {
    complain("evaluate", {"", "a card or a table is not written with parts of it missing"});
    return status;
  }
  if (!options.report.empty()) {
    if (const auto error = write_number_report(report, options.report)) {
      complain(options.report, *error);
      return kSomeUnreadable;
    }
  }
  const ExitStatus written =
      write_documents(paths, {.figures = figures_json(report),
                              .card = paths.card.empty() ? "" : number_card(report),
                              .table = number_tables(report),
                              .table_name = "numbers",
                              .table_command = "ziffer evaluate --numbers --table"});
  return status == kAllRead ? written : status;
}

}  // namespace ziffer::cli
