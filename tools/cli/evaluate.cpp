#include "core/train/evaluate.h"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "core/nn/weights_file.h"
#include "tools/cli/assess.h"
#include "tools/cli/command.h"
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
  std::string card;
  std::string table;
  std::string logits;
  std::string report;
  std::string figures;
  bool json = false;
};

std::string file_name(const std::string& path) {
  return std::filesystem::path(path).filename().string();
}

// weights/pen.md -> weights/pen.report.json
std::string report_path(const std::string& card) {
  return std::filesystem::path(card).replace_extension(".report.json").string();
}

ExitStatus write_card(const Options& options, const Report& report) {
  if (report.training.is_null()) {
    complain(
        training_record_path(options.weights),
        {"", "the card needs the training record that `ziffer train` writes beside the weights"});
    return kSomeUnreadable;
  }
  if (const auto error = write_file(options.card, model_card(report))) {
    complain(options.card, *error);
    return kSomeUnreadable;
  }
  return kAllRead;
}

// The table of accuracies, put between the two marks of a document.
std::optional<FileError> write_table(const std::string& path, const Report& report) {
  const std::string begin = "<!-- accuracy, written by ziffer evaluate --table -->\n";
  const std::string end = "<!-- end of accuracy -->";
  const Loaded<Bytes> bytes = read_file(path);
  if (!bytes) return bytes.error;
  const std::string text(bytes.value->begin(), bytes.value->end());
  const std::size_t from = text.find(begin);
  const std::size_t to = text.find(end);
  if (from == std::string::npos || to == std::string::npos || to < from) {
    return FileError{"", "has no place for the table: a line " + begin + "and a line " + end};
  }
  return write_file(path, text.substr(0, from) + begin + accuracy_table(report) + text.substr(to));
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
         options.training_part, options.composed, options.json, options.figures},
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
  // The card's figures are the page's, so they are never written without each other.
  const std::string figures = !options.figures.empty() || options.card.empty()
                                  ? options.figures
                                  : report_path(options.card);
  if (!figures.empty()) {
    if (const auto error = write_json(figures, figures_json(report))) {
      complain(figures, *error);
      return kSomeUnreadable;
    }
  }
  if (!options.table.empty()) {
    if (const auto error = write_table(options.table, report)) {
      complain(options.table, *error);
      return kSomeUnreadable;
    }
  }
  return options.card.empty() ? kAllRead : write_card(options, report);
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
  app.add_flag(
      "--robustness", options->robustness,
      "Also the first set corrupted and as sheets, and the first set of strokes by many pens");
  app.add_flag("--non-digits", options->non_digits,
               "Also how well clothes, letters, scribbles and pairs are told from the first set");
  CLI::Option* const numbers =
      app.add_flag("--numbers", options->numbers,
                   "Whole numbers instead: of data sets, composed ones, and pages without any");
  numbers->excludes(images);
  app.add_option("--number-sets", options->number_sets,
                 "Data sets of numbers whose validation parts are read; \"\" for none")
      ->capture_default_str()
      ->needs(numbers);
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
  app.add_option("--card", options->card,
                 "Also write the model card to this Markdown file, and its figures beside it as "
                 "NAME.report.json");
  app.add_option("--figures", options->figures,
                 "Also write every figure as JSON to this file, for the site's page of evidence");
  app.add_option("--table", options->table,
                 "Also put the table of accuracies between its marks in this document");
  app.add_option("--report", options->report,
                 "Also write report.json and index.html, a page with every figure, to this folder");
  app.add_option(
      "--logits", options->logits,
      "Also write the first set's raw outputs to this file, little-endian float32: ten an "
      "image, or eleven");
  app.footer(
      "Prints {\"set\":name,\"n\":images,\"accuracy\":0..1,\"loss\":mean "
      "cross-entropy,\"ece\":0..1} on "
      "stdout, a line for each set; with --numbers {\"numbers\":name,\"n\":pictures,\"right\":0..1,"
      "\"character_error\":edits a "
      "character,\"read_at_1_percent\":0..1,\"read_at_0.1_percent\":0..1} "
      "for pictures of one number, {\"pages\":name,\"n\":pages,\"numbers\":count,\"recall\":0..1,"
      "\"precision\":0..1,\"invented_per_page\":mean} for pages.");
  return [options, &app] { return run(*options, app); };
}

}  // namespace ziffer::cli
