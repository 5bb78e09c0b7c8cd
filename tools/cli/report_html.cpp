#include <algorithm>
#include <cmath>

#include "tools/cli/html_parts.h"
#include "tools/cli/layer_table.h"
#include "tools/cli/png.h"
#include "tools/cli/report.h"
#include "tools/cli/svg_charts.h"
#include "tools/cli/text.h"

namespace ziffer::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string interval_text(const Evaluation& e) {
  const Interval interval = wilson_interval(e.correct, e.count);
  return percent_html(interval.low) + " to " + percent_html(interval.high);
}

// `make(set, number)` for each set, under its name if there are several.
template <typename Make>
std::string for_each_set(const Report& report, const Make& make) {
  std::string html = "<div class=\"sets\">\n";
  for (std::size_t i = 0; i < report.sets.size(); ++i) {
    const SetResult& set = report.sets[i];
    html += "<div class=\"set\">\n";
    if (report.sets.size() > 1) html += "<h3>" + escaped(set.name) + "</h3>\n";
    html += make(set, std::to_string(i)) + "</div>\n";
  }
  return html + "</div>\n";
}

std::string headline(const Report& report) {
  std::string html = "<ul class=\"results\">\n";
  for (const SetResult& set : report.sets) {
    const Evaluation& e = set.evaluation;
    html += "<li><h3>" + escaped(set.name) + "</h3>\n<p class=\"figure\">" +
            percent_html(e.accuracy()) + "</p>\n";
    html += format(
        "<p>test accuracy; 95 %% interval %s<br>test loss <strong>%.4f</strong>; %s of %s read "
        "wrongly</p>\n",
        interval_text(e).c_str(), e.loss, grouped(e.count - e.correct).c_str(),
        grouped(e.count).c_str());
    if (!set.description.empty()) {
      html += "<p class=\"note\">" + escaped(set.description) + "</p>\n";
    }
    html += "</li>\n";
  }
  return html + "</ul>\n";
}

std::string model(const Network& network) {
  std::vector<HtmlRow> rows;
  for (const LayerRow& layer : layer_rows(network)) {
    rows.push_back({escaped(layer.name + " (" + layer.type + ")"), layer.output_shape,
                    grouped(layer.parameters), grouped(layer.multiply_adds)});
  }
  const std::string parameters = grouped(static_cast<long long>(network.parameters.size()));
  return table_html("Model: \"" + network.name + "\"",
                    {"Layer (type)", "Output shape", "Param #", "Multiply-adds"}, rows,
                    {{"Total params", "", parameters, grouped(network.multiply_adds())},
                     {"Trainable params", "", parameters, ""},
                     {"Non-trainable params", "", "0", ""}},
                    "words");
}

struct Epoch {
  double train_loss;
  double train_accuracy;
  double validation_loss;
  double validation_accuracy;
};

// The record is a file that anybody may have edited: empty unless every figure is there.
std::vector<Epoch> history(const Json& training) {
  std::vector<Epoch> epochs;
  if (!training.is_object() || !training.contains("history")) return {};
  for (const Json& row : training.at("history")) {
    const auto value = [&](const char* key) {
      const bool there = row.is_object() && row.contains(key) && row.at(key).is_number();
      return there ? row.at(key).get<double>() : std::nan("");
    };
    const Epoch epoch{value("train_loss"), value("train_accuracy"), value("validation_loss"),
                      value("validation_accuracy")};
    if (!std::isfinite(epoch.train_loss + epoch.train_accuracy + epoch.validation_loss +
                       epoch.validation_accuracy)) {
      return {};
    }
    epochs.push_back(epoch);
  }
  return epochs;
}

