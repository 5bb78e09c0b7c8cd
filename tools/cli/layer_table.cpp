#include "tools/cli/layer_table.h"

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

#include "tools/cli/text.h"

namespace ziffer::cli {

std::vector<LayerRow> layer_rows(const Network& network) {
  const char* const types[] = {"Conv2D",  "ReLU",  "MaxPooling2D",       "Dropout",
                               "Flatten", "Dense", "BatchNormalization", "LocalResponseNorm"};
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

nlohmann::ordered_json network_json(const Network& network) {
  using Json = nlohmann::ordered_json;
  Json layers = Json::array();
  for (const LayerRow& row : layer_rows(network)) {
    layers.push_back({{"name", row.name},
                      {"type", row.type},
                      {"output_shape", row.output_shape},
                      {"parameters", row.parameters},
                      {"multiply_adds", row.multiply_adds}});
  }
  return {{"name", network.name},
          {"parameters", network.parameters.size()},
          {"multiply_adds", network.multiply_adds()},
          {"layers", std::move(layers)}};
}

std::string layer_table(const Network& network) {
  const std::vector<LayerRow> layers = layer_rows(network);
  const auto label = [](const LayerRow& layer) { return layer.name + " (" + layer.type + ")"; };
  std::size_t widest = 24;
  for (const LayerRow& layer : layers) widest = std::max(widest, label(layer).size());
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
  for (const LayerRow& layer : layers) {
    table += row(label(layer), layer.output_shape, grouped(layer.parameters),
                 grouped(layer.multiply_adds));
  }
  long long statistics = 0;
  for (const Stage& stage : network.stages) {
    for (const ParameterSlice& slice : stage.slices) {
      if (!slice.trainable) statistics += static_cast<long long>(slice.size);
    }
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
