#include "tools/cli/recipe.h"

#include <fstream>

namespace ziffer::cli {
namespace {

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

}  // namespace

std::vector<std::string> with_recipes(const std::vector<std::string>& arguments) {
  constexpr const char* kOption = "--recipe";
  std::vector<std::string> all;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    all.push_back(arguments[i]);
    std::string path;
    if (arguments[i] == kOption && i + 1 < arguments.size()) {
      path = arguments[++i];
      all.push_back(path);
    } else if (arguments[i].starts_with(std::string(kOption) + "=")) {
      path = arguments[i].substr(std::string(kOption).size() + 1);
    } else {
      continue;
    }
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
      line = trimmed(line.substr(0, line.find('#')));
      if (line.empty()) continue;
      const std::size_t equals = line.find('=');
      std::string option = "--";
      option += trimmed(line.substr(0, equals));
      if (equals != std::string::npos) option += "=" + trimmed(line.substr(equals + 1));
      all.push_back(std::move(option));
    }
  }
  return all;
}

}  // namespace ziffer::cli
