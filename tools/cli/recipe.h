// Recipe files: the options of a training run, one `name=value` a line, `#` for comments.
#ifndef ZIFFER_TOOLS_CLI_RECIPE_H_
#define ZIFFER_TOOLS_CLI_RECIPE_H_

#include <string>
#include <vector>

namespace ziffer::cli {

// The arguments with those of every "--recipe FILE" put in its place, so that what stands on the
// command line itself, after it, wins. A recipe that cannot be read is left to the parser, which
// reports the missing file.
std::vector<std::string> with_recipes(const std::vector<std::string>& arguments);

}  // namespace ziffer::cli

#endif  // ZIFFER_TOOLS_CLI_RECIPE_H_
