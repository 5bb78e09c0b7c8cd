#include "tools/cli/model_card.h"

#include <algorithm>

#include "core/train/metrics.h"
#include "tools/cli/card_parts.h"
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
    table += format("| %s | %s | **%s** | %s | %.4f | %s |\n", set.name.c_str(),
                    grouped(e.count).c_str(), percent(e.accuracy()).c_str(),
                    percents(interval).c_str(), e.loss, percent(ece).c_str());
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
  const bool knows_non_digits = network.output().channels > kClasses;
  std::string card = card_title(report.weights_name, "ziffer evaluate --card");
  card += "Reads one handwritten digit 0 to 9, size-normalised to 28x28 as MNIST does.";
  card += knows_non_digits ? " An eleventh output says when it is no digit.\n\n"
                           : " It has no output for what is no digit.\n\n";
  card += architecture_part(network, report.weights_bytes);
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

  card += training_part(report.training, network.name, "digits");
  card += licence_part();
  return card;
}

}  // namespace ziffer::cli
