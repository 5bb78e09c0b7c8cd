// The model card of a weights file, in Markdown; every figure is computed, none is typed.
#ifndef ZIFFER_TOOLS_CLI_MODEL_CARD_H_
#define ZIFFER_TOOLS_CLI_MODEL_CARD_H_

#include <nlohmann/json.hpp>
#include <string>

#include "core/nn/network.h"
#include "core/train/evaluate.h"

namespace ziffer::cli {

// `training` is the record that `ziffer train` wrote beside the weights.
std::string model_card(const Network& network, const std::string& weights_name,
                       std::size_t weights_bytes, const nlohmann::ordered_json& training,
                       const std::string& test_name, const Evaluation& test);

// Precision, recall, F1 and support of each class, then accuracy, macro and weighted averages.
std::string classification_report(const Evaluation& evaluation);

}  // namespace ziffer::cli

#endif  // ZIFFER_TOOLS_CLI_MODEL_CARD_H_
