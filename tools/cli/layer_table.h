// The layers of a network as a table, as `ziffer summary` and the model card print it.
#ifndef ZIFFER_TOOLS_CLI_LAYER_TABLE_H_
#define ZIFFER_TOOLS_CLI_LAYER_TABLE_H_

#include <string>

#include "core/nn/network.h"

namespace ziffer::cli {

// Layer, output shape (N as None, Keras' way), parameters, multiply-adds an image, then the totals.
std::string layer_table(const Network& network);

// 203434 -> "203,434".
std::string grouped(long long value);

}  // namespace ziffer::cli

#endif  // ZIFFER_TOOLS_CLI_LAYER_TABLE_H_
