#include "core/train/evaluate.h"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "core/nn/activation.h"
#include "core/nn/weights_file.h"
#include "tools/cli/command.h"
#include "tools/cli/files.h"
#include "tools/cli/model_card.h"
#include "tools/cli/report.h"

namespace ziffer::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  std::string images;
  std::string labels;
  std::string weights;
  std::string card;
  std::string logits;
  std::string report;
  bool json = false;
};

std::string file_name(const std::string& path) {
  return std::filesystem::path(path).filename().string();
}

std::string record_path(const Options& options) {
  return std::filesystem::path(options.weights).replace_extension(".training.json").string();
}

// What `ziffer train` wrote beside the weights; null if it is not there or is no JSON object.
Json training_record(const Options& options) {
  const Loaded<Bytes> bytes = read_file(record_path(options));
  const Json training = bytes ? Json::parse(*bytes.value, nullptr, false) : Json();
  return training.is_object() ? training : Json();
}

ExitStatus write_card(const Options& options, const Network& network, std::size_t weights_bytes,
                      const Evaluation& result) {
  const Json training = training_record(options);
  if (training.is_null()) {
    complain(
        record_path(options),
        {"", "the card needs the training record that `ziffer train` writes beside the weights"});
    return kSomeUnreadable;
  }
  const std::string card = model_card(network, file_name(options.weights), weights_bytes, training,
                                      file_name(options.images), result);
  if (const auto error = write_file(options.card, card)) {
    complain(options.card, *error);
    return kSomeUnreadable;
  }
  return kAllRead;
}

SetResult set_result(const Options& options, const Samples& samples, std::span<const float> glyphs,
                     std::span<const float> logits, const Evaluation& evaluation) {
  SetResult set{.name = file_name(options.images),
                .description = {},
                .evaluation = evaluation,
                .labels = labels_of(samples),
                .probabilities = std::vector<float>(logits.size()),
                .glyphs = {}};
  for (std::size_t i = 0; i < logits.size(); i += kClasses) {
    softmax(logits.subspan(i, kClasses), std::span(set.probabilities).subspan(i, kClasses));
  }
  set.glyphs.reserve(glyphs.size());
  for (const float v : glyphs) set.glyphs.push_back(static_cast<std::uint8_t>(v * 255.0F + 0.5F));
  return set;
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
  const Loaded<Samples> data = load_idx(options.images, options.labels);
  if (!data) {
    complain("evaluate", data.error);
    return kSomeUnreadable;
  }
  const int threads = cores();
  const Network& network = predictor->network();
  const std::vector<float> glyphs = normalized_glyphs(*data.value, threads);
  const std::vector<float> logits =
      digit_logits(logits_of(network, glyphs, threads), network.output().channels);
  const Evaluation result = evaluate(logits, labels_of(*data.value));
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
  if (!options.report.empty()) {
    const Report report{.weights_name = file_name(options.weights),
                        .weights_bytes = weights.value->size(),
                        .network = network,
                        .training = training_record(options),
                        .sets = {set_result(options, *data.value, glyphs, logits, result)},
                        .conditions = {},
                        .non_digits = {}};
    if (const auto error = write_report(report, options.report)) {
      complain(options.report, *error);
      return kSomeUnreadable;
    }
  }
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
  app.add_option("--report", options->report,
                 "Also write report.json and index.html, a page with every figure, to this folder");
  app.add_option("--logits", options->logits,
                 "Also write the raw outputs to this file: ten little-endian float32 an image");
  app.footer("Prints {\"n\":images,\"accuracy\":0..1,\"loss\":mean cross-entropy} on stdout.");
  return [options] { return run(*options); };
}

}  // namespace ziffer::cli
