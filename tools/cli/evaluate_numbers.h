// `ziffer evaluate --numbers`: whole numbers, by the Recognizer as everybody uses it.
#ifndef ZIFFER_TOOLS_CLI_EVALUATE_NUMBERS_H_
#define ZIFFER_TOOLS_CLI_EVALUATE_NUMBERS_H_

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "tools/cli/command.h"
#include "tools/cli/documents.h"

namespace ziffer::cli {

struct NumberOptions {
  std::string weights;
  std::string line_weights;
  std::vector<std::string> data;
  std::string sets;            // of numbers
  bool training_part = false;  // instead of their validation parts: for choosing, not reporting
  int composed = 500;          // strings of each kind; a tenth as many pages
  bool json = false;           // no table on stderr
  DocumentPaths documents;
  std::string report;  // folder for report.json and index.html; none if empty
};

// `made`: provenance() for the figures.
ExitStatus evaluate_numbers(const NumberOptions& options, const nlohmann::ordered_json& made);

}  // namespace ziffer::cli

#endif  // ZIFFER_TOOLS_CLI_EVALUATE_NUMBERS_H_
