// By which command, when and on what figures were made.
#ifndef ZIFFER_TOOLS_CLI_PROVENANCE_H_
#define ZIFFER_TOOLS_CLI_PROVENANCE_H_

#include <CLI/CLI.hpp>
#include <nlohmann/json_fwd.hpp>

namespace ziffer::cli {

// {"command", "date", "machine"} of the command under way. Folders of data are written as DIR,
// other absolute paths as their file's name; the date is the day, UTC.
nlohmann::ordered_json provenance(const CLI::App& command);

}  // namespace ziffer::cli

#endif  // ZIFFER_TOOLS_CLI_PROVENANCE_H_
