#include <cstdio>
#include <memory>

#include "core/nn/presets.h"
#include "tools/cli/command.h"
#include "tools/cli/layer_table.h"

namespace ziffer::cli {

Run add_summary(CLI::App& app) {
  const auto name = std::make_shared<std::string>("classic");
  std::vector<std::string> names;
  for (const std::string_view preset_name : preset_names()) names.emplace_back(preset_name);
  app.add_option("--preset", *name, "Network")->capture_default_str()->check(CLI::IsMember(names));
  return [name] {
    std::fputs(layer_table(build(*preset(*name))).c_str(), stdout);
    return kAllRead;
  };
}

}  // namespace ziffer::cli
