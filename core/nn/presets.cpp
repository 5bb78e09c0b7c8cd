#include "core/nn/presets.h"

namespace ziffer {
namespace {

struct Preset {
  std::string_view name;
  Architecture (*make)();
};
constexpr Preset kPresets[] = {
    {"classic", classic},
    {"modern", modern},
    {"pen", pen},
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

Architecture modern() {
  return {.name = "modern",
          .input = {28, 28, 1},
          .layers = {
              Conv2d{.filters = 32, .kernel = 3},
              Relu{},  // 26 x 26 x 32
              Conv2d{.filters = 32, .kernel = 3},
              Relu{},  // 24 x 24 x 32
              Conv2d{.filters = 32, .kernel = 5, .stride = 2, .padding = Padding::kSame},
              Relu{},  // 12 x 12 x 32
              Conv2d{.filters = 64, .kernel = 3},
              Relu{},  // 10 x 10 x 64
              Conv2d{.filters = 64, .kernel = 3},
              Relu{},  // 8 x 8 x 64
              Conv2d{.filters = 64, .kernel = 5, .stride = 2, .padding = Padding::kSame},
              Relu{},  // 4 x 4 x 64
              Conv2d{.filters = 128, .kernel = 4},
              Relu{},  // 128
              Flatten{},
              Dense{.units = 10},
          }};
}

Architecture pen() {
  return {.name = "pen",
          .input = {28, 28, 1},
          .layers = {
              Conv2d{.filters = 16, .kernel = 3},
              Relu{},  // 26 x 26 x 16
              Conv2d{.filters = 16, .kernel = 3},
              Relu{},
              MaxPool2d{},  // 24 x 24, then 12 x 12 x 16
              Conv2d{.filters = 48, .kernel = 3},
              Relu{},  // 10 x 10 x 48
              Conv2d{.filters = 64, .kernel = 3},
              Relu{},
              MaxPool2d{},  // 8 x 8, then 4 x 4 x 64
              Conv2d{.filters = 128, .kernel = 3, .padding = Padding::kSame},
              Relu{},     // 4 x 4 x 128
              Flatten{},  // 2,048
              Dropout{.rate = 0.25F},
              Dense{.units = 11},  // ten digits, and what is none
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
