#include <cmath>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tools/cli/command.h"
#include "tools/cli/files.h"

namespace ziffer::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  std::vector<std::string> files;
  std::string weights;
  bool json = false;
};

// Six digits are more than a probability is good for, and keep the lines short.
double rounded(float probability) {
  return std::round(static_cast<double>(probability) * 1e6) / 1e6;
}

// File names are bytes to us; what is not UTF-8 in them is replaced rather than thrown over.
void print_json(const Json& line) {
  std::printf("%s\n", line.dump(-1, ' ', false, Json::error_handler_t::replace).c_str());
}

Json json_of(const std::string& file, const Reading& reading) {
  Json symbols = Json::array();
  for (const Symbol& symbol : reading.symbols) {
    Json probabilities = Json::array();
    for (const float p : symbol.probabilities) probabilities.push_back(rounded(p));
    const Box& box = symbol.box;
    symbols.push_back({{"text", symbol.text()},
                       {"confidence", rounded(symbol.confidence)},
                       {"box", {box.left, box.top, box.width(), box.height()}},
                       {"probabilities", std::move(probabilities)}});
  }
  return {{"file", file},
          {"text", reading.text()},
          {"confidence", rounded(reading.confidence())},
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

ExitStatus run(const Options& options) {
  Loaded<Recognizer> recognizer = load_recognizer(options.weights);
  if (!recognizer) {
    complain(options.weights, recognizer.error);
    return kSomeUnreadable;
  }
  ExitStatus status = kAllRead;
  for (const std::string& path : options.files) {
    const Loaded<Reading> reading = read_one(*recognizer.value, path);
    if (!reading) {
      status = kSomeUnreadable;
      complain(path, reading.error);
      if (options.json) {
        print_json({{"file", path},
                    {"error", {{"code", reading.error.code}, {"message", reading.error.message}}}});
      }
    } else if (options.json) {
      print_json(json_of(path, *reading.value));
    } else {
      std::printf("%s\t%s\t%.4f\n", path.c_str(), reading.value->text().c_str(),
                  static_cast<double>(reading.value->confidence()));
    }
  }
  return status;
}

}  // namespace

Run add_read(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  app.add_option("files", options->files, "PNG or JPEG pictures; - is standard input")
      ->required()
      ->type_name("FILE...");
  add_weights_option(app, options->weights);
  app.add_flag("--json", options->json,
               "One JSON object a line, with boxes and all ten probabilities of each digit");
  app.footer(
      "Prints path, TAB, text, TAB, confidence (0 to 1) for each picture that could be read.");
  return [options] { return run(*options); };
}

}  // namespace ziffer::cli
