#include <algorithm>
#include <array>
#include <cmath>
#include <condition_variable>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/field/validate.h"
#include "core/image/decode.h"
#include "core/train/parallel.h"
#include "tools/cli/annotate.h"
#include "tools/cli/command.h"
#include "tools/cli/files.h"
#include "tools/cli/png.h"
#include "tools/cli/text.h"

namespace ziffer::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  std::vector<std::string> files;
  std::string weights;
  std::string line_weights;
  bool lines = false;    // each picture is a strip with one number
  std::string field;     // empty if nothing is known of the numbers
  std::string annotate;  // where annotated pictures go; empty if nowhere
  int threads = 1;
  bool json = false;
};

// Where one file's annotated picture goes; empty if nowhere.
using AnnotatedPath = std::string;

// What one file gives to print.
struct Output {
  std::string data;
  std::optional<FileError> error;
};

// Prints what threads have for the files, in the order of the files and as soon as that allows. A
// thread that is far ahead of the slowest picture waits, so that memory does not grow with the
// number of files.
class OrderedPrinter {
 public:
  explicit OrderedPrinter(const std::vector<std::string>& files) : files_(files) {}

  void put(std::size_t file, Output output) {
    std::unique_lock lock(mutex_);
    has_moved_on_.wait(lock, [&] { return file < next_ + kAhead; });  // always true of next_
    waiting_[file % kAhead] = std::move(output);
    if (file != next_) return;
    for (; waiting_[next_ % kAhead]; ++next_) {
      print(*waiting_[next_ % kAhead]);
      waiting_[next_ % kAhead].reset();
    }
    std::fflush(stdout);
    has_moved_on_.notify_all();
  }

  ExitStatus status() const { return status_; }

 private:
  void print(const Output& output) {
    std::fwrite(output.data.data(), 1, output.data.size(), stdout);
    if (!output.error) return;
    complain(files_[next_], *output.error);
    status_ = kSomeUnreadable;
  }

  static constexpr std::size_t kAhead = 256;

  const std::vector<std::string>& files_;
  std::mutex mutex_;
  std::condition_variable has_moved_on_;
  std::array<std::optional<Output>, kAhead> waiting_;
  std::size_t next_ = 0;  // the file to be printed
  ExitStatus status_ = kAllRead;
};

// Six digits are more than a probability is good for, and keep the lines short.
double rounded(float probability) {
  return std::round(static_cast<double>(probability) * 1e6) / 1e6;
}

// File names are bytes to us; what is not UTF-8 in them is replaced rather than thrown over.
std::string line_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

Json json_of(const Box& box) { return {box.left, box.top, box.width(), box.height()}; }

// A reading, and what the field makes of each of its numbers.
struct Answer {
  Reading reading;
  std::vector<FieldReading> fields;  // none without a field
};

std::string mark_text(char mark) { return mark == 0 ? std::string() : std::string(1, mark); }

Json json_of(const FieldReading& field, std::string_view name, const Number& number) {
  Json changes = Json::array();
  for (const Change& change : field.changes) {
    changes.push_back({{"symbol", number.first + change.symbol},
                       {"from", mark_text(change.from)},
                       {"to", mark_text(change.to)}});
  }
  return {{"name", name},
          {"raw", field.raw},
          {"text", field.text},
          {"value", field.meanings.size() == 1 ? Json(field.value()) : Json()},
          {"meanings", field.meanings},
          {"valid", field.valid},
          {"problem", field.problem.empty() ? Json() : Json(field.problem)},
          {"changed", field.changed()},
          {"changes", std::move(changes)},
          {"confidence", rounded(field.confidence)}};
}

Json json_of(const std::string& file, const Answer& answer, std::string_view field) {
  const Reading& reading = answer.reading;
  Json symbols = Json::array();
  for (const Symbol& symbol : reading.symbols) {
    Json probabilities = Json::array();
    for (const float p : symbol.probabilities) probabilities.push_back(rounded(p));
    symbols.push_back({{"text", symbol.text()},
                       {"digit", symbol.digit},
                       {"confidence", rounded(symbol.confidence)},
                       {"no_digit", rounded(symbol.no_digit)},
                       {"refusal", symbol.rejected() ? Json("no_digit") : Json()},
                       {"box", json_of(symbol.box)},
                       {"probabilities", std::move(probabilities)}});
  }
  Json numbers = Json::array();
  for (std::size_t i = 0; i < reading.numbers.size(); ++i) {
    const Number& number = reading.numbers[i];
    numbers.push_back({{"text", reading.text(number)},
                       {"confidence", rounded(number.confidence)},
                       {"line", number.line},
                       {"box", json_of(number.box)},
                       {"symbols", {number.first, number.first + number.count}}});
    if (!answer.fields.empty()) {
      numbers.back()["field"] = json_of(answer.fields[i], field, number);
    }
  }
  return {{"file", file},
          {"text", reading.text()},
          {"confidence", rounded(reading.confidence())},
          {"rejected", reading.rejected()},
          {"numbers", std::move(numbers)},
          {"symbols", std::move(symbols)}};
}

