#include "core/nn/presets.h"

namespace ziffer {
namespace {

struct Preset {
  std::string_view name;
  Architecture (*make)();
};
constexpr Preset kPresets[] = {
    {"classic", classic}, {"modern", modern}, {"pen", pen},
    {"alexnet", alexnet}, {"tiny", tiny},     {"line", line},
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
  return {
      .name = "pen",
      .input = {28, 28, 1},
      .layers = {
          Conv2d{.filters = 16, .kernel = 3}, Relu{},               // 26 x 26 x 16
          Conv2d{.filters = 16, .kernel = 3}, Relu{}, MaxPool2d{},  // 24 x 24, then 12 x 12 x 16
          Conv2d{.filters = 48, .kernel = 3}, Relu{},               // 10 x 10 x 48
          Conv2d{.filters = 64, .kernel = 3}, Relu{}, MaxPool2d{},  // 8 x 8, then 4 x 4 x 64
          Conv2d{.filters = 128, .kernel = 3, .padding = Padding::kSame}, Relu{},  // 4 x 4 x 128
          Flatten{},                                                               // 2,048
          Dropout{.rate = 0.25F}, Dense{.units = 11},  // ten digits, and what is none
      }};
}

Architecture alexnet() {
  return {.name = "alexnet",
          .input = {28, 28, 1},
          .layers = {
              Conv2d{.filters = 32, .kernel = 5},
              Relu{},
              LocalResponseNorm{},
              MaxPool2d{.size = 3, .stride = 2},  // 24 x 24, then 11 x 11 x 32
              Conv2d{.filters = 64, .kernel = 5, .padding = Padding::kSame},
              Relu{},
              LocalResponseNorm{},
              MaxPool2d{.size = 3, .stride = 2},  // 11 x 11, then 5 x 5 x 64
              Conv2d{.filters = 96, .kernel = 3, .padding = Padding::kSame},
              Relu{},  // 5 x 5 x 96
              Conv2d{.filters = 96, .kernel = 3, .padding = Padding::kSame},
              Relu{},
              Conv2d{.filters = 64, .kernel = 3, .padding = Padding::kSame},
              Relu{},
              MaxPool2d{.size = 3, .stride = 2},  // 5 x 5, then 2 x 2 x 64
              Flatten{},                          // 256
              Dropout{.rate = 0.5F},
              Dense{.units = 512},
              Relu{},
              Dropout{.rate = 0.5F},
              Dense{.units = 512},
              Relu{},
              Dense{.units = 10},
          }};
}

Architecture tiny() {
  return {.name = "tiny",
          .input = {28, 28, 1},
          .layers = {
              Conv2d{.filters = 8, .kernel = 3},
              Relu{},  // 26 x 26 x 8
              Conv2d{.filters = 16, .kernel = 3},
              Relu{},
              MaxPool2d{},  // 24 x 24, then 12 x 12 x 16
              Conv2d{.filters = 16, .kernel = 3, .padding = Padding::kSame},
              Relu{},  // 12 x 12 x 16
              Conv2d{.filters = 16, .kernel = 3},
              Relu{},
              MaxPool2d{},  // 10 x 10, then 5 x 5 x 16
              Conv2d{.filters = 16, .kernel = 3},
              Relu{},     // 3 x 3 x 16
              Flatten{},  // 144
              Dense{.units = 10},
          }};
}

Architecture line() {
  return {.name = "line",
          .input = {40, 176, 1},
          .layers = {
              Conv2d{.filters = 16, .kernel = 3},
              Relu{},  // 38 x 174 x 16
              Conv2d{.filters = 16, .kernel = 3},
              Relu{},
              MaxPool2d{},  // 36 x 172, then 18 x 86 x 16
              Conv2d{.filters = 32, .kernel = 3},
              Relu{},  // 16 x 84 x 32
              Conv2d{.filters = 48, .kernel = 3},
              Relu{},
              MaxPool2d{},  // 14 x 82, then 7 x 41 x 48
              Conv2d{.filters = 64, .kernel = 3},
              Relu{},  // 5 x 39 x 64
              Conv2d{.filters = 48, .kernel = 3},
              Relu{},  // 3 x 37 x 48
              Conv2d{.filters = 48, .kernel = 3, .padding = Padding::kSame},
              Relu{},
              Conv2d{.filters = 48, .kernel = 3, .padding = Padding::kSame},
              Relu{},  // these two to see further along the line
              Conv2d{.filters = 96, .kernel = 3},
              Relu{},  // 1 x 35 x 96
              Dropout{.rate = 0.25F},
              Conv2d{.filters = 16, .kernel = 1},  // logits of each column
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
