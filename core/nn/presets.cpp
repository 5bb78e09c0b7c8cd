#include "core/nn/presets.h"

namespace ziffer {
namespace {

struct Preset {
  std::string_view name;
  Architecture (*make)();
};
constexpr Preset kPresets[] = {
    {"classic", classic},
};

}  // namespace

Architecture classic() {
  return {.name = "classic",
          .input = {28, 28, 1},
          .layers = {
              Conv2d{.filters = 64, .kernel = 3}, Relu{},  // 26 x 26 x 64
              Conv2d{.filters = 32, .kernel = 3}, Relu{},  // 24 x 24 x 32
              Flatten{},                                   // 18,432
              Dropout{.rate = 0.5F},                       // while training only
              Dense{.units = 10},                          // logits
          }};
}

std::optional<Architecture> preset(std::string_view name) {
  for (const Preset& p : kPresets) {
    if (p.name == name) return p.make();
  }
  return std::nullopt;
}

std::vector<std::string_view> preset_names() {
  std::vector<std::string_view> names;
  for (const Preset& p : kPresets) names.push_back(p.name);
  return names;
}

}  // namespace ziffer
