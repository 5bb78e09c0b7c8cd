#include "core/train/evaluate.h"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "core/nn/weights_file.h"
#include "tools/cli/command.h"
#include "tools/cli/files.h"
#include "tools/cli/model_card.h"

namespace ziffer::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  std::string images;
  std::string labels;
  std::string weights;
  std::string card;
  std::string logits;
  bool json = false;
};

ExitStatus write_card(const Options& options, const Network& network, std::size_t weights_bytes,
                      const Evaluation& result) {
  const std::string record_path =
      std::filesystem::path(options.weights).replace_extension(".training.json").string();
  const Loaded<Bytes> bytes = read_file(record_path);
  const Json training = bytes ? Json::parse(*bytes.value, nullptr, false) : Json();
  if (!training.is_object()) {
    complain(
        record_path,
        {"", "the card needs the training record that `ziffer train` writes beside the weights"});
    return kSomeUnreadable;
  }
  const std::string card =
      model_card(network, std::filesystem::path(options.weights).filename().string(), weights_bytes,
                 training, std::filesystem::path(options.images).filename().string(), result);
  if (const auto error = write_file(options.card, card)) {
    complain(options.card, *error);
    return kSomeUnreadable;
  }
  return kAllRead;
}

ExitStatus run(const Options& options) {
  const Loaded<Bytes> weights = read_file(options.weights);
  if (!weights) {
    complain(options.weights, weights.error);
    return kSomeUnreadable;
  }
  Result<WeightsFile> file = parse_weights(*weights.value);
  const Result<Predictor> predictor =
      file ? checked_predictor(std::move(file).value()) : Result<Predictor>(file.error());
  if (!predictor) {
    complain(options.weights, {"", predictor.error().message});
    return kSomeUnreadable;
  }
  const Loaded<Dataset> data = load_dataset(options.images, options.labels);
  if (!data) {
    complain("evaluate", data.error);
    return kSomeUnreadable;
  }
  const int threads = cores();
  const Network& network = predictor->network();
  const std::vector<float> logits =
      logits_of(network, normalized_glyphs(*data.value, threads), threads);
  const Evaluation result = evaluate(logits, data.value->labels);
  if (!options.logits.empty()) {
    const std::span bytes(reinterpret_cast<const std::uint8_t*>(logits.data()),
                          logits.size() * sizeof(float));
    if (const auto error = write_file(options.logits, bytes)) {
      complain(options.logits, *error);
      return kSomeUnreadable;
    }
  }
  if (!options.json) std::fputs(classification_report(result).c_str(), stderr);
  const Json line = {{"n", result.count}, {"accuracy", result.accuracy()}, {"loss", result.loss}};
  std::printf("%s\n", line.dump().c_str());
  return options.card.empty() ? kAllRead
                              : write_card(options, network, weights.value->size(), result);
}

}  // namespace

Run add_evaluate(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  app.add_option("--images", options->images, "IDX images, plain or gzipped, of any size")
      ->required();
  app.add_option("--labels", options->labels, "IDX labels, plain or gzipped")->required();
  add_weights_option(app, options->weights);
  app.add_flag("--json", options->json, "Only the JSON line, without the table on stderr");
  app.add_option("--card", options->card, "Also write the model card to this Markdown file");
  app.add_option("--logits", options->logits,
                 "Also write the raw outputs to this file: ten little-endian float32 an image");
  app.footer("Prints {\"n\":images,\"accuracy\":0..1,\"loss\":mean cross-entropy} on stdout.");
  return [options] { return run(*options); };
}

}  // namespace ziffer::cli
