#include "tools/cli/provenance.h"

#include <ctime>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "core/nn/kernels.h"
#include "tools/cli/command.h"
#include "tools/cli/text.h"

namespace ziffer::cli {
namespace {

std::string command_line(const CLI::App& command) {
  std::string line = "ziffer " + command.get_name();
  for (const CLI::Option* option : command.parse_order()) {
    const std::string name = option->get_name();
    const std::string word = " " + name;
    if (line.find(word + " ") != std::string::npos || line.ends_with(word)) continue;  // repeated
    line += word;
    if (option->get_items_expected_max() == 0) continue;
    for (const std::string& value : option->results()) {
      const std::filesystem::path path(value);
      const std::string shown = name == "--data"     ? "DIR"
                                : path.is_absolute() ? path.filename().string()
                                                     : value;
      line += shown.empty() ? " \"\"" : " " + shown;
    }
  }
  return line;
}

std::string today() {
  const std::time_t now = std::time(nullptr);
  char text[16];
  std::tm utc{};
  std::strftime(text, sizeof(text), "%Y-%m-%d", gmtime_r(&now, &utc));
  return text;
}

std::string processor() {
  std::ifstream file("/proc/cpuinfo");
  const std::string key = "model name";
  for (std::string line; std::getline(file, line);) {
    const std::size_t colon = line.find(": ");
    if (line.starts_with(key) && colon != std::string::npos) return line.substr(colon + 2);
  }
  return "unknown processor";
}

}  // namespace

nlohmann::ordered_json provenance(const CLI::App& command) {
  return {{"command", command_line(command)},
          {"date", today()},
          {"machine", format("%s, %d threads, %s kernels", processor().c_str(), cores(),
                             std::string(kernels().name).c_str())}};
}

}  // namespace ziffer::cli