std::string training_section(const Json& training) {
  const std::vector<Epoch> epochs = history(training);
  if (epochs.empty()) {
    return "<p>No training record stands beside the weights file, so there are no curves.</p>\n";
  }
  int kept = 0;
  if (training.contains("best_epoch") && training.at("best_epoch").is_number_integer()) {
    kept = std::clamp(training.at("best_epoch").get<int>(), 0, static_cast<int>(epochs.size()));
  }
  const auto chart = [&](const char* id, const char* title, double Epoch::*train,
                         double Epoch::*validation, bool percent_axis) {
    LineChart c{.id = id,
                .title = title,
                .description =
                    "Over the epochs, for training and validation images. The table "
                    "below has the figures.",
                .x_label = "epoch",
                .series = {{"training", "train", {}}, {"validation", "validation", {}}},
                .marked = kept,
                .mark_label = kept > 0 ? "kept" : "",
                .percent = percent_axis,
                .from_zero = !percent_axis};
    for (const Epoch& epoch : epochs) {
      c.series[0].values.push_back(epoch.*train);
      c.series[1].values.push_back(epoch.*validation);
    }
    return "<div>\n<h3>" + std::string(title) + "</h3>\n" + line_chart(c) + "</div>\n";
  };
  std::vector<HtmlRow> rows;
  for (std::size_t i = 0; i < epochs.size(); ++i) {
    const Epoch& e = epochs[i];
    rows.push_back({std::to_string(i + 1), format("%.4f", e.train_loss),
                    percent_html(e.train_accuracy), format("%.4f", e.validation_loss),
                    percent_html(e.validation_accuracy)});
  }
  std::string html;
  if (kept > 0) {
    html += format("<p>Epoch %d of %zu was kept, by its accuracy on validation images. ", kept,
                   epochs.size());
    html +=
        "Training figures are taken on augmented images with dropout on, hence their being the "
        "lower ones.</p>\n";
  }
  if (training.contains("options") && training.at("options").is_string()) {
    html += "<p>Options: " + escaped(training.at("options").get<std::string>()) + ".</p>\n";
  }
  html += "<div class=\"charts\">\n" +
          chart("accuracy-chart", "Accuracy", &Epoch::train_accuracy, &Epoch::validation_accuracy,
                true) +
          chart("loss-chart", "Loss", &Epoch::train_loss, &Epoch::validation_loss, false) +
          "</div>\n";
  return html + "<details><summary>The curves as a table</summary>\n" +
         table_html("Loss and accuracy after each epoch",
                    {"Epoch", "Training loss", "Training accuracy", "Validation loss",
                     "Validation accuracy"},
                    rows) +
         "</details>\n";
}

std::string confusion_matrix(const SetResult& set) {
  const Evaluation& e = set.evaluation;
  int most_wrong = 1;
  for (int digit = 0; digit < kClasses; ++digit) {
    for (int read = 0; read < kClasses; ++read) {
      const int n = e.confusion[static_cast<std::size_t>(digit)][static_cast<std::size_t>(read)];
      if (digit != read) most_wrong = std::max(most_wrong, n);
    }
  }
  const std::string caption = "Images of each true digit, by the digit read";
  std::string html = "<table class=\"confusion\">\n<caption>" + caption +
                     "</caption>\n<thead><tr><th scope=\"col\">true</th>";
  for (int read = 0; read < kClasses; ++read) html += format("<th scope=\"col\">%d</th>", read);
  html += "</tr></thead>\n<tbody>\n";
  for (int digit = 0; digit < kClasses; ++digit) {
    html += format("<tr><th scope=\"row\">%d</th>", digit);
    for (int read = 0; read < kClasses; ++read) {
      const int n = e.confusion[static_cast<std::size_t>(digit)][static_cast<std::size_t>(read)];
      // Shades stay pale enough for the figures on them; the root lets single errors show.
      if (digit == read) {
        html +=
            format("<td class=\"right\" style=\"--s:%.0f\">%d</td>", 6 + 20 * e.recall(digit), n);
      } else if (n > 0) {
        html += format("<td class=\"wrong\" style=\"--s:%.0f\">%d</td>",
                       35 * std::sqrt(static_cast<double>(n) / most_wrong), n);
      } else {
        html += "<td class=\"none\">0</td>";
      }
    }
    html += "</tr>\n";
  }
  return scrolling(caption, html + "</tbody>\n</table>\n");
}

