#include "core/train/evaluate.h"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "core/nn/weights_file.h"
#include "tools/cli/assess.h"
#include "tools/cli/command.h"
#include "tools/cli/documents.h"
#include "tools/cli/evaluate_numbers.h"
#include "tools/cli/files.h"
#include "tools/cli/model_card.h"
#include "tools/cli/provenance.h"
#include "tools/cli/report.h"
#include "tools/cli/sets.h"

namespace ziffer::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  std::string images;
  std::string labels;
  std::vector<std::string> data;
  std::string sets = "mnist";
  bool robustness = false;
  bool non_digits = false;
  bool numbers = false;
  std::string number_sets = "orand-car-a,unipen-numbers,phone-sums";
  bool training_part = false;
  int composed = 500;
  std::string weights;
  std::string line_weights;
  DocumentPaths documents;
  std::string logits;
  std::string report;
  bool json = false;
};

std::string file_name(const std::string& path) {
  return std::filesystem::path(path).filename().string();
}

// What is measured: files named one by one, or data sets by name.
struct Measured {
  std::string name;
  std::string description;
  Samples digits;
};

Loaded<std::vector<Measured>> gather(const Options& options) {
  std::vector<Measured> all;
  if (!options.images.empty()) {
    Loaded<Samples> samples = load_idx(options.images, options.labels);
    if (!samples) return {std::nullopt, samples.error};
    all.push_back({file_name(options.images), {}, std::move(*samples.value)});
    return {std::move(all)};
  }
  for (const std::string& name : split_list(options.sets)) {
    Loaded<DataSet> set = load_set(data_roots(options.data), name);
    if (!set) return {std::nullopt, set.error};
    if (set.value->test.empty() || set.value->test.front().label == kNoDigit) {
      return {std::nullopt, {"", "data set " + name + " has no test digits"}};
    }
    all.push_back({name, set.value->description, std::move(set.value->test)});
  }
  return {std::move(all)};
}

// Held-out fonts' letters and Fashion-MNIST, as far as they are there; what cannot be loaded is
// named.
std::vector<std::pair<std::string, Samples>> gather_non_digits(const Options& options,
                                                               const Samples& digits) {
  std::vector<std::pair<std::string, Samples>> others;
  for (const char* name : {"fashion-mnist", "hershey-fonts"}) {
    Loaded<DataSet> set = load_set(data_roots(options.data), name);
    if (!set) {
      complain("evaluate", set.error);
      continue;
    }
    others.emplace_back(name, std::move(set.value->test));
  }
  constexpr int kOfEachKind = 1000;
  for (auto& made : made_up_non_digits(digits, kOfEachKind)) others.push_back(std::move(made));
  return others;
}

ExitStatus run(const Options& options, const CLI::App& app) {
  if (options.numbers) {
    return evaluate_numbers(
        {options.weights, options.line_weights, options.data, options.number_sets,
         options.training_part, options.composed, options.json, options.documents, options.report},
        provenance(app));
  }
  const Loaded<Bytes> weights = read_file(options.weights);
  if (!weights) {
    complain(options.weights, weights.error);
    return kSomeUnreadable;
  }
  Result<WeightsFile> file = parse_weights(*weights.value);
  const Calibration calibration = file ? file->calibration : Calibration{};
  const Result<Predictor> predictor =
      file ? checked_predictor(std::move(file).value()) : Result<Predictor>(file.error());
  if (!predictor) {
    complain(options.weights, {"", predictor.error().message});
    return kSomeUnreadable;
  }
  const Loaded<std::vector<Measured>> measured = gather(options);
  if (!measured) {
    complain("evaluate", measured.error);
    return kSomeUnreadable;
  }
  const int threads = cores();
  const Network& network = predictor->network();
  const Assessor assessor(network, calibration, threads);
  Report report{.weights_name = file_name(options.weights),
                .weights_bytes = weights.value->size(),
                .weights_checksum = weights_checksum(*weights.value),
                .network = network,
                .training = training_record(options.weights),
                .sets = {},
                .conditions = {},
                .non_digits = {},
                .calibration = calibration,
                .made = provenance(app)};
  if (!options.documents.card.empty() && !has_training_record(report.training, options.weights))
    return kSomeUnreadable;
  for (const Measured& set : *measured.value) {
    report.sets.push_back(assessor.read(set.name, set.description, set.digits));
    const SetResult& result = report.sets.back();
    const Evaluation& e = result.evaluation;
    if (!options.json) std::fputs(classification_report(e).c_str(), stderr);
    const double ece =
        expected_calibration_error(reliability_bins(answers(result.probabilities, result.labels)));
    const Json line = {{"set", set.name},
                       {"n", e.count},
                       {"accuracy", e.accuracy()},
                       {"loss", e.loss},
                       {"ece", ece}};
    std::printf("%s\n", line.dump().c_str());
  }
  if (!options.logits.empty()) {
    const std::vector<float> logits =
        logits_of(network, normalized_glyphs(measured.value->front().digits, threads), threads);
    const std::span bytes(reinterpret_cast<const std::uint8_t*>(logits.data()),
                          logits.size() * sizeof(float));
    if (const auto error = write_file(options.logits, bytes)) {
      complain(options.logits, *error);
      return kSomeUnreadable;
    }
  }
  const Samples& first = measured.value->front().digits;
  if (options.robustness) {
    const auto has_strokes = [](const Measured& set) {
      return std::holds_alternative<std::vector<Stroke>>(set.digits.front().content);
    };
    const auto pens = std::find_if(measured.value->begin(), measured.value->end(), has_strokes);
    report.conditions =
        assessor.robustness(has_strokes(measured.value->front()) ? Samples() : first,
                            pens == measured.value->end() ? Samples() : pens->digits);
    for (const ConditionTable& table : report.conditions) {
      for (const Condition& row : table.rows) {
        const Json line = {{"condition", table.title + ": " + row.name},
                           {"n", row.count},
                           {"accuracy", row.accuracy},
                           {"ece", row.calibration_error}};
        std::printf("%s\n", line.dump().c_str());
      }
    }
  }
  if (options.non_digits && network.output().channels > kClasses) {
    report.non_digits = assessor.refusal(first, gather_non_digits(options, first));
    for (const NonDigits& row : report.non_digits) {
      const Json line = {{"non_digits", row.name},
                         {"n", row.count},
                         {"auroc", row.auroc},
                         {"refused", row.refused}};
      std::printf("%s\n", line.dump().c_str());
    }
  }
  if (!options.report.empty()) {
    if (const auto error = write_report(report, options.report)) {
      complain(options.report, *error);
      return kSomeUnreadable;
    }
  }
  return write_documents(options.documents,
                         {.figures = figures_json(report),
                          .card = options.documents.card.empty() ? "" : model_card(report),
                          .table = accuracy_table(report),
                          .table_name = "accuracy",
                          .table_command = "ziffer evaluate --table"});
}

}  // namespace

