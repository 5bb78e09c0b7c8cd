// Real lines of writing: pictures of numbers with what is written on them.
#ifndef ZIFFER_TOOLS_CLI_LINE_STRINGS_H_
#define ZIFFER_TOOLS_CLI_LINE_STRINGS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "core/train/line_task.h"
#include "tools/cli/files.h"

namespace ziffer::cli {

struct LineStrings {
  LineExamples training;
  LineExamples validation;          // the last fifth
  std::size_t training_digits = 0;  // of all strings before validation's
};

// ORAND-CAR-A's cheque amounts, whose separators are not transcribed, from the folder orand-car-a
// in one of `roots`. Pictures on which no ink is found are left out.
Loaded<LineStrings> load_line_strings(const std::vector<std::string>& roots);

}  // namespace ziffer::cli

#endif  // ZIFFER_TOOLS_CLI_LINE_STRINGS_H_
