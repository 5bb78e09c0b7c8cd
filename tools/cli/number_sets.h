// The data sets of whole numbers that Ziffer is chosen by and measured on, by name.
#ifndef ZIFFER_TOOLS_CLI_NUMBER_SETS_H_
#define ZIFFER_TOOLS_CLI_NUMBER_SETS_H_

#include <string>
#include <variant>
#include <vector>

#include "core/ink/strokes.h"
#include "tools/cli/files.h"

namespace ziffer::cli {

struct NumberSample {
  std::variant<Bytes, std::vector<Stroke>> content;  // a PNG or JPEG, or a pen's path in the
                                                     // tablet's own units, y growing downwards
  std::vector<std::string> texts;  // the numbers on it, from the top: digits and kSeparators
};

struct NumberSet {
  std::string name;
  std::string description;  // what it is and what its truth means, for people
  bool separators = true;   // whether the truth has them; if not, only digits are to be compared
  std::vector<NumberSample> training;    // for learning and tuning; may be empty
  std::vector<NumberSample> validation;  // for choosing and reporting
};

// Strokes fitted to a board of at most 980 x 280 pixels, with a pen of a twelfth of their height.
struct Board {
  std::vector<Stroke> strokes;
  float pen_width;
  int width;
  int height;
};
Board on_board(std::vector<Stroke> strokes);

// orand-car-a, unipen-numbers, phone-sums.
std::vector<std::string> number_set_names();

// Looks for a folder `name` in each of `roots`. Errors name the set and the file.
Loaded<NumberSet> load_number_set(const std::vector<std::string>& roots, const std::string& name);

}  // namespace ziffer::cli

#endif  // ZIFFER_TOOLS_CLI_NUMBER_SETS_H_