// The value, all of them if there are several, or "?".
std::string value_text(const FieldReading& field) {
  if (!field.valid) return "?";
  std::string text;
  for (const std::string& meaning : field.meanings) text += (text.empty() ? "" : "|") + meaning;
  return text;
}

std::string state_text(const FieldReading& field) {
  if (!field.valid) return "invalid: " + std::string(field.problem);
  if (!field.changed()) return field.ambiguous() ? "ambiguous" : "valid";
  std::string text;
  for (const Change& change : field.changes) {
    text += (text.empty() ? "changed: " : ", ") + mark_text(change.from) +
            (change.to == 0 ? " left out" : " to " + mark_text(change.to)) +
            format(" at %zu", change.symbol + 1);
  }
  return text;
}

std::string line_of(const std::string& file, const Answer& answer) {
  std::string line = file + '\t' + answer.reading.text() +
                     format("\t%.4f", static_cast<double>(answer.reading.confidence()));
  std::string values;
  std::string states;
  for (const FieldReading& field : answer.fields) {
    values += (values.empty() ? "\t" : " ") + value_text(field);
    states += (states.empty() ? "\t" : "; ") + state_text(field);
  }
  return line + values + states + '\n';
}

Label label_of(const Reading& reading, const Number& number, const FieldReading* field) {
  constexpr Color kValid = {0, 130, 50};
  constexpr Color kUncertain = {170, 85, 0};
  constexpr Color kInvalid = {210, 0, 40};
  Label label = plain_label(reading, number);
  if (field == nullptr) return label;
  label.text += " = " + value_text(*field);
  label.color = !field->valid                            ? kInvalid
                : field->changed() || field->ambiguous() ? kUncertain
                                                         : kValid;
  return label;
}

FileError from(const Error& error) { return {std::string(name(error.code)), error.message}; }

// Draws and writes the annotated picture; empty on success.
std::optional<FileError> annotate(const Bytes& picture, const Answer& answer,
                                  const AnnotatedPath& path) {
  const Result<GrayImage> upright = decode_image(picture);
  if (!upright) return from(upright.error());
  std::vector<Label> labels;
  for (std::size_t i = 0; i < answer.reading.numbers.size(); ++i) {
    labels.push_back(label_of(answer.reading, answer.reading.numbers[i],
                              answer.fields.empty() ? nullptr : &answer.fields[i]));
  }
  std::optional<FileError> error =
      write_file(path, encode_png(annotated(*upright, answer.reading, labels)));
  if (error) error->message = path + ": " + error->message;
  return error;
}

Loaded<Answer> answer_for(Recognizer& recognizer, const Bytes& picture, bool is_line,
                          const std::optional<NumberField>& field) {
  Result<Reading> reading =
      is_line ? recognizer.read_line(picture) : recognizer.read_picture(picture);
  if (!reading) return {std::nullopt, from(reading.error())};
  Answer answer{std::move(reading).value(), {}};
  if (field) {
    for (const Number& number : answer.reading.numbers)
      answer.fields.push_back(validate(*field, answer.reading, number));
  }
  return {std::move(answer)};
}

Output output_for(Recognizer& recognizer, const std::string& file, const AnnotatedPath& annotated,
                  const Options& options, const std::optional<NumberField>& field) {
  const Loaded<Bytes> picture = read_file(file);
  const Loaded<Answer> answer = picture
                                    ? answer_for(recognizer, *picture.value, options.lines, field)
                                    : Loaded<Answer>{std::nullopt, picture.error};
  if (answer) {
    Output output{options.json ? line_of(json_of(file, *answer.value, options.field))
                               : line_of(file, *answer.value),
                  {}};
    if (!annotated.empty()) output.error = annotate(*picture.value, *answer.value, annotated);
    return output;
  }
  const auto& [code, message] = answer.error;
  if (!options.json) return {"", answer.error};
  return {line_of({{"file", file}, {"error", {{"code", code}, {"message", message}}}}),
          answer.error};
}

