#include "tools/cli/layer_table.h"

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <vector>

namespace ziffer::cli {

std::string grouped(long long value) {
  std::string digits = std::to_string(value);
  for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, 1, ',');
  return digits;
}

std::string layer_table(const Network& network) {
  const auto label = [](const Stage& stage) {
    const char* const types[] = {"Conv2D",  "ReLU",  "MaxPooling2D",       "Dropout",
                                 "Flatten", "Dense", "BatchNormalization", "LocalResponseNorm"};
    static_assert(std::variant_size_v<Layer> == std::size(types));
    return stage.name + " (" + types[stage.layer.index()] + ")";
  };
  std::size_t widest = 24;
  for (const Stage& stage : network.stages) widest = std::max(widest, label(stage).size());
  const auto row = [&](const std::string& a, const std::string& b, const std::string& c,
                       const std::string& d) {
    char line[128];
    std::snprintf(line, sizeof(line), "%-*s %-22s %12s %14s\n", static_cast<int>(widest), a.c_str(),
                  b.c_str(), c.c_str(), d.c_str());
    return std::string(line);
  };
  const std::string rule = std::string(widest + 51, '-') + "\n";
  std::string table = "Model: \"" + network.name + "\"\n" + rule;
  table += row("Layer (type)", "Output shape", "Param #", "Multiply-adds") + rule;
  long long statistics = 0;
  for (const Stage& stage : network.stages) {
    for (const ParameterSlice& slice : stage.slices) {
      if (!slice.trainable) statistics += static_cast<long long>(slice.size);
    }
    const Shape& s = stage.out;
    std::string shape = "(None";
    const bool flat = s.height == 1 && s.width == 1;
    for (const int side :
         flat ? std::vector{s.channels} : std::vector{s.height, s.width, s.channels}) {
      shape += ", ";
      shape += std::to_string(side);
    }
    shape += ")";
    table += row(label(stage), shape, grouped(static_cast<long long>(stage.parameter_count())),
                 grouped(stage.multiply_adds));
  }
  const long long parameters = static_cast<long long>(network.parameters.size());
  table += rule;
  table += "Total params: " + grouped(parameters) + "\n";
  table += "Trainable params: " + grouped(parameters - statistics) + "\n";
  table += "Non-trainable params: " + grouped(statistics) + "\n";
  table += "Multiply-adds for one image: " + grouped(network.multiply_adds()) + "\n";
  return table;
}

}  // namespace ziffer::cli
