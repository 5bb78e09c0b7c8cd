#include "core/signature.h"

#include <cstdio>
#include <memory>

#include "tools/cli/command.h"
#include "tools/cli/files.h"

namespace ziffer::cli {

Run add_signature(CLI::App& app) {
  const auto weights = std::make_shared<std::string>();
  add_weights_option(app, *weights);
  return [weights] {
    Loaded<Recognizer> recognizer = load_recognizer(*weights);
    if (!recognizer) {
      complain(*weights, recognizer.error);
      return kSomeUnreadable;
    }
    std::printf("%s\n", signature(*recognizer.value).c_str());
    return kAllRead;
  };
}

}  // namespace ziffer::cli
