#include "tools/cli/evaluate_numbers.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <variant>

#include "core/nn/weights_file.h"
#include "core/train/page_composer.h"
#include "core/train/sheets.h"
#include "tools/cli/files.h"
#include "tools/cli/layer_table.h"
#include "tools/cli/number_sets.h"
#include "tools/cli/png.h"
#include "tools/cli/sets.h"
#include "tools/cli/text.h"

namespace ziffer::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string digits_only(std::string text) {
  std::erase_if(text, [](char c) { return kSeparators.find(c) != std::string_view::npos; });
  return text;
}

// Pictures that hold one number each.
struct Strings {
  explicit Strings(std::string title) : name(std::move(title)) {}

  std::string name;
  int count = 0;
  int right = 0;
  long edits = 0;
  long characters = 0;
  std::vector<Answer> answers;  // none where nothing was read or a symbol was refused

  // All that was read is the answer: a number taken for two is no worse than its text.
  void add(const Result<Reading>& reading, const std::string& truth, bool separators) {
    std::string text;
    if (reading) {
      text = reading->text();
      std::erase(text, ' ');
    }
    const auto compared = [&](const std::string& t) { return separators ? t : digits_only(t); };
    const std::string wanted = compared(truth);
    const std::string got = compared(text);
    ++count;
    right += got == wanted ? 1 : 0;
    edits += edit_distance(got, wanted);
    characters += static_cast<long>(wanted.size());
    if (reading && !reading->rejected()) answers.push_back({reading->confidence(), got == wanted});
  }

  double share_right() const { return static_cast<double>(right) / std::max(1, count); }
  double character_error() const {
    return static_cast<double>(edits) / static_cast<double>(std::max(1L, characters));
  }
};

// Pictures of pages with several numbers or none.
struct Pages {
  explicit Pages(std::string title) : name(std::move(title)) {}

  std::string name;
  int pages = 0;
  int numbers = 0;  // truly there
  int found = 0;    // read, right or wrong
  int right = 0;

  void add(const Result<Reading>& reading, const std::vector<std::string>& truth,
           bool separators = true) {
    std::vector<std::string> texts;
    if (reading) {
      for (const Number& number : reading->numbers) {
        const std::string text = reading->text(number);
        // What is refused is not claimed to be a number.
        if (text.find('?') != std::string::npos) continue;
        texts.push_back(separators ? text : digits_only(text));
      }
    }
    ++pages;
    numbers += static_cast<int>(truth.size());
    found += static_cast<int>(texts.size());
    right += matches(truth, texts);
  }

  double recall() const { return static_cast<double>(right) / std::max(1, numbers); }
  double precision() const { return static_cast<double>(right) / std::max(1, found); }
  double invented() const { return static_cast<double>(found - right) / std::max(1, pages); }
};

