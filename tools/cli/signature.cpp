#include "core/signature.h"

#include <cstdio>
#include <memory>

#include "tools/cli/command.h"
#include "tools/cli/files.h"

namespace ziffer::cli {

Run add_signature(CLI::App& app) {
  struct Options {
    std::string weights;
    std::string line_weights;
  };
  const auto options = std::make_shared<Options>();
  add_weights_option(app, options->weights);
  add_line_weights_option(app, options->line_weights);
  return [options] {
    Loaded<Recognizer> recognizer = load_recognizer(options->weights, options->line_weights);
    if (!recognizer) {
      complain(options->weights, recognizer.error);
      return kSomeUnreadable;
    }
    std::printf("%s\n", signature(*recognizer.value).c_str());
    return kAllRead;
  };
}

}  // namespace ziffer::cli
