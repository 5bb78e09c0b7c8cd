// ziffer: reads handwritten numbers, and trains the networks that do.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "tools/cli/command.h"
#include "tools/cli/recipe.h"

int main(int argc, char** argv) {
  using namespace ziffer::cli;
  CLI::App app{"Reads handwritten digits, and trains the networks that do."};
  app.set_version_flag("--version", ZIFFER_VERSION);
  app.require_subcommand(1);
  app.footer(
      "Data goes to stdout, everything else to stderr.\n"
      "Exit status: 0 all read, 1 some input could not be used, 2 wrong usage.");

  std::vector<std::pair<CLI::App*, Run>> commands;
  const auto add = [&](const char* name, const char* what, Run (*make)(CLI::App&)) {
    CLI::App* command = app.add_subcommand(name, what);
    commands.emplace_back(command, make(*command));
  };
  add("read", "Read the digits in PNG and JPEG pictures", add_read);
  add("train", "Train a network on IDX data", add_train);
  add("evaluate", "Measure a network on labelled IDX data", add_evaluate);
  add("show", "Show one image of a data set and how the network reads it", add_show);
  add("convert", "Store a weights file in another precision", add_convert);
  add("summary", "Print a network's layers, shapes, parameters and multiply-adds", add_summary);
  add("signature", "Print the line that every build of the same version must print", add_signature);

  std::vector<std::string> arguments = with_recipes({argv + 1, argv + argc});
  std::reverse(arguments.begin(), arguments.end());  // the parser takes them from the back
  try {
    app.parse(arguments);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kAllRead : kWrongUsage;
  }
  for (const auto& [command, run] : commands) {
    if (command->parsed()) return run();
  }
  return kWrongUsage;
}