Result<Reading> read_drawing(Recognizer& recognizer, const std::vector<Stroke>& strokes) {
  const Board board = on_board(strokes);
  return recognizer.read_strokes(board.strokes, board.pen_width, board.width, board.height);
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

  // The rows printed.
  const Json& numbers() const { return numbers_; }
  const Json& pages() const { return pages_; }

 private:
  void fail(const FileError& error) {
    complain("evaluate", error);
    status_ = kSomeUnreadable;
  }

  void report(const Strings& row) {
    const double at_1 = read_rate(row.answers, row.count, 0.01);
    const double at_01 = read_rate(row.answers, row.count, 0.001);
    const Json line = {{"numbers", row.name},        {"n", row.count},
                       {"right", row.share_right()}, {"character_error", row.character_error()},
                       {"read_at_1_percent", at_1},  {"read_at_0.1_percent", at_01}};
    std::printf("%s\n", line.dump().c_str());
    numbers_.push_back(line);
    table(format("%-44s %5d %7.2f %7.2f %7.2f %7.2f", row.name.c_str(), row.count,
                 100 * row.share_right(), 100 * row.character_error(), 100 * at_1, 100 * at_01),
          "numbers, %                                       n   right  CER   at 1 % at 0.1 %");
  }

  void report(const Pages& row) {
    Json line = {{"pages", row.name}, {"n", row.pages}, {"numbers", row.numbers}};
    if (row.numbers > 0) {
      line["recall"] = row.recall();
      line["precision"] = row.precision();
    }
    line["invented_per_page"] = row.invented();
    std::printf("%s\n", line.dump().c_str());
    pages_.push_back(line);
    const std::string recall =
        row.numbers > 0 ? format("%7.2f %7.2f", 100 * row.recall(), 100 * row.precision())
                        : std::string(15, ' ');
    table(format("%-44s %5d %s %7.2f", row.name.c_str(), row.pages, recall.c_str(), row.invented()),
          "pages                                        n  recall  precision, %  invented a page");
  }

  // A row, under its heading where that is new.
  void table(const std::string& row, const char* heading) {
    std::fflush(stdout);
    if (options_.json) return;
    if (heading_ != heading) std::fprintf(stderr, "%s%s\n", heading_.empty() ? "" : "\n", heading);
    heading_ = heading;
    std::fprintf(stderr, "%s\n", row.c_str());
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
    const std::vector<NumberSample>& samples =
        options_.training_part ? set.value->training : set.value->validation;
    const bool several = std::any_of(samples.begin(), samples.end(),
                                     [](const NumberSample& s) { return s.texts.size() != 1; });
    if (several) {
      Pages pages(name + part());
      for (const NumberSample& sample : samples)
        pages.add(read_sample(sample), sample.texts, set.value->separators);
      return report(pages);
    }
    Strings plain(name + (set.value->separators ? ", digits only" : part()));
    Strings separated(name + ", with separators");
    Strings bare(name + ", with separators, digits compared");
    for (const NumberSample& sample : samples) {
      const std::string& truth = sample.texts.front();
      const Result<Reading> reading = read_sample(sample);
      if (truth == digits_only(truth)) {
        plain.add(reading, truth, set.value->separators);
      } else {
        separated.add(reading, truth, true);
        bare.add(reading, truth, false);
      }
    }
    for (const Strings* row : {&plain, &separated, &bare}) {
      if (row->count > 0) report(*row);
    }
  }

  const char* part() const { return options_.training_part ? ", training" : ", validation"; }

  Rng rng_for(std::uint64_t what, int index) const {
    constexpr std::uint64_t kSeed = 20;
    return Rng({kSeed, what, static_cast<std::uint64_t>(index)});
  }

  void read_lines(const std::string& title, std::uint64_t what, const DigitPool& pool,
                  const LineStyle& style, int digits) {
    Strings row(title);
    for (int i = 0; i < options_.composed; ++i) {
      Rng rng = rng_for(what, i);
      std::string text;
      for (int n = 0; n < digits; ++n) text += static_cast<char>('0' + rng.below(kClasses));
      if (digits == 0) text = random_number_text(rng);
      const ComposedLine line = compose_line(text, pool, style, rng);
      row.add(read_page(black_on_white(line.ink)), text, true);
    }
    report(row);
  }

  void read_composed() {
    if (options_.composed == 0) return;
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
    read_lines("composed, six digits apart", 1, pool, apart, 6);
    read_lines("composed, touching pairs", 2, pool, touching_lines(), 2);
    read_lines("composed, touching triples", 3, pool, touching_lines(), 3);
    read_lines("composed, varied numbers", 4, pool, varied_lines(), 0);
    read_single_digits(test_digits);
    read_pages(pool);
    read_numberless();
  }

  // The whole reader may not read a lone digit worse than the path that knows there is but one.
  void read_single_digits(const Samples& digits) {
    if (digits.empty()) return;
    Strings whole("one test digit on photographed paper");
    Strings direct("the same, known to be one digit");
    PageStyle style = photographed_pages();
    style.width = style.height = 240;
    style.lines = LineStyle();
    style.ruling = 0;
    for (int i = 0; i < options_.composed; ++i) {
      Rng rng = rng_for(5, i);
      const Sample& sample = digits[rng.below(digits.size())];
      const DigitPool one(std::span(&sample, 1));
      const std::string text(1, static_cast<char>('0' + sample.label));
      const Bytes png = encode_png(compose_page({{text}}, one, style, rng).picture);
      whole.add(recognizer_.read_picture(png), text, true);
      direct.add(recognizer_.read_digit(png), text, true);
    }
    report(whole);
    report(direct);
  }

  int pages_of_each() const { return std::max(1, options_.composed / 10); }

  void read_pages(const DigitPool& pool) {
    Pages row("composed pages");
    for (int i = 0; i < pages_of_each(); ++i) {
      Rng rng = rng_for(6, i);
      const ComposedPage page =
          compose_page(random_page_texts(rng), pool, photographed_pages(), rng);
      std::vector<std::string> truth;
      for (const PageNumber& number : page.numbers) truth.push_back(number.text);
      row.add(read_page(page.picture), truth);
    }
    report(row);
  }

  void read_numberless() {
    const Loaded<DataSet> fonts = load_set(data_roots(options_.data), "hershey-fonts");
    if (!fonts) fail(fonts.error);
    for (const NumberlessPage kind : all_numberless_pages()) {
      if (kind == NumberlessPage::kText && !fonts) continue;
      Pages row("without a number: " + std::string(name(kind)));
      for (int i = 0; i < pages_of_each(); ++i) {
        Rng rng = rng_for(7 + static_cast<std::uint64_t>(kind), i);
        const Samples none;
        row.add(read_page(numberless_page(kind, fonts ? fonts.value->test : none,
                                          photographed_pages(), rng)),
                {});
      }
      report(row);
    }
  }

  Recognizer& recognizer_;
  const NumberOptions& options_;
  ExitStatus status_ = kAllRead;
  std::string heading_;
  Json numbers_ = Json::array();
  Json pages_ = Json::array();
};

// What is written of a network beside its figures.
Json about(const std::string& weights_path) {
  if (weights_path.empty()) return {};
  const Loaded<Bytes> bytes = read_file(weights_path);
  const Result<WeightsFile> file = parse_weights(bytes ? *bytes.value : Bytes());
  if (!file) return {};
  return {{"weights",
           {{"name", std::filesystem::path(weights_path).filename().string()},
            {"bytes", bytes.value->size()},
            {"checksum", weights_checksum(*bytes.value)}}},
          {"network", network_json(file->network)},
          {"training", training_record(weights_path)}};
}

}  // namespace

ExitStatus evaluate_numbers(const NumberOptions& options, const Json& made) {
  Loaded<Recognizer> recognizer = load_recognizer(options.weights, options.line_weights);
  if (!recognizer) {
    complain(options.weights, recognizer.error);
    return kSomeUnreadable;
  }
  NumberEvaluation evaluation(*recognizer.value, options);
  const ExitStatus status = evaluation.run();
  if (options.figures.empty()) return status;
  const Json figures = {{"made", made},
                        {"digits", about(options.weights)},
                        {"lines", about(options.line_weights)},
                        {"numbers", evaluation.numbers()},
                        {"pages", evaluation.pages()}};
  if (const auto error = write_json(options.figures, figures)) {
    complain(options.figures, *error);
    return kSomeUnreadable;
  }
  return status;
}

}  // namespace ziffer::cli