// Where each file's annotated picture goes: the place the options name if it is one file's and no
// folder, else a file of its own in that folder, which is made.
Loaded<std::vector<AnnotatedPath>> annotated_paths(const Options& options) {
  namespace fs = std::filesystem;
  std::vector<AnnotatedPath> paths(options.files.size());
  if (options.annotate.empty()) return {std::move(paths)};
  std::error_code code;
  std::map<std::string, int> times;  // a picture's name was used
  std::set<fs::path> inputs;
  for (const std::string& file : options.files) inputs.insert(fs::weakly_canonical(file, code));
  const bool folder = paths.size() > 1 || fs::is_directory(options.annotate, code);
  if (folder && !fs::create_directories(options.annotate, code) && code)
    return {std::nullopt, {"unreadable_file", code.message()}};
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const std::string& file = options.files[i];
    paths[i] = options.annotate;
    if (folder) {
      const std::string name = file == "-" ? "stdin" : fs::path(file).filename().string();
      const int time = ++times[name];
      paths[i] =
          (fs::path(options.annotate) / (name + (time > 1 ? format("-%d", time) : "") + ".png"))
              .string();
    }
    if (inputs.count(fs::weakly_canonical(paths[i], code)) > 0)
      return {std::nullopt,
              {"invalid_argument", "would write over " + paths[i] + ", which is to be read"}};
  }
  return {std::move(paths)};
}

ExitStatus run(const Options& options) {
  const Loaded<Recognizer> recognizer = load_recognizer(options.weights, options.line_weights);
  if (!recognizer) {
    complain(options.weights, recognizer.error);
    return kSomeUnreadable;
  }
  const Loaded<std::vector<AnnotatedPath>> annotated = annotated_paths(options);
  if (!annotated) {
    complain(options.annotate, annotated.error);
    return kWrongUsage;
  }
  std::optional<NumberField> field;
  if (!options.field.empty()) field = parse_field(options.field).value();
  const std::vector<std::string>& files = options.files;
  // Standard input is there once: a second "-" has to find it at its end, not the first.
  const bool in_turn = std::count(files.begin(), files.end(), "-") > 1;
  const int count = static_cast<int>(files.size());
  const int threads = in_turn ? 1 : std::min(options.threads, count);
  std::vector<Recognizer> recognizers(static_cast<std::size_t>(threads), *recognizer.value);
  OrderedPrinter printer(files);
  parallel_for(threads, count, [&](int thread, int item) {
    const auto file = static_cast<std::size_t>(item);
    printer.put(file, output_for(recognizers[static_cast<std::size_t>(thread)], files[file],
                                 (*annotated.value)[file], options, field));
  });
  return printer.status();
}

}  // namespace

Run add_read(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  app.add_option("files", options->files, "PNG or JPEG pictures; - is standard input")
      ->required()
      ->type_name("FILE...");
  add_weights_option(app, options->weights);
  add_line_weights_option(app, options->line_weights);
  add_threads_option(app, options->threads);
  app.add_flag("--json", options->json,
               "One JSON object a line, with boxes and all ten probabilities of each digit");
  app.add_flag("--lines", options->lines,
               "Each picture is a strip cut out of a page, with one number at most");
  app.add_option("--field", options->field,
                 "What every number is: number, amount, zip, phone, date, time, pin, pin:4 (four "
                 "digits), "
                 "card, iban:DE (what is written after DE), isbn, ean")
      ->type_name("FIELD")
      ->check([](const std::string& field) {
        const Result<NumberField> parsed = parse_field(field);
        return parsed ? std::string() : parsed.error().message;
      });
  app.add_option("--annotate", options->annotate,
                 "Also draw what was read onto the picture: a PNG file, or a folder, which gets "
                 "NAME.png for each picture NAME; always a folder with several pictures")
      ->type_name("PNG|DIR");
  app.footer(
      "Prints path, TAB, text, TAB, confidence (0 to 1) for each picture that could be read, in "
      "the order of the arguments. With --field follow TAB, the numbers' values (? if a number "
      "does not satisfy the field, | between what an ambiguous one can mean), TAB, their states: "
      "valid, ambiguous, changed and where, or invalid and why.");
  return [options] { return run(*options); };
}

}  // namespace ziffer::cli
