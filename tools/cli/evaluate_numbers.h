// `ziffer evaluate --numbers`: whole numbers, by the Recognizer as everybody uses it.
#ifndef ZIFFER_TOOLS_CLI_EVALUATE_NUMBERS_H_
#define ZIFFER_TOOLS_CLI_EVALUATE_NUMBERS_H_

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "tools/cli/command.h"

namespace ziffer::cli {

struct NumberOptions {
  std::string weights;
  std::string line_weights;
  std::vector<std::string> data;
  std::string sets;            // of numbers
  bool training_part = false;  // instead of their validation parts: for choosing, not reporting
  int composed = 500;          // strings of each kind; a tenth as many pages
  bool json = false;           // no table on stderr
  std::string figures;         // file for every figure as JSON; none if empty
};

// `made`: provenance() for the figures.
ExitStatus evaluate_numbers(const NumberOptions& options, const nlohmann::ordered_json& made);

// The fewest insertions, deletions and replacements that make `b` of `a` (Levenshtein 1966).
int edit_distance(const std::string& a, const std::string& b);

struct Answer {
  float confidence = 0;
  bool right = false;
};

// The largest share of `asked` that can be answered by taking answers from some confidence on, with
// no more than `error` of those taken being wrong.
double read_rate(std::vector<Answer> answers, int asked, double error);

// How many of `found` are in `truth`, each counted as often as it is in both.
int matches(std::vector<std::string> truth, std::span<const std::string> found);

}  // namespace ziffer::cli

#endif  // ZIFFER_TOOLS_CLI_EVALUATE_NUMBERS_H_
