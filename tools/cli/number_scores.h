// The rows of `ziffer evaluate --numbers`: how pictures of one number each were read, and pages
// with several numbers or none.
#ifndef ZIFFER_TOOLS_CLI_NUMBER_SCORES_H_
#define ZIFFER_TOOLS_CLI_NUMBER_SCORES_H_

#include <array>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/reading.h"
#include "core/result.h"
#include "core/train/metrics.h"

namespace ziffer::cli {

// Why a number was not read right, by what can be seen from the texts.
enum class Cause {
  kFound,       // nothing was read of it, or it was taken for several numbers or part of another
  kCut,         // read with other symbols in number: cut wrongly, or too much or too little seen
  kClassified,  // as many symbols, but not the same
};
constexpr std::array<Cause, 3> kCauses = {Cause::kFound, Cause::kCut, Cause::kClassified};
const char* name(Cause cause);  // "found", "cut", "classified"

// How often each was the cause.
struct CauseCounts {
  std::array<int, kCauses.size()> counts{};

  int& of(Cause cause) { return counts[static_cast<std::size_t>(cause)]; }
  int of(Cause cause) const { return counts[static_cast<std::size_t>(cause)]; }
};

// Pictures that hold one number each.
struct StringsRow {
  // `counts`: in the calibration of whole strings.
  explicit StringsRow(std::string title, bool counts = false)
      : name(std::move(title)), calibrates(counts) {}

  // All that was read is the answer: a number taken for two is no worse than its text. Returns what
  // is wrong with it, if anything is.
  std::optional<Cause> add(const Result<Reading>& reading, const std::string& truth,
                           bool separators);

  double share_right() const;
  double character_error() const;  // edits a character of the truth
  // The largest share of all pictures that can be answered, by taking answers from some confidence
  // on, with no more than `error` of those taken being wrong.
  double read_rate(double error) const;

  std::string name;
  bool calibrates = false;
  int count = 0;
  int right = 0;
  long edits = 0;
  long characters = 0;
  CauseCounts causes;
  std::vector<Answer> answers;  // none where nothing was read or a symbol was refused
};

// Pictures of pages with several numbers or none.
struct PagesRow {
  explicit PagesRow(std::string title) : name(std::move(title)) {}

  // Returns whether all of it and nothing else was read.
  bool add(const Result<Reading>& reading, const std::vector<std::string>& truth,
           bool separators = true);

  double recall() const;
  double precision() const;
  double invented() const;  // numbers a page that were read and are not there

  std::string name;
  int pages = 0;
  int numbers = 0;  // truly there
  int found = 0;    // read, right or wrong
  int right = 0;
  CauseCounts causes;  // of the numbers that were not read right
};

// As `ziffer evaluate --numbers` prints them.
nlohmann::ordered_json json_of(const StringsRow& row);
nlohmann::ordered_json json_of(const PagesRow& row);

std::string digits_only(std::string text);

// The fewest insertions, deletions and replacements that make `b` of `a` (Levenshtein 1966).
int edit_distance(const std::string& a, const std::string& b);

}  // namespace ziffer::cli

#endif  // ZIFFER_TOOLS_CLI_NUMBER_SCORES_H_
