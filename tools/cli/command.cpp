#include "tools/cli/command.h"

#include <algorithm>
#include <map>
#include <thread>

namespace ziffer::cli {

void add_weights_option(CLI::App& app, std::string& path) {
  path = ZIFFER_SHIPPED_WEIGHTS;
  app.add_option("--weights", path, "Weights file")->capture_default_str()->type_name("FILE");
}

void add_line_weights_option(CLI::App& app, std::string& path) {
  path = ZIFFER_SHIPPED_LINE_WEIGHTS;
  app.add_option("--line-weights", path,
                 "Weights file of the network that reads lines; \"\" to do without it")
      ->capture_default_str()
      ->type_name("FILE");
}

int cores() { return static_cast<int>(std::max(1U, std::thread::hardware_concurrency())); }

void add_threads_option(CLI::App& app, int& threads) {
  threads = cores();
  app.add_option("--threads", threads, "Changes the speed, never the result")
      ->capture_default_str()
      ->check(CLI::Range(1, 256));
}

CLI::Option* add_precision_option(CLI::App& app, Precision& precision, const std::string& what) {
  const std::map<std::string, Precision> names = {{"float32", Precision::kFloat32},
                                                  {"half", Precision::kHalf},
                                                  {"int8", Precision::kInt8},
                                                  {"int6", Precision::kInt6}};
  return app.add_option("--precision", precision, what)->transform(CLI::CheckedTransformer(names));
}

}  // namespace ziffer::cli
