// What all model cards have in common, in Markdown.
#ifndef ZIFFER_TOOLS_CLI_CARD_PARTS_H_
#define ZIFFER_TOOLS_CLI_CARD_PARTS_H_

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "core/nn/network.h"
#include "core/train/evaluate.h"

namespace ziffer::cli {

// "84.00 %"
std::string percent(double share);
// "80.12 to 85.34 %"
std::string percents(const Interval& interval);

// The heading, and by which command the card was written.
std::string card_title(const std::string& weights_name, const std::string& command);

// The table of layers, and the file's size.
std::string architecture_part(const Network& network, std::size_t weights_bytes);

// What `network` learnt from, how and by which command; `examples` is what the epoch was chosen by:
// "digits". `record` must be one that `ziffer train` wrote.
std::string training_part(const nlohmann::ordered_json& record, const std::string& network,
                          const std::string& examples);

std::string licence_part();

}  // namespace ziffer::cli

#endif  // ZIFFER_TOOLS_CLI_CARD_PARTS_H_
