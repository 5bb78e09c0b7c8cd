#include <algorithm>
#include <array>
#include <cmath>
#include <condition_variable>
#include <cstddef>
#include <cstdio>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/train/parallel.h"
#include "tools/cli/command.h"
#include "tools/cli/files.h"

namespace ziffer::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  std::vector<std::string> files;
  std::string weights;
  int threads = 1;
  bool json = false;
};

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

Json json_of(const std::string& file, const Reading& reading) {
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
  for (const Number& number : reading.numbers) {
    numbers.push_back({{"text", reading.text(number)},
                       {"confidence", rounded(number.confidence)},
                       {"line", number.line},
                       {"box", json_of(number.box)},
                       {"symbols", {number.first, number.first + number.count}}});
  }
  return {{"file", file},
          {"text", reading.text()},
          {"confidence", rounded(reading.confidence())},
          {"rejected", reading.rejected()},
          {"numbers", std::move(numbers)},
          {"symbols", std::move(symbols)}};
}

Loaded<Reading> read_one(Recognizer& recognizer, const std::string& path) {
  const Loaded<Bytes> bytes = read_file(path);
  if (!bytes) return {std::nullopt, bytes.error};
  Result<Reading> reading = recognizer.read_picture(*bytes.value);
  if (!reading) {
    return {std::nullopt, {std::string(name(reading.error().code)), reading.error().message}};
  }
  return {std::move(reading).value()};
}

std::string line_of(const std::string& file, const Reading& reading) {
  std::array<char, 16> confidence{};
  std::snprintf(confidence.data(), confidence.size(), "%.4f",
                static_cast<double>(reading.confidence()));
  return file + '\t' + reading.text() + '\t' + confidence.data() + '\n';
}

Output output_for(Recognizer& recognizer, const std::string& file, bool json) {
  const Loaded<Reading> reading = read_one(recognizer, file);
  if (reading) {
    return {json ? line_of(json_of(file, *reading.value)) : line_of(file, *reading.value), {}};
  }
  const auto& [code, message] = reading.error;
  if (!json) return {"", reading.error};
  return {line_of({{"file", file}, {"error", {{"code", code}, {"message", message}}}}),
          reading.error};
}

ExitStatus run(const Options& options) {
  const Loaded<Recognizer> recognizer = load_recognizer(options.weights);
  if (!recognizer) {
    complain(options.weights, recognizer.error);
    return kSomeUnreadable;
  }
  const std::vector<std::string>& files = options.files;
  // Standard input is there once: a second "-" has to find it at its end, not the first.
  const bool in_turn = std::count(files.begin(), files.end(), "-") > 1;
  const int count = static_cast<int>(files.size());
  const int threads = in_turn ? 1 : std::min(options.threads, count);
  std::vector<Recognizer> recognizers(static_cast<std::size_t>(threads), *recognizer.value);
  OrderedPrinter printer(files);
  parallel_for(threads, count, [&](int thread, int item) {
    const auto file = static_cast<std::size_t>(item);
    printer.put(
        file, output_for(recognizers[static_cast<std::size_t>(thread)], files[file], options.json));
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
  add_threads_option(app, options->threads);
  app.add_flag("--json", options->json,
               "One JSON object a line, with boxes and all ten probabilities of each digit");
  app.footer(
      "Prints path, TAB, text, TAB, confidence (0 to 1) for each picture that could be read, in "
      "the "
      "order of the arguments.");
  return [options] { return run(*options); };
}

}  // namespace ziffer::cli
