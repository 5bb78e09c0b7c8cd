// The layers of a network as a table, as `ziffer summary` and the model card print it.
#ifndef ZIFFER_TOOLS_CLI_LAYER_TABLE_H_
#define ZIFFER_TOOLS_CLI_LAYER_TABLE_H_

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "core/nn/network.h"

namespace ziffer::cli {

struct LayerRow {
  std::string name;
  std::string type;          // Keras' word: "Conv2D"
  std::string output_shape;  // N as None, Keras' way: "(None, 26, 26, 64)"
  long long parameters = 0;
  long long multiply_adds = 0;  // for one image
};
std::vector<LayerRow> layer_rows(const Network& network);

// Name, parameters, multiply-adds and the rows.
nlohmann::ordered_json network_json(const Network& network);

// The rows as text, then the totals.
std::string layer_table(const Network& network);

}  // namespace ziffer::cli

#endif  // ZIFFER_TOOLS_CLI_LAYER_TABLE_H_
