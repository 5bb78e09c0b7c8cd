// What every subcommand of `ziffer` is: options added to the parser, and a function that runs it.
#ifndef ZIFFER_TOOLS_CLI_COMMAND_H_
#define ZIFFER_TOOLS_CLI_COMMAND_H_

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "core/nn/weights_file.h"

namespace ziffer::cli {

enum ExitStatus {
  kAllRead = 0,
  kSomeUnreadable = 1,  // an input, a weights file or a data set could not be used
  kWrongUsage = 2,
};

using Run = std::function<ExitStatus()>;

Run add_read(CLI::App& app);
Run add_train(CLI::App& app);
Run add_evaluate(CLI::App& app);
Run add_convert(CLI::App& app);
Run add_summary(CLI::App& app);
Run add_show(CLI::App& app);
Run add_signature(CLI::App& app);

// "--weights FILE" with the shipped file as default.
void add_weights_option(CLI::App& app, std::string& path);

// "--line-weights FILE", the network that reads lines, with the shipped file as default; "" for
// none.
void add_line_weights_option(CLI::App& app, std::string& path);

// The processor's, at least 1.
int cores();

// "--threads N" with the number of cores as default.
void add_threads_option(CLI::App& app, int& threads);

// "--precision float32|half|int8|int6".
CLI::Option* add_precision_option(CLI::App& app, Precision& precision, const std::string& what);

}  // namespace ziffer::cli

#endif  // ZIFFER_TOOLS_CLI_COMMAND_H_