std::string classification_table(const SetResult& set) {
  const auto row = [](const std::string& label, const ClassScores& s) {
    return HtmlRow{label, format("%.4f", s.precision), format("%.4f", s.recall),
                   format("%.4f", s.f1), grouped(s.support)};
  };
  const Evaluation& e = set.evaluation;
  std::vector<HtmlRow> rows;
  for (int digit = 0; digit < kClasses; ++digit) {
    rows.push_back(row(std::to_string(digit), class_scores(e, digit)));
  }
  return table_html("Precision, recall, F1 and support of each digit",
                    {"Digit", "Precision", "Recall", "F1-score", "Support"}, rows,
                    {{"accuracy", "", "", format("%.4f", e.accuracy()), grouped(e.count)},
                     row("macro avg", macro_average(e)),
                     row("weighted avg", weighted_average(e))});
}

std::string reliability(const SetResult& set, const std::string& number) {
  const std::vector<ReliabilityBin> bins = reliability_bins(answers(set.probabilities, set.labels));
  std::vector<HtmlRow> rows;
  for (const ReliabilityBin& b : bins) {
    if (b.count == 0) continue;
    rows.push_back({percent_html(b.low, 1) + " to " + percent_html(b.high, 1), grouped(b.count),
                    percent_html(b.confidence), percent_html(b.accuracy())});
  }
  return format("<p>Expected calibration error: <strong>%.4f</strong> (%d bins).</p>\n",
                expected_calibration_error(bins), kReliabilityBins) +
         reliability_diagram("reliability-" + number, "Reliability diagram of " + set.name, bins) +
         "<details><summary>The diagram as a table</summary>\n" +
         table_html("Confidence and accuracy in each bin that holds answers",
                    {"Confidence", "Images", "Mean confidence", "Accuracy"}, rows) +
         "</details>\n";
}

std::string coverage(const Report& report) {
  std::vector<HtmlRow> rows;
  for (const SetResult& set : report.sets) {
    const std::vector<Answer> all = answers(set.probabilities, set.labels);
    HtmlRow row = {escaped(set.name)};
    for (const double error : kCoverageErrors) {
      const Coverage c = coverage_at_error(all, error);
      row.push_back(percent_html(static_cast<double>(c.count) / set.evaluation.count));
      row.push_back(c.count > 0 ? percent_html(static_cast<double>(c.threshold), 3) : "none");
    }
    rows.push_back(std::move(row));
  }
  HtmlRow columns = {"Set"};
  for (const double error : kCoverageErrors) {
    columns.push_back("Answered at " + percent_html(error, error < 0.01 ? 1 : 0) + " error");
    columns.push_back("from confidence");
  }
  return "<p>If answers below a confidence are withheld, how many can be given while the given "
         "ones hold an error rate?</p>\n" +
         table_html("Largest share of images answered at an error rate", columns, rows);
}

std::string accuracy_table(const Report& report) {
  std::vector<HtmlRow> rows;
  for (const SetResult& set : report.sets) {
    const Evaluation& e = set.evaluation;
    const double ece =
        expected_calibration_error(reliability_bins(answers(set.probabilities, set.labels)));
    rows.push_back({escaped(set.name), grouped(e.count), grouped(e.count - e.correct),
                    percent_html(e.accuracy()), interval_text(e), format("%.4f", e.loss),
                    format("%.4f", ece)});
  }
  return table_html("Accuracy on each set, with its 95 % Wilson interval",
                    {"Set", "Images", "Errors", "Accuracy", "95 % interval", "Loss", "ECE"}, rows);
}

