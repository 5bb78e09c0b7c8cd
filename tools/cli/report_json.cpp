#include <algorithm>

#include "tools/cli/files.h"
#include "tools/cli/html_parts.h"
#include "tools/cli/layer_table.h"
#include "tools/cli/report.h"

namespace ziffer::cli {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const ClassScores& s) {
  return {{"precision", s.precision}, {"recall", s.recall}, {"f1", s.f1}, {"support", s.support}};
}

Json json_of(const SetResult& set) {
  const Evaluation& e = set.evaluation;
  const std::vector<Answer> all = answers(set.probabilities, set.labels);
  const Interval interval = wilson_interval(e.correct, e.count);
  Json classes = Json::array();
  for (int digit = 0; digit < kClasses; ++digit) classes.push_back(json_of(class_scores(e, digit)));
  Json coverage = Json::array();
  for (const double error : kCoverageErrors) {
    const Coverage c = coverage_at_error(all, error);
    Json row = {
        {"error", error}, {"n", c.count}, {"share", static_cast<double>(c.count) / e.count}};
    row["threshold"] = c.count > 0 ? Json(c.threshold) : Json();
    coverage.push_back(std::move(row));
  }
  Json worst = Json::array();
  for (const WrongAnswer& w : worst_errors(set)) {
    worst.push_back({{"index", w.index},
                     {"label", w.label},
                     {"read", w.answer.digit},
                     {"confidence", w.answer.confidence}});
  }
  return {{"name", set.name},
          {"description", set.description},
          {"n", e.count},
          {"correct", e.correct},
          {"accuracy", e.accuracy()},
          {"wilson_95", {interval.low, interval.high}},
          {"loss", e.loss},
          {"confusion", e.confusion},
          {"classes", std::move(classes)},
          {"macro_avg", json_of(macro_average(e))},
          {"weighted_avg", json_of(weighted_average(e))},
          {"calibration", calibration_json(all)},
          {"coverage", std::move(coverage)},
          {"worst_errors", std::move(worst)}};
}

}  // namespace

Json calibration_json(const std::vector<Answer>& all) {
  const std::vector<ReliabilityBin> bins = reliability_bins(all);
  Json rows = Json::array();
  for (const ReliabilityBin& b : bins) {
    rows.push_back({{"low", b.low},
                    {"high", b.high},
                    {"n", b.count},
                    {"correct", b.correct},
                    {"confidence", b.confidence}});
  }
  return {{"ece", expected_calibration_error(bins)}, {"bins", std::move(rows)}};
}

std::vector<WrongAnswer> worst_errors(const SetResult& set, int most) {
  const std::vector<Answer> all = answers(set.probabilities, set.labels);
  std::vector<WrongAnswer> wrong;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!all[i].correct) wrong.push_back({static_cast<int>(i), set.labels[i], all[i]});
  }
  std::stable_sort(wrong.begin(), wrong.end(), [](const WrongAnswer& a, const WrongAnswer& b) {
    return a.answer.confidence > b.answer.confidence;
  });
  wrong.resize(std::min(wrong.size(), static_cast<std::size_t>(most)));
  return wrong;
}

Json report_json(const Report& report) {
  Json sets = Json::array();
  for (const SetResult& set : report.sets) sets.push_back(json_of(set));
  Json conditions = Json::array();
  for (const ConditionTable& table : report.conditions) {
    Json rows = Json::array();
    for (const Condition& c : table.rows) {
      rows.push_back({{"name", c.name},
                      {"n", c.count},
                      {"accuracy", c.accuracy},
                      {"ece", c.calibration_error}});
    }
    conditions.push_back(
        {{"title", table.title}, {"description", table.description}, {"rows", std::move(rows)}});
  }
  Json non_digits = Json::array();
  for (const NonDigits& n : report.non_digits) {
    non_digits.push_back({{"name", n.name},
                          {"n", n.count},
                          {"auroc", n.auroc},
                          {"digits_refused", kDigitsRefused},
                          {"refused", n.refused}});
  }
  return {
      {"made", report.made},
      {"weights",
       {{"name", report.weights_name},
        {"bytes", report.weights_bytes},
        {"checksum", report.weights_checksum}}},
      {"calibration",
       {{"temperature", report.calibration.temperature}, {"refusal", report.calibration.refusal}}},
      {"network", network_json(report.network)},
      {"training", report.training},
      {"sets", std::move(sets)},
      {"conditions", std::move(conditions)},
      {"non_digits", std::move(non_digits)}};
}

Json figures_json(const Report& report) {
  Json figures = report_json(report);
  for (Json& set : figures.at("sets")) set.erase("worst_errors");
  return figures;
}

std::optional<FileError> write_report(const Report& report, const std::string& folder) {
  return write_report_folder(folder, report_json(report), report_html(report));
}

}  // namespace ziffer::cli