Run add_evaluate(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::Option* const images = app.add_option(
      "--images", options->images, "IDX images, plain or gzipped, of any size, instead of --sets");
  CLI::Option* const labels =
      app.add_option("--labels", options->labels, "IDX labels, plain or gzipped");
  images->needs(labels);
  labels->needs(images);
  add_data_option(app, options->data);
  app.add_option("--sets", options->sets, "Data sets whose test parts are read: mnist,usps")
      ->capture_default_str()
      ->excludes(images);
  CLI::Option* const robustness = app.add_flag(
      "--robustness", options->robustness,
      "Also the first set corrupted and as sheets, and the first set of strokes by many pens");
  CLI::Option* const non_digits = app.add_flag(
      "--non-digits", options->non_digits,
      "Also how well clothes, letters, scribbles and pairs are told from the first set");
  CLI::Option* const numbers =
      app.add_flag("--numbers", options->numbers,
                   "Whole numbers instead: of data sets, composed ones, and pages without any");
  for (CLI::Option* other : {images, robustness, non_digits}) numbers->excludes(other);
  app.add_option("--number-sets", options->number_sets,
                 "Data sets of numbers whose validation parts are read; \"\" for none")
      ->capture_default_str()
      ->needs(numbers);
  CLI::Option* const training_part =
      app.add_flag("--training-part", options->training_part,
                   "Read the number sets' training parts: for choosing, not for reporting")
          ->needs(numbers);
  app.add_option("--composed", options->composed,
                 "How many numbers of each kind are composed; a tenth as many pages")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber)
      ->needs(numbers);
  add_weights_option(app, options->weights);
  add_line_weights_option(app, options->line_weights);
  app.add_flag("--json", options->json, "Only the JSON line, without the table on stderr");
  app.add_option("--card", options->documents.card,
                 "Also write the model card to this Markdown file, and its figures beside it as "
                 "NAME.report.json; with --numbers the card of the network that reads lines")
      ->excludes(training_part);
  app.add_option("--figures", options->documents.figures,
                 "Also write every figure as JSON to this file, for the site's page of evidence");
  app.add_option("--table", options->documents.table,
                 "Also put the table of accuracies between its marks in this document; with "
                 "--numbers the tables of numbers and pages between theirs")
      ->excludes(training_part);
  app.add_option(
      "--report", options->report,
      "Also write report.json and index.html, a page with every figure and what was read "
      "wrongly, to this folder");
  app.add_option(
         "--logits", options->logits,
         "Also write the first set's raw outputs to this file, little-endian float32: ten an "
         "image, or eleven")
      ->excludes(numbers);
  app.footer(
      "Prints {\"set\":name,\"n\":images,\"accuracy\":0..1,\"loss\":mean "
      "cross-entropy,\"ece\":0..1} on "
      "stdout, a line for each set; with --numbers {\"numbers\":name,\"n\":pictures,\"right\":0..1,"
      "\"wilson_95\":[low,high],\"character_error\":edits a "
      "character,\"read_at_1_percent\":0..1,\"read_at_0.1_percent\":0..1} "
      "for pictures of one number, {\"pages\":name,\"n\":pages,\"numbers\":count,\"recall\":0..1,"
      "\"precision\":0..1,\"invented_per_page\":mean} for pages.");
  return [options, &app] { return run(*options, app); };
}

}  // namespace ziffer::cli
