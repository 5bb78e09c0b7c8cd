// The report of an evaluation: plain data in, a JSON document and a web page out. Whoever measures
// fills the structs; every derived figure (calibration, coverage, averages) is computed here, once
// for both documents.
#ifndef ZIFFER_TOOLS_CLI_REPORT_H_
#define ZIFFER_TOOLS_CLI_REPORT_H_

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/nn/calibration.h"
#include "core/nn/network.h"
#include "core/train/evaluate.h"
#include "core/train/metrics.h"
#include "tools/cli/files.h"

namespace ziffer::cli {

// One labelled set of digits and how it was read.
struct SetResult {
  std::string name;
  std::string description;  // a sentence, or empty
  Evaluation evaluation;
  std::vector<std::uint8_t> labels;  // (N)
  std::vector<float> probabilities;  // (N, kClasses)
  std::vector<std::uint8_t> glyphs;  // (N, kGlyphSize), 255 = ink, as the network saw them
};

// Accuracy and calibration under one condition, such as a corruption at one severity.
struct Condition {
  std::string name;
  int count = 0;
  double accuracy = 0;
  double calibration_error = 0;
};
struct ConditionTable {
  std::string title;
  std::string description;  // a sentence, or empty
  std::vector<Condition> rows;
};

// How well what is not a digit is told from digits.
struct NonDigits {
  std::string name;
  int count = 0;
  double auroc = 0;
  double refused = 0;  // share, 0..1, at the threshold that refuses kDigitsRefused of the digits
};
constexpr double kDigitsRefused = 0.005;

struct Report {
  std::string weights_name;
  std::size_t weights_bytes = 0;
  std::uint32_t weights_checksum = 0;  // as the file itself has it
  Network network;
  nlohmann::ordered_json training;  // the record that `ziffer train` wrote, or null
  std::vector<SetResult> sets;      // at least one; none of them empty
  std::vector<ConditionTable> conditions;
  std::vector<NonDigits> non_digits;
  Calibration calibration{};
  nlohmann::ordered_json made = nullptr;  // provenance() of these figures, or null
};

struct WrongAnswer {
  int index = 0;  // in the set
  int label = 0;
  Answer answer;
};
// Falling by confidence, at most `most`.
std::vector<WrongAnswer> worst_errors(const SetResult& set, int most = 60);

// Error rates at which coverage is reported.
constexpr double kCoverageErrors[] = {0.01, 0.001};

// {"ece", "bins"}: the reliability diagram of these answers.
nlohmann::ordered_json calibration_json(const std::vector<Answer>& answers);

nlohmann::ordered_json report_json(const Report& report);

// The same without single pictures: what the site's page of evidence shows.
nlohmann::ordered_json figures_json(const Report& report);

// One file, UTF-8: no script, nothing fetched.
std::string report_html(const Report& report);

// report.json and index.html in `folder`, which is made if it is not there. Empty on success.
std::optional<FileError> write_report(const Report& report, const std::string& folder);

}  // namespace ziffer::cli

#endif  // ZIFFER_TOOLS_CLI_REPORT_H_
