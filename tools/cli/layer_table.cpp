#include "tools/cli/layer_table.h"

#include <cstdio>
#include <iterator>
#include <utility>

#include "tools/cli/text.h"

namespace ziffer::cli {

std::vector<LayerRow> layer_rows(const Network& network) {
  const char* const types[] = {"Conv2D", "ReLU", "MaxPooling2D", "Dropout", "Flatten", "Dense"};
  static_assert(std::variant_size_v<Layer> == std::size(types));
  std::vector<LayerRow> rows;
  for (const Stage& stage : network.stages) {
    const Shape& s = stage.out;
    std::string shape = "(None";
    const bool flat = s.height == 1 && s.width == 1;
    for (const int side :
         flat ? std::vector{s.channels} : std::vector{s.height, s.width, s.channels}) {
      shape += ", ";
      shape += std::to_string(side);
    }
    shape += ")";
    rows.push_back({stage.name, types[stage.layer.index()], std::move(shape),
                    static_cast<long long>(stage.parameter_count()), stage.multiply_adds});
  }
  return rows;
}

std::string layer_table(const Network& network) {
  const auto row = [](const std::string& a, const std::string& b, const std::string& c,
                      const std::string& d) {
    char line[128];
    std::snprintf(line, sizeof(line), "%-24s %-22s %12s %14s\n", a.c_str(), b.c_str(), c.c_str(),
                  d.c_str());
    return std::string(line);
  };
  const std::string rule = std::string(75, '-') + "\n";
  std::string table = "Model: \"" + network.name + "\"\n" + rule;
  table += row("Layer (type)", "Output shape", "Param #", "Multiply-adds") + rule;
  for (const LayerRow& layer : layer_rows(network)) {
    table += row(layer.name + " (" + layer.type + ")", layer.output_shape,
                 grouped(layer.parameters), grouped(layer.multiply_adds));
  }
  const long long parameters = static_cast<long long>(network.parameters.size());
  table += rule;
  table += "Total params: " + grouped(parameters) + "\n";
  table += "Trainable params: " + grouped(parameters) + "\n";
  table += "Non-trainable params: 0\n";
  table += "Multiply-adds for one image: " + grouped(network.multiply_adds()) + "\n";
  return table;
}

}  // namespace ziffer::cli
