// The report of `ziffer evaluate --numbers`: plain data in; JSON, Markdown tables, a model card and
// a web page with what was read wrongly out.
#ifndef ZIFFER_TOOLS_CLI_NUMBER_REPORT_H_
#define ZIFFER_TOOLS_CLI_NUMBER_REPORT_H_

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/nn/network.h"
#include "tools/cli/files.h"
#include "tools/cli/number_scores.h"

namespace ziffer::cli {

// One of the networks that read.
struct NetworkFile {
  std::string name;  // of the weights file
  std::size_t bytes = 0;
  std::uint32_t checksum = 0;  // as the file itself has it
  Network network;
  nlohmann::ordered_json training;  // the record that `ziffer train` wrote, or null
};

// A picture of which not everything was read right.
struct Misreading {
  std::string row;                  // the name of its row
  std::string truth;                // numbers with a space between two, as they were to be read
  std::string text;                 // as they were read
  std::optional<float> confidence;  // of all of it; none where nothing was read
  std::optional<Cause> cause;       // for pictures of one number
  Bytes png;                        // with boxes and readings on it
};

struct NumberReport {
  nlohmann::ordered_json made;  // provenance() of these figures
  std::optional<NetworkFile> digits;
  std::optional<NetworkFile> lines;
  std::vector<std::pair<std::string, std::string>> sets;  // name, and what it is in a sentence
  bool composed = false;  // whether there are composed numbers and pages among the rows
  std::vector<StringsRow> strings;
  std::vector<PagesRow> pages;
  std::vector<Misreading> wrong;  // in the order of the rows; only where asked for
};

// Every answer by which whole strings are calibrated.
std::vector<Answer> calibration_answers(const NumberReport& report);

// What the site's page of evidence shows.
nlohmann::ordered_json figures_json(const NumberReport& report);

// Every row, in Markdown: one table of strings, one of pages; an empty one is left out.
std::string number_tables(const NumberReport& report);

// report.json and index.html into a folder, which is made: every row, and every misreading as a
// picture. Empty on success.
std::optional<FileError> write_number_report(const NumberReport& report, const std::string& folder);

// Markdown, of report.lines, which must be there with its training record.
std::string number_card(const NumberReport& report);

}  // namespace ziffer::cli

#endif  // ZIFFER_TOOLS_CLI_NUMBER_REPORT_H_