std::string conditions(const Report& report) {
  std::string html;
  for (const ConditionTable& table : report.conditions) {
    std::vector<HtmlRow> rows;
    for (const Condition& c : table.rows) {
      rows.push_back(
          {escaped(c.name), grouped(c.count), percent_html(c.accuracy),
           format("<div class=\"bar\"><span style=\"--share:%.4f\"></span></div>", c.accuracy),
           format("%.4f", c.calibration_error)});
    }
    html += "<div>\n<h3>" + escaped(table.title) + "</h3>\n";
    if (!table.description.empty()) {
      html += "<p class=\"note\">" + escaped(table.description) + "</p>\n";
    }
    html += table_html("Accuracy and calibration error: " + table.title,
                       {"Condition", "Images", "Accuracy", "0 to 100 %", "ECE"}, rows) +
            "</div>\n";
  }
  return "<div class=\"sets pair\">\n" + html + "</div>\n";
}

std::string non_digits(const Report& report) {
  std::vector<HtmlRow> rows;
  for (const NonDigits& n : report.non_digits) {
    rows.push_back(
        {escaped(n.name), grouped(n.count), format("%.4f", n.auroc), percent_html(n.refused)});
  }
  return "<p>The area under the ROC curve is the chance that what is not a digit is suspected "
         "more than a digit: 1 tells them apart, 0.5 tells nothing.</p>\n" +
         table_html("Refusal of what is not a digit",
                    {"Set", "Images", "AUROC",
                     "Refused while refusing " + percent_html(kDigitsRefused, 1) + " of digits"},
                    rows);
}

std::string gallery(const SetResult& set) {
  const std::vector<WrongAnswer> worst = worst_errors(set);
  if (worst.empty()) return "<p>Nothing was read wrongly.</p>\n";
  std::string html = format("<p>The %zu errors of %d made with the highest confidence.</p>\n",
                            worst.size(), set.evaluation.count - set.evaluation.correct);
  html += "<ul class=\"gallery\">\n";
  for (const WrongAnswer& w : worst) {
    Plane plane(kGlyphSide, kGlyphSide);
    for (std::size_t i = 0; i < plane.pixels.size(); ++i) {
      plane.pixels[i] = static_cast<std::uint8_t>(
          255 - set.glyphs[static_cast<std::size_t>(w.index) * kGlyphSize + i]);
    }
    html += format(
        "<li><figure><div class=\"tile\"><img width=\"28\" height=\"28\" alt=\"Handwritten %d\" "
        "src=\"%s\"></div>\n<figcaption>%d read as "
        "%d\n<small>%s</small><small>image "
        "%d</small></figcaption></figure></li>\n",
        w.label, png_url(encode_png(plane)).c_str(), w.label, w.answer.digit,
        percent_html(static_cast<double>(w.answer.confidence)).c_str(), w.index);
  }
  return html + "</ul>\n";
}

}  // namespace

std::string report_html(const Report& report) {
  std::vector<HtmlPart> parts = {
      {"result", "Result", headline(report)},
      {"model", "Model", model(report.network)},
      {"training", "Training", training_section(report.training)},
      {"confusion", "Confusion matrix",
       for_each_set(report, [](const SetResult& s, const auto&) { return confusion_matrix(s); })},
      {"classes", "Classification report",
       for_each_set(report,
                    [](const SetResult& s, const auto&) { return classification_table(s); })},
      {"reliability", "Reliability", for_each_set(report, reliability)},
      {"coverage", "Coverage", coverage(report)},
      {"sets", "Accuracy by set", accuracy_table(report)},
  };
  if (!report.conditions.empty()) {
    parts.push_back({"conditions", "Harder conditions", conditions(report)});
  }
  if (!report.non_digits.empty()) {
    parts.push_back({"non-digits", "What is not a digit", non_digits(report)});
  }
  parts.push_back(
      {"errors", "Worst errors",
       for_each_set(report, [](const SetResult& s, const auto&) { return gallery(s); })});

  return page_html(
      "Evaluation of " + escaped(report.weights_name),
      format("Network %s, %s parameters, %s bytes.", escaped(report.network.name).c_str(),
             grouped(static_cast<long long>(report.network.parameters.size())).c_str(),
             grouped(static_cast<long long>(report.weights_bytes)).c_str()),
      parts);
}

}  // namespace ziffer::cli
